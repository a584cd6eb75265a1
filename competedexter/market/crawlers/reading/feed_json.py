"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from competedexter.integrations.web.protocol import WebResponse

from .event_entries import MOST_READ, Entry, Told
from .event_json import Json, json_of, mapping, objects, words
from .feed_dates import feed_date
from .feed_elements import absolute
from .feed_text import plain_lines, plain_title
from .listing_text import fold


def read_json_feed(response: WebResponse) -> Told | None:
    """What a JSON Feed tells; None when the response is none. Never raises."""
    feed = json_of(response)
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if "jsonfeed.org" not in words(feed, "version"):
        return None
    title, base = plain_title(words(feed, "title")), words(feed, "home_page_url") or response.url
    items = list(objects(feed["items"]))
    more = (f"{len(items) - MOST_READ:,} further entries were not read.",) if len(items) > MOST_READ else ()
    return Told(title, tuple(_entry(item, title, base, _author(feed)) for item in items[:MOST_READ]), more)


def _entry(item: Json, publisher: str, base: str, author: str) -> Entry:
    tags = item.get("tags")
    told = ", ".join(plain_title(tag) for tag in tags[:8] if isinstance(tag, str)) if isinstance(tags, list) else ""
    guid = fold(words(item, "id"))
    return Entry(
        title=plain_title(words(item, "title")),
        url=absolute(words(item, "url"), base) or absolute(words(item, "external_url"), base) or absolute(guid, ""),
        guid=guid,
        published=feed_date(words(item, "date_published")) or feed_date(words(item, "date_modified")),
        author=_author(item) or author,
        publisher=publisher,
        body=_body(item),
        fields={"tags": told} if told else {},
    )


def _body(item: Json) -> tuple[str, ...]:
    content = plain_lines(words(item, "content_html"), markup=True) or plain_lines(
        words(item, "content_text"), markup=False
    )
    return content or plain_lines(words(item, "summary"), markup=False)


def _author(value: Json) -> str:
    """Version 1.1 has `authors`, version 1 `author`."""
    people = [*objects(value.get("authors")), mapping(value, "author")]
    return plain_title(next((name for person in people if (name := words(person, "name"))), ""))
