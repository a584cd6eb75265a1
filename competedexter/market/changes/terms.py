"""What a plan includes: its limits and its features, compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from competedexter.market.evidence.records import Plan

from .money import HABITS, has_money, money_in, without_money

REWORDED = 75.0  # percent of likeness from which a new feature line is an old one in other words

RENAMED = 60.0  # percent of likeness from which a limit of the same value is the same limit

_WORDS = re.compile(r"\w+")
_NUMBERS = re.compile(r"\d[\d.,'’]*")


@dataclass(frozen=True)
class Terms:
    """How the contents of one plan differ. `limits` maps a limit to its old and new value, None where it has none."""

    limits: dict[str, tuple[str | None, str | None]]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.limits or self.added or self.removed or self.reworded)

    @property
    def only_wording(self) -> bool:
        return not (self.limits or self.added or self.removed)

    def as_json(self) -> dict[str, object]:
        return {
            "limits": {name: list(values) for name, values in self.limits.items()},
            "featuresAdded": list(self.added),
            "featuresRemoved": list(self.removed),
            "featuresReworded": [list(pair) for pair in self.reworded],
        }

    def in_words(self) -> str:
        """ "seats 10 -> 5; added SSO; removed Chat", at most six parts, the rest counted."""
        parts = [f"{name} {old or 'none'} → {new or 'none'}" for name, (old, new) in self.limits.items()]
        parts += [f"added “{text}”" for text in self.added] + [f"removed “{text}”" for text in self.removed]
        parts += [f"“{old}” is now “{new}”" for old, new in self.reworded]
        rest = len(parts) - 6
        return "; ".join(parts[:6]) + (f"; {rest} more" if rest > 0 else "")


def compare_terms(before: Plan, after: Plan) -> Terms:
    """What one plan includes on the later page that it did not on the earlier, and the other way round."""
    gone, new = _only_in(before.features, after.features), _only_in(after.features, before.features)
    limits = {
        name: values
        for name, values in _limits(before.limits, after.limits).items()
        if not _is_price(values, before, after)
    }
    renamed = _renamed_limits(limits)
    gone = [text for text in gone if not _told_by(text, limits)]
    new = [text for text in new if not _told_by(text, limits)]
    gone, new = _without_prices(gone, new, before, after)
    limits = {name: values for name, values in limits.items() if name not in {one for pair in renamed for one in pair}}
    reworded = _reworded(gone, new) or renamed
    old_lines, new_lines = ({pair[side] for pair in reworded} for side in (0, 1))
    return Terms(
        limits=limits,
        added=tuple(text for text in new if text not in new_lines),
        removed=tuple(text for text in gone if text not in old_lines),
        reworded=tuple((old, fresh) for old, fresh in reworded),
    )


def _limits(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str | None, str | None]]:
    old, new = (
        {name.casefold().rstrip("s"): (name, value) for name, value in limits.items()} for limits in (before, after)
    )
    differing: dict[str, tuple[str | None, str | None]] = {}
    for key in [*old, *(key for key in new if key not in old)]:
        name = (new.get(key) or old[key])[0]
        pair = (old[key][1] if key in old else None, new[key][1] if key in new else None)
        if _folded(pair[0] or "") != _folded(pair[1] or ""):
            differing[name] = pair
    return differing


def _is_price(values: tuple[str | None, str | None], before: Plan, after: Plan) -> bool:
    """Whether a line or a limit only repeats what the plan costs: its price moved, and that is told as a price."""
    old, new = values
    if old is None or new is None or _folded(without_money(old)) != _folded(without_money(new)):
        return False
    return _states_price(old, before) and _states_price(new, after)


def _states_price(text: str, plan: Plan) -> bool:
    amounts = {price.amount for price in plan.prices}
    readings = [[one.amount for one in money_in(text, habit)] for habit in HABITS]
    return any(reading and amounts.issuperset(reading) for reading in readings)


def _without_prices(gone: Sequence[str], new: Sequence[str], before: Plan, after: Plan) -> tuple[list[str], list[str]]:
    """Lines that came and went without those that only repeat the price."""
    left = [text for text in gone if not has_money(text)]
    came = list(new)
    for old in (text for text in gone if has_money(text)):
        partner = next((text for text in came if _is_price((old, text), before, after)), None)
        if partner is None:
            left.append(old)
        else:
            came.remove(partner)
    return left, came


def _renamed_limits(limits: dict[str, tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    """Limits that came and went with the same value under names that are nearly the same."""
    came = {name: values[1] for name, values in limits.items() if values[0] is None}
    pairs: list[tuple[str, str]] = []
    for name, (old, new) in limits.items():
        if new is not None:
            continue
        rivals = [(fuzz.token_set_ratio(name, other), other) for other, value in came.items() if value == old]
        likeness, other = max(rivals, default=(0.0, ""))
        if likeness >= RENAMED:
            came.pop(other)
            pairs.append((name, other))
    return pairs


def _told_by(feature: str, limits: dict[str, tuple[str | None, str | None]]) -> bool:
    """Whether a line ("50 Checks") only says what a limit that changed (checks: 50) says."""
    words = _singular(feature)
    return any(
        words <= _singular(f"{name} {value} up to per of a")
        for name, values in limits.items()
        for value in values
        if value is not None
    )


def _singular(text: str) -> set[str]:
    """The words of a text, "seats" as "seat"."""
    return {word.rstrip("s") or word for word in _folded(text).split()}


def _folded(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _only_in(these: Sequence[str], others: Sequence[str]) -> list[str]:
    known = {_folded(text) for text in others}
    return [text for text in dict.fromkeys(these) if _folded(text) and _folded(text) not in known]


def _reworded(gone: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Lines that say nearly the same with the same numbers; another number is another term."""
    pairs: list[tuple[str, str]] = []
    for old in gone:
        rivals = [text for text in new if text not in {fresh for _, fresh in pairs}]
        alike = [(fuzz.token_sort_ratio(_folded(old), _folded(text)), text) for text in rivals]
        best = max(alike, default=(0.0, ""))
        if best[0] >= REWORDED and _NUMBERS.findall(old) == _NUMBERS.findall(best[1]):
            pairs.append((old, best[1]))
    return pairs
