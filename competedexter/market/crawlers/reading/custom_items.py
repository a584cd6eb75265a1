"""What a mapping takes from one answer, before it is a record: the words of each item, and what was found wanting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

import orjson
from selectolax.lexbor import LexborHTMLParser

from competedexter.market.crawlers.outside import NothingToRead

MAX_ITEMS: Final = 1_000  # of one look
MAX_TITLE: Final = 300  # characters, as the others
MAX_TEXT: Final = 5_000
MAX_VALUE: Final = 1_000
MAX_URL: Final = 2_048
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_OWN_ADDRESS = re.compile(r"/api/v1/sources/[0-9a-f-]{36}/upload$")


@dataclass(frozen=True)
class Item:
    """The words of one item as the source has them; empty where it has none. `when` is a time that is known already."""

    title: str = ""
    text: str = ""
    url: str = ""
    date: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    when: datetime | None = None


@dataclass(frozen=True)
class Taken:
    """The items of one answer, at most MAX_ITEMS of `total`; `base` is what relative links start from.

    `whole` is false when some of it could not be read: then what is missing is not gone.
    """

    items: Sequence[Item]
    total: int
    base: str
    title: str = ""
    faults: tuple[str, ...] = ()
    whole: bool = True


def plain(value: object) -> str:
    """A JSON value in words: lists joined by commas, objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return ", ".join(plain(one) for one in value[:MAX_ITEMS])
    if not isinstance(value, dict | list):
        return str(value)
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # nested deeper than it writes (254); nobody reads that
        return ""


def without_tags(text: str) -> str:
    """Words without the markup that some sources put into them."""
    if "<" not in text or not _TAGS.search(text):
        return text
    tree = LexborHTMLParser(text[: 4 * MAX_TEXT])
    tree.strip_tags(["script", "style"])
    return tree.text(separator=" ")


def absolute(link: str, base: str) -> str:
    """The address a link leads to; empty when that is no page of the web. What was uploaded has no place to start from."""
    bare = link.strip()
    if not bare or len(bare) > MAX_URL:
        return ""
    try:
        full = urljoin("" if _OWN_ADDRESS.search(base) else base, bare)
        parts = urlsplit(full)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return full if is_web and len(full) <= MAX_URL and full.isprintable() and " " not in full else ""


def refuse(reason: str) -> NothingToRead:
    return NothingToRead(reason=reason)
