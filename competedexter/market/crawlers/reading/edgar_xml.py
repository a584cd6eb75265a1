"""XML from EDGAR, parsed without trust: no DTD, no entities, no network, bounded."""

import re
from itertools import islice
from typing import Final, TypeAlias

from lxml import etree

MAX_XML: Final = 4 * 1024 * 1024  # bytes; a Form D is 20 KB, a feed of 100 filings 60 KB
MAX_FOUND: Final = 2_000  # elements of one name that are looked at
_DECLARES = re.compile(rb"<!(?:doctype|entity)", re.I)

Element: TypeAlias = etree._Element  # noqa: SLF001 - the only name lxml gives the type


def root_of(body: bytes) -> Element | None:
    """The root element; None for what is no XML, or brings a DTD, which EDGAR never does and entity bombs must."""
    body = body[:MAX_XML].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body.startswith(b"<") or _DECLARES.search(body) or b"\x00" in body[:200]:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def name_of(element: Element) -> str:
    """The name without its namespace, in lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def found(root: Element, *path: str) -> list[Element]:
    """Elements by the names of a path, whatever their namespace; each anywhere under the one before it."""
    at = [root]
    for name in path:
        below = (one for above in at for one in above.iterdescendants(f"{{*}}{name}"))
        at = list(islice(below, MAX_FOUND))
    return at


def text_at(root: Element, *path: str) -> str:
    """The text of the first such element, folded; "" when there is none."""
    *outer, last = path
    above = found(root, *outer)
    return next((text_of(one) for at in above for one in at.iterdescendants(f"{{*}}{last}")), "")


def text_of(element: Element) -> str:
    return " ".join("".join(islice(element.itertext(), 200))[:2_000].split())
