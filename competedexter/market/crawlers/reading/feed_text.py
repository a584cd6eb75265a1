"""Titles and contents of feeds as plain text: markup read, entities resolved, whatever was escaped once too often."""

import html
import re
from typing import Final

from .listing_text import fold
from .visible_text import read_text

MAX_CONTENT: Final = 200_000  # characters of markup read for one entry; articles hold under 50,000
MAX_BODY: Final = 12_000  # characters of plain text kept of one entry; it is found and quoted, not republished
MAX_TITLE: Final = 300  # characters
MAX_TEASER: Final = 140  # characters of a title made from the first words of a text
_EMPTY_LINE: Final = re.compile(r"\n\s*\n")
_MARKUP: Final = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]*)?/?>|&(?:#\d{2,7}|#x[0-9a-f]{2,6}|[a-z]{2,8}\d{0,2});", re.I
)
_TAGS: Final = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def has_markup(text: str) -> bool:
    """True when `text` holds a tag or an entity."""
    return _MARKUP.search(text) is not None


def plain_lines(text: str, *, markup: bool | None = None) -> tuple[str, ...]:
    """The lines a reader sees of a summary or content, at most MAX_BODY characters.

    `markup` None decides by the look; text without any is taken to be wrapped, so that only empty lines part it.
    """
    text = text[:MAX_CONTENT]
    if markup is False:
        return _bounded(text.split("\n"))
    if not markup and not has_markup(text):
        return _bounded(_EMPTY_LINE.split(text))
    text = read_text(text, "").text
    if _TAGS.search(text):  # escaped twice, as many blogs do
        text = read_text(text, "").text
    return _bounded(text.split("\n"))


def plain_title(text: str) -> str:
    """A title in one line. Only tags that format are taken for markup: `Vector<T>` and `a < b` stay."""
    text = text[: MAX_TITLE * 10]
    for _ in range(2):  # escaped once too often is common
        if "&" in text:
            text = html.unescape(text)
        text = _TAGS.sub(" " if "<br" in text.lower() else "", text)
    return _cut(fold(text), MAX_TITLE)


def teaser(lines: tuple[str, ...]) -> str:
    """The first words of a text that has no title; "" when it has none."""
    return _cut(fold(next((line for line in lines if fold(line)), "")), MAX_TEASER)


def _cut(text: str, most: int) -> str:
    """At most `most` characters, cut at a word and marked."""
    if len(text) <= most:
        return text
    words = text[: most - 1].rpartition(" ")[0]
    return f"{words or text[: most - 1]}…"


def _bounded(raws: list[str]) -> tuple[str, ...]:
    lines, left = [], MAX_BODY
    for raw in raws:
        line = _cut(fold(raw), left) if left > 1 else ""
        if line:
            lines.append(line)
            left -= len(line) + 1
    return tuple(lines)
