"""Two looks at who a company is: facts that changed, by name and by who says them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from competedexter.market.evidence.listings import CompanyRecord, Fact

from .diffing_items import place_of
from .drafts import Draft, draft
from .kinds import ChangeKind, Label

LEADERSHIP: Final = frozenset(["chief_executive", "chair"])
_SMALL: Final = frozenset(["profile", "logo", "phone", "email", "website", "vat_id", "lei"])
_SOURCE: Final = re.compile(r" P\d+$")

Key = tuple[str, str]


def diff_company(before: CompanyRecord, after: CompanyRecord) -> tuple[Draft, ...]:
    """A fact of several values (founders, profiles) is one fact: all it was, all it is."""
    old, new = _grouped(before.facts), _grouped(after.facts)
    return tuple(_drafts(old, new))


def _drafts(old: dict[Key, list[Fact]], new: dict[Key, list[Fact]]) -> Iterator[Draft]:
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key, []), new.get(key, [])
        if _values(was) != _values(now):
            yield _change(key, was, now)


def _change(key: Key, was: Sequence[Fact], now: Sequence[Fact]) -> Draft:
    name, source = key
    before, after = (", ".join(fact.value for fact in facts) or None for facts in (was, now))
    label, reason = _worth(name, was, now)
    called = name.replace("_", " ").capitalize()
    return draft(
        ChangeKind.COMPANY_CHANGED,
        f"fact:{name}:{source}",
        f"{called}: {before or 'not told'} → {after or 'not told any more'} ({source})",
        {
            "fact": name,
            "source": source,
            "before": before,
            "after": after,
            "asOf": now[0].as_of if now else "",
            "leadership": name in LEADERSHIP,
        },
        label=label,
        reason=reason,
        suspicious=not now,
        before=place_of(was[0]) if was else None,
        after=place_of(now[0]) if now else None,
    )


def _worth(name: str, was: Sequence[Fact], now: Sequence[Fact]) -> tuple[Label, str]:
    if not was:
        return Label.MINOR, "A fact is told that was not told before; when it became true is not said."
    if not now:
        return Label.MINOR, "A fact is not told any more; that does not make it untrue."
    if name in _SMALL:
        return Label.MINOR, "A way to reach the company or a mark of it changed."
    return Label.SIGNIFICANT, "A fact about the company changed."


def _grouped(facts: Sequence[Fact]) -> dict[Key, list[Fact]]:
    found: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.name, _SOURCE.sub("", fact.source)].append(fact)
    return found


def _values(facts: Sequence[Fact]) -> set[str]:
    """Without case, punctuation and order: an address written otherwise is the same one."""
    return {" ".join(re.findall(r"\w+", fact.value.casefold())) for fact in facts}
