"""Answers of job boards: every real sample field by field, the traps in them, and whatever else may come."""

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.bundle import MEDIA_TYPE, bundled
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.jobs import JobsCrawler
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.evidence.listings import Job, JobsRecord

API = "https://api.example/board"
WORKDAY = "https://nvidia.wd5.myworkdayjobs.com/wday/cxs/nvidia/NVIDIAExternalCareerSite/jobs"
SOURCE = SourceRef(uuid4(), uuid4(), "jobs", "https://acme.example/careers", {})
SUNDAY = {"Date": "Sun, 27 Sep 2026 10:00:00 GMT"}


def answer(body: object, url: str = API, **more: Any) -> WebResponse:
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return page(url, raw, content_type="application/json", **more)


def finding(*answers: WebResponse) -> Finding:
    (only,) = JobsCrawler().read(SOURCE, bundled(answers))
    return only


def record(*answers: WebResponse) -> JobsRecord:
    found = finding(*answers).record
    assert isinstance(found, JobsRecord)
    return found


def jobs(body: object, **more: Any) -> tuple[Job, ...]:
    return record(answer(body, **more)).jobs


@pytest.fixture
def samples(shared_data: Path) -> Path:
    return shared_data / "ats-samples"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # the parts of a date, in order


REAL = {  # sample: (board, complete, the fields of its first opening)
    "greenhouse_vercel.json": ("Greenhouse", True, {
        "external_id": "6136160004", "title": "Account Executive, Commercial", "team": "Account Executive",
        "location": "Hybrid - London", "remote": False, "employment": None,
        "url": "https://job-boards.greenhouse.io/vercel/jobs/6136160004",
        "published_at": utc(2026, 8, 6, 16, 50, 10),
    }),
    "lever_spotify.json": ("Lever", True, {
        "external_id": "2193db3f-77c5-43b8-b030-8f92c9882bf1", "title": "Android Engineer - Experience",
        "team": "Experience", "location": "London", "more_locations": ("Stockholm",), "remote": False,
        "employment": "Permanent", "url": "https://jobs.lever.co/spotify/2193db3f-77c5-43b8-b030-8f92c9882bf1",
        "published_at": utc(2026, 6, 23, 11, 29, 45, 805_000),
    }),
    "ashby_linear.json": ("Ashby", True, {
        "external_id": "d3bc1ced-3ce4-4086-a050-555055dbb1ff", "title": "Senior / Staff Fullstack Engineer",
        "team": "Engineering", "location": "Europe", "remote": True, "employment": "full time",
        "url": "https://jobs.ashbyhq.com/linear/d3bc1ced-3ce4-4086-a050-555055dbb1ff",
        "published_at": utc(2021, 4, 27, 20, 13, 45),
    }),
    "workable_1kosmos.json": ("Workable", True, {
        "external_id": "DDE33AFDAC", "title": "AI / Machine Learning Engineer", "team": "Engineering",
        "location": "Iselin, New Jersey, United States", "more_locations": (), "remote": False,
        "employment": "Full-time", "url": "https://apply.workable.com/j/DDE33AFDAC",
        "published_at": utc(2026, 7, 28),
    }),
    "smartrecruiters_ubisoft.json": ("SmartRecruiters", False, {
        "external_id": "744000151912444", "title": "Spécialiste Fiabilité outils et infrastructures - TGQF",
        "team": "Engineering", "location": "Montreal, QC, Canada", "remote": False, "employment": "Full-time",
        "url": "https://jobs.smartrecruiters.com/Ubisoft2/744000151912444", "published_at": utc(2026, 9, 25, 18, 18, 52),
    }),
    "recruitee_channable.json": ("Recruitee", True, {
        "external_id": "2751915", "title": "Customer Success Manager Benelux - Dutch speaking",
        "team": "Customer Success", "location": "Utrecht, Utrecht, Netherlands", "remote": False,
        "employment": "fulltime permanent",
        "url": "https://jobs.channable.com/o/customer-success-manager-benelux-dutch-speaking-3",
        "published_at": utc(2026, 9, 18, 13, 27, 28),
    }),
    "workday_nvidia.json": ("Workday", False, {
        "external_id": "JR2021061", "title": "Director, Engineering – Software Engineering", "team": None,
        "location": "Vietnam-Hanoi (2 Locations)", "remote": None, "employment": None, "published_at": None,
        "url": "https://nvidia.wd5.myworkdayjobs.com/NVIDIAExternalCareerSite/job/Vietnam-Hanoi/"
        "Director--Engineering---Software-Engineering_JR2021061",
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_a_real_answer_is_read_field_by_field(name: str, samples: Path) -> None:
    board, complete, fields = REAL[name]
    url = WORKDAY if "workday" in name else API
    found = finding(answer((samples / name).read_bytes(), url, headers=SUNDAY))
    read = found.record
    assert isinstance(read, JobsRecord)
    assert (read.board, read.complete) == (board, complete)
    assert {field: getattr(read.jobs[0], field) for field in fields} == fields
    assert found.quality.score >= 0.9
    for job in read.jobs:
        assert found.text[job.start : job.end].startswith(job.title)


def test_a_real_answer_of_something_else_is_refused(samples: Path) -> None:
    with pytest.raises(NothingToRead):
        finding(answer((samples / "hn_who_is_hiring.json").read_bytes()))


def test_workdays_dates_count_from_the_day_of_the_answer_and_thirty_plus_is_no_date(samples: Path) -> None:
    body = (samples / "workday_nvidia.json").read_bytes()
    assert [job.published_at for job in jobs(body, headers=SUNDAY)] == [None, utc(2026, 9, 23)]
    assert [job.published_at for job in jobs(body)] == [None, None]
    assert [job.remote for job in jobs(body)] == [None, True]


def test_the_text_has_title_team_place_date_and_a_plain_description(samples: Path) -> None:
    found = finding(answer((samples / "greenhouse_vercel.json").read_bytes()))
    lines = found.text.split("\n")
    assert lines[:3] == ["Account Executive, Commercial", "Account Executive - Hybrid - London", "Published 2026-08-06"]
    assert lines[3].startswith("About Vercel: Vercel is the agentic infrastructure company")
    assert not {"<", "&lt;", "&quot;", "&amp;"} & {
        piece for piece in ("<", "&lt;", "&quot;", "&amp;") if piece in lines[3]
    }


ENTRY: dict[str, Any] = {"id": 7, "title": "Engineer", "absolute_url": "https://b.example/7", "location": {"name": "Oslo"},
                         "first_published": "2026-01-02T03:04:05Z", "internal_job_id": 8}  # fmt: skip


@pytest.mark.parametrize(
    "nested",
    [
        {"jobs": [ENTRY], "meta": {"total": 1}},
        {"data": {"board": {"jobs": [ENTRY]}}},
        {"departments": [{"id": 1, "name": "Platform", "jobs": [ENTRY]}]},
        [ENTRY],
        ENTRY | {"requisition_id": "9"},
    ],
)
def test_openings_are_found_wherever_they_are_nested(nested: object) -> None:
    (job,) = jobs(nested)
    assert (job.external_id, job.title, job.location) == ("7", "Engineer", "Oslo")


def test_groups_give_their_openings_a_team() -> None:
    grouped = {"departments": [{"id": 1, "name": "Platform", "jobs": [ENTRY]}]}
    assert jobs(grouped)[0].team == "Platform"
    lever = [
        {
            "title": "Design",
            "postings": [{"id": "a", "text": "Designer", "hostedUrl": "https://l.example/a", "categories": {}}],
        }
    ]
    assert [(job.title, job.team) for job in jobs(lever)] == [("Designer", "Design")]


def test_newer_and_older_shapes_of_the_same_boards() -> None:
    workable = {"total": 1, "results": [{"id": 3, "shortcode": "X1", "title": "Chef", "remote": True, "type": "full",
                "location": {"city": "Athens", "country": "Greece"}, "department": ["Kitchen"], "published": "2026-03-01T00:00:00.000Z",
                "workplace": "remote"}]}  # fmt: skip
    (chef,) = jobs(workable)
    assert (chef.external_id, chef.team, chef.location, chef.remote) == ("X1", "Kitchen", "Athens, Greece", True)
    ashby = {"data": {"jobBoard": {"teams": [{"id": "t", "name": "Data"}], "jobPostings": [
        {"id": "j", "title": "Analyst", "teamId": "t", "locationName": "Rome", "employmentType": "PartTime"}]}}}  # fmt: skip
    (analyst,) = jobs(ashby)
    assert (analyst.team, analyst.location, analyst.employment) == ("Data", "Rome", "part time")


@pytest.mark.parametrize(
    ("told", "remote"),
    [
        ("Remote - US", True),
        ("Berlin", None),
        ("Hybrid - London", False),
        ("Remote or Hybrid, Paris", True),
        ("No remote, Lyon", False),
        ("Remoteville Road", None),
    ],
)
def test_a_place_may_say_whether_it_is_one(told: str, remote: bool | None) -> None:
    assert jobs({"jobs": [ENTRY | {"location": {"name": told}}]})[0].remote is remote


def test_what_an_entry_lacks_is_counted_and_never_dropped() -> None:
    entries = [
        ENTRY,
        ENTRY | {"id": 8, "title": None},
        {"absolute_url": None, "departments": None, "title": "Cook"},
        "odd",
    ]
    found = finding(answer({"jobs": entries}))
    read = found.record
    assert isinstance(read, JobsRecord)
    assert [(job.external_id, job.title) for job in read.jobs] == [
        ("7", "Engineer"),
        ("8", "(untitled)"),
        ("cook", "Cook"),
    ]
    reasons = " ".join(found.quality.reasons)
    assert "1 of 3 entries had no title" in reasons
    assert "1 of 4 entries were no openings" in reasons
    assert found.quality.score < 1


def test_an_opening_told_twice_is_one_and_two_with_one_number_are_two() -> None:
    assert len(jobs({"jobs": [ENTRY, ENTRY]})) == 1
    twice = jobs({"jobs": [ENTRY, ENTRY | {"title": "Engineer II"}]})
    assert [job.external_id for job in twice] == ["7", "7 #2"]


def test_entries_the_board_does_not_list_are_left_out_and_said() -> None:
    entries = [
        {"id": "a", "title": "A", "jobUrl": "https://a.example/a", "isListed": True},
        {"id": "b", "title": "B", "isListed": False},
    ]
    found = finding(answer({"jobs": entries}))
    assert [job.title for job in found.record.jobs] == ["A"]  # type: ignore[union-attr]  # a JobsRecord
    assert "not listed by the board" in " ".join(found.quality.reasons)


@pytest.mark.parametrize(
    ("body", "url", "board"),
    [
        ({"jobs": [], "meta": {"total": 0}}, API, "Greenhouse"),
        ({"jobs": [], "apiVersion": "1"}, API, "Ashby"),
        ({"name": "Acme", "description": None, "jobs": []}, API, "Workable"),
        ({"offers": []}, API, "Recruitee"),
        ({"totalFound": 0, "content": [], "offset": 0, "limit": 100}, API, "SmartRecruiters"),
        ({"total": 0, "jobPostings": []}, API, "Workday"),
        ([], "http://127.0.0.1:1/v0/postings/acme?mode=json", "Lever"),
        ({"jobs": []}, API, ""),
    ],
)
def test_a_board_without_openings_is_a_board(body: object, url: str, board: str) -> None:
    found = record(answer(body, url))
    assert (found.board, found.jobs, found.complete) == (board, (), True)


def test_pages_of_one_board_are_one_list_and_it_is_complete_when_all_came() -> None:
    def part(offset: int, count: int) -> WebResponse:
        content = [
            {"id": str(offset + at), "name": f"Role {offset + at}", "releasedDate": "2026-01-01", "refNumber": "R"}
            for at in range(count)
        ]
        return answer({"offset": offset, "limit": 100, "totalFound": 130, "content": content})

    assert record(part(0, 100)).complete is False
    whole = record(part(0, 100), part(100, 30))
    assert (len(whole.jobs), whole.complete) == (130, True)


def test_more_than_a_thousand_openings_are_cut_and_said() -> None:
    found = finding(answer({"jobs": [ENTRY | {"id": at} for at in range(1_500)]}))
    read = found.record
    assert isinstance(read, JobsRecord)
    assert (len(read.jobs), read.complete) == (1_000, False)
    assert "1,000 of 1,500 openings were read" in " ".join(found.quality.reasons)


@pytest.mark.parametrize(
    ("path", "bullets", "number"),
    [
        ("/job/Oslo/Cook_JR1", ["JR1"], "JR1"),
        ("/job/Oslo/Cook-2024_R-12-1", ["Remote", "R-12"], "R-12-1"),
        ("/job/Oslo/Cook_REQ_77", ["REQ_77"], "REQ_77"),
        ("/job/Oslo/Head-of_2024_JR5", [], "JR5"),
        ("/job/Oslo/Cook", ["Oslo", "88231"], "88231"),
        ("/job/Oslo/Cook", None, "/job/Oslo/Cook"),
    ],
)
def test_a_workday_opening_keeps_its_number_when_its_title_changes(path: str, bullets: object, number: str) -> None:
    entry = {"title": "Cook", "externalPath": path, "locationsText": "Oslo", "bulletFields": bullets}
    assert jobs({"total": 1, "jobPostings": [entry]})[0].external_id == number


def test_words_that_mean_nothing_are_nothing() -> None:
    (job,) = jobs({"jobs": [ENTRY | {"departments": [{"id": 0, "name": "No Department"}]}]})
    assert job.team is None
    near = {"city": "Montreal", "region": "QC", "country": "ca"}
    entry = {"id": "1", "name": "Cook", "releasedDate": "2026-01-01", "refNumber": "R", "location": near}
    assert jobs({"totalFound": 1, "content": [entry]})[0].location == "Montreal, QC, CA"


@pytest.mark.parametrize(
    "wrap", [lambda one: one, lambda one: [one], lambda one: {"@context": "x", "@graph": [{"@type": "WebSite"}, one]}]
)
def test_postings_without_a_page_are_read_too(wrap: Callable[[object], object]) -> None:
    posting = {"@type": "JobPosting", "title": "Cook", "identifier": 5, "employmentType": "PART_TIME", "datePosted": "2026-05-30",
               "jobLocation": [{"@type": "Place", "address": {"addressLocality": "Oslo", "addressCountry": {"name": "Norway"}}}]}  # fmt: skip
    (job,) = jobs(wrap(posting))
    assert (job.external_id, job.title, job.location, job.employment) == ("5", "Cook", "Oslo, Norway", "part time")


# whatever may come


HOSTILE: dict[str, Callable[[], bytes]] = {  # made when needed: some have ten megabytes
    "ten million brackets": lambda: b"[" * 10_000_000,
    "a million objects in each other": lambda: b'{"jobs":' * 1_000_000,
    "half a million empty entries": lambda: b'{"jobs":[' + b"{}," * 500_000 + b"{}]}",
    "half a million empty lists": lambda: b"[" + b"[]," * 500_000 + b"[]]",
    "markup without end": lambda: orjson.dumps(
        {"jobs": [ENTRY | {"content": "<" * 100_000, "title": "&" * 100_000, "location": [[[[1]]]]}] * 50}
    ),
    "styles without end": lambda: orjson.dumps(
        {"jobs": [ENTRY | {"content": "&lt;style" * 10_000, "first_published": "9" * 5_000}] * 100}
    ),
    "places in places": lambda: b'{"location":' * 900 + b'{"externalPath":"/job","postedOn":[]}' + b"}" * 900,
    "deep places": lambda: (
        b'{"jobs":[{"absolute_url":1,"departments":2,"location":' + b'{"location":' * 900 + b"1" + b"}" * 900 + b"}]}"
    ),
    "wrong types": lambda: b'{"jobs": [{"absolute_url": "https://[", "departments": [null], "id": 1e400}]}',
    "an empty object": lambda: b"{}",
    "null": lambda: b"null",
    "no text": lambda: b"\xff\xfe{",
    "a bundle of nothing": lambda: (
        b'[{"url": 1, "status": [], "headers": 3, "mediaType": null, "charset": 1, "rendered": 1, "body": ""}]'
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_are_read_or_refused_in_bounded_time(name: str) -> None:
    body, since = HOSTILE[name](), time.process_time()
    for media_type in ("application/json", MEDIA_TYPE):
        with contextlib.suppress(NothingToRead):
            JobsCrawler().read(SOURCE, page(API, body, content_type=media_type))
    assert time.process_time() - since < 8


NAMES = [
    *sorted(ENTRY),
    "jobs", "postings", "content", "text", "hostedUrl", "categories", "jobUrl", "isListed", "secondaryLocations", "shortcode",
    "telecommuting", "locations", "totalFound", "releasedDate", "refNumber", "company", "name", "jobPostings", "total",
    "externalPath", "locationsText", "postedOn", "bulletFields", "offers", "careers_url", "departments", "createdAt", "teamId",
    "publishedAt", "employmentType", "address", "city", "country", "identifier", "status", "team",
]  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=20)
TOLD = SCALARS | st.sampled_from(
    ["Posted 3 Days Ago", "/job/Oslo/Cook_JR1", "https://a.example/x", "2026-01-02", "Remote"]
)
ANYTHING = st.recursive(
    TOLD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=40,
)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        raw = orjson.dumps(value)
    except TypeError:  # a lone surrogate: no JSON
        return
    try:
        (found,) = JobsCrawler().read(SOURCE, answer(raw, headers=SUNDAY))
    except NothingToRead:
        return
    read = found.record
    assert isinstance(read, JobsRecord)
    assert JobsRecord.model_validate(read.model_dump(mode="json", by_alias=True)) == read
    assert len({job.external_id for job in read.jobs}) == len(read.jobs)
    assert all(found.text[job.start : job.end] for job in read.jobs)
    assert "\x00" not in found.text + read.model_dump_json()  # no database takes it
    assert "\\u0000" not in read.model_dump_json()
    assert all(len(job.external_id.encode()) <= 2_500 for job in read.jobs)
    assert 0 <= found.quality.score <= 1
