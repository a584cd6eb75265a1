"""Understanding without a model: names, dates, plans and intent by rules over a closed vocabulary."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from competedexter.market.changes.kinds import PLAN_KINDS, PRICE_KINDS, ChangeKind

from .naming import Named, named_in
from .periods import Dates, dates_in
from .question import MAX_COMPETITORS
from .understanding import Brief, Intent, Understanding, Window
from .words import TIERS

_PRICE = re.compile(
    r"\b(?:pric\w*|cost\w*|fees?|how much|cheap\w*|expensive|dear\w*|plans?|tiers?|rates?|pay|subscriptions?|charg\w*|per seat|per user"
    r"|billing|billed|preise?n?|kostet?n?|prix|tarifs?|precios?)\b|[$€£¥]",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"\b(?:compar\w*|versus|vs\.?|difference|against|cheap\w*|expensive|dearest|lowest|highest|side by side|than)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:chang\w*|what(?:'s| is|s) new|anything new|new plans?|rais\w*|rose|risen|increas\w*|hik\w*|lower\w*|drop\w*|decreas\w*|reduc\w*|cut|cuts|add(?:ed|s)?|remov\w*"
    r"|renam\w*|launch\w*|introduc\w*|discontinu\w*|went up|gone up|went down|gone down|move[ds]?|different|update[ds]?)\b",
    re.IGNORECASE,
)
_TIMELINE = re.compile(
    r"\b(?:timeline|histor\w*|happen\w*|recent\w*|latest|news|events?|when did|over time|developments?)\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:who (?:is|are)|what (?:is|are)|tell me about|what (?:does|do) .{0,60}?\bdo\b|describe|profile|about|domain|website|overview|tier|tags?)\b",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"\b(?:percent\w*|per ?cent|how much (?:more|less|cheaper|dearer)|difference|total|ratio|times|average|in total|multipl\w*|calculat\w*|sum)\b|%",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b(?:does|do|can|is|are) .{1,60}\b(?:support|offer|have|include|allow|provide|integrate)\b", re.IGNORECASE
)
_UP = re.compile(r"\b(?:rais\w*|rose|risen|increas\w*|hik\w*|went up|gone up|higher|more expensive)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:lower\w*|drop\w*|decreas\w*|reduc\w*|cut|cuts|went down|gone down|cheaper)\b", re.IGNORECASE)
_CHEAPEST = re.compile(r"\b(?:cheapest|lowest|least expensive|best price|most affordable)\b", re.IGNORECASE)
_DEAREST = re.compile(r"\b(?:dearest|highest|most expensive|costliest)\b", re.IGNORECASE)
_SEATS = re.compile(
    r"(?<![\d$€£.,])(\d{1,3}(?:,\d{3})+|\d{1,6})\s*(?:-?\s*)(?:users?|seats?|people|members?|developers?|licen[cs]es|employees|agents|person)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:(?:for|over)\s+)?(\d{1,2}|a|one|two|three|five|per|each)\s+(month|year)s?\b|\b(annually|yearly|monthly)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^(?:and\s+|so\s+)?(?:did|does|do|has|have|is|are|was|were|can|could|will)\b", re.IGNORECASE)
_FOLLOW_UP = re.compile(
    r"^(?:and|also|so|then|what about|how about|what of|same)\b|\b(?:their|theirs|they|them|it|its|that one|those|these|this company|the same)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|them|that|this|those|their|its)\b", re.IGNORECASE)
_EVERYONE = re.compile(
    r"\b(?:everyone|anyone|any|all|each|every|competitors?|who|which|market|others?|nobody|anybody|everybody)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[+#])*")


@dataclass(frozen=True)
class _Parts:
    """A question taken apart: who, when, and the words that are left."""

    text: str
    named: Named
    dates: Dates

    def has(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.text) is not None


def read(brief: Brief) -> Understanding:
    """The question as an Understanding; a follow-up takes what it leaves out from the question before."""
    previous = read_earlier(brief)
    parts = _parts(brief.question, brief)
    own = _own(parts, brief)
    if previous is None or not _leans(parts):
        return _bounded(_with_scope(own, brief))
    return _bounded(_with_scope(_completed(own, previous, parts), brief))


def read_earlier(brief: Brief) -> Understanding | None:
    """The last earlier question, itself read in the light of those before it."""
    if not brief.earlier:
        return None
    return read(
        Brief(
            brief.earlier[-1], brief.companies, brief.now, brief.seen_until, brief.chosen, brief.earlier[:-1],
            names=brief.names,
        )
    )  # fmt: skip


def _parts(question: str, brief: Brief) -> _Parts:
    dates = dates_in(question, brief.seen_until)
    return _Parts(question, named_in(dates.rest, brief.companies), dates)


def _own(parts: _Parts, brief: Brief) -> Understanding:
    """What the question says by itself, without scope and without earlier turns."""
    seen_until = min(brief.seen_until, parts.dates.as_of) if parts.dates.as_of else brief.seen_until
    seats, months = _seats(parts), _months(parts)
    return Understanding(
        intent=_intent(parts, seats, months),
        competitors=parts.named.found,
        unknown=parts.named.unknown,
        plans=_plans(parts, brief),
        superlative="cheapest" if parts.has(_CHEAPEST) else "dearest" if parts.has(_DEAREST) else None,
        direction=_direction(parts),
        kinds=_kinds(parts),
        windows=tuple(Window(start=p.start, end=p.end, words=p.words.strip()) for p in parts.dates.periods),
        seen_until=seen_until,
        as_of_asked=brief.as_of_asked or parts.dates.as_of is not None,
        seats=seats,
        months=months,
        percent=parts.has(re.compile(r"\bper ?cent\w*|%", re.IGNORECASE)),
        search=parts.named.rest or parts.text,
        yes_no=parts.has(_YES_NO),
        remarks=parts.named.remarks,
    )


def _intent(parts: _Parts, seats: int | None, months: int | None) -> Intent:
    several = len(parts.named.found) != 1
    price, compare = parts.has(_PRICE), parts.has(_COMPARE)
    if price and parts.has(_CHANGE) and not parts.has(_CHEAPEST) and not parts.has(_DEAREST):
        return Intent.CHANGES
    if (price and (seats is not None or (months or 0) > 1)) or (parts.has(_SUM) and len(parts.named.found) == 2):
        return Intent.CALCULATION
    if (price and several) or (compare and len(parts.named.found) > 1) or (price and compare):
        return Intent.COMPARE_PRICING
    if price:
        return Intent.TIMELINE if parts.has(_TIMELINE) else Intent.PRICING
    if parts.has(_TIMELINE):
        return Intent.TIMELINE
    if parts.has(_CHANGE) and not parts.has(_OFFER):
        return Intent.CHANGES
    if parts.has(_COMPANY) and parts.named.found and _short_rest(parts):
        return Intent.COMPANY
    return Intent.SEARCH


def _short_rest(parts: _Parts) -> bool:
    """ "What is Acme?" asks who they are; "What is Acme's uptime promise?" asks something of them."""
    rest = _COMPANY.sub(" ", parts.named.rest)
    return (
        len(
            [
                word
                for word in _WORD.findall(rest)
                if len(word) > 2 and word.casefold() not in ("the", "and", "does", "company", "competitor")
            ]
        )
        == 0
    )


def _kinds(parts: _Parts) -> tuple[str, ...]:
    """The kinds of change a question is about; empty means any."""
    text = parts.text
    if not parts.has(_CHANGE):
        return ()
    if re.search(r"\b(?:pric\w*|cost\w*|fees?|expensive|cheap\w*|charg\w*)\b|[$€£]", text, re.IGNORECASE):
        if direction := _direction(parts):
            return (ChangeKind.PLAN_PRICE_RAISED if direction == "up" else ChangeKind.PLAN_PRICE_LOWERED,)
        named = PLAN_KINDS if re.search(r"\bpricing\b|\bplans?\b", text, re.IGNORECASE) else PRICE_KINDS
        return tuple(sorted(named))
    if re.search(r"\bplans?\b|\btiers?\b", text, re.IGNORECASE):
        return tuple(sorted(PLAN_KINDS))
    return ()


def _direction(parts: _Parts) -> "str | None":
    if not parts.has(_CHANGE):
        return None
    up, down = parts.has(_UP), parts.has(_DOWN)
    return None if up == down else "up" if up else "down"


def _plans(parts: _Parts, brief: Brief) -> tuple[str, ...]:
    """Words that may name a plan: tier words beside a price word, and capitalised words right after a competitor."""
    found = [
        word for word in _WORD.findall(parts.named.rest) if word.casefold() in TIERS and _is_plan_word(word, parts)
    ]
    for company in brief.companies:
        for name in company.names:
            after = rf"\b{re.escape(name)}(?:['’]s)?\s+([A-Z][\w+]*(?:\s+[A-Z][\w+]*)?)"
            found.extend(match[1] for match in re.finditer(after, parts.text))
    found.sort(key=parts.text.find)
    return tuple(dict.fromkeys(_without_names(found, brief)))


def _is_plan_word(word: str, parts: _Parts) -> bool:
    """ "Pro" is a plan wherever it stands; "team", "business", "free" only where prices or plans are spoken of."""
    return (word[0].isupper() and not parts.text.startswith(word)) or parts.has(_PRICE)


def _without_names(words: Sequence[str], brief: Brief) -> list[str]:
    names = {name.casefold() for company in brief.companies for name in company.names}
    kept: list[str] = []
    for word in words:
        inside = any(word != other and word.casefold() in other.casefold().split() for other in words)
        if word.casefold() not in names and not inside:
            kept.append(word)
    return kept


def _seats(parts: _Parts) -> int | None:
    match = _SEATS.search(parts.text)
    return int(match[1].replace(",", "")) if match else None


def _months(parts: _Parts) -> int | None:
    match = _SPAN.search(parts.dates.rest)
    if match is None:
        return None
    if match[3]:
        return 1 if match[3].casefold() == "monthly" else 12
    words = {"a": 1, "per": 1, "each": 1, "one": 1, "two": 2, "three": 3, "five": 5}
    count = words.get(match[1].casefold()) or int(match[1])
    return count * (12 if match[2].casefold() == "year" else 1)


def _leans(parts: _Parts) -> bool:
    """Whether a question needs the one before it: it says "and", "their", or names nobody and asks nothing whole."""
    short = len(_WORD.findall(parts.text)) <= 4
    return parts.has(_FOLLOW_UP) or (short and not parts.named.unknown)


def _completed(own: Understanding, previous: Understanding, parts: _Parts) -> Understanding:
    bare = own.intent is Intent.SEARCH and not own.plans
    changes: dict[str, object] = {}
    if not own.competitors and not own.unknown and not own.everyone and not _names_everyone(parts):
        changes["competitors"] = () if previous.everyone else previous.competitors
    if own.competitors and parts.has(_COMPARE) and parts.has(_PRONOUN):
        both = tuple(dict.fromkeys((*previous.competitors, *own.competitors)))
        return own.model_copy(
            update={"competitors": both, "intent": Intent.COMPARE_PRICING, "plans": own.plans or previous.plans}
        )
    if bare or (own.intent is Intent.COMPARE_PRICING and len(previous.competitors) == 1 and not own.competitors):
        changes["intent"] = previous.intent if bare else Intent.PRICING
    if bare and previous.intent is not Intent.SEARCH:
        changes |= {"plans": previous.plans, "kinds": previous.kinds, "direction": previous.direction}
        changes |= {"superlative": previous.superlative, "seats": previous.seats, "months": previous.months}
    elif bare:
        changes["search"] = f"{own.search} {previous.search}"
    if not own.windows and not own.as_of_asked and bare:
        changes |= {"windows": previous.windows, "seen_until": min(own.seen_until, previous.seen_until)}
        changes["as_of_asked"] = previous.as_of_asked
    return own.model_copy(update=changes)


def _names_everyone(parts: _Parts) -> bool:
    return parts.has(re.compile(r"\b(?:everyone|all|others|competitors)\b", re.IGNORECASE))


def _with_scope(understanding: Understanding, brief: Brief) -> Understanding:
    """Those named; else those picked beside the question; else everyone watched, our own product apart."""
    if understanding.competitors:
        return _one_or_many(understanding)
    chosen: tuple[UUID, ...] = brief.chosen
    if chosen:
        return _one_or_many(understanding.model_copy(update={"competitors": chosen}))
    if understanding.unknown and not _EVERYONE.search(brief.question):
        return understanding
    everyone = tuple(company.id for company in brief.companies)
    return _one_or_many(understanding.model_copy(update={"competitors": everyone, "everyone": True}))


def _one_or_many(understanding: Understanding) -> Understanding:
    """Prices of several are compared; a comparison of one is its price."""
    count = len(understanding.competitors)
    if understanding.intent is Intent.PRICING and count > 1:
        return understanding.model_copy(update={"intent": Intent.COMPARE_PRICING})
    if understanding.intent is Intent.COMPARE_PRICING and count == 1 and not understanding.unknown:
        return understanding.model_copy(update={"intent": Intent.PRICING})
    return understanding


def _bounded(understanding: Understanding) -> Understanding:
    total = len(understanding.competitors)
    if total <= MAX_COMPETITORS:
        return understanding
    said = f"{total} competitors are watched; the first {MAX_COMPETITORS} are answered. Name others to see them."
    return understanding.model_copy(
        update={"competitors": understanding.competitors[:MAX_COMPETITORS], "remarks": (*understanding.remarks, said)}
    )
