"""One change in words: what moved, from what to what, when it was seen, and what that rests on."""

import re
from decimal import Decimal

from competedexter.agent.calculations import NotComputable, compute
from competedexter.agent.evidence import Key, Ledger
from competedexter.agent.facts import ChangeFact, FigureFact, Operand
from competedexter.agent.happened import event_words
from competedexter.agent.money import day_words, price_words
from competedexter.agent.plan_names import unit_of

_HOST = re.compile(r"https?://[^/\s]+(?=/)")
_ROSE, _FELL = "plan_price_raised", "plan_price_lowered"


def sentence_of(change: ChangeFact, name: str) -> str:
    """The change with its day; price moves in full, others in the ledger's words."""
    if change.is_event:
        return f"{event_words(change, name)}."
    when = f"observed on {day_words(change.observed_at)}"
    if change.backfilled and change.occurred_at:
        when = f"dated {day_words(change.occurred_at)}, before it was watched here"
    elif (
        change.happened_at != change.observed_at
        and change.occurred_at
        and change.occurred_at.date() != change.observed_at.date()
    ):
        when = f"dated {day_words(change.occurred_at)}, {when}"
    doubt = "; not confirmed yet" if change.state == "pending" else ""
    return f"{told_of(change, name)} ({when}{doubt})."


def told_of(change: ChangeFact, name: str) -> str:
    before, after = change.before_price, change.after_price
    if change.change_kind in (_ROSE, _FELL) and before and after:
        verb = "raised" if change.change_kind == _ROSE else "lowered"
        figure = figure_of(change, "")
        move = f" ({figure.result})" if figure else ""
        return f"{name} {verb} {change.plan} from {price_words(before)} to {price_words(after)}{move}"
    if change.is_event:
        return event_words(change, name)
    summary = _HOST.sub("", change.summary)  # an address as its path: a sentence carries no links
    return f"At {name}: {summary.rstrip('.')}"


def figure_of(change: ChangeFact, name: str) -> FigureFact | None:
    """A price move as a computed figure; None when the two prices cannot be compared."""
    before, after = change.before_price, change.after_price
    if before is None or after is None or before.amount is None or after.amount is None or change.percent is None:
        return None
    label = f"{name} {change.plan}"
    operands = (
        Operand(label=f"{label} before", value=Decimal(before.amount), unit=unit_of(before), place=change.before),
        Operand(label=f"{label} after", value=Decimal(after.amount), unit=unit_of(after), place=change.after),
    )
    try:
        result = compute("percent_change", operands)
    except NotComputable:
        return None
    return FigureFact(operation="percent_change", label=label, operands=operands, result=result)


def keys_of(change: ChangeFact, name: str, ledger: Ledger) -> tuple[Key, ...]:
    keys = [ledger.place(place) for place in (change.before, change.after) if place]
    if change.is_event and keys:
        return tuple(keys)
    figure = figure_of(change, name)
    if figure and change.change_kind in (_ROSE, _FELL) and change.before and change.after:
        return (*keys, ledger.figure(figure))
    return (*keys, ledger.change(change))
