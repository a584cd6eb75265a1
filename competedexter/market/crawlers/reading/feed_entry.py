"""One entry of an RSS or Atom feed: what it says, whoever wrote it."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from lxml import etree

from .event_entries import Entry
from .event_keys import title_key
from .feed_dates import feed_date
from .feed_elements import RDF, absolute, base_of, children, first_text, text_of
from .feed_extras import extras_of
from .feed_text import plain_lines, plain_title
from .listing_text import fold

Inside: TypeAlias = "Mapping[str, Sequence[etree._Element]]"  # noqa: SLF001 - lxml names the type of an element so
_PUBLISHED_IN: Final = "published pubdate issued dc:date dc:issued dc:created date atom:published prism:publicationdate"
_UPDATED_IN: Final = "updated modified dc:modified atom:updated lastbuilddate created"
_CONTENT_IN: Final = "content:encoded content body xhtml:body description summary itunes:summary media:description"
_SUMMARY_IN: Final = "description summary subtitle itunes:subtitle media:description itunes:summary"
_DATED: Final = (*_PUBLISHED_IN.split(), *_UPDATED_IN.split())  # published, else when it was last changed
_CONTENT: Final = _CONTENT_IN.split()
_SUMMARY: Final = _SUMMARY_IN.split()
_NEVER: Final = 9
_RANKS: Final = {"alternate": 0, "enclosure": 2} | dict.fromkeys(["self", "edit", "replies", "next", "hub"], _NEVER)


@dataclass(frozen=True)
class Feed:
    """What entries take from their feed: its title, what links are relative to, how it writes 03/04/2024."""

    title: str
    base: str
    day_first: bool | None


def entry_of(element: "etree._Element", feed: Feed) -> Entry:
    """The entry that an element is. Never raises."""
    inside = children(element)
    for group in inside.get("media:group", []):  # YouTube tells a video's words in there
        inside = children(group) | inside
    base = base_of(element, feed.base)
    guid = fold(first_text(inside, "guid", "id") or element.get(f"{RDF}about") or "")
    title = plain_title(first_text(inside, "title", "itunes:title", "media:title", "dc:title"))
    extras = extras_of(inside)
    publisher = extras.publisher or feed.title
    title = title.removesuffix(f" - {publisher}") if extras.publisher else title
    body = _body(inside)
    repeats = title_key(" ".join(body)) in (title_key(title), title_key(f"{title} {publisher}"))
    return Entry(
        title=title,
        url=_link(inside, guid, base),
        guid=guid,
        published=moment_of(inside, feed),
        author=extras.author,
        publisher=publisher,
        category=extras.category,
        body=() if repeats and title else body,
        fields=extras.fields,
    )


def moment_of(inside: Inside, feed: Feed) -> datetime | None:
    """When an entry says it was published, else when it was last changed."""
    for name in _DATED:
        for element in inside.get(name, ()):
            found = feed_date(text_of(element), day_first=feed.day_first)
            if found is not None:
                return found
    return None


def _link(inside: Inside, guid: str, base: str) -> str:
    """The original address before a feed service's, the alternate before others, a permalink of a guid at last."""
    for element in (*inside.get("feedburner:origlink", ()), *inside.get("link", ())):
        found = absolute(text_of(element), base) if len(element) == 0 and (element.text or "").strip() else ""
        if found:
            return found
    links = [
        (_RANKS.get((one.get("rel") or "alternate").lower(), 1), url)
        for one in (*inside.get("link", ()), *inside.get("atom:link", ()))
        if (url := absolute(one.get("href") or "", base))
    ]
    best = min(links, key=lambda link: link[0], default=(_NEVER, ""))
    if best[0] < _NEVER:
        return best[1]
    permanent = all((element.get("isPermaLink") or "").lower() != "false" for element in inside.get("guid", ()))
    if permanent and absolute(guid, ""):
        return absolute(guid, "")
    return next((url for one in inside.get("enclosure", ()) if (url := absolute(one.get("url") or "", base))), "")


def _body(inside: Inside) -> tuple[str, ...]:
    """The summary, then the content unless it begins with the same words."""
    element, content = _first_lines(inside, _CONTENT)
    _, summary = _first_lines(inside, _SUMMARY, unlike=element)
    if not content or not summary:
        return content or summary
    start = " ".join(summary).rstrip("….").removesuffix("[")[:60].rstrip()
    return content if start in " ".join(content)[:400] else (*summary, *content)


def _first_lines(
    inside: Inside, names: Sequence[str], *, unlike: "etree._Element | None" = None
) -> tuple["etree._Element | None", tuple[str, ...]]:
    """The first element that says something, and what; `unlike` was read already."""
    for name in names:
        for element in inside.get(name, ()):
            is_tree = len(element) > 0 or (element.get("type") or "").lower() == "xhtml"
            found = plain_lines(_said(element), markup=False if is_tree else None) if element is not unlike else ()
            if found:
                return element, found
    return None, ()


def _said(element: "etree._Element") -> str:
    """The text of a content; unpacked where it was packed (Atom 0.3), "" for pictures and sound."""
    if (element.get("type") or "").lower().startswith(("image/", "audio/", "video/")):
        return ""
    if (element.get("mode") or "").lower() != "base64":
        return text_of(element)
    try:
        return base64.b64decode(text_of(element)).decode("utf-8", errors="replace")
    except binascii.Error:
        return ""
