"""A job board, or a careers page with the board behind it: its openings, typed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.protocol import MB, WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.bundle import bundled
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.page_finding import fetch_page, page_finding
from competedexter.market.crawlers.reading.data_class import is_data
from competedexter.market.crawlers.reading.jobs_addresses import Asked, BoardAddress, board_at
from competedexter.market.crawlers.reading.jobs_answers import board_in, next_request, parts_of
from competedexter.market.crawlers.reading.jobs_listing import Listing, listing_of, quality_of
from competedexter.market.crawlers.reading.jobs_opening import MAX_OPENINGS
from competedexter.market.crawlers.reading.jobs_page import boards_of, read_careers_page
from competedexter.market.crawlers.reading.page import is_markup, page_of

MAX_REQUESTS: Final = 50  # of one board at one look: MAX_OPENINGS at Workday, which gives 20 at once
MAX_BYTES: Final = 30 * MB  # of one look, all pages together; 1,000 openings with descriptions have about 12 MB
_NOT_READ: Final = "The address answers with data in which no list of openings was found."
_VALIDATORS: Final = ("etag", "last-modified")


class JobsCrawler:
    """Reads boards by what they say: seven kinds of APIs, JobPosting data, and careers pages as readers see them."""

    kind = "jobs"
    extractor_version = "jobs-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """Asks for the page, and for the answers of the board that it is or names. Raises WebError."""
        board = board_at(source.url)
        if board is not None and (answers := await _ask(board, source, web, etag=source.etag)):
            return bundled(answers)
        page = await fetch_page(replace(source, url=source.outside.address(source.url)), web)
        if not 200 <= page.status < 300:
            return page
        if is_data(page):
            return bundled(await _with_rest(page, web))
        boards = await asyncio.to_thread(boards_of, page)
        for named in boards:
            if named != board and (answers := await _ask(named, source, web)):
                return bundled([page, *answers])
        return _unconditional(page) if boards else page

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """The openings first; the page's own record too where they were not read from data. Pure, raises NothingToRead."""
        answers = parts_of(response)
        boards = [board for answer in answers if (board := board_in(answer)) is not None]
        pages = [answer for answer in answers if not is_data(answer) and is_markup(answer)]
        if boards:
            title = page_of(pages[0]).text.title if pages else ""
            return (_finding(source, answers[0], listing_of(boards), title),)
        if not pages:
            raise NothingToRead(reason=_NOT_READ)
        return _of_page(source, pages[0])


def _of_page(source: SourceRef, response: WebResponse) -> Sequence[Finding]:
    """What the page says itself."""
    read = read_careers_page(response)
    if read.postings is not None:
        return (_finding(source, response, read.postings, read.page.text.title),)
    whole = page_finding(source, response, read.page.text)
    if read.cards is not None:
        return (_finding(source, response, read.cards, whole.title), whole)
    worse = quality_of(read.faults)
    score = round(max(0.0, whole.quality.score + worse.score - 1.0), 2)
    reasons = (*whole.quality.reasons, *worse.reasons)
    return (replace(whole, quality=whole.quality.model_copy(update={"score": score, "reasons": reasons})),)


def _finding(source: SourceRef, response: WebResponse, listing: Listing, title: str) -> Finding:
    board = listing.record.board
    return Finding(
        url=response.url,
        title=title or (f"Openings ({board})" if board else "Openings"),
        text=listing.text,
        data_type=source.source_type,
        snapshot_type="jobs",
        record=listing.record,
        quality=listing.quality,
    )


async def _ask(board: BoardAddress, source: SourceRef, web: WebClient, *, etag: str | None = None) -> list[WebResponse]:
    """The board's answers, asked for the first way that works; none when none does. "Not modified" is an answer."""
    for way in board.asked:
        answer = await _answer(way, source, web, etag)
        if answer is not None and answer.status == 304:
            return [answer]
        if answer is not None and 200 <= answer.status < 300:
            read = await asyncio.to_thread(board_in, answer)
            if read is not None:
                return await _with_rest(answer, web)
    return []


async def _answer(way: Asked, source: SourceRef, web: WebClient, etag: str | None) -> WebResponse | None:
    request = WebRequest(source.outside.address(way.url), etag=etag, json=way.body)
    try:
        return await web.get(request)
    except WebError:  # said in the quality of the reading: the board could not be read
        return None


async def _with_rest(first: WebResponse, web: WebClient) -> list[WebResponse]:
    """An answer with those that follow it, at most MAX_OPENINGS openings. What is cut off is said by the counts."""
    answers, answer = [first], first
    read, size, there = 0, len(first.body), None
    while len(answers) < MAX_REQUESTS and size < MAX_BYTES:
        board = await asyncio.to_thread(board_in, answer)
        if board is None:
            break
        read, there = read + board.entries, there or board.announced
        request = next_request(answer, board, read, there) if read < MAX_OPENINGS else None
        try:
            answer = await web.get(request) if request else first
        except WebError:  # the counts say that a part is missing
            break
        if answer is first or not 200 <= answer.status < 300:
            break
        answers.append(answer)
        size += len(answer.body)
    return answers


def _unconditional(page: WebResponse) -> WebResponse:
    """The page without its validators: next time it must come whole, so that its board is asked again."""
    return replace(page, headers={name: value for name, value in page.headers.items() if name not in _VALIDATORS})
