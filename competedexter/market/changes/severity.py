"""How much a change matters: from its kind, its size and the competitor's tier, with the reason in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .kinds import PRICE_MOVES, ChangeKind, Label, Severity

BIG_PRICE_MOVE = 20.0  # percent: buyers notice and switch; the size of a typical annual discount
SMALL_PRICE_MOVE = 5.0  # percent: below it, inflation and rounding
MANY_WORDS = 150  # a rewritten section
SOME_WORDS = 20  # a rewritten sentence

_BY_KIND = {
    ChangeKind.PLAN_ADDED: (Severity.MEDIUM, "A plan was added"),
    ChangeKind.PLAN_REMOVED: (Severity.HIGH, "A plan was taken away"),
    ChangeKind.PLAN_RENAMED: (Severity.LOW, "A plan has a new name and the same offer"),
    ChangeKind.PLAN_PRICE_HIDDEN: (Severity.HIGH, "A price that was public is not any more"),
    ChangeKind.PLAN_PRICE_PUBLISHED: (Severity.HIGH, "A price that was not public now is"),
    ChangeKind.PLAN_TERMS_CHANGED: (Severity.MEDIUM, "What a plan includes changed"),
    ChangeKind.MESSAGING_CHANGED: (Severity.MEDIUM, "The headline changed"),
    ChangeKind.FUNDING_ANNOUNCED: (Severity.HIGH, "Funding was announced"),
    ChangeKind.PRODUCT_LAUNCHED: (Severity.HIGH, "A product was launched"),
    ChangeKind.LEADERSHIP_CHANGED: (Severity.HIGH, "Leadership changed"),
    ChangeKind.HIRING_SURGED: (Severity.HIGH, "Hiring surged"),
    ChangeKind.RATING_DROPPED: (Severity.HIGH, "The rating dropped"),
    ChangeKind.NEWS_SPIKED: (Severity.MEDIUM, "News spiked"),
    ChangeKind.INTEGRATION_ADDED: (Severity.MEDIUM, "An integration was added"),
    ChangeKind.CUSTOMER_ADDED: (Severity.MEDIUM, "A customer was added"),
    ChangeKind.FEATURE_ADDED: (Severity.MEDIUM, "A feature was added"),
    ChangeKind.FEATURE_REMOVED: (Severity.MEDIUM, "A feature was taken away"),
    ChangeKind.NEWS_PUBLISHED: (Severity.MEDIUM, "News was published"),
    ChangeKind.FILING_PUBLISHED: (Severity.MEDIUM, "A filing was published"),
    ChangeKind.FINANCIALS_REPORTED: (Severity.MEDIUM, "Financials were reported"),
    ChangeKind.RATING_CHANGED: (Severity.MEDIUM, "The rating changed"),
    ChangeKind.TECHNOLOGY_ADDED: (Severity.MEDIUM, "A technology came into use"),
    ChangeKind.TECHNOLOGY_REMOVED: (Severity.MEDIUM, "A technology went out of use"),
    ChangeKind.PAGE_ADDED: (Severity.MEDIUM, "A page was added to the site"),
    ChangeKind.PAGE_REMOVED: (Severity.MEDIUM, "A page was taken off the site"),
    ChangeKind.RECORD_ADDED: (Severity.MEDIUM, "A record was added"),
    ChangeKind.RECORD_REMOVED: (Severity.MEDIUM, "A record was taken away"),
    ChangeKind.RECORD_CHANGED: (Severity.MEDIUM, "A record changed"),
    ChangeKind.COMPANY_CHANGED: (Severity.MEDIUM, "A fact about the company changed"),
    ChangeKind.JOB_OPENED: (Severity.LOW, "One opening more"),
    ChangeKind.JOB_CLOSED: (Severity.LOW, "One opening less"),
    ChangeKind.JOB_CHANGED: (Severity.LOW, "An opening is told differently"),
}

# Items of Form 8-K after which a company is another one.
_ITEMS = {
    "1.01": "a material agreement", "1.02": "the end of a material agreement", "1.03": "a bankruptcy",
    "1.05": "a cybersecurity incident", "2.01": "an acquisition or a sale", "2.05": "costs of leaving a business",
    "2.06": "a material impairment", "3.01": "a delisting", "4.01": "a change of auditor",
    "4.02": "accounts that cannot be relied on", "5.01": "a change in control", "5.02": "directors or officers",
}  # fmt: skip
_TELLING_ITEM = re.compile(r"\b(?:" + "|".join(map(re.escape, _ITEMS)) + r")\b")


@dataclass(frozen=True)
class Weight:
    severity: Severity
    reason: str


def weigh(kind: ChangeKind, label: Label, data: Mapping[str, object], tier: str) -> Weight:
    """Severity of one change. `data` is the change's own (api.md "Shapes"); `tier` is primary, secondary or watch."""
    if label.held_back:
        return Weight(Severity.LOW, f"Low: it is labelled {label.value}.")
    base, why = _base(kind, data)
    if label is Label.MINOR and base.rank > Severity.LOW.rank:
        base, why = base.step(-1), f"{why}, but it is minor"
    return _for_tier(base, why, tier)


