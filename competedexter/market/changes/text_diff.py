"""Two texts, line by line: what stands on one of them only."""

from rapidfuzz.distance import Indel

from .schemas import TextHunk

MAX_HUNKS = 1_000  # of differing lines; a page rewritten further is better read whole


def text_diff(before: str, after: str) -> tuple[TextHunk, ...]:
    """Differing lines in order, with the count of equal lines between them."""
    old, new = before.splitlines(), after.splitlines()
    hunks: list[TextHunk] = []
    removed: list[str] = []
    added: list[str] = []
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            _close(hunks, removed, added)
            hunks.append(TextHunk(same=code.src_end - code.src_start))
        else:
            removed += old[code.src_start : code.src_end]
            added += new[code.dest_start : code.dest_end]
    _close(hunks, removed, added)
    return tuple(hunks[:MAX_HUNKS])


def _close(hunks: list[TextHunk], removed: list[str], added: list[str]) -> None:
    if removed or added:
        hunks.append(TextHunk(before=tuple(removed), after=tuple(added)))
        removed.clear()
        added.clear()
