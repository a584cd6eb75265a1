"""Which parts of two sequences are the same, in bounded memory: a hostile page must not fill the worker."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

MAX_CELLS = 64_000_000  # of the alignment's bit matrix: 8 MB, two pages of 8,000 differing lines
COMPARED = 4_000  # characters of a line that decide how alike it is to another


@dataclass(frozen=True)
class Stretch:
    """`old[old_start:old_end]` answers `new[new_start:new_end]`: equal items, or all that differs between equal ones."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    equal: bool


def stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """Both sequences, whole and in order, as stretches that are equal and stretches that are not, by turns.

    The longest common subsequence, unless the differing middle is too large to align: then it differs as a whole.
    """
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    last_old, last_new = len(old) - tail, len(new) - tail
    if head:
        yield Stretch(0, head, 0, head, equal=True)
    yield from _middle(old[head:last_old], new[head:last_new], head)
    if tail:
        yield Stretch(last_old, len(old), last_new, len(new), equal=True)


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many items at the beginning are equal."""
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _middle(old: Sequence[Hashable], new: Sequence[Hashable], at: int) -> Iterator[Stretch]:
    if not old and not new:
        return
    if not old or not new or len(old) * len(new) > MAX_CELLS:
        yield Stretch(at, at + len(old), at, at + len(new), equal=False)
        return
    begun = (0, 0)
    for code in Indel.opcodes(old, new):
        if code.tag != "equal":
            continue
        if begun != (code.src_start, code.dest_start):
            yield Stretch(at + begun[0], at + code.src_start, at + begun[1], at + code.dest_start, equal=False)
        yield Stretch(at + code.src_start, at + code.src_end, at + code.dest_start, at + code.dest_end, equal=True)
        begun = (code.src_end, code.dest_end)
    if begun != (len(old), len(new)):
        yield Stretch(at + begun[0], at + len(old), at + begun[1], at + len(new), equal=False)


def likeness(old: str, new: str) -> float:
    """0 to 100, from the first characters of two texts."""
    return fuzz.ratio(old[:COMPARED], new[:COMPARED])
