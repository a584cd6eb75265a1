"""A price that moved is told by the pricing change; the page's text, wherever it repeats the move, does not tell it again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from competedexter.market.crawlers.reading.numbers import Sign

from .drafts import Draft, JsonObject
from .edits import Edit, Op
from .money import HABITS, Money, has_money, money_in, without_money
from .told_elsewhere import Elsewhere, untold

REASON = "The typed changes of the plans tell it more exactly."
NOWHERE = Elsewhere()
PRICE_WORDS = 6  # words of a line that is a price and little else
MAX_RIVALS = 50  # removed lines held against an added one; a price list has no more in one place

Move = tuple[Decimal | None, Decimal | None]  # an amount before and after; None where the page stated none


@dataclass(frozen=True)
class Told:
    """The places of two texts that typed changes speak of: (start, end) in code points.

    `lines` are those of the former text where the page was last kept with another document: its places mean nothing.
    `moves` are the amounts that moved, wherever the page repeats them; `elsewhere` is what other pages told.
    """

    before: tuple[tuple[int, int], ...] = ()
    after: tuple[tuple[int, int], ...] = ()
    lines: frozenset[str] = frozenset()
    moves: frozenset[Move] = frozenset()
    elsewhere: Elsewhere = NOWHERE

    def in_lines(self, text: str) -> "Told":
        """The same, for a page whose former document is another than `text`'s."""
        lines = frozenset(line for a, b in self.before for line in text[a:b].split("\n"))
        return replace(self, before=(), lines=lines)

    def covers_before(self, start: int, end: int, words: str) -> bool:
        return _covers(self.before, start, end) or words in self.lines

    def covers_after(self, start: int, end: int) -> bool:
        return _covers(self.after, start, end)

    def covers(self, edit: Edit) -> bool:
        """Whether an edit lies within the places told of."""
        return (edit.before is None or self.covers_before(edit.before.start, edit.before.end, edit.before.text)) and (
            edit.after is None or self.covers_after(edit.after.start, edit.after.end)
        )

    def retells(self, before: str, after: str) -> bool:
        """Whether two lines differ in amounts that moved and in nothing else."""
        return bool(self.moves) and any(self._only_moves(_moved(before, after, habit)) for habit in HABITS)

    def _only_moves(self, moved: Sequence[Move]) -> bool:
        return bool(moved) and all(move in self.moves for move in moved)


def told_by(drafts: Iterable[Draft]) -> Told:
    """Where the plans stand that these drafts speak of, and what moved; held-back drafts tell nothing."""
    counted = [draft for draft in drafts if not draft.label.held_back]
    return Told(
        tuple((draft.before.start, draft.before.end) for draft in counted if draft.before),
        tuple((draft.after.start, draft.after.end) for draft in counted if draft.after),
        moves=frozenset(move for draft in counted if (move := _move_of(draft.data)) != (None, None)),
    )


def told_already(edits: Sequence[Edit], told: Told) -> list[Edit]:
    """The same edits, those held back that typed changes or other pages tell."""
    apart = _apart(edits, told)
    left = untold(edits, told.elsewhere)
    return [edit.held_back(REASON) if not edit.reason and _is_told(edit, told, apart) else edit for edit in left]


def _is_told(edit: Edit, told: Told, apart: set[int]) -> bool:
    return told.covers(edit) or _repeats(edit, told) or id(edit) in apart


def _repeats(edit: Edit, told: Told) -> bool:
    return edit.op is Op.CHANGED and bool(edit.before and edit.after and told.retells(edit.before.key, edit.after.key))


def _apart(edits: Sequence[Edit], told: Told) -> set[int]:
    """Lines removed and added that are one line but for an amount that moved, too unlike to be paired: $9 and $12."""
    waiting: dict[str, list[Edit]] = defaultdict(list)
    found: set[int] = set()
    for edit in edits if told.moves else ():
        for key in _keys(edit.line.key) if edit.op is Op.REMOVED else ():
            waiting[key].append(edit)
    for edit in edits if waiting else ():
        keys = _keys(edit.line.key) if edit.op is Op.ADDED else ()
        rivals = [one for key in keys for one in waiting[key][:MAX_RIVALS] if id(one) not in found]
        partner = next((one for one in rivals if told.retells(one.line.key, edit.line.key)), None)
        if partner is not None:
            found |= {id(partner), id(edit)}
    return found


def _keys(text: str) -> list[str]:
    """Under what a line may be found by the one it became: its words without amounts, or that it is short."""
    words = [without_money(text)] if has_money(text) else []
    return [*words, *([""] if _is_short(text) else [])]


def _is_short(text: str) -> bool:
    return len(text.split()) <= PRICE_WORDS


def _moved(before: str, after: str, habit: Sign) -> list[Move]:
    """The amounts in which two lines differ; none where they differ in other words or in percentages too."""
    old, new = money_in(before, habit), money_in(after, habit)
    if len(old) == len(new) and without_money(before).casefold() == without_money(after).casefold():
        differing = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        return [_amounts(*pair) for pair in differing] if all(_comparable(*pair) for pair in differing) else []
    if not _is_short(before) or not _is_short(after) or len(old) + len(new) != 1 or (old + new)[0].sign == "%":
        return []
    return [_amounts(next(iter(old), None), next(iter(new), None))]


def _comparable(old: Money, new: Money) -> bool:
    return old.sign == new.sign != "%" and not old.scale and not new.scale


def _amounts(old: Money | None, new: Money | None) -> Move:
    return (old.amount if old else None, new.amount if new else None)


def _move_of(data: JsonObject) -> Move:
    """What a typed change says of one price; nothing when it speaks of something else."""
    sides = [side if isinstance(side := data.get(name), dict) else {} for name in ("before", "after")]
    old, new = (Decimal(side["amount"]) if side.get("amount") else None for side in sides)
    return (old, new)


def _covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in spans)
