"""Two looks at a custom source: what came, went, moved, and what a machine wrote."""

from datetime import UTC, datetime

import pytest

from competedexter.market.changes.diffing_rows import diff_rows, percent_between
from competedexter.market.changes.kinds import Label, Severity
from competedexter.market.evidence.listings import Row, RowsRecord


def row(key: str, title: str = "", **more: object) -> Row:
    return Row(start=0, end=1, key=key, title=title or key, **more)  # type: ignore[arg-type]


def told(before: list[Row], after: list[Row], *, complete: bool = True) -> list[tuple[str, str, str]]:
    drafts = diff_rows(RowsRecord(rows=tuple(before)), RowsRecord(rows=tuple(after), complete=complete))
    assert len({draft.subject for draft in drafts}) == len(drafts)
    return [(draft.kind.value, draft.summary, draft.label.value) for draft in drafts]


def test_records_come_and_go() -> None:
    assert told([row("a"), row("b")], [row("b"), row("c")]) == [
        ("record_added", "New: c", "significant"),
        ("record_removed", "Gone: a", "significant"),
    ]


def test_a_part_of_a_list_removes_nothing() -> None:
    assert told([row("a"), row("b")], [row("c")], complete=False) == [("record_added", "New: c", "significant")]


def test_what_only_changed_its_place_is_the_same() -> None:
    assert told([row("a"), row("b")], [row("b"), row("a")]) == []


def test_a_number_that_moved_says_by_how_much() -> None:
    (draft,) = diff_rows(
        RowsRecord(rows=(row("a", fields={"price": "$49 / seat", "seats": "5"}),)),
        RowsRecord(rows=(row("a", fields={"price": "$59 / seat", "seats": "5"}),)),
    )
    assert draft.summary == "a: price $49 / seat → $59 / seat"
    assert draft.data["fields"] == {"price": {"before": "$49 / seat", "after": "$59 / seat", "percent": 20.4}}
    assert (draft.data["percent"], draft.data["record"]["title"]) == (20.4, "a")
    assert (draft.label, draft.severity) == (Label.SIGNIFICANT, Severity.MEDIUM)


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        ("1,000", "1,500", 50.0), ("10", "5", -50.0), ("€10", "$10", None), ("0", "5", None), ("5 users", "10 users", 100.0),
        ("a", "b", None), ("1 of 2", "2 of 2", None), ("-10", "-5", -50.0), ("x" * 200 + "5", "x" * 200 + "6", None),
    ],
)  # fmt: skip
def test_percents_are_only_told_of_like_and_like(before: str, after: str, percent: float | None) -> None:
    assert percent_between(before, after) == percent


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"),
        ("1700000000", "1700086400"),
        ("3 hours ago", "27 hours ago"),
        ("5 Nov 2026 10:00", "6 Nov 2026 10:00"),
        ("9f86d081884c7d659a2feaa0c55ad015", "60303ae22b998861bce3b28f33eec1be"),
    ],
)
def test_a_time_stamp_that_moves_in_every_record_is_noise(old: str, new: str) -> None:
    before = [row(key, fields={"seen": old, "price": "5"}) for key in "abc"]
    after = [row(key, fields={"seen": new, "price": "5" if key != "c" else "6"}) for key in "abc"]
    found = told(before, after)
    assert [(kind, label) for kind, _, label in found] == [
        ("record_changed", "noise"), ("record_changed", "noise"), ("record_changed", "significant"),
    ]  # fmt: skip
    assert found[2][1] == "c: price 5 → 6"


def test_the_reason_names_what_ticks() -> None:
    before = [row(key, date=datetime(2026, 11, 1, tzinfo=UTC)) for key in "ab"]
    after = [row(key, date=datetime(2026, 11, 2, tzinfo=UTC)) for key in "ab"]
    first, _ = diff_rows(RowsRecord(rows=tuple(before)), RowsRecord(rows=tuple(after)))
    assert first.reason == "Only date moved, in all records at once: a time stamp or a token, written by a machine."


def test_prices_that_all_rise_at_once_are_no_noise() -> None:
    before = [row(key, fields={"price": "10"}) for key in "abc"]
    after = [row(key, fields={"price": "12"}) for key in "abc"]
    assert {label for _, _, label in told(before, after)} == {"significant"}


def test_a_stamp_that_moves_in_one_record_alone_is_that_records_own() -> None:
    before = [row(key, fields={"due": "2026-11-01"}) for key in "abc"]
    after = [row("a", fields={"due": "2026-12-01"}), *before[1:]]
    assert told(before, after) == [("record_changed", "a: due 2026-11-01 → 2026-12-01", "significant")]


def test_a_record_whose_link_changed_is_still_the_same() -> None:
    before, after = [row("https://a/1", "Pro", url="https://a/1")], [row("https://a/2", "Pro", url="https://a/2")]
    assert told(before, after) == [("record_changed", "Pro: url https://a/1 → https://a/2", "significant")]


def test_a_dated_record_happened_when_it_says() -> None:
    day = datetime(2026, 10, 1, tzinfo=UTC)
    (draft,) = diff_rows(RowsRecord(), RowsRecord(rows=(row("a", date=day),)))
    assert draft.occurred_at == day


def test_a_thousand_records_are_compared_at_once() -> None:
    before = [row(str(n), fields={f"f{i}": str(n * i) for i in range(20)}) for n in range(1_000)]
    after = [row(str(n), fields={f"f{i}": str(n * i + 1) for i in range(20)}) for n in range(500, 1_500)]
    assert len(told(before, after)) == 1_500
