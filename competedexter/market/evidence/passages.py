"""What search finds: passages of two or three sentences under their heading, with spans that stay where they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from .sentences import Span, sentences_in

SENTENCES = 3  # of 2, 3 and 4 the best on saas-docs-rag (tests/bench/retrieval.py)
STEP = 2  # overlap by one, so that no pair of neighbours is torn apart
MAX_PASSAGE = 700  # code points; a quote a person still reads

_CHROME_REGIONS = frozenset({"nav", "header", "footer", "dialog"})
_CHROME_KINDS = frozenset({"nav", "link", "button", "meta"})


class TextBlock(Protocol):
    """A block of a page record (records.Block): where a line of the text stands on the page."""

    @property
    def kind(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True)
class Passage:
    """`text == document.text[start:end]`; `heading` is indexed with it."""

    start: int
    end: int
    heading: str
    text: str

    @property
    def indexed(self) -> str:
        return f"{self.heading}\n{self.text}"


def passages_of(text: str, title: str, blocks: Sequence[TextBlock] = ()) -> list[Passage]:
    """Overlapping passages of a document's text, in order; the same text and blocks give the same spans.

    Without blocks the whole text is one section under the title. Menus, buttons and banners make no passage.
    """
    found: list[Passage] = []
    for heading, spans in _sections(text, title, blocks):
        found.extend(Passage(a, b, heading, text[a:b]) for a, b in _windows(spans))
    return found


def _sections(text: str, title: str, blocks: Sequence[TextBlock]) -> Iterator[tuple[str, list[Span]]]:
    if not blocks:
        yield title, sentences_in(text)
        return
    heading, spans, told = title, list[Span](), 0
    for block in blocks:
        if block.end <= told:
            continue  # a link inside the line before
        told = block.end
        if block.kind == "heading":
            yield heading, spans
            heading, spans = _under(title, text[block.start : block.end]), sentences_in(text, block.start, block.end)
        elif not _is_chrome(block):
            spans = spans + sentences_in(text, block.start, block.end)
    yield heading, spans


def _under(title: str, heading: str) -> str:
    return heading if heading in title or not title else f"{title} \u2013 {heading}"


def _is_chrome(block: TextBlock) -> bool:
    return block.kind == "meta" or (block.region in _CHROME_REGIONS and block.kind in _CHROME_KINDS)


def _windows(spans: Sequence[Span]) -> Iterator[Span]:
    """Up to SENTENCES spans together, STEP apart, never longer than MAX_PASSAGE unless one sentence is."""
    at = 0
    while at < len(spans):
        last = at
        while last + 1 < min(at + SENTENCES, len(spans)) and spans[last + 1][1] - spans[at][0] <= MAX_PASSAGE:
            last += 1
        yield spans[at][0], spans[last][1]
        if last == len(spans) - 1:
            return
        at += min(STEP, last - at + 1)
