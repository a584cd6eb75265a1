"""Changes of every kind as lines of a card."""

import pytest

from competedexter.market.changes.kinds import ChangeKind, SourceEvent
from competedexter.ui.change_details import MOST_LINES, detail_moves, outside_link
from competedexter.ui.change_groups import GROUPS, group_name, kinds_of

JOB = {
    "externalId": "1",
    "title": "Engineer",
    "team": "Core",
    "location": "Berlin",
    "remote": None,
    "url": "https://a.com/1",
}


def lines(data: dict[str, object]) -> list[tuple[str, str, str]]:
    return [(move.what, move.before, move.after) for move in detail_moves(data)]


def test_every_kind_is_in_exactly_one_group() -> None:
    kinds = [kind for _, group in GROUPS.values() for kind in group]
    assert sorted(kinds) == sorted(ChangeKind)
    assert group_name("job_opened") == "Hiring"
    assert group_name("source_gone") == "Source"
    assert kinds_of("sources") == tuple(SourceEvent)
    assert kinds_of("") == kinds_of("nonsense") == ()


def test_a_job_that_changed_tells_what_moved_and_then_the_rest_once() -> None:
    after = {**JOB, "location": "London"}
    told = lines({"job": after, "before": JOB, "after": after, "fields": ["location"]})
    assert told == [("Location", "Berlin", "London"), ("Title", "", "Engineer"), ("Team", "", "Core")]


def test_a_thing_that_came_or_went_is_told_once_and_not_struck_out() -> None:
    assert lines({"before": JOB, "job": JOB}) == [
        ("Title", "", "Engineer"), ("Team", "", "Core"), ("Location", "", "Berlin"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"fact": "employees", "source": "W", "before": "240", "after": "310"}, [("Employees", "240", "310"), ("Source", "", "W")]),
        ({"fields": {"impact": {"before": "minor", "after": "major"}}}, [("Impact", "minor", "major")]),
        ({"fields": {"impact": ["minor", "major"]}}, [("Impact", "minor", "major")]),
        ({"technology": "Stripe", "proof": "script"}, [("Technology", "", "Stripe"), ("Proof", "", "script")]),
        ({"occurredAt": "2026-01-02T00:00:00Z", "tags": ["a", "b"]}, [("Tags", "", "a, b"), ("Date", "", "2026-01-02")]),
        ({"before": None, "after": None}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_shapes_become_lines(data: dict[str, object], expected: list[tuple[str, str, str]]) -> None:
    assert lines(data) == expected


def test_figures_stand_beside_those_of_the_year_before() -> None:
    figure = {"label": "Revenue", "value": "1200", "unit": "USD", "yearBefore": "1000", "percent": 20.0}
    (move,) = detail_moves({"figures": [figure, "no figure"]})
    assert (move.what, move.after, move.terms, move.delta, move.percent) == (
        "Revenue", "1,200", "USD", "from 1,000", "+20\u00a0%",
    )  # fmt: skip


def test_a_moved_number_has_its_difference() -> None:
    (move,) = detail_moves({"before": "4.5", "after": "4.3", "percent": -4.4})
    assert (move.delta, move.percent, move.direction) == ("\u22120.20", "\u22124.4\u00a0%", "down")


def test_hostile_data_is_bounded() -> None:
    many = {f"field{n}": "x" * 10_000 for n in range(1_000)}
    told = list(detail_moves({"fields": many, "before": {"a": [1]}, "after": {"a": {"b": 1}}}))
    assert len(told) == MOST_LINES
    assert all(len(move.after) <= 400 for move in told)


@pytest.mark.parametrize(
    ("data", "link"),
    [
        ({"url": "https://a.com/1"}, "https://a.com/1"), ({"job": JOB}, "https://a.com/1"),
        ({"url": "javascript:alert(1)"}, ""), ({"url": ["https://a.com"]}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_only_http_links_lead_outside(data: dict[str, object], link: str) -> None:
    assert outside_link(data) == link
