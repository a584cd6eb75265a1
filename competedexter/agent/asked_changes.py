"""Which changes a question is about, and what it wants to know of them: how many, the latest, since when."""

import re
from typing import Literal

from competedexter.market.changes.kinds import PLAN_KINDS, PRICE_KINDS, PRICE_MOVES, ChangeKind

from .question_words import ADD, CHANGE, COST, CUT, DOWN, PLAN, REMOVE, RENAME, TIMELINE, UP

Aim = Literal[
    "", "how_many", "latest", "largest", "most_often", "who_not", "since_when", "before", "history", "overall", "overview"
]  # fmt: skip
Direction = Literal["up", "down"]
_PRICING = re.compile(r"\bpricing\b|\bplans?\b|\btiers?\b", re.IGNORECASE)
_BILLING = re.compile(r"\b(?:billing|billed|terms)\b", re.IGNORECASE)
_HIDE = re.compile(r"\b(?:hid|hide[sn]?|hiding|hidden)\b", re.IGNORECASE)
_AIMS: tuple[tuple[Aim, re.Pattern[str]], ...] = (
    (
        "who_not",
        re.compile(
            r"\b(?:who|which \w+|nobody|none)\b.{0,20}\b(?:n['’]t|has not|have not|did not|never|not)\b|\bwho (?:has|have|did)n['’]?t\b",
            re.IGNORECASE,
        ),
    ),
    ("since_when", re.compile(r"\b(?:since when|from when|how long (?:has|have|is|does|did|do))\b", re.IGNORECASE)),
    (
        "before",
        re.compile(
            r"\b(?:before|previous(?:ly)?|formerly|used to|use to|old price|earlier price|original(?:ly)?|prior)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "most_often",
        re.compile(r"\bmost (?:often|frequently|times|active(?:ly)?|changes|price changes)\b", re.IGNORECASE),
    ),
    (
        "largest",
        re.compile(
            r"\b(?:biggest|largest|steepest|greatest|sharpest|the most|highest (?:price )?(?:increase|rise|hike|jump|cut|drop|change))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "latest",
        re.compile(
            r"\b(?:most recent(?:ly)?|latest|newest|last(?! (?:look|looked|check|checked|ask|asked)\b)|who (?:was|is) the last)\b",
            re.IGNORECASE,
        ),
    ),
    ("how_many", re.compile(r"\bhow (?:many|often|frequently)\b|\bnumber of\b", re.IGNORECASE)),
    (
        "overall",
        re.compile(
            r"\b(?:in total|overall|altogether|all in all|how much (?:has|have|did|more|less|cheaper|dearer))\b",
            re.IGNORECASE,
        ),
    ),
    ("history", re.compile(r"\b(?:and|,) (?:how|when|since when|has it|did it|what)\b", re.IGNORECASE)),
)
_OF_CHANGES = ("who_not", "most_often", "largest", "latest", "how_many")


def aim_of(text: str) -> Aim:
    """What a question wants to know of prices and their moves; "" when just what they are."""
    changes = CHANGE.search(text) is not None
    for aim, pattern in _AIMS:
        if not pattern.search(text):
            continue
        if aim == "history" and not (changes and COST.search(text)):
            continue
        if aim not in _OF_CHANGES or changes or aim == "how_many":
            return aim
    return ""


def direction_of(kinds: tuple[str, ...]) -> Direction | None:
    """Up or down, where a question is about price rises or about price cuts alone."""
    if kinds == (ChangeKind.PLAN_PRICE_RAISED,):
        return "up"
    return "down" if kinds == (ChangeKind.PLAN_PRICE_LOWERED,) else None


def kinds_of(text: str, plans: tuple[str, ...], topic: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of change a question is about; empty means any. "Raise" is of prices unless something else is named."""
    price = COST.search(text) is not None
    if not CHANGE.search(text):
        about = price and TIMELINE.search(text)
        return tuple(sorted(PLAN_KINDS if _PRICING.search(text) else PRICE_KINDS)) if about else ()
    about_plans = bool(plans) or PLAN.search(text) is not None
    if topic and not price and not plans:
        return ()  # "raise funding", "add an API": of no plan
    found = _of_direction(text, plans, price=price) if not RENAME.search(text) else {ChangeKind.PLAN_RENAMED}
    if not price and not plans and _BILLING.search(text):
        return (ChangeKind.PLAN_TERMS_CHANGED,)
    if not price and about_plans and (REMOVE.search(text) or ADD.search(text)) and not UP.search(text):
        found = {
            kind
            for kind, pattern in ((ChangeKind.PLAN_REMOVED, REMOVE), (ChangeKind.PLAN_ADDED, ADD))
            if pattern.search(text)
        }
    if price and _HIDE.search(text):
        found = {ChangeKind.PLAN_PRICE_HIDDEN}
    if not found and price:
        found = set(PLAN_KINDS if _PRICING.search(text) else PRICE_KINDS)
    return tuple(sorted(found or (PLAN_KINDS if about_plans else ())))


def _of_direction(text: str, plans: tuple[str, ...], *, price: bool) -> set[ChangeKind]:
    up, down, cut = (pattern.search(text) is not None for pattern in (UP, DOWN, CUT))
    if up and (down or cut):
        return set(PRICE_MOVES)
    if up:
        return {ChangeKind.PLAN_PRICE_RAISED}
    if down or (cut and price):
        return {ChangeKind.PLAN_PRICE_LOWERED}
    if not cut:
        return set()
    free = any(plan.casefold() == "free" for plan in plans)
    return {ChangeKind.PLAN_REMOVED} | (set() if free else {ChangeKind.PLAN_PRICE_LOWERED})
