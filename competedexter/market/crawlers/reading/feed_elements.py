"""Elements of a feed under short names, whatever prefixes, cases and versions of a namespace it was written with."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urljoin

from lxml import etree

_SPACES: Final = (
    ("purl.org/dc/", "dc"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("search.yahoo.com/mrss", "media"),
    ("www.itunes.com", "itunes"),
    ("purl.org/rss/1.0/modules/slash", "slash"),
    ("rssnamespace.org/feedburner", "feedburner"),
    ("www.youtube.com/xml", "yt"),
    ("prismstandard.org", "prism"),
    ("purl.org/syndication/thread", "thr"),
    ("www.w3.org/1999/xhtml", "xhtml"),
)
_ATOM: Final = ("www.w3.org/2005/atom", "purl.org/atom")
_PARTS_LINES: Final = "p br div li ul ol h1 h2 h3 h4 h5 h6 tr blockquote pre hr table section article"
_BLOCKS: Final = frozenset(_PARTS_LINES.split())
MAX_TEXT: Final = 200_000  # characters of one element

RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML: Final = "{http://www.w3.org/XML/1998/namespace}"


def name_of(element: "etree._Element") -> str:
    """`title`, `dc:date`, `media:group`: lower case; Atom elements inside RSS are `atom:link`."""
    tag = element.tag
    if not isinstance(tag, str):  # a comment or a processing instruction
        return ""
    space, brace, local = tag.rpartition("}")
    local = local.lower()
    if not brace:
        return local.replace("dcterms:", "dc:")  # a prefix nobody declared is part of the name
    space = space.lower()
    short = next((short for part, short in _SPACES if part in space), "")
    if short:
        return f"{short}:{local}"
    return f"atom:{local}" if any(part in space for part in _ATOM) else local


def children(element: "etree._Element") -> dict[str, list["etree._Element"]]:
    """The elements directly inside, by name, in order. Atom's own count as plain ones inside Atom.

    Of a vocabulary that is neither known nor the element's own they are `x:title`: no title of the entry.
    """
    found: dict[str, list[etree._Element]] = {}
    own, atom = _space(element), name_of(element).startswith("atom:")
    for child in element:
        name, space = name_of(child), _space(child)
        if space and space != own and ":" not in name:
            name = f"x:{name}"
        found.setdefault(name.removeprefix("atom:") if atom else name, []).append(child)
    return found


def _space(element: "etree._Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[0] if isinstance(tag, str) else ""


def first_text(inside: Mapping[str, list["etree._Element"]], *names: str) -> str:
    """The text of the first of `names` that has one."""
    for name in names:
        for element in inside.get(name, ()):
            text = text_of(element)
            if text:
                return text
    return ""


def text_of(element: "etree._Element") -> str:
    """All text inside, block elements on lines of their own; bounded."""
    if len(element) == 0:
        return (element.text or "").strip()[:MAX_TEXT]
    return "".join(_texts(element))[:MAX_TEXT].strip()


def _texts(element: "etree._Element") -> Iterator[str]:
    for event, node in etree.iterwalk(element, events=("start", "end")):
        local = name_of(node).rpartition(":")[2]
        if local in _BLOCKS:
            yield "\n"
        if event == "start" and local not in ("script", "style"):
            yield node.text or ""
        elif event == "end" and node is not element:
            yield node.tail or ""


def base_of(element: "etree._Element", outer: str) -> str:
    """The address that links in `element` are relative to: `xml:base` of it and those around it, then `outer`."""
    base = outer
    for node in [*reversed(list(element.iterancestors())), element]:
        base = absolute(node.get(f"{XML}base") or "", base) or base
    return base


def absolute(href: str, base: str) -> str:
    """A link as an absolute web address; "" when it is none ("mailto:", "javascript:", nonsense)."""
    written = "".join(href.split())
    try:
        joined = urljoin(base, written) if written else ""
    except ValueError:  # "http://["
        return ""
    return joined if joined.lower().startswith(("https://", "http://")) else ""
