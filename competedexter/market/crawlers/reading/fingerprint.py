"""Has this page moved? The cheap first question of every check.

The fingerprint covers what a reader or a machine is told: visible text, link targets, structured data, descriptive meta.
White space and Unicode form are normalised and nothing else, so it hides no change; scripts, styles, nonces and markup
do not count. Text that a page hides (the other side of a price toggle) does count: a price may move there first.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.markup import parse

_UNSEEN: Final = ["script", "style", "noscript", "template", "iframe", "svg"]
_TELLING_META: Final = ("description", "keywords", "robots", "author", "og:", "twitter:", "product:", "article:")
_MARKUP: Final = ("html", "xml")


def fingerprint(response: WebResponse) -> str:
    """SHA-256 in hex of what the page says. Anything but markup is taken byte for byte. Never raises."""
    if not any(kind in response.media_type for kind in _MARKUP):
        return hashlib.sha256(response.body).hexdigest()
    tree = parse(response.text)
    data, meta = _structured_data(tree), "\n".join(_meta(tree))
    targets = "\n".join(node.attributes.get("href") or "" for node in tree.css("a[href]"))
    tree.strip_tags(_UNSEEN)
    root = tree.root
    words = _folded(root.text(separator=" ")) if root else ""
    told = f"{words}\x00{targets}\x00{data}\x00{meta}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _structured_data(tree: LexborHTMLParser) -> str:
    return _folded(" ".join(node.text() for node in tree.css('script[type="application/ld+json"]')))


def _meta(tree: LexborHTMLParser) -> Iterator[str]:
    """`name=content` of the meta that describes the page; tokens and build numbers also live in meta, and do not."""
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        if name.startswith(_TELLING_META):
            yield f"{name}={_folded(attributes.get('content') or '')}"


def _folded(text: str) -> str:
    """White space folded, NFC: composed and decomposed accents are one."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
