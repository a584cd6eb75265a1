"""Which plans a question names: those the competitors really have, and words that plans are commonly called by."""

import re
from collections.abc import Sequence
from uuid import UUID

from .facts import Company
from .question_words import CHANGE, COST, PLAN, WORD
from .understanding import Brief
from .words import TIERS

_TRIAL = re.compile(r"\bfree (?:\S+ )?trials?\b", re.IGNORECASE)


def plans_in(text: str, rest: str, found: Sequence[UUID], brief: Brief) -> tuple[str, ...]:
    """Names of plans in the order asked. `text` is the question, `rest` the question without competitors and dates."""
    money = any(pattern.search(text) for pattern in (COST, PLAN, CHANGE))
    known = [name for name in known_plans(found, brief) if _named(name, rest, money=money or bool(found))]
    words = [
        word
        for word in WORD.findall(rest)
        if word.casefold() in TIERS and (_written_large(word, text) or COST.search(text) or PLAN.search(text))
    ]
    if _TRIAL.search(text):
        words = [word for word in words if word.casefold() != "free"]
    after = [word for company in brief.companies for word in _right_after(company, text)]
    kept = _longest([*known, *(word.capitalize() for word in words), *after], brief)
    folded = text.casefold()
    return tuple(sorted(kept, key=lambda name: folded.find(name.casefold())))


def known_plans(found: Sequence[UUID], brief: Brief) -> list[str]:
    """The plans that these competitors show (of everyone when none is named), longest names first."""
    ids = found or tuple(brief.plans)
    names = dict.fromkeys(name for id_ in ids for name in brief.plans.get(id_, ()))
    return sorted(names, key=len, reverse=True)


def owners_of(plans: Sequence[str], brief: Brief) -> tuple[UUID, ...]:
    """The competitors meant by plans alone: those that have all of them, or the only one that has each. () when unclear."""
    having = [
        {id_ for id_, names in brief.plans.items() if plan.casefold() in {name.casefold() for name in names}}
        for plan in plans
    ]
    if not having or not all(having):
        return ()
    both = set.intersection(*having)
    if len(both) == 1:
        return tuple(both)
    if all(len(ids) == 1 for ids in having):
        return tuple(dict.fromkeys(id_ for ids in having for id_ in ids))
    return ()


def without(text: str, plans: Sequence[str]) -> str:
    """The text with the names of plans blanked out."""
    for plan in sorted(plans, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(plan)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text


def _named(name: str, rest: str, *, money: bool) -> bool:
    """A plan by its name, written large or, where prices or a competitor are spoken of, in any way."""
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest, re.IGNORECASE)
    return match is not None and (money or match.group()[0].isupper())


def _written_large(word: str, text: str) -> bool:
    return word[0].isupper() and not text.startswith(word)


def _right_after(company: Company, text: str) -> list[str]:
    """Capitalised words after a competitor's name: "Acme Core"."""
    found: list[str] = []
    for name in company.names:
        after = rf"\b{re.escape(name)}(?:['’]s)?\s+([A-Z][\w+]*(?:\s+[A-Z][\w+]*)?)"
        found.extend(match[1] for match in re.finditer(after, text))
    return found


def _longest(words: Sequence[str], brief: Brief) -> list[str]:
    """Each once: not a competitor's name, and not a word inside a longer plan's name."""
    names = {name.casefold() for company in brief.companies for name in company.names}
    kept: dict[str, str] = {}
    for word in words:
        folded = word.casefold()
        inside = any(folded != other.casefold() and folded in other.casefold().split() for other in words)
        if folded not in names and not inside:
            kept.setdefault(folded, word)
    return list(kept.values())
