"""Two texts, line by line: what stands on one of them only."""

from collections.abc import Iterator

from .alignment import stretches
from .schemas import TextHunk

MAX_HUNKS = 1_000  # a page rewritten further is better read whole
MAX_LINES = 2_000  # of one hunk, for the same reason


def text_diff(before: str, after: str) -> tuple[TextHunk, ...]:
    """Differing lines in order, with the count of equal lines between them."""
    return tuple(_hunks(before.splitlines(), after.splitlines()))[:MAX_HUNKS]


def _hunks(old: list[str], new: list[str]) -> Iterator[TextHunk]:
    for one in stretches(old, new):
        if one.equal:
            yield TextHunk(same=one.old_end - one.old_start)
        else:
            removed, added = old[one.old_start : one.old_end], new[one.new_start : one.new_end]
            yield TextHunk(before=tuple(removed[:MAX_LINES]), after=tuple(added[:MAX_LINES]))
