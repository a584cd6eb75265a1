"""Which changes of the ledger are told, and which are counted: the tool, the sentence and the check agree here. Pure."""

from collections.abc import Iterable

from competedexter.market.changes.kinds import PLAN_KINDS

from .counted import is_counted
from .facts import ChangeFact
from .library import ChangeQuery

HELD_BACK = ("noise", "variant")  # stored and listed in the ledger, not told unless asked for


def is_asked(change: ChangeFact, query: ChangeQuery) -> bool:
    """Whether a change is of the time and the kinds that a query asks for."""
    return (
        (query.until is None or change.happened_at <= query.until)
        and (query.since is None or change.happened_at >= query.since)
        and (query.with_past or not change.backfilled or change.change_kind in PLAN_KINDS)
        and is_counted(change, query.kinds)
    )


def told_of(changes: Iterable[ChangeFact], *, with_past: bool) -> list[ChangeFact]:
    """Those that are real and worth telling. `with_past`: also what happened before its source was watched; plans and
    prices of the past always are."""
    return [
        change
        for change in changes
        if change.label not in HELD_BACK
        and change.state != "reverted"
        and (with_past or not change.backfilled or change.change_kind in PLAN_KINDS)
    ]
