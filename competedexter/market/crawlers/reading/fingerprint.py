"""Has this page moved? The cheap first question of every check.

The fingerprint covers what a reader or a machine is told: visible text, link targets, structured data, descriptive meta.
White space and Unicode form are normalised and nothing else, so it hides no change; scripts, styles, nonces and markup
do not count, but for the icons of wordless table cells. Text that a page hides (the other side of a price toggle) does count: a price may move there first.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from threading import Lock
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.markup import parse

_UNSEEN: Final = ["script", "style", "noscript", "template", "iframe", "svg"]
_TELLING_META: Final = ("description", "keywords", "robots", "author", "og:", "twitter:", "product:", "article:")
_TELLING_ICON: Final = ("class", "aria-label", "alt", "src", "d")
_MOST_ICONS: Final = 4  # in one cell
MAX_CELLS: Final = 5_000  # a comparison of a hundred features has under a thousand
_MARKUP: Final = ("html", "xml")

MOST_KNOWN: Final = 10_000  # pages, about 2 MB
# What the very same bytes said when this process read them last: most looks bring what the look before brought.
_known: dict[bytes, str] = {}
_door: Final = Lock()


def fingerprint(response: WebResponse) -> str:
    """SHA-256 in hex of what the page says. Anything but markup is taken byte for byte. Never raises."""
    if not any(kind in response.media_type for kind in _MARKUP):
        return hashlib.sha256(response.body).hexdigest()
    bytes_ = hashlib.sha256(response.charset.encode())
    bytes_.update(response.body)
    seen = bytes_.digest()
    known = _known.get(seen)
    if known is None:
        known = _of_markup(response.text)
        _remember(seen, known)
    return known


def _remember(seen: bytes, said: str) -> None:
    with _door:
        if len(_known) >= MOST_KNOWN:
            del _known[next(iter(_known))]
        _known[seen] = said


def _of_markup(text: str) -> str:
    tree = parse(text)
    data, meta = _structured_data(tree), "\n".join(_meta(tree))
    targets = "\n".join(node.attributes.get("href") or "" for node in tree.css("a[href]"))
    icons = "\n".join(_icons(tree))
    tree.strip_tags(_UNSEEN)
    root = tree.root
    words = _folded(root.text(separator=" ")) if root else ""
    told = f"{words}\x00{targets}\x00{data}\x00{meta}" + (f"\x00{icons}" if icons else "")
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _structured_data(tree: LexborHTMLParser) -> str:
    return _folded(" ".join(node.text() for node in tree.css('script[type="application/ld+json"]')))


def _meta(tree: LexborHTMLParser) -> Iterator[str]:
    """`name=content` of the meta that describes the page; tokens and build numbers also live in meta, and do not."""
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        if name.startswith(_TELLING_META) or "itemprop" in attributes:
            yield f"{name}={_folded(attributes.get('content') or '')}"


def _icons(tree: LexborHTMLParser) -> Iterator[str]:
    """What wordless cells of tables show: a tick that becomes a cross is a change without a word."""
    for cell in tree.css("td, [role=cell], [role=gridcell]")[:MAX_CELLS]:
        if cell.css_first("table") is None and not cell.text().strip():
            told = (node.attributes for node in cell.css("svg, i, img, span, path")[:_MOST_ICONS])
            shown = (attributes.get(name) or "" for attributes in told for name in _TELLING_ICON)
            yield " ".join(word for word in shown if word)[:500]


def _folded(text: str) -> str:
    """White space folded, NFC: composed and decomposed accents are one."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
