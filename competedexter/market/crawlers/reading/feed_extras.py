"""What a feed entry says besides title, link, date and text: who wrote it, who published it, numbers of the moment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from competedexter.market.evidence.listings import Plain

from .feed_elements import children, first_text, text_of
from .feed_text import plain_title
from .listing_text import fold

MAX_NAME: Final = 120  # characters of a name
MAX_CATEGORIES: Final = 8
_MAIL_AND_NAME: Final = re.compile(r"[^\s@]{1,100}@[^\s()]{1,100}\s*\(([^()]{1,100})\)")


@dataclass(frozen=True)
class Extras:
    author: str = ""
    publisher: str = ""
    category: str = ""
    fields: Mapping[str, Plain] = field(default_factory=dict)


def extras_of(inside: Mapping[str, Sequence["etree._Element"]]) -> Extras:
    """`publisher` is named only where an entry has one of its own, as in the answers of a news search."""
    fields: dict[str, Plain] = {}
    tags = [name for name in map(_tag, inside.get("category", ())[:MAX_CATEGORIES]) if name]
    if tags:
        fields["tags"] = ", ".join(dict.fromkeys(tags))
    for name, element in (("comments", "slash:comments"), ("comments", "thr:total")):
        number = first_text({element: list(inside.get(element, ()))}, element)
        if number.isascii() and number.isdigit() and len(number) < 10:
            fields[name] = int(number)
    fields.update(_statistics(inside))
    category = "YouTube video" if inside.get("yt:videoid") else ""
    return Extras(_author(inside), _publisher(inside), category, fields)


def _tag(element: "etree._Element") -> str:
    return plain_title(text_of(element) or element.get("label") or element.get("term") or "")[:MAX_NAME]


def _author(inside: Mapping[str, Sequence["etree._Element"]]) -> str:
    for name in ("author", "dc:creator", "atom:author", "itunes:author", "media:credit"):
        for element in inside.get(name, ()):
            person = children(element)
            told = first_text(person, "name", "atom:name", "email") if len(element) else text_of(element)
            told = fold(told)
            match = _MAIL_AND_NAME.fullmatch(told)
            if told:
                return (match[1] if match else plain_title(told))[:MAX_NAME]
    return ""


def _publisher(inside: Mapping[str, Sequence["etree._Element"]]) -> str:
    for element in (*inside.get("source", ()), *inside.get("x:source", ())):  # x: as Bing writes it
        told = first_text(children(element), "title") if len(element) else text_of(element)
        if told:
            return plain_title(told)[:MAX_NAME]
    return ""


def _statistics(inside: Mapping[str, Sequence["etree._Element"]]) -> dict[str, Plain]:
    """Views and ratings of a video (Media RSS `community`, as YouTube writes it)."""
    found: dict[str, Plain] = {}
    for community in inside.get("media:community", ()):
        parts = children(community)
        for name, element, attribute in (
            ("views", "media:statistics", "views"),
            ("likes", "media:starrating", "count"),
        ):
            number = next((one.get(attribute) or "" for one in parts.get(element, ())), "")
            if number.isascii() and number.isdigit() and len(number) < 16:
                found[name] = int(number)
    return found
