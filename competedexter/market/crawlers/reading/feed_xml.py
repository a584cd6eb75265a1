"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0: what each entry says, whoever wrote the feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from lxml import etree

from competedexter.integrations.web.protocol import WebResponse

from .event_entries import MOST_READ, Entry, Told
from .event_keys import title_key
from .feed_dates import feed_date, month_comes_first
from .feed_elements import absolute, base_of, children, first_text, name_of, text_of
from .feed_extras import extras_of
from .feed_source import xml_of
from .feed_text import plain_lines, plain_title
from .listing_text import fold

Inside: TypeAlias = "Mapping[str, Sequence[etree._Element]]"  # noqa: SLF001 - lxml names the type of an element so
_ROOTS: Final = ("rss", "rdf", "feed", "entry")
_CUT_OFF: Final = frozenset(
    [
        "ERR_TAG_NOT_FINISHED",
        "ERR_GT_REQUIRED",
        "ERR_DOCUMENT_END",
        "ERR_CDATA_NOT_FINISHED",
        "ERR_INTERNAL_ERROR",
        "ERR_RESOURCE_LIMIT",
    ]
)
_ENTRIES: Final = ("item", "entry")
_PUBLISHED: Final = (
    "published",
    "pubdate",
    "issued",
    "dc:date",
    "dc:issued",
    "dc:created",
    "date",
    "prism:publicationdate",
)
_UPDATED: Final = ("updated", "modified", "dc:modified", "atom:updated", "lastbuilddate", "created")
_CONTENT: Final = (
    "content:encoded",
    "content",
    "body",
    "description",
    "summary",
    "itunes:summary",
    "media:description",
)
_SUMMARY: Final = ("description", "summary", "subtitle", "itunes:subtitle", "media:description", "itunes:summary")


@dataclass(frozen=True)
class _Feed:
    """What entries take from their feed."""

    title: str
    base: str
    language: str


def read_xml_feed(response: WebResponse) -> Told | None:
    """The feed in a response; None when there is none. Nothing is fetched, no entity is read, never raises."""
    source = xml_of(response)
    if not source:
        return None
    # Entities stay unread and nothing is fetched: no entity bomb, no foreign file.
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or name_of(root).rpartition(":")[2] not in _ROOTS:
        return None
    broken = any(error.type_name in _CUT_OFF for error in parser.error_log)
    return _told(root, response.url, broken=broken)


def _told(root: "etree._Element", url: str, *, broken: bool) -> Told:
    heads = [element for element in root if name_of(element).rpartition(":")[2] == "channel"]
    head = heads[0] if heads else root
    inside = children(head) if name_of(head).rpartition(":")[2] not in _ENTRIES else {}
    base = _home(inside, base_of(head, url))
    language = (
        first_text(inside, "language", "dc:language") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    )
    feed = _Feed(plain_title(first_text(inside, "title")), base, language)
    entries: list[Entry] = []
    left = 0
    for element in root.iter():
        if name_of(element).rpartition(":")[2] not in _ENTRIES or _is_nested(element):
            continue
        if len(entries) < MOST_READ:
            entries.append(_entry(element, feed))
        else:
            left += 1
    more = (f"{left:,} further entries were not read.",) if left else ()
    return Told(feed.title, tuple(entries), more, broken=broken)


def _is_nested(element: "etree._Element") -> bool:
    """An item inside an item is part of what that one says."""
    around = element.getparent()
    return around is not None and name_of(around).rpartition(":")[2] in _ENTRIES


def _entry(element: "etree._Element", feed: _Feed) -> Entry:
    inside = children(element)
    for group in inside.get("media:group", []):  # YouTube tells a video's words in there
        inside = children(group) | inside
    base = base_of(element, feed.base)
    guid = (
        fold(first_text(inside, "guid", "id"))
        or element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
        or ""
    )
    title = plain_title(first_text(inside, "title", "media:title", "dc:title"))
    extras = extras_of(inside)
    publisher = extras.publisher or feed.title
    title = title.removesuffix(f" - {publisher}") if extras.publisher else title
    body = _body(inside)
    repeats = title_key(" ".join(body)) in (title_key(title), title_key(f"{title} {publisher}"))
    return Entry(
        title=title,
        url=_link(inside, guid, base),
        guid=fold(guid),
        published=_moment(inside, _PUBLISHED, feed) or _moment(inside, _UPDATED, feed),
        author=extras.author,
        publisher=publisher,
        category=extras.category,
        body=() if repeats and title else body,
        fields=extras.fields,
    )


def _moment(inside: Inside, names: Sequence[str], feed: _Feed) -> datetime | None:
    day_first = (not month_comes_first(feed.language)) if feed.language[:2].lower() not in ("", "en") else None
    if month_comes_first(feed.language):
        day_first = False
    for name in names:
        for element in inside.get(name, ()):
            found = feed_date(text_of(element), day_first=day_first)
            if found is not None:
                return found
    return None


def _link(inside: Inside, guid: str, base: str) -> str:
    """The original address before a feed service's, the alternate before others, a permalink of a guid at last."""
    for element in (*inside.get("feedburner:origlink", ()), *inside.get("link", ())):
        found = absolute(text_of(element), base) if len(element) == 0 and (element.text or "").strip() else ""
        if found:
            return found
    links = [*inside.get("link", ()), *inside.get("atom:link", ())]
    for wanted in ("alternate", "", "enclosure"):
        for element in links:
            relation = (element.get("rel") or "alternate").lower()
            found = absolute(element.get("href") or "", base) if not wanted or relation == wanted else ""
            if found and (wanted or relation not in ("self", "edit", "replies", "enclosure", "next", "hub")):
                return found
    permanent = all((element.get("isPermaLink") or "").lower() != "false" for element in inside.get("guid", ()))
    return absolute(guid, "") if permanent and guid else ""


def _home(inside: Inside, base: str) -> str:
    """What entries link from: the site that the feed names, else itself, else where it was found. A feed service keeps
    many feeds at an address that no link of theirs is relative to."""
    links = [(text_of(one) or one.get("href") or "", one.get("rel") or "alternate") for one in inside.get("link", ())]
    links += [(one.get("href") or "", one.get("rel") or "alternate") for one in inside.get("atom:link", ())]
    for wanted in ("alternate", "self"):
        for href, relation in links:
            if relation == wanted and absolute(href, ""):
                return absolute(href, "")
    return base


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
            found = plain_lines(text_of(element), markup=False if is_tree else None) if element is not unlike else ()
            if found:
                return element, found
    return None, ()
