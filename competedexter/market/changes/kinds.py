"""The words for changes: what happened, what it is worth, and how sure we are (api.md "Shapes")."""

from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened, as programs and rules name it."""

    PAGE_CHANGED = "page_changed"
    PLAN_ADDED = "plan_added"
    PLAN_REMOVED = "plan_removed"
    PLAN_RENAMED = "plan_renamed"
    PLAN_PRICE_RAISED = "plan_price_raised"
    PLAN_PRICE_LOWERED = "plan_price_lowered"
    PLAN_PRICE_HIDDEN = "plan_price_hidden"
    PLAN_PRICE_PUBLISHED = "plan_price_published"
    PLAN_TERMS_CHANGED = "plan_terms_changed"
    PAGE_ADDED = "page_added"
    PAGE_REMOVED = "page_removed"
    MESSAGING_CHANGED = "messaging_changed"
    CUSTOMER_ADDED = "customer_added"
    INTEGRATION_ADDED = "integration_added"
    FEATURE_ADDED = "feature_added"
    FEATURE_REMOVED = "feature_removed"
    JOB_OPENED = "job_opened"
    JOB_CLOSED = "job_closed"
    JOB_CHANGED = "job_changed"
    NEWS_PUBLISHED = "news_published"
    FUNDING_ANNOUNCED = "funding_announced"
    FILING_PUBLISHED = "filing_published"
    FINANCIALS_REPORTED = "financials_reported"
    RATING_CHANGED = "rating_changed"
    REVIEW_POSTED = "review_posted"
    SOCIAL_POSTED = "social_posted"
    PATENT_PUBLISHED = "patent_published"
    TECHNOLOGY_ADDED = "technology_added"
    TECHNOLOGY_REMOVED = "technology_removed"
    COMPANY_CHANGED = "company_changed"
    HIRING_SURGED = "hiring_surged"
    RATING_DROPPED = "rating_dropped"
    NEWS_SPIKED = "news_spiked"
    LEADERSHIP_CHANGED = "leadership_changed"
    PRODUCT_LAUNCHED = "product_launched"
    RECORD_ADDED = "record_added"
    RECORD_REMOVED = "record_removed"
    RECORD_CHANGED = "record_changed"


class SourceEvent(StrEnum):
    """What happened to a source; on the timeline, never a change."""

    BLOCKED = "source_blocked"
    GONE = "source_gone"
    RECOVERED = "source_recovered"


class Label(StrEnum):
    """What a change is worth. None of them hides it from the ledger."""

    SIGNIFICANT = "significant"
    MINOR = "minor"
    NOISE = "noise"
    VARIANT = "variant"

    @property
    def held_back(self) -> bool:
        """Whether people are spared it unless they ask for the ledger."""
        return self in (Label.NOISE, Label.VARIANT)


class LabelSource(StrEnum):
    """Who gave a label. What a person said stands until a person says otherwise."""

    RULE = "rule"
    LLM = "llm"
    PERSON = "person"


class ChangeState(StrEnum):
    """How sure we are that a change is real."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REVERTED = "reverted"


class Severity(StrEnum):
    """How much it matters, least first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)

    def step(self, by: int) -> "Severity":
        """The severity `by` steps up (or down), within the scale."""
        scale = list(Severity)
        return scale[max(0, min(len(scale) - 1, self.rank + by))]


PRICE_MOVES = frozenset({ChangeKind.PLAN_PRICE_RAISED, ChangeKind.PLAN_PRICE_LOWERED})
PRICE_KINDS = PRICE_MOVES | {ChangeKind.PLAN_PRICE_HIDDEN, ChangeKind.PLAN_PRICE_PUBLISHED}
PLAN_KINDS = PRICE_KINDS | {
    ChangeKind.PLAN_ADDED,
    ChangeKind.PLAN_REMOVED,
    ChangeKind.PLAN_RENAMED,
    ChangeKind.PLAN_TERMS_CHANGED,
}
