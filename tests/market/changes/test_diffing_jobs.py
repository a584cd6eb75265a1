"""Two readings of a board: what opened, closed, changed, was posted anew - and what is no change at all."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from competedexter.market.changes.diffing_jobs import diff_jobs
from competedexter.market.changes.drafts import Draft
from competedexter.market.changes.kinds import Label
from competedexter.market.evidence.listings import Job, JobsRecord

JULY = datetime(2026, 7, 28, tzinfo=UTC)


def job(number: str = "1", **more: Any) -> Job:
    told = {"title": "Cook", "team": "Kitchen", "location": "Oslo", "remote": False, "employment": "Full-time"} | more
    return Job.model_validate({"start": 0, "end": 4, "external_id": number, **told})


def board(*jobs: Job, **more: Any) -> JobsRecord:
    return JobsRecord(board=more.pop("board", "Lever"), jobs=jobs, **more)


def kinds(drafts: Sequence[Draft]) -> list[tuple[str, str, str]]:
    return [(draft.kind.value, draft.subject, draft.label.value) for draft in drafts]


def test_an_opening_that_came_and_one_that_went() -> None:
    opened, closed = diff_jobs(board(job("1")), board(job("2", title="Waiter", published_at=JULY)))
    assert kinds([opened, closed]) == [("job_opened", "2", "significant"), ("job_closed", "1", "significant")]
    assert opened.summary == "New opening: Waiter (Kitchen, Oslo)"
    assert (opened.occurred_at, closed.occurred_at) == (JULY, None)
    assert opened.data["job"]["externalId"] == opened.data["after"]["externalId"] == "2"
    assert opened.data["job"]["publishedAt"] == "2026-07-28T00:00:00Z"
    assert (opened.data["before"], closed.data["after"]) == (None, None)
    assert (opened.after is not None, closed.before is not None) == (True, True)
    assert (opened.severity, opened.severity_reason) == ("low", "Low: one opening more.")


def test_a_changed_opening_says_which_fields_from_what_to_what() -> None:
    (changed,) = diff_jobs(board(job()), board(job(title="Head Cook", location="Rome", remote=True)))
    assert kinds([changed]) == [("job_changed", "1", "significant")]
    assert changed.summary == "Head Cook: title Cook → Head Cook; place Oslo → Rome; remote work no → yes"
    assert changed.data["fields"] == ["title", "location", "remote"]
    assert (changed.data["before"]["title"], changed.data["after"]["title"]) == ("Cook", "Head Cook")


def test_spelling_is_noise_and_a_field_that_is_filled_now_is_minor() -> None:
    assert kinds(diff_jobs(board(job()), board(job(title="COOK ")))) == [("job_changed", "1", "noise")]
    assert kinds(diff_jobs(board(job(team=None)), board(job()))) == [("job_changed", "1", "minor")]
    (filled,) = diff_jobs(board(job(more_locations=())), board(job(more_locations=("Rome",))))
    assert (filled.data["fields"], filled.label) == (["moreLocations"], Label.MINOR)


def test_dates_addresses_and_places_in_the_text_are_no_change() -> None:
    touched = job(url="https://x.example/1", published_at=JULY, first_seen_at=JULY, start=40, end=90)
    assert diff_jobs(board(job()), board(touched)) == ()


def test_places_told_in_another_order_are_the_same_places() -> None:
    turned = job(location="Rome", more_locations=("Oslo",))
    assert diff_jobs(board(job(more_locations=("Rome",))), board(turned)) == ()


def test_an_opening_posted_anew_is_one_minor_change() -> None:
    (reposted,) = diff_jobs(
        board(job("1"), job("2", title="Waiter")), board(job("9", title="cook"), job("2", title="Waiter"))
    )
    assert kinds([reposted]) == [("job_changed", "9", "minor")]
    assert "re-posted under a new number" in reposted.summary
    assert (reposted.data["fields"], reposted.data["before"]["externalId"]) == (["externalId"], "1")


def test_two_of_one_name_and_one_posted_anew_leave_one_closed() -> None:
    assert kinds(diff_jobs(board(job("1"), job("2")), board(job("3")))) == [
        ("job_closed", "2", "significant"),
        ("job_changed", "3", "minor"),
    ]


def test_what_is_not_shown_is_not_closed_and_what_was_not_shown_may_be_old() -> None:
    part = board(job("2", title="Waiter"), complete=False)
    assert kinds(diff_jobs(board(job("1")), part)) == [("job_opened", "2", "significant")]
    assert kinds(diff_jobs(part, board(job("2", title="Waiter"), job("3")))) == [("job_opened", "3", "minor")]
    same_again = board(job("9"), complete=False)
    assert kinds(diff_jobs(board(job("1")), same_again)) == [("job_opened", "9", "significant")]


def test_a_board_that_is_suddenly_empty_is_looked_at_twice() -> None:
    five = [job(str(at), title=f"Role {at}") for at in range(5)]
    assert [draft.suspicious for draft in diff_jobs(board(*five), board())] == [True] * 5
    assert [draft.suspicious for draft in diff_jobs(board(*five[:4]), board())] == [False] * 4
    assert [draft.suspicious for draft in diff_jobs(board(*five), board(five[0]))] == [False] * 4


def test_many_at_once_stay_changes_of_their_own() -> None:
    many = [job(str(at), title=f"Role {at}") for at in range(40)]
    drafts = diff_jobs(board(), board(*many))
    assert len({draft.subject for draft in drafts}) == 40


def test_a_list_read_from_elsewhere_is_compared_by_titles_and_told_as_minor() -> None:
    lever = board(job("1"), job("2", title="Waiter"))
    page = board(job("https://x.example/1", team=None), job("https://x.example/3", title="Baker"), board="page")
    assert kinds(diff_jobs(lever, page)) == [
        ("job_opened", "https://x.example/3", "minor"),
        ("job_closed", "2", "minor"),
    ]
    assert "the Lever board before" in diff_jobs(lever, page)[0].reason
    assert diff_jobs(board(job("1"), board=""), board(job("1"))) == ()


JOBS = st.builds(
    job,
    st.sampled_from("123456"),
    title=st.sampled_from(["Cook", "Waiter", "(untitled)"]),
    location=st.sampled_from([None, "Oslo", "Rome"]),
    remote=st.sampled_from([None, True, False]),
)
BOARDS = st.builds(
    lambda jobs, name, complete: board(*{one.external_id: one for one in jobs}.values(), board=name, complete=complete),
    st.lists(JOBS, max_size=6),
    st.sampled_from(["", "Lever", "page"]),
    st.booleans(),
)


@given(BOARDS, BOARDS)
def test_any_two_readings_give_sentences_with_subjects_of_their_own(before: JobsRecord, after: JobsRecord) -> None:
    drafts = diff_jobs(before, after)
    assert len({(draft.kind, draft.subject) for draft in drafts}) == len(drafts)
    assert all(draft.summary and draft.reason.endswith(".") and draft.severity_reason for draft in drafts)
    assert not any(draft.kind == "job_closed" for draft in drafts) or after.complete
    assert diff_jobs(before, before) == ()
