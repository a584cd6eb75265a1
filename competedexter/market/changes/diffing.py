"""Which records are compared how: one line a record. Events are no states, each is told once (told_events.py)."""

from collections.abc import Callable
from typing import Any, Final

from competedexter.market.evidence.listings import (
    CompanyRecord,
    EventsRecord,
    FeaturesRecord,
    FiguresRecord,
    JobsRecord,
    RatingsRecord,
    RowsRecord,
    SiteRecord,
    TechnologiesRecord,
)
from competedexter.market.evidence.records import PageRecord, PricingRecord, Record

from .diffing_company import diff_company
from .diffing_features import diff_features
from .diffing_figures import diff_figures
from .diffing_jobs import diff_jobs
from .diffing_page import diff_page
from .diffing_pricing import diff_pricing
from .diffing_ratings import diff_ratings
from .diffing_rows import diff_rows
from .diffing_site import diff_site
from .diffing_technologies import diff_technologies
from .drafts import Draft
from .told_once import Told

Diff = Callable[[Any, Any], tuple[Draft, ...]]  # Any: two records of the type it stands for

_DIFFS: Final[dict[type, Diff]] = {
    PricingRecord: diff_pricing,
    FiguresRecord: diff_figures,
    EventsRecord: lambda before, after: (),
    JobsRecord: diff_jobs,
    RowsRecord: diff_rows,
    SiteRecord: diff_site,
    TechnologiesRecord: diff_technologies,
    CompanyRecord: diff_company,
    RatingsRecord: diff_ratings,
    FeaturesRecord: diff_features,
}


def differences(before: Record, after: Record, before_text: str, after_text: str, told: Told) -> tuple[Draft, ...]:
    """The typed differences of two records of one kind; none when the kinds differ."""
    if isinstance(before, PageRecord) and isinstance(after, PageRecord):
        return diff_page(before, after, before_text, after_text, told)
    diff = _DIFFS.get(type(after))
    return diff(before, after) if diff is not None and type(before) is type(after) else ()
