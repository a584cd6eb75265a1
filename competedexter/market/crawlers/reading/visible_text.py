"""A page as lines of visible text, with the elements they came from.

The text holds every visible word once, in reading order: one block a line, NFC, white space folded, invisible characters
gone. Navigation and footer are in it too; each line knows its region. Text that the page hides by its own attributes is
left out, with one exception: a hidden element that carries a price (the other side of a monthly/annual toggle) is read,
because that price is offered one click away; such lines are marked `hidden`.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from competedexter.market.crawlers.reading.languages import is_other_language
from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.crawlers.reading.page_tree import INLINE, Element, Line, Piece, VisibleText, link_around
from competedexter.market.crawlers.reading.regions import UNREAD_TAGS, is_hidden, region_of
from competedexter.market.evidence.records import BlockKind, Region

MAX_TEXT: Final = 2_000_000  # code points; the longest real page seen has 200,000
MAX_LINES: Final = 10_000  # of a page; the longest real one seen has 1,746, and a line kept as a block takes 1 KB
_MAX_HIDDEN_PRICE: Final = 12_000  # code points of a hidden panel that may still be a price panel

_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_KIND: Final[dict[str, BlockKind]] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "legend": "heading",
    "li": "item",
    "dt": "item",
    "dd": "item",
    "option": "item",
    "td": "cell",
    "th": "cell",
    "button": "button",
    "p": "paragraph",
    "blockquote": "paragraph",
    "pre": "paragraph",
}
_INVISIBLE = re.compile(
    r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_MONEY = re.compile(r"[$€£¥₹₽₺₩₪₫₴₦฿₱₵₡₲₸₼₾]|\d")
_PRICED_NAME = re.compile(
    r"pric|prix|preis|preco|preço|amount|cost|month|year|annual|annuel|plan|tab|panel|period|billing|bill"
)
_SPACE = re.compile(r"\s")
_LONG: Final = 100_000  # code points
_SEPARATOR_ONLY = re.compile(r"[\s|·•/,›»>–—-]*")
_CENTS_CLASS = re.compile(r"(?:^|[\s_-])(?:cents?|decimals?|dec|fraction)(?:$|[\s_-])")
_BUTTON_CLASS = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])")


def read_text(html: str, url: str) -> VisibleText:
    """Reads `html`, found at `url`. Never raises; about 2 ms for a page of 50 KB, at most 2 s for anything."""
    return read_tree(parse(html), url)


def read_tree(tree: LexborHTMLParser, url: str) -> VisibleText:
    """As `read_text`, of a page that is parsed already."""
    head = _head(tree, url)
    reader = _Reader(head.language)
    body = tree.body
    if body is not None:
        reader.read(body)
    return VisibleText(
        reader.text(), tuple(reader.lines), reader.root, head.title, head.description, head.language, head.base
    )


def read_plain(text: str, url: str) -> VisibleText:
    """Plain text (a changelog in Markdown, a llms.txt): each line that has words is a block."""
    reader = _Reader(None)
    for line in text[:MAX_TEXT].splitlines():
        reader.write_line(line)
    title = reader.lines[0].text[:200] if reader.lines else ""
    return VisibleText(reader.text(), tuple(reader.lines), reader.root, title, "", None, url)


@dataclass(frozen=True)
class _Head:
    title: str
    description: str
    language: str | None
    base: str


def _head(tree: LexborHTMLParser, url: str) -> _Head:
    title = tree.css_first("title")
    base = tree.css_first("base[href]")
    html = tree.css_first("html")
    language = (html.attributes.get("lang") or html.attributes.get("xml:lang") if html else None) or ""
    try:
        address = urljoin(url, base.attributes.get("href") or "") if base else url
    except ValueError:
        address = url
    return _Head(
        title=folded(title.text()) if title else "",
        description=_description(tree),
        language=language.strip().replace("_", "-") or None,
        base=address,
    )


def _description(tree: LexborHTMLParser) -> str:
    for selector in ('meta[name="description" i]', 'meta[property="og:description"]'):
        node = tree.css_first(selector)
        if node is not None and (content := folded(node.attributes.get("content") or "")):
            return content
    return ""


def folded(text: str) -> str:
    """White space folded, invisible characters gone, NFC."""
    if text.isascii():
        text = _spaced(text)
        return text if text.isprintable() else _INVISIBLE.sub("", text)
    return _spaced(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def _spaced(text: str) -> str:
    """One space between words; long texts in parts, since a list of words takes ten times their text."""
    if len(text) <= _LONG:
        return " ".join(text.split())
    parts, since = [], 0
    while since < len(text):
        gap = _SPACE.search(text, since + _LONG)
        end = gap.start() if gap else len(text)
        parts.append(" ".join(text[since:end].split()))
        since = end
    return " ".join(part for part in parts if part)


@dataclass(slots=True)
class _OpenLine:
    """The line being read."""

    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0
    space: bool = False  # white space was seen since the last word
    only_links: bool = True


class _Reader:
    """Walks the tree once, without recursion, and writes lines."""

    def __init__(self, language: str | None) -> None:
        self.language = language
        self.lines: list[Line] = []
        self.root = Element("body", {}, None)
        self._open = _OpenLine()
        self._at = 0  # where the open line starts in the text
        self._block = self.root

    def text(self) -> str:
        """All lines, one under the other."""
        return "\n".join(line.text for line in self.lines)

    def read(self, body: LexborNode) -> None:
        node, here = body.child, self.root
        outermost = body.mem_id  # comparing nodes themselves compares their markup
        while node is not None and self._at < MAX_TEXT and len(self.lines) < MAX_LINES:
            entered = self._visit(node, here)
            child = node.child if entered is not None else None
            if entered is not None and child is not None:
                node, here = child, entered
                continue
            if entered is not None:
                self._leave(entered)
            while node is not None and node.next is None:
                node = node.parent
                if node is None or node.mem_id == outermost:
                    node = None
                    break
                self._leave(here)
                here = here.parent or self.root
            node = node.next if node is not None else None
        self._flush()
        self.root.end = max(0, self._at - 1)

    def write_line(self, line: str) -> None:
        """A line of its own, outside any element."""
        self._write(line, self.root)
        self._flush()
        self.root.end = max(0, self._at - 1)

    def _visit(self, node: LexborNode, here: Element) -> Element | None:
        """Reads a node; gives the element to go into, or None when there is nothing inside to read."""
        tag = node.tag
        if tag == "-text":
            room = MAX_TEXT - self._at - self._open.length
            self._write((node.text_content or "")[: max(0, room)], here)
            return None
        if tag is None or tag[0] == "-" or tag in UNREAD_TAGS:
            return None
        if tag == "br":
            self._break(here)
            return None
        attributes = node.attributes
        if tag == "option" and "selected" not in attributes and node.prev is not None:
            return None
        hidden = is_hidden(attributes)
        if (hidden and not _may_carry_price(node, attributes)) or is_other_language(node, attributes, self.language):
            return None
        return self._enter(tag, attributes, here, hidden=hidden)

    def _enter(self, tag: str, attributes: dict[str, str | None], here: Element, *, hidden: bool) -> Element:
        element = Element(tag, attributes, here)
        element.hidden = element.hidden or hidden
        element.region = region_of(tag, attributes, here.region, in_content=here.in_content)
        element.in_content = element.in_content or tag in ("main", "article", "section")
        if tag not in INLINE:
            self._flush()
            self._block = element
        elif tag == "a" and self._open.parts and self._open.only_links:
            self._flush()
        element.start = self._at + self._open.length
        if tag == "input":
            self._write_input(element)
        return element

    def _leave(self, element: Element) -> None:
        if element.tag not in INLINE:
            self._flush()
            self._block = element.parent or self.root
            element.end = max(element.start, self._at - 1)
        else:
            element.end = max(element.start, self._at + self._open.length)

    def _write_input(self, element: Element) -> None:
        if element.attributes.get("type") in ("submit", "button", "reset"):
            self._write(element.attributes.get("value") or "", element)

    def _break(self, here: Element) -> None:
        """A line break ends a line, except in a heading, which stays whole."""
        if any(element.tag in _HEADINGS for element in here.ancestors()):
            self._open.space = True
        else:
            self._flush()

    def _write(self, raw: str, element: Element) -> None:
        words = folded(raw)
        line = self._open
        if not words:
            line.space = line.space or bool(raw)
            return
        if line.parts and (line.space or raw[0].isspace() or self._parts_words(words, element)):
            line.parts.append(" ")
            line.length += 1
        start = self._at + line.length
        line.parts.append(words)
        line.length += len(words)
        line.pieces.append(Piece(start, start + len(words), element))
        line.space = raw[-1].isspace()
        if line.only_links:
            line.only_links = link_around(element) is not None or _SEPARATOR_ONLY.fullmatch(words) is not None

    def _parts_words(self, words: str, element: Element) -> bool:
        """Whether a space belongs between two pieces that touch in the markup.

        Sibling elements are set apart by style sheets (`<span>Pro</span><span>$20</span>`), except where splitting
        would break an amount or a sign off its number; marks that would compose with the letter before stand apart too.
        """
        before = self._open.pieces[-1].element
        last, first = self._open.parts[-1], words
        if ord(first[0]) >= 0x300 and unicodedata.normalize("NFC", last[-1] + first[0]) != last[-1] + first[0]:
            return True
        if last[-1].isdigit() and first[0].isdigit() and before is not element:
            raised = element.tag == "sup" or bool(_CENTS_CLASS.search(element.classes))
            return raised or (len(last) > 1 and len(first) > 1)
        if before is element or not _stand_apart(before, element):
            return False
        return (last[-1].isalnum() and first[0].isalpha() and (len(last) > 1 and len(first) > 1)) or (
            last[-1].isalpha() and not first[0].isalpha() and (first[0].isdigit() or first[0] in "$€£¥₹✓✔✗✘✕—–")
        )

    def _flush(self) -> None:
        line = self._open
        if not line.parts:
            line.space = False
            return
        text = "".join(line.parts)
        pieces = tuple(line.pieces)
        link = _common_link(pieces)
        hidden = all(piece.element.hidden for piece in pieces)
        region = self._block.region
        kind = _kind(self._block, link, region)
        self.lines.append(Line(text, self._at, self._at + len(text), self._block, kind, region, hidden, link, pieces))
        self._at += len(text) + 1
        self._open = _OpenLine()


def _stand_apart(before: Element, element: Element) -> bool:
    """True for neighbouring elements; False for text and an element inside it (`<b>bold</b>ed`)."""
    return before.parent is element.parent or (before is not element.parent and element is not before.parent)


def _common_link(pieces: tuple[Piece, ...]) -> Element | None:
    """The one link that holds all the pieces of a line."""
    first = _anchor_or_outer(pieces[0].element)
    return first if first and all(_anchor_or_outer(piece.element) is first for piece in pieces) else None


def _anchor_or_outer(element: Element) -> Element | None:
    """The link around an element, however deep the element is (a card may be one link), within ten levels."""
    for level, here in enumerate(element.ancestors()):
        if here.tag == "a":
            return here if here.attributes.get("href") else None
        if level > 10:
            return None
    return None


def _kind(block: Element, link: Element | None, region: Region) -> BlockKind:
    role = block.attributes.get("role")
    if role == "heading":
        return "heading"
    kind = _kind_by_tag(block)
    if kind in ("heading", "button", "cell"):
        return kind
    if link is not None:
        is_button = link.attributes.get("role") == "button" or _BUTTON_CLASS.search(link.classes)
        return "button" if is_button else "link"
    return kind if region != "nav" else "nav"


def _kind_by_tag(block: Element) -> BlockKind:
    """The kind of the nearest telling element; wrappers (div, span, label) are looked through."""
    for level, here in enumerate(block.ancestors()):
        kind = _KIND.get(here.tag)
        if kind is not None:
            return kind
        if level >= 3:
            break
    return "paragraph"


def _may_carry_price(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    """True when a hidden element looks like the other side of a price toggle."""
    words = node.text(separator=" ")
    if not words or len(words) > _MAX_HIDDEN_PRICE or not _MONEY.search(words):
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {' '.join(attributes)}".lower()
    return bool(_PRICED_NAME.search(names)) or any(sign in words for sign in "$€£¥₹₽₺₩zł")
