"""A model's text as it comes in, cut into sentences with the evidence each cites."""

import re
from collections.abc import Iterator, Sequence

from .evidence import Key
from .pieces import Sentence

_END = re.compile(r"[.!?…][\"”’')]*(?:\s*\[\d[\d,\s]*\])*(?=\s)|(?<=\])(?=\s+[A-Z“])|\n+")
_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|inc|ltd|no|st)|(?<!\w)[A-Za-z])\.$", re.IGNORECASE)
_DECORATION = re.compile(r"^(?:[-*•#>\s]+|\d+[.)]\s+)|\*\*|__|`")
LONGEST = 1_000  # characters of one sentence; longer is no sentence


class Sentences:
    """Feed text, take finished sentences."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = keys
        self._buffer = ""

    def feed(self, text: str) -> Iterator[Sentence]:
        self._buffer += text
        start = 0
        for match in _END.finditer(self._buffer):
            if _ABBREVIATION.search(self._buffer[start : match.end()].rstrip()):
                continue
            if re.match(r"\s*\[", self._buffer[match.end() : match.end() + 2]):
                continue  # its marks follow
            if len(self._buffer.rstrip()) <= match.end():
                break  # marks may still come
            yield from self._sentence(self._buffer[start : match.end()])
            start = match.end()
        self._buffer = self._buffer[start:]

    def rest(self) -> Iterator[Sentence]:
        """What is left when the text has ended."""
        yield from self._sentence(self._buffer)
        self._buffer = ""

    def _sentence(self, raw: str) -> Iterator[Sentence]:
        numbers = [int(number) for marks in _MARK.findall(raw) for number in marks.split(",")]
        text = " ".join(_DECORATION.sub("", _MARK.sub("", raw).strip()).split())
        if text and len(text) <= LONGEST:
            known = [self._keys[number - 1] for number in numbers if 0 < number <= len(self._keys)]
            yield Sentence(text, tuple(dict.fromkeys(known)))
