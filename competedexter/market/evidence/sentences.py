"""Where sentences begin and end: spans into a text, in Unicode code points."""

import re
from collections.abc import Iterator

MAX_SENTENCE = 400  # longer ones are lists without full stops; they are cut at a space

Span = tuple[int, int]

_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)\]]*(?=\s+[^\sa-z])|[\u3002\uff01\uff1f]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|incl|excl|inc|ltd|corp|co|no|st|mr|mrs|ms|dr|fig|u\.s|jan|feb|mar|apr|jun|jul|aug"
    r"|sep|sept|oct|nov|dec)|(?<!\w)[A-Za-z])\.$",
    re.IGNORECASE,
)


def sentences_in(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`; a line break always ends one. Every span is trimmed and not empty."""
    found: list[Span] = []
    for line in _lines(text, start, len(text) if end is None else end):
        found.extend(_cut(text, line))
    return found


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop == -1 else stop
        yield at, stop
        at = stop + 1


def _cut(text: str, line: Span) -> Iterator[Span]:
    begin, stop = line
    for match in _END.finditer(text, begin, stop):
        if _ABBREVIATION.search(text, max(begin, match.end() - 12), match.end()):
            continue
        yield from _bounded(text, begin, match.end())
        begin = match.end()
    yield from _bounded(text, begin, stop)


def _bounded(text: str, begin: int, stop: int) -> Iterator[Span]:
    """The span without outer white space, in pieces of at most MAX_SENTENCE."""
    while begin < stop and text[begin].isspace():
        begin += 1
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    while stop - begin > MAX_SENTENCE:
        space = text.rfind(" ", begin + 1, begin + MAX_SENTENCE)
        cut = space if space > begin else begin + MAX_SENTENCE
        yield begin, cut
        begin = cut + (1 if cut == space else 0)
    if begin < stop:
        yield begin, stop
