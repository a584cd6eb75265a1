"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0: the feed around its entries."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from lxml import etree

from competedexter.integrations.web.protocol import WebResponse

from .event_entries import MOST_READ, Told
from .feed_dates import day_comes_first
from .feed_elements import XML, absolute, base_of, children, first_text, name_of, text_of
from .feed_entry import Feed, Inside, entry_of, moment_of
from .feed_source import xml_of
from .feed_text import plain_title

MOST_SEEN: Final = 100_000  # entries looked at in one feed; 10 MB of honest ones hold fewer
_ROOTS: Final = ("rss", "rdf", "feed", "entry")
_ENTRIES: Final = ("item", "entry")
_FAULTS: Final = "TAG_NOT_FINISHED GT_REQUIRED DOCUMENT_END CDATA_NOT_FINISHED INTERNAL_ERROR RESOURCE_LIMIT"
_CUT_OFF: Final = frozenset(f"ERR_{fault}" for fault in _FAULTS.split())


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
    if root is None or _local(root) not in _ROOTS:
        return None
    broken = any(error.type_name in _CUT_OFF for error in parser.error_log)
    return _told(root, response.url, broken=broken)


def _told(root: "etree._Element", url: str, *, broken: bool) -> Told:
    head = next((element for element in root if _local(element) == "channel"), root)
    inside = children(head) if _local(head) not in _ENTRIES else {}
    language = first_text(inside, "language", "dc:language") or root.get(f"{XML}lang") or ""
    title = plain_title(first_text(inside, "title"))
    feed = Feed(title, _home(inside, base_of(head, url)), day_comes_first(language))
    found = list(islice((one for one in root.iter() if _local(one) in _ENTRIES and not _is_nested(one)), MOST_SEEN))
    picked = _picked(found, feed)
    left = len(found) - len(picked)
    least = "At least " if len(found) == MOST_SEEN else ""
    more = (f"{least}{left:,} further entries were not read.",) if left else ()
    return Told(title, tuple(entry_of(element, feed) for element in picked), more, broken=broken)


def _local(element: "etree._Element") -> str:
    return name_of(element).rpartition(":")[2]


def _is_nested(element: "etree._Element") -> bool:
    """An item inside an item is part of what that one says."""
    around = element.getparent()
    return around is not None and _local(around) in _ENTRIES


def _picked(found: "Sequence[etree._Element]", feed: Feed) -> "Sequence[etree._Element]":
    """MOST_READ of an endless feed: from the end where it begins with its oldest."""
    if len(found) <= MOST_READ:
        return found
    first, last = moment_of(children(found[0]), feed), moment_of(children(found[-1]), feed)
    return found[-MOST_READ:] if first and last and first < last else found[:MOST_READ]


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
