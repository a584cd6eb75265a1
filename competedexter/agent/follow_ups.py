"""Follow-ups: what a question leaves out is taken from the question before it."""

import re

from .question_words import COMPARE, PLURAL_PLANS, WORD
from .understanding import Intent, Understanding

_FOLLOWS = re.compile(
    r"^(?:and|also|so|then|but|what about|how about|what of|same|since when|why|when|by how much|how so)\b"
    r"|\b(?:their|theirs|they|them|it|its|that one|which (?:one|of (?:them|those|these|the two))|that|those|these|this company|the same|this plan)\b(?! (?:we|i) )",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:why|when|how)\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:it|its|that|this)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:it|them|that|this|those|their|its)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:what|how|who|which|where|does|do|did|is|are|was|were|has|have|can|could|will|compare|show|give|list|tell|summar\w*)\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"^(?:(?:and|also|so|then|but)\s+)?(?:what about|how about|what of|since when|by how much|how so)\b|^(?:and|also|so|then|but)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:everyone|all|others?|competitors?|who|anyone|anybody|nobody|which (?:competitors?|vendors?|compan\w+))\b",
    re.IGNORECASE,
)
_PRICES = (Intent.PRICING, Intent.COMPARE_PRICING, Intent.CALCULATION)
_MOVES = (Intent.CHANGES, Intent.TIMELINE)
SHORT = 4  # words; a question of so few seldom names everything it means


def leans(text: str, own: Understanding) -> bool:
    """Whether a question needs the one before it: it says "and", "their", or names nobody and asks nothing whole."""
    short = len(WORD.findall(text)) <= SHORT
    return _FOLLOWS.search(text) is not None or (short and not own.unknown)


def completed(own: Understanding, previous: Understanding, text: str) -> Understanding:
    """The question with what it leaves out: who, which plan, which changes, and when it is only a fragment, all else."""
    if own.competitors and COMPARE.search(text) and _POINTS.search(text):
        both = tuple(dict.fromkeys((*previous.competitors, *own.competitors)))
        intent = own.intent if own.intent is Intent.CALCULATION else Intent.COMPARE_PRICING
        return own.model_copy(update={"competitors": both, "intent": intent, "plans": own.plans or previous.plans})
    fragment = not _WHOLE.search(_OPENER.sub(" ", text))
    changes: dict[str, object] = {"refusal": None if own.refusal == "unclear" else own.refusal}
    if not own.competitors and not own.unknown and not _OTHERS.search(text):
        changes["competitors"] = () if previous.everyone else previous.competitors
    if not own.plans and (fragment or _ONE.search(text)) and not PLURAL_PLANS.search(text):
        changes["plans"] = previous.plans
    if not own.topic and not own.plans and not previous.plans and _ONE.search(text) and own.intent in _PRICES:
        changes["topic"] = previous.topic  # "which plan has SSO?" - "what does it cost?"
    if not own.plans and not own.topic and own.intent is Intent.SEARCH and not fragment:
        changes["search"] = f"{own.search} {previous.search}"
    if fragment:
        changes |= _of_fragment(own, previous)
        changes["yes_no"] = previous.yes_no and not _OPEN.search(text)
    elif own.intent is Intent.CHANGES and previous.intent in _MOVES and not own.kinds:
        changes |= {"kinds": previous.kinds, "direction": previous.direction}
    return own.model_copy(update=changes)


def _of_fragment(own: Understanding, previous: Understanding) -> dict[str, object]:
    """ "and Beta?", "since when?", "and for 20 seats?": the question before, with what is said anew."""
    changes: dict[str, object] = {"intent": _intent(own, previous)}
    if changes["intent"] is Intent.SOURCE and not own.source_types:
        changes["source_types"] = previous.source_types
    if not own.kinds:
        changes |= {"kinds": previous.kinds, "direction": previous.direction}
    changes["aim"] = own.aim or previous.aim
    changes["superlative"] = own.superlative or previous.superlative
    changes["seats"], changes["months"] = own.seats or previous.seats, own.months or previous.months
    changes["billed_yearly"] = own.billed_yearly or previous.billed_yearly
    if not own.topic:
        changes |= {"topic": previous.topic, "search": previous.search}
    if not own.windows and not own.as_of_asked:
        changes |= {"windows": previous.windows, "seen_until": min(own.seen_until, previous.seen_until)}
        changes["as_of_asked"] = previous.as_of_asked
    return changes


def _intent(own: Understanding, previous: Understanding) -> Intent:
    if own.source_types:
        return Intent.SOURCE
    if own.aim in ("since_when", "before") and previous.intent in (*_PRICES, *_MOVES):
        return Intent.CHANGES
    if (own.seats or (own.months or 0) > 1) and previous.intent in _PRICES:
        return Intent.CALCULATION
    if own.topic and previous.intent in _PRICES:
        return Intent.SEARCH
    if own.kinds:
        return own.intent
    return previous.intent
