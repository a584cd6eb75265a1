"""A price that moved is told by the pricing change; the same words in the page's text are not told again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .drafts import Draft

REASON = "The typed changes of the plans tell it more exactly."


@dataclass(frozen=True)
class Told:
    """The places of two texts that typed changes speak of: (start, end) in code points.

    `lines` are those of the former text where the page was last kept with another document: its places mean nothing.
    """

    before: tuple[tuple[int, int], ...] = ()
    after: tuple[tuple[int, int], ...] = ()
    lines: frozenset[str] = frozenset()

    def in_lines(self, text: str) -> "Told":
        """The same, for a page whose former document is another than `text`'s."""
        return Told(after=self.after, lines=frozenset(line for a, b in self.before for line in text[a:b].split("\n")))

    def covers_before(self, start: int, end: int, words: str) -> bool:
        return _covers(self.before, start, end) or words in self.lines

    def covers_after(self, start: int, end: int) -> bool:
        return _covers(self.after, start, end)


def told_by(drafts: Iterable[Draft]) -> Told:
    """Where the plans stand that these drafts speak of; held-back drafts tell nothing."""
    counted = [draft for draft in drafts if not draft.label.held_back]
    return Told(
        tuple((draft.before.start, draft.before.end) for draft in counted if draft.before),
        tuple((draft.after.start, draft.after.end) for draft in counted if draft.after),
    )


def _covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in spans)
