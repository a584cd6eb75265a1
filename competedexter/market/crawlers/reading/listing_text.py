"""The text of a document that was no page: one thing told after the other, each with its place."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from competedexter.market.evidence.records import Block, BlockKind

MAX_PIECE = 20_000  # characters told of one thing; the raw bytes have the rest


@dataclass
class ListingText:
    """Writes lines and knows where they stand. Lines are folded to single spaces and NFC; empty ones are left out."""

    _lines: list[str] = field(default_factory=list)
    _length: int = 0

    def tell(self, lines: Iterable[str]) -> tuple[int, int]:
        """Adds one thing of several lines; returns where it starts and ends (code points). One line is always there."""
        told = [folded for line in lines if (folded := fold(line))] or ["-"]
        whole = "\n".join(told)[:MAX_PIECE].rstrip()
        start = self._length + (1 if self._lines else 0)
        self._lines.append(whole)
        self._length = start + len(whole)
        return start, self._length

    @property
    def text(self) -> str:
        return "\n".join(self._lines)


def fold(text: str) -> str:
    """White space and control characters folded to single spaces, NFC."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    cleaned = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    return unicodedata.normalize("NFC", " ".join(cleaned.split()))


def blocks_of(text: str, kind: BlockKind = "item") -> tuple[Block, ...]:
    """Each line as a block, so that a listing is found by passages like a page."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(kind=kind, text=line, start=at, end=at + len(line)))
        at += len(line) + 1
    return tuple(blocks)
