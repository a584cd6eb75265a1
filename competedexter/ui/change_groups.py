"""Kinds of changes as people filter them: twelve groups, each kind in exactly one."""

from collections.abc import Mapping

from competedexter.market.changes.kinds import PLAN_KINDS, ChangeKind, SourceEvent

_K = ChangeKind
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "pricing": ("Pricing", tuple(sorted(PLAN_KINDS))),
    "product": (
        "Product",
        (_K.FEATURE_ADDED, _K.FEATURE_REMOVED, _K.INTEGRATION_ADDED, _K.PRODUCT_LAUNCHED),
    ),
    "hiring": ("Hiring", (_K.JOB_OPENED, _K.JOB_CLOSED, _K.JOB_CHANGED, _K.HIRING_SURGED)),
    "news": ("News", (_K.NEWS_PUBLISHED, _K.NEWS_SPIKED)),
    "filings": ("Filings and funding", (_K.FILING_PUBLISHED, _K.FINANCIALS_REPORTED, _K.FUNDING_ANNOUNCED)),
    "social": ("Social", (_K.SOCIAL_POSTED,)),
    "reviews": ("Reviews", (_K.REVIEW_POSTED, _K.RATING_CHANGED, _K.RATING_DROPPED)),
    "patents": ("Patents", (_K.PATENT_PUBLISHED,)),
    "technology": ("Technology", (_K.TECHNOLOGY_ADDED, _K.TECHNOLOGY_REMOVED)),
    "company": ("Company", (_K.COMPANY_CHANGED, _K.LEADERSHIP_CHANGED, _K.CUSTOMER_ADDED)),
    "pages": ("Pages", (_K.PAGE_CHANGED, _K.PAGE_ADDED, _K.PAGE_REMOVED, _K.MESSAGING_CHANGED)),
    "records": ("Custom records", (_K.RECORD_ADDED, _K.RECORD_REMOVED, _K.RECORD_CHANGED)),
}
SOURCE_EVENTS = "sources"  # a group of the timeline only: what happens to a source is no change
OPTIONS = [("", "Everything"), *[(key, words) for key, (words, _) in GROUPS.items()]]
TIMELINE_OPTIONS = [*OPTIONS, (SOURCE_EVENTS, "Source events")]
_GROUP_OF = {str(kind): key for key, (_, kinds) in GROUPS.items() for kind in kinds}


def kinds_of(group: str) -> tuple[str, ...]:
    """The kinds of a group, for filters; none for everything."""
    if group == SOURCE_EVENTS:
        return tuple(event.value for event in SourceEvent)
    return tuple(str(kind) for kind in GROUPS[group][1]) if group in GROUPS else ()


def group_name(kind: str) -> str:
    """`Hiring` for job_opened; `Source` for what happens to a source."""
    found = _GROUP_OF.get(kind)
    return GROUPS[found][0] if found else "Source"
