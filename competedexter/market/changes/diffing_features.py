"""Two readings of a feature page: what came, what went, and what a plan has of a feature now.

A feature is known by its name within its group, else by its name, else by a name nearly the same (a rename). A table that
vanished whole is more often a page that did not load than a product without features: it is looked at again.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from competedexter.market.evidence.listings import Feature, FeaturesRecord

from .diffing_items import matched, place_of
from .drafts import Draft, draft
from .kinds import ChangeKind, Label

NOTHING: Final = frozenset(["", "no"])
MANY_GONE: Final = 0.5  # of the features: a page built anew, or half a page
SAME_NAME: Final = 0.8  # of the letters in common: "SSO (SAML)" and "SSO with SAML"
MOST_COMPARED: Final = 60  # features on each side looked at for renames

Pair = tuple[Feature, Feature]


def diff_features(before: FeaturesRecord, after: FeaturesRecord) -> tuple[Draft, ...]:
    """Features of lists are compared by name; those of tables by what each plan has of them too."""
    kept, added, removed = _paired(before, after)
    doubtful = len(removed) > MANY_GONE * len(before.features) if before.features else False
    drafts = [
        *(_came(one, suspicious=not before.features) for one in added),
        *(_went(one, suspicious=doubtful) for one in removed),
        *(change for old, new in kept for change in _moved(old, new, before, after)),
    ]
    return tuple(drafts)


def _paired(before: FeaturesRecord, after: FeaturesRecord) -> tuple[list[Pair], list[Feature], list[Feature]]:
    exact = matched(before.features, after.features, lambda one: (_key(one.group), _key(one.name)))
    by_name = matched(exact.removed, exact.added, lambda one: _key(one.name))
    kept = [*exact.kept, *by_name.kept]
    old = {id(one) for pair in kept for one in pair}
    removed, added = (
        [one for one in exact.removed if id(one) not in old],
        [one for one in exact.added if id(one) not in old],
    )
    renamed = list(_renamed(removed, added))
    taken = {id(one) for pair in renamed for one in pair}
    return (
        [*kept, *renamed],
        [one for one in added if id(one) not in taken],
        [one for one in removed if id(one) not in taken],
    )


def _renamed(removed: list[Feature], added: list[Feature]) -> Iterator[Pair]:
    free = added[:MOST_COMPARED]
    for old in removed[:MOST_COMPARED]:
        best = max(free, key=lambda new: _alike(old, new), default=None)
        if best is not None and _alike(old, best) >= SAME_NAME:
            free = [one for one in free if one is not best]
            yield old, best


def _alike(old: Feature, new: Feature) -> float:
    """Letters in common, 0 to 1; a name with a word more is the same where the plans have the same of it."""
    was, now = _key(old.name)[:100], _key(new.name)[:100]
    if _numbers(was) != _numbers(now):
        return 0.0  # "level 1 support" is not "level 2 support"
    shorter, longer = sorted((set(was.split()), set(now.split())), key=len)
    if len(shorter) > 1 and shorter <= longer and old.values and old.values == new.values:
        return SAME_NAME
    return SequenceMatcher(None, was, now).ratio()


def _came(feature: Feature, *, suspicious: bool) -> Draft:
    held = [plan for plan, value in feature.values.items() if value not in NOTHING]
    return draft(
        ChangeKind.FEATURE_ADDED,
        f"feature:{_key(feature.group)}:{_key(feature.name)}",
        f"New feature {feature.name}" + (f" ({', '.join(held)})" if held else ""),
        {"feature": feature.name, "group": feature.group, "after": feature.values},
        label=Label.SIGNIFICANT,
        reason="A feature that was not on the page before is on it now.",
        suspicious=suspicious,
        after=place_of(feature),
    )


def _went(feature: Feature, *, suspicious: bool) -> Draft:
    return draft(
        ChangeKind.FEATURE_REMOVED,
        f"feature:{_key(feature.group)}:{_key(feature.name)}",
        f"Feature {feature.name} is gone",
        {"feature": feature.name, "group": feature.group, "before": feature.values},
        label=Label.SIGNIFICANT,
        reason="A feature that was on the page before is not on it now.",
        suspicious=suspicious,
        before=place_of(feature),
    )


def _moved(old: Feature, new: Feature, before: FeaturesRecord, after: FeaturesRecord) -> Iterator[Draft]:
    """What a plan has of a feature, for plans in both; a plan that comes or goes is told by the price page."""
    for plan in before.plans:
        if plan not in after.plans or plan not in old.values or plan not in new.values:
            continue
        was, now = old.values[plan], new.values[plan]
        if _value(was) != _value(now) and "unclear" not in (was, now):
            yield _plan_change(old, new, plan)


def _plan_change(old: Feature, new: Feature, plan: str) -> Draft:
    was, now = old.values[plan], new.values[plan]
    lost = now in NOTHING
    label, reason = Label.SIGNIFICANT, "A plan lost a feature." if lost else "A plan has a feature it did not have."
    if was not in NOTHING and not lost:
        label, reason = Label.MINOR, "A plan has more or less of a feature, or it is told in other words."
        if _numbers(was) != _numbers(now):
            label, reason = Label.SIGNIFICANT, "A plan has more or less of a feature."
    return draft(
        ChangeKind.FEATURE_REMOVED if lost else ChangeKind.FEATURE_ADDED,
        f"feature:{_key(new.group)}:{_key(new.name)}:{_key(plan)}",
        f"{plan}: {new.name}: {was or 'no'} → {now or 'no'}",
        {"feature": new.name, "group": new.group, "plan": plan, "before": was, "after": now},
        label=label,
        reason=reason,
        suspicious=lost,
        before=place_of(old),
        after=place_of(new),
    )


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _value(value: str) -> str:
    return " ".join(value.casefold().split()) or "no"


def _numbers(value: str) -> list[str]:
    return re.findall(r"\d+|unlimited", value.casefold())
