"""From an address to a board's answers: what is asked, in which order, how often, and what is done when it fails."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import orjson
import pytest

from competedexter.integrations.web.errors import ConnectFailed, TimedOut
from competedexter.integrations.web.protocol import WebRequest, WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.jobs import MAX_REQUESTS, JobsCrawler
from competedexter.market.crawlers.outside import NothingToRead, Outside
from competedexter.market.crawlers.reading.jobs_addresses import board_at, boards_in
from competedexter.market.evidence.listings import JobsRecord

CAREERS = "https://acme.example/careers"
LEVER = "https://api.lever.co/v0/postings/acme?mode=json"
POSTING = {"id": "a", "text": "Cook", "hostedUrl": "https://jobs.lever.co/acme/a", "categories": {"location": "Oslo"}}
ABOUT = "<p>We keep the minutes of meetings and send them to everyone who was there, on time and in full.</p>" * 4
SOURCE = SourceRef(uuid4(), uuid4(), "jobs", CAREERS, {})


def data(url: str, body: object, status: int = 200) -> WebResponse:
    return page(url, orjson.dumps(body), content_type="application/json", status=status)


def careers(inside: str) -> WebResponse:
    html = f"<html><body><main><h1>Careers</h1>{ABOUT}{inside}</main></body></html>"
    return page(CAREERS, html, headers={"ETag": '"1"', "Last-Modified": "Sun, 27 Sep 2026 10:00:00 GMT"})


async def look(web: ScriptedWebClient, source: SourceRef = SOURCE) -> tuple[WebResponse, Sequence[Finding]]:
    response = await JobsCrawler().fetch(source, web)
    return response, JobsCrawler().read(source, response)


def titles(findings: Sequence[Finding]) -> list[str]:
    record = findings[0].record
    assert isinstance(record, JobsRecord)
    return [job.title for job in record.jobs]


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("https://boards.greenhouse.io/embed/job_board/js?for=acme", "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true"),
        ("https://boards.greenhouse.io/embed/job_app?token=1&amp;for=acme", "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true"),
        ("https://job-boards.greenhouse.io/acme/jobs/6136160004", "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true"),
        ("https:\\/\\/boards.greenhouse.io\\/acme", "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true"),
        ("https://jobs.lever.co/acme", LEVER),
        ("https://jobs.eu.lever.co/acme/1", "https://api.eu.lever.co/v0/postings/acme?mode=json"),
        ("https://jobs.ashbyhq.com/Acme%20Inc/embed?version=2", "https://api.ashbyhq.com/posting-api/job-board/Acme%20Inc"),
        ("https://apply.workable.com/acme/j/AB12/", "https://apply.workable.com/api/v1/widget/accounts/acme?details=true"),
        ("https://careers.smartrecruiters.com/Acme1", "https://api.smartrecruiters.com/v1/companies/Acme1/postings?limit=100&offset=0"),
        ("https://acme.recruitee.com/o/cook", "https://acme.recruitee.com/api/offers/"),
        ("https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/x", "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/jobs"),
        ("https://wd3.myworkdaysite.com/en-US/recruiting/acme/Jobs", "https://wd3.myworkdaysite.com/wday/cxs/acme/Jobs/jobs"),
        ("http://127.0.0.1:8/v1/boards/acme/jobs", "http://127.0.0.1:8/v1/boards/acme/jobs?content=true"),
    ],
)  # fmt: skip
def test_a_page_that_names_a_board_leads_to_its_api(told: str, asked: str) -> None:
    assert [board.asked[0].url for board in boards_in(f'<a href="{told}">Jobs</a>', CAREERS)] == [asked]


@pytest.mark.parametrize(
    "url",
    [
        "https://apply.workable.com/j/AB12",
        "https://www.recruitee.com/",
        "https://help.lever.co/x",
        "https://acme.example/jobs",
        "http://[",
    ],
)
def test_what_only_sounds_like_a_board_is_none(url: str) -> None:
    assert board_at(url) is None


def test_the_board_a_page_names_most_is_asked_first() -> None:
    text = "//jobs.lever.co/other " + "//jobs.ashbyhq.com/acme/1 " * 3
    assert [board.name for board in boards_in(text, CAREERS)] == ["Ashby", "Lever"]


async def test_a_careers_page_is_kept_with_the_answer_of_its_board() -> None:
    web = ScriptedWebClient(
        {CAREERS: careers('<a href="https://jobs.lever.co/acme">Openings</a>'), LEVER: data(LEVER, [POSTING])}
    )
    response, findings = await look(web)
    assert [request.url for request in web.requests] == [CAREERS, LEVER]
    assert titles(findings) == ["Cook"]
    assert len(findings) == 1
    assert not response.headers.get("etag")  # the board is asked again even if the page stays


async def test_the_address_of_a_board_for_readers_is_read_from_its_api_alone() -> None:
    web = ScriptedWebClient({LEVER: data(LEVER, [POSTING])})
    _, findings = await look(web, replace(SOURCE, url="https://jobs.lever.co/acme"))
    assert titles(findings) == ["Cook"]
    assert len(web.requests) == 1


@pytest.mark.parametrize(
    "failure",
    [
        data(LEVER, {"ok": False}, 404),
        data(LEVER, {"error": "x"}),
        page(LEVER, "<html>no</html>"),
        TimedOut(host="x", seconds=3),
    ],
)
async def test_a_board_that_fails_leaves_what_the_page_says_and_the_page_must_come_again(failure) -> None:
    links = '<li><a href="https://jobs.lever.co/acme/1">Head Chef</a></li><li><a href="https://jobs.lever.co/acme/2">Data Analyst</a></li>'
    web = ScriptedWebClient({CAREERS: careers(f"<ul>{links}</ul>"), LEVER: failure})
    response, findings = await look(web)
    assert titles(findings) == ["Head Chef", "Data Analyst"]
    assert "Lever board (acme) could not be read" in findings[0].quality.reasons[0]
    assert not {"etag", "last-modified"} & response.headers.keys()


async def test_a_dead_board_behind_its_own_page_is_asked_once() -> None:
    human = "https://jobs.lever.co/acme"
    web = ScriptedWebClient(
        {
            human: page(human, careers('<a href="https://jobs.lever.co/acme/1">Head Chef</a>').body),
            LEVER: data(LEVER, {}, 500),
        }
    )
    _, findings = await look(web, replace(SOURCE, url=human))
    assert titles(findings) == ["Head Chef"]
    assert [request.url for request in web.requests] == [LEVER, human]


async def test_a_greenhouse_answer_that_is_too_large_is_asked_without_descriptions() -> None:
    api = "https://boards-api.greenhouse.io/v1/boards/acme/jobs"
    entry = {"id": 1, "title": "Cook", "absolute_url": "https://g.example/1", "internal_job_id": 2}
    web = ScriptedWebClient(
        {f"{api}?content=true": ConnectFailed(host="x", reason="cut"), api: data(api, {"jobs": [entry]})}
    )
    _, findings = await look(web, replace(SOURCE, url="https://boards.greenhouse.io/acme"))
    assert titles(findings) == ["Cook"]


async def test_a_page_that_is_refused_or_unchanged_asks_no_board() -> None:
    web = ScriptedWebClient({CAREERS: page(CAREERS, "//jobs.lever.co/acme", status=403)})
    assert (await JobsCrawler().fetch(SOURCE, web)).status == 403
    web.answer(CAREERS, careers("no board"))
    assert (await JobsCrawler().fetch(replace(SOURCE, etag='"1"'), web)).status == 304
    assert len(web.requests) == 2


async def test_services_are_asked_where_settings_say() -> None:
    here = "http://127.0.0.1:9/lever/v0/postings/acme?mode=json"
    outside = Outside(bases={"https://api.lever.co": "http://127.0.0.1:9/lever"})
    web = ScriptedWebClient({here: data(here, [POSTING])})
    _, findings = await look(web, replace(SOURCE, url="https://jobs.lever.co/acme", outside=outside))
    assert titles(findings) == ["Cook"]


class PagedWeb(ScriptedWebClient):
    """A Workday or SmartRecruiters board of `size` openings; it breaks when asked beyond `breaks_at`."""

    def __init__(self, size: int, breaks_at: int = 10**6) -> None:
        super().__init__()
        self.size, self.breaks_at = size, breaks_at

    async def get(self, request: WebRequest) -> WebResponse:
        self.requests.append(request)
        if request.json is None:
            offset = int(request.url.rpartition("offset=")[2])
            content = [
                {"id": f"s{at}", "name": f"Role {at}", "refNumber": "R", "releasedDate": "2026-01-01"}
                for at in self.part(offset, 100)
            ]
            return data(request.url, {"offset": offset, "limit": 100, "totalFound": self.size, "content": content})
        offset = orjson.loads(request.json)["offset"]
        postings = [
            {"title": f"Role {at}", "externalPath": f"/job/Oslo/Role_JR{at}", "bulletFields": [f"JR{at}"]}
            for at in self.part(offset, 20)
        ]
        return data(request.url, {"total": self.size if not offset else 0, "jobPostings": postings})

    def part(self, offset: int, size: int) -> range:
        if offset >= self.breaks_at:
            raise TimedOut(host="acme.example", seconds=30)
        return range(offset, min(offset + size, self.size))


@pytest.mark.parametrize(
    ("url", "size", "requests", "read", "complete"),
    [
        ("https://acme.wd5.myworkdayjobs.com/Careers", 45, 3, 45, True),
        ("http://127.0.0.1:7/wday/cxs/acme/Careers/jobs", 45, 3, 45, True),
        ("https://acme.wd5.myworkdayjobs.com/Careers", 2_000, MAX_REQUESTS, 1_000, False),
        ("https://jobs.smartrecruiters.com/Acme", 310, 4, 310, True),
        ("https://jobs.smartrecruiters.com/Acme", 5_000, 10, 1_000, False),
        ("https://acme.wd5.myworkdayjobs.com/Careers", 0, 1, 0, True),
    ],
)
async def test_boards_of_several_pages_are_asked_to_their_end_or_to_a_thousand(
    url: str, size: int, requests: int, read: int, complete: bool
) -> None:
    web = PagedWeb(size)
    _, findings = await look(web, replace(SOURCE, url=url))
    record = findings[0].record
    assert isinstance(record, JobsRecord)
    assert (len(web.requests), len(record.jobs), record.complete) == (requests, read, complete)


async def test_a_board_that_breaks_off_is_read_so_far_and_is_not_complete() -> None:
    web = PagedWeb(60, breaks_at=40)
    _, findings = await look(web, replace(SOURCE, url="https://acme.wd5.myworkdayjobs.com/Careers"))
    record = findings[0].record
    assert isinstance(record, JobsRecord)
    assert (len(record.jobs), record.complete) == (40, False)
    assert "40 of 60 openings were read" in " ".join(findings[0].quality.reasons)


async def test_an_answer_that_is_no_board_is_refused() -> None:
    web = ScriptedWebClient({CAREERS: data(CAREERS, {"status": "ok", "items": [{"a": 1}]})})
    with pytest.raises(NothingToRead, match="no list of openings"):
        await look(web)
