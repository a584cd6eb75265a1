"""The edits that lead from one page to the next: lines added, removed, changed and moved, links that lead elsewhere."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .alignment import likeness, stretches
from .lines import Line, Link, Page
from .targets import plain_target

SIMILAR = 60.0  # percent of likeness from which two lines in one place are one line, edited
SIMILAR_FAR = 85.0  # the same for lines in different places
MAX_PAIRINGS = 200_000  # comparisons of lines for one page, 0.2 s; beyond it lines are told as removed and added


class Op(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    REWRAPPED = "rewrapped"
    RELINKED = "relinked"
    LINKED = "linked"
    UNLINKED = "unlinked"


@dataclass(frozen=True)
class Edit:
    """One edit. `reason` says why it is held back; None when it counts."""

    op: Op
    before: Line | None
    after: Line | None
    target_before: str | None = None
    target_after: str | None = None
    words: str = ""  # of the link, when the edit is about one
    reason: str | None = None

    @property
    def line(self) -> Line:
        line = self.after or self.before
        if line is None:
            raise ValueError("an edit has a side")
        return line

    def held_back(self, reason: str) -> "Edit":
        return replace(self, reason=reason)


@dataclass
class _Chunk:
    """Lines that differ between two lines that did not."""

    old: list[Line]
    new: list[Line]


@dataclass
class _Budget:
    """Comparisons that may still be made."""

    left: int

    def covers(self, cost: int) -> bool:
        if cost > self.left:
            return False
        self.left -= cost
        return True


def edits_between(before: Page, after: Page) -> list[Edit]:
    """Every difference between two pages, in the order of the later one; none of them judged yet."""
    chunks = _chunks(before.lines, after.lines)
    budget = _Budget(MAX_PAIRINGS)
    found = [edit for chunk in chunks for edit in _rewrapped(chunk)]
    found += _moved(chunks)
    for chunk in chunks:
        found += _paired(chunk, budget)
    found += _far_pairs(chunks, budget)
    for chunk in chunks:
        found += [Edit(Op.REMOVED, line, None) for line in chunk.old]
        found += [Edit(Op.ADDED, None, line) for line in chunk.new]
    found += _link_edits(before, after, found)
    return sorted(found, key=lambda edit: edit.line.start)


def _chunks(old: Sequence[Line], new: Sequence[Line]) -> list[_Chunk]:
    found = stretches([line.key for line in old], [line.key for line in new])
    return [
        _Chunk(list(old[one.old_start : one.old_end]), list(new[one.new_start : one.new_end]))
        for one in found
        if not one.equal
    ]


def _letters(lines: Iterable[Line]) -> str:
    return "".join("".join(line.key.split()) for line in lines)


def _rewrapped(chunk: _Chunk) -> list[Edit]:
    """The same characters broken into other lines."""
    if not chunk.old or not chunk.new or _letters(chunk.old) != _letters(chunk.new):
        return []
    edit = Edit(Op.REWRAPPED, chunk.old[0], chunk.new[0])
    chunk.old, chunk.new = [], []
    return [edit]


def _moved(chunks: Sequence[_Chunk]) -> list[Edit]:
    """Lines that left one place and stand, word for word, in another."""
    waiting: dict[str, deque[Line]] = defaultdict(deque)
    for chunk in chunks:
        for line in chunk.old:
            waiting[line.key].append(line)
    moved: list[Edit] = []
    gone: set[int] = set()
    for chunk in chunks:
        stay: list[Line] = []
        for line in chunk.new:
            if waiting[line.key]:
                source = waiting[line.key].popleft()
                gone.add(id(source))
                moved.append(Edit(Op.MOVED, source, line))
            else:
                stay.append(line)
        chunk.new = stay
    for chunk in chunks:
        chunk.old = [line for line in chunk.old if id(line) not in gone]
    return moved


Likeness = Callable[[Line, Line], float]


def _paired(chunk: _Chunk, budget: _Budget) -> list[Edit]:
    """Edited lines within one place: alike in words or in the address they lead to, or alone with each other."""
    if len(chunk.old) == len(chunk.new) == 1 and chunk.old[0].region == chunk.new[0].region:
        edit = Edit(Op.CHANGED, chunk.old[0], chunk.new[0])
        if _likeness(chunk.old[0], chunk.new[0]) >= SIMILAR or not chunk.old[0].in_menu:
            chunk.old, chunk.new = [], []
            return [edit]
    return _pair_best(chunk, _likeness, SIMILAR, budget)


def _likeness(old: Line, new: Line) -> float:
    if old.target and new.target and plain_target(old.target) == plain_target(new.target) and old.in_menu:
        return 100.0
    return likeness(old.key, new.key)


def _far_pairs(chunks: Sequence[_Chunk], budget: _Budget) -> list[Edit]:
    """Lines that were edited and moved."""
    every = _Chunk([line for chunk in chunks for line in chunk.old], [line for chunk in chunks for line in chunk.new])
    pairs = _pair_best(every, lambda old, new: likeness(old.key, new.key), SIMILAR_FAR, budget)
    left = {id(line) for line in (*every.old, *every.new)}
    for chunk in chunks:
        chunk.old = [line for line in chunk.old if id(line) in left]
        chunk.new = [line for line in chunk.new if id(line) in left]
    return pairs


def _pair_best(chunk: _Chunk, alike: Likeness, least: float, budget: _Budget) -> list[Edit]:
    """The most alike pairs first, each line once; paired lines leave the chunk."""
    if not chunk.old or not chunk.new or not budget.covers(len(chunk.old) * len(chunk.new)):
        return []
    scored = [(alike(old, new), b, a) for b, old in enumerate(chunk.old) for a, new in enumerate(chunk.new)]
    scored = sorted((entry for entry in scored if entry[0] >= least), key=lambda entry: (-entry[0], entry[1], entry[2]))
    olds: set[int] = set()
    news: set[int] = set()
    pairs: list[Edit] = []
    for _, b, a in scored:
        if b not in olds and a not in news:
            olds.add(b)
            news.add(a)
            pairs.append(Edit(Op.CHANGED, chunk.old[b], chunk.new[a]))
    chunk.old = [line for b, line in enumerate(chunk.old) if b not in olds]
    chunk.new = [line for a, line in enumerate(chunk.new) if a not in news]
    return pairs


def _link_edits(before: Page, after: Page, told: Sequence[Edit]) -> list[Edit]:
    """Links that lead elsewhere, are new or are gone in lines whose words stayed; edited lines are told already."""
    edited = {id(line) for edit in told if edit.op is not Op.MOVED for line in (edit.before, edit.after) if line}
    old = [link for link in before.links if id(link.line) not in edited]
    new = [link for link in after.links if id(link.line) not in edited]
    old, new = _differing(old, new), _differing(new, old)
    edits = _pair_links(old, new, lambda link: (link.line.key, link.key))
    edits += _pair_links(old, new, lambda link: link.key)
    edits += _pair_links(old, new, lambda link: link.line.key)
    edits += [Edit(Op.UNLINKED, link.line, None, link.target, None, link.text) for link in old]
    return edits + [Edit(Op.LINKED, None, link.line, None, link.target, link.text) for link in new]


def _differing(these: Sequence[Link], others: Sequence[Link]) -> list[Link]:
    known = Counter((link.key, plain_target(link.target)) for link in others)
    rest: list[Link] = []
    for link in these:
        key = (link.key, plain_target(link.target))
        if known[key] > 0:
            known[key] -= 1
        else:
            rest.append(link)
    return rest


def _pair_links(old: list[Link], new: list[Link], key: Callable[[Link], Hashable]) -> list[Edit]:
    """Pairs links that agree in `key`; they leave both lists."""
    waiting: dict[Hashable, deque[Link]] = defaultdict(deque)
    for link in old:
        waiting[key(link)].append(link)
    edits: list[Edit] = []
    paired: set[int] = set()
    for link in new:
        if waiting[key(link)]:
            source = waiting[key(link)].popleft()
            paired |= {id(source), id(link)}
            if plain_target(source.target) != plain_target(link.target):
                edits.append(Edit(Op.RELINKED, source.line, link.line, source.target, link.target, link.text))
    old[:] = [link for link in old if id(link) not in paired]
    new[:] = [link for link in new if id(link) not in paired]
    return edits
