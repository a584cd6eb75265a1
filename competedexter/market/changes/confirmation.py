"""Which changes need a second look before anybody is alerted, and what the second look says."""

from collections.abc import Iterable, Mapping

from .kinds import PRICE_KINDS, ChangeKind, ChangeState

LARGE_SHARE = 0.5  # of a page's words: a redesign, or a page that did not load whole

_ALWAYS = PRICE_KINDS | {ChangeKind.PLAN_ADDED, ChangeKind.PLAN_REMOVED}


def suspicion(kind: ChangeKind, data: Mapping[str, object], *, returns: bool = False) -> str | None:
    """Why a change must be seen twice, in a sentence; None when one look is enough.

    `returns` says that the new state is one this source showed before. `data` is the change's own (api.md "Shapes").
    """
    if returns:
        return "The page went back to something it showed before; a second look tells a test from a decision."
    if kind in _ALWAYS:
        return "Prices and plans are looked at twice before anybody is alerted."
    if kind is ChangeKind.PLAN_TERMS_CHANGED and "percent" in data:
        return "Another currency, period or billing may be one visitor's view of the page."
    share = data.get("share")
    if isinstance(share, int | float) and share >= LARGE_SHARE:
        return "A large part of the page changed; a second look tells a redesign from a page that did not load whole."
    return None


def first_state(*, suspicious: bool) -> ChangeState:
    """An unsuspicious change is confirmed at once."""
    return ChangeState.PENDING if suspicious else ChangeState.CONFIRMED


def settled(subject: str, before_hash: str, seen_hash: str, still_differs: Iterable[str]) -> ChangeState:
    """What a second look makes of a pending change.

    `before_hash` is the state before the change, `seen_hash` the state seen now, `still_differs` the subjects in
    which the state now differs from the state before. A change is reverted only when its own subject is back.
    """
    if seen_hash == before_hash or subject not in set(still_differs):
        return ChangeState.REVERTED
    return ChangeState.CONFIRMED