def _base(kind: ChangeKind, data: Mapping[str, object]) -> tuple[Severity, str]:
    if kind in PRICE_MOVES:
        return _price_move(data.get("percent"))
    if kind is ChangeKind.PAGE_CHANGED:
        return _page(data)
    if kind is ChangeKind.FILING_PUBLISHED and (found := _TELLING_ITEM.search(str(data.get("category", "")))):
        return Severity.HIGH, f"A filing on {_ITEMS[found.group()]}"
    if kind is ChangeKind.COMPANY_CHANGED and data.get("leadership"):
        return Severity.HIGH, "Who leads the company changed"
    return _BY_KIND.get(kind, (Severity.LOW, "A fact of its kind is usually small"))


def _price_move(percent: object) -> tuple[Severity, str]:
    if not isinstance(percent, int | float):
        return Severity.HIGH, "A price moved between free and paid"
    moved = f"A price moved by {abs(percent):g} %"
    if abs(percent) >= BIG_PRICE_MOVE:
        return Severity.HIGH, f"{moved} ({BIG_PRICE_MOVE:g} % or more is high)"
    if abs(percent) >= SMALL_PRICE_MOVE:
        return Severity.MEDIUM, f"{moved} ({SMALL_PRICE_MOVE:g} to {BIG_PRICE_MOVE:g} % is medium)"
    return Severity.LOW, f"{moved} (less than {SMALL_PRICE_MOVE:g} % is low)"


def _page(data: Mapping[str, object]) -> tuple[Severity, str]:
    words = sum(count for key in ("wordsAdded", "wordsRemoved") if isinstance(count := data.get(key), int))
    told = f"{words} words of the page changed" if words != 1 else "One word of the page changed"
    if data.get("money"):
        return Severity.HIGH, f"{told}, an amount of money among them"
    if words >= MANY_WORDS:
        return Severity.HIGH, f"{told} ({MANY_WORDS} or more is high)"
    if words >= SOME_WORDS:
        return Severity.MEDIUM, f"{told} ({SOME_WORDS} to {MANY_WORDS} is medium)"
    return Severity.LOW, f"{told} (fewer than {SOME_WORDS} is low)"


def _for_tier(base: Severity, why: str, tier: str) -> Weight:
    step = {"primary": 1, "watch": -1}.get(tier, 0)
    severity = base.step(step)
    if severity is base:
        return Weight(severity, f"{severity.value.capitalize()}: {_lower(why)}.")
    direction = "one step up for a primary competitor" if step > 0 else "one step down for a competitor only watched"
    return Weight(severity, f"{severity.value.capitalize()}: {_lower(why)}; {direction}.")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
