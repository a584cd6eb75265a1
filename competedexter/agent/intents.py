"""What kind of answer a question wants, from the words in it and from what else was read."""

from dataclasses import dataclass
from uuid import UUID

from .asked_changes import Aim
from .question_words import (
    CHANGE,
    CHEAPEST,
    COMPANY,
    COMPARE,
    CONTAINS,
    COST,
    DEAREST,
    DIFFER,
    OFFER,
    OVERVIEW,
    PERCENT,
    PLAN,
    SAVING,
    SUM,
    TIMELINE,
    WATCHING,
    WORD,
    YEARLY,
)  # fmt: skip
from .source_words import SourceType
from .understanding import Intent

_OF_PRICES: tuple[Aim, ...] = ("since_when", "before", "history")


@dataclass(frozen=True)
class Asked:
    """What was read of a question before its intent. `rest` is the question without names and dates."""

    text: str
    rest: str
    found: tuple[UUID, ...]
    plans: tuple[str, ...]
    topic: tuple[str, ...]
    aim: Aim
    kinds: tuple[str, ...]
    seats: int | None
    months: int | None
    dated: bool
    source_types: tuple[SourceType, ...] = ()

    @property
    def cost(self) -> bool:
        """ "How much storage" asks for no price."""
        of_topic = self.topic and f"how much {self.topic[0]}" in self.rest.casefold()
        rest = self.rest.casefold().replace("how much", " ") if of_topic else self.rest
        return COST.search(rest) is not None

    @property
    def money(self) -> bool:
        return self.cost or PLAN.search(self.rest) is not None

    @property
    def extreme(self) -> bool:
        return CHEAPEST.search(self.rest) is not None or DEAREST.search(self.rest) is not None


def intent_of(asked: Asked) -> Intent:
    if asked.source_types:
        return Intent.SOURCE
    if WATCHING.search(asked.rest) and not asked.plans and not asked.kinds:
        return Intent.WATCHING
    if asked.aim in _OF_PRICES and (asked.money or asked.plans) and not asked.topic:
        return Intent.CHANGES
    if intent := _of_moves(asked):
        return intent
    if len(asked.plans) > 1 and not asked.cost and not PERCENT.search(asked.rest) and DIFFER.search(asked.rest):
        return Intent.SEARCH  # how two plans differ is what they list, with their prices
    if SAVING.search(asked.rest) and YEARLY.search(asked.rest) and (asked.months or 0) > 1:
        return Intent.CALCULATION if len(asked.found) == 1 else Intent.COMPARE_PRICING  # billed monthly and yearly
    if asked.topic and asked.money and not asked.cost and not asked.extreme:
        return Intent.SEARCH  # "which plan has SSO": of what plans contain, not of what they cost
    if asked.money and (intent := _of_money(asked)):
        return intent
    if asked.plans and (intent := _of_plans(asked)):
        return intent
    return _of_the_rest(asked)


def _of_moves(asked: Asked) -> Intent | None:
    """Prices and plans that move: added up over a time, in a list, or in a timeline."""
    changes = CHANGE.search(asked.rest) is not None
    about = asked.money or bool(asked.plans)
    if asked.aim == "overall" and asked.dated and about and len(asked.plans) == 1 and not asked.topic:
        return Intent.CALCULATION
    if about and TIMELINE.search(asked.rest) and not changes:
        return Intent.TIMELINE
    if about and changes and not asked.extreme and not OFFER.search(asked.rest):
        return Intent.CHANGES
    return None


def _of_money(asked: Asked) -> Intent | None:
    several, compare = len(asked.found) != 1, COMPARE.search(asked.rest) is not None
    if asked.seats is not None or (asked.months or 0) > 1:
        return Intent.CALCULATION
    if SUM.search(asked.rest) and (len(asked.found) in (1, 2) or len(asked.plans) == 2):
        return Intent.CALCULATION
    if compare and len(asked.found) == 1 and len(asked.plans) == 2:
        return Intent.CALCULATION
    if (asked.cost and several) or compare or several:
        return Intent.COMPARE_PRICING
    return Intent.PRICING


def _of_plans(asked: Asked) -> Intent | None:
    """A plan is named and nothing is said of money: two are compared, one is looked at."""
    if SUM.search(asked.rest) or (COMPARE.search(asked.rest) and len(asked.plans) > 1):
        return Intent.CALCULATION
    if asked.topic or CONTAINS.search(asked.rest):
        return Intent.SEARCH
    return Intent.CHANGES if CHANGE.search(asked.rest) else Intent.PRICING


def _of_the_rest(asked: Asked) -> Intent:
    if len(asked.found) > 1 and COMPARE.search(asked.rest) and not asked.topic:
        return Intent.COMPARE_PRICING
    if SUM.search(asked.rest) and len(asked.found) == 2:
        return Intent.CALCULATION
    if TIMELINE.search(asked.rest):
        return Intent.TIMELINE
    if CHANGE.search(asked.rest) and not OFFER.search(asked.rest):
        return Intent.CHANGES
    if asked.found and not asked.topic and (COMPANY.search(asked.rest) or is_overview(asked)):
        return Intent.COMPANY
    if asked.dated and not asked.topic:
        return Intent.TIMELINE  # "what did they do last month"
    return Intent.SEARCH


def is_overview(asked: Asked) -> bool:
    """ "Summarize Acme", or just "Acme"."""
    return OVERVIEW.search(asked.rest) is not None or not WORD.findall(asked.rest)
