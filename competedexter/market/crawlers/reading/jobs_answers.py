"""What a look at a job board brought: answers of its API, and what to ask for the rest of them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import orjson

from competedexter.integrations.web.protocol import WebRequest, WebResponse
from competedexter.market.crawlers.bundle import answers_of
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.data_class import is_data
from competedexter.market.crawlers.reading.jobs_addresses import is_workday, workday_body
from competedexter.market.crawlers.reading.jobs_boards import read_board
from competedexter.market.crawlers.reading.jobs_families import SMARTRECRUITERS, WORKABLE, WORKDAY
from competedexter.market.crawlers.reading.jobs_habits import Heard
from competedexter.market.crawlers.reading.jobs_opening import Board
from competedexter.market.crawlers.reading.jobs_postings import postings_in
from competedexter.market.crawlers.reading.jobs_values import dig


def parts_of(response: WebResponse) -> tuple[WebResponse, ...]:
    """The answers in a response. Raises NothingToRead when it only calls itself a bundle."""
    try:
        parts = answers_of(response)
        is_sound = all(isinstance(part.headers, dict) and _is_text(part) for part in parts if part is not response)
    except (ValueError, TypeError, KeyError, AttributeError):
        is_sound = False
    if not is_sound:
        raise NothingToRead(reason="The address calls its answer something that it is not.")
    return parts


def _is_text(part: WebResponse) -> bool:
    return all(isinstance(value, str) for value in (part.url, part.media_type, part.charset))


def board_in(answer: WebResponse) -> Board | None:
    """The board in one answer; None when it is no board."""
    root = _root(answer)
    if root is None:
        return None
    return postings_in(root) or read_board(root, Heard(answer.url, _day(answer)))


def _root(answer: WebResponse) -> object:
    """The JSON of an answer; None for everything else."""
    if not is_data(answer):
        return None
    try:
        return orjson.loads(answer.body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None


def _day(answer: WebResponse) -> datetime | None:
    """Midnight UTC of the day on which the board answered, by its own clock."""
    told = answer.headers.get("date")
    try:
        date = parsedate_to_datetime(told[:100]) if isinstance(told, str) else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None if date is None else datetime(date.year, date.month, date.day, tzinfo=UTC)


def next_request(answer: WebResponse, board: Board, read: int, there: int | None) -> WebRequest | None:
    """How to ask for what follows `read` openings of `there`; None when this was all, or its software has no pages."""
    if not board.entries:
        return None
    if board.name == WORKDAY.name and is_workday(urlsplit(answer.url).path):
        return WebRequest(answer.url, json=workday_body(read)) if (there or 0) > read else None
    if board.name == SMARTRECRUITERS.name:
        return WebRequest(_with(answer.url, offset=str(read))) if (there or 0) > read else None
    if board.name == WORKABLE.name:
        token = dig(_root(answer), "nextPage")
        known = isinstance(token, str) and 0 < len(token) <= 1_000
        return WebRequest(answer.url, json=orjson.dumps({"token": token})) if known else None
    return None


def _with(url: str, **values: str) -> str:
    """The address with other values in its query."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in values]
    return urlunsplit(parts._replace(query=urlencode([*kept, *values.items()], quote_via=quote)))
