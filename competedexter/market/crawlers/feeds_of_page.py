"""A page that is watched for news: the feeds behind it, asked for in the same look."""

import orjson

from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse

from .bundle import answers_of, bundled
from .outside import NothingToRead
from .reading.data_class import is_data
from .reading.feed_links import named_feeds, usual_feeds
from .reading.feed_reading import read_feed

MOST_GUESSES = 8  # addresses tried where a page names no feed; each is a request its site did not invite
_ASK_AGAIN = (429, 500, 502, 503, 504)


async def with_feeds(page: WebResponse, web: WebClient) -> WebResponse:
    """`page` and the feeds it names, else the first at a usual address; alone when it has none or is no page.

    A named feed that is out of order for the moment is the answer of the look. Raises WebError.
    """
    if not 200 <= page.status < 300 or is_data(page):
        return page
    feeds: list[WebResponse] = []
    for url in named_feeds(page):
        answer = await web.get(WebRequest(url))
        if answer.status in _ASK_AGAIN:
            return answer
        if _is_feed(answer):
            feeds.append(answer)
    return bundled([page, *(feeds or await _guessed(page, web))])


async def _guessed(page: WebResponse, web: WebClient) -> list[WebResponse]:
    for url in usual_feeds(page.url)[:MOST_GUESSES]:
        try:
            answer = await web.get(WebRequest(url))
        except WebError:  # nobody said that there is anything
            continue
        if _is_feed(answer):
            return [answer]
    return []


def _is_feed(answer: WebResponse) -> bool:
    return 200 <= answer.status < 300 and read_feed(answer) is not None


def parts_of(response: WebResponse) -> tuple[WebResponse, ...]:
    """The answers of a look. Raises NothingToRead for what only claims to be a bundle of ours."""
    try:
        parts = answers_of(response)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        parts = ()
    if not parts or not all(isinstance(text, str) for one in parts for text in (one.url, one.media_type, one.charset)):
        raise NothingToRead(reason="What came cannot be taken apart.")
    return parts
