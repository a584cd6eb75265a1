"""Which records are compared how: one line a record. Events are no states, each is told once (told_events.py)."""

from collections.abc import Callable
from typing import Any, Final

from competedexter.market.evidence.listings import EventsRecord, TechnologiesRecord
from competedexter.market.evidence.records import PageRecord, PricingRecord, Record

from .diffing_page import diff_page
from .diffing_pricing import diff_pricing
from .diffing_technologies import diff_technologies
from .drafts import Draft
from .told_once import Told

Diff = Callable[[Any, Any], tuple[Draft, ...]]  # Any: two records of the type it stands for

_DIFFS: Final[dict[type, Diff]] = {
    PricingRecord: diff_pricing,
    EventsRecord: lambda before, after: (),
    TechnologiesRecord: diff_technologies,
}


def differences(before: Record, after: Record, before_text: str, after_text: str, told: Told) -> tuple[Draft, ...]:
    """The typed differences of two records of one kind; none when the kinds differ."""
    if isinstance(before, PageRecord) and isinstance(after, PageRecord):
        return diff_page(before, after, before_text, after_text, told)
    diff = _DIFFS.get(type(after))
    return diff(before, after) if diff is not None and type(before) is type(after) else ()
