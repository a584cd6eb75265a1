"""The rules a new workspace starts with. They cover every change that is not held back, in words a person would use."""

from dataclasses import dataclass

from competedexter.market.changes.kinds import PLAN_KINDS, PRICE_KINDS, ChangeKind, Label

from .fields import Op
from .matching import All, Condition, Not, Test


@dataclass(frozen=True)
class DefaultRule:
    """A rule before it is stored; `rule_type` is its template's name and says which rule was installed already."""

    rule_type: str
    name: str
    conditions: Condition


def _one_of(field: str, *values: str) -> Test:
    return Test(field, Op.IN, tuple(str(value) for value in values))


_COUNTS = _one_of("label", Label.SIGNIFICANT, Label.MINOR)
_WRITTEN = (ChangeKind.PAGE_CHANGED, ChangeKind.MESSAGING_CHANGED)

DEFAULT_RULES = (
    DefaultRule("price_moves", "Price moves", All((_one_of("kind", *sorted(PRICE_KINDS)), _COUNTS))),
    DefaultRule(
        "plans",
        "Plans added, removed or renamed",
        All((_one_of("kind", ChangeKind.PLAN_ADDED, ChangeKind.PLAN_REMOVED, ChangeKind.PLAN_RENAMED), _COUNTS)),
    ),
    DefaultRule(
        "plan_terms",
        "What a plan includes",
        All((_one_of("kind", ChangeKind.PLAN_TERMS_CHANGED), _one_of("label", Label.SIGNIFICANT))),
    ),
    DefaultRule(
        "significant_pages",
        "Significant page changes",
        All((_one_of("kind", *_WRITTEN), _one_of("label", Label.SIGNIFICANT))),
    ),
    DefaultRule(
        "small_changes",
        "Small changes",
        All((_one_of("kind", *_WRITTEN, ChangeKind.PLAN_TERMS_CHANGED), _one_of("label", Label.MINOR))),
    ),
    DefaultRule(
        "other_facts",
        "Jobs, news, filings and other facts",
        All((Not(_one_of("kind", *sorted(PLAN_KINDS), *_WRITTEN)), _COUNTS)),
    ),
)
