"""What sources other than pages list, as typed facts, each with its place; and how much of it was counted."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from competedexter.foundation.views import View
from competedexter.market.evidence.listings import Exact

from .places import Place

ListedType = Literal["jobs", "tech_stack", "company_info", "features", "ratings", "financials", "custom", "site"]
"""The types of snapshot that hold lists."""
Grouped = Literal["", "team", "place", "category"]


class OpeningFact(View):
    """An opening as last observed. `remote` is None where the board does not say."""

    kind: Literal["opening"] = "opening"
    competitor_id: UUID
    title: str
    team: str = ""
    locations: tuple[str, ...] = ()
    remote: bool | None = None
    published_at: datetime | None = None
    board: str = ""
    place: Place


class TechnologyFact(View):
    """A technology in use, as its trace shows."""

    kind: Literal["technology"] = "technology"
    competitor_id: UUID
    name: str
    category: str
    version: str = ""
    place: Place


class AboutFact(View):
    """What a source says of a company: `name` in snake case, `value` and `said_by` in words."""

    kind: Literal["about"] = "about"
    competitor_id: UUID
    name: str
    value: str
    said_by: str
    as_of: str = ""
    place: Place


class FeatureFact(View):
    """What one plan has of a feature, in the words of a comparison table; an entry of a list has no plan and no value."""

    kind: Literal["feature"] = "feature"
    competitor_id: UUID
    name: str
    plan: str = ""
    value: str = ""
    place: Place


class RatingFact(View):
    """A mark out of `best`, the mean of `count` marks where that is told."""

    kind: Literal["rating"] = "rating"
    competitor_id: UUID
    publisher: str
    product: str = ""
    rating: Exact
    best: Exact
    count: int | None = None
    place: Place


class ReportedFact(View):
    """A figure of a period (or of a day, without `period_start`) as a company reported it."""

    kind: Literal["reported"] = "reported"
    competitor_id: UUID
    label: str
    concept: str
    value: Exact
    unit: str
    period_start: date | None = None
    period_end: date
    fiscal: str = ""
    form: str = ""
    place: Place

    @property
    def days(self) -> int:
        """How long its period is; 0 for a figure of a day."""
        return (self.period_end - self.period_start).days + 1 if self.period_start else 0


class RowFact(View):
    """A record of a source that an analyst described."""

    kind: Literal["row"] = "row"
    competitor_id: UUID
    title: str
    date: datetime | None = None
    fields: dict[str, str]
    place: Place


class ListedPageFact(View):
    """A page that a site names."""

    kind: Literal["listed_page"] = "listed_page"
    competitor_id: UUID
    url: str
    last_modified: datetime | None = None
    place: Place


class TallyFact(View):
    """How many things a list shows, so that they can be counted again.

    `words` narrow it to things that carry them, `by` and `value` to one group. `at_least`: the list was read in part.
    `total` is all that the list shows; `until` bounds the state that was counted, which `document_id` holds.
    """

    kind: Literal["tally"] = "tally"
    competitor_id: UUID
    what: ListedType
    source: str = ""
    words: tuple[str, ...] = ()
    by: Grouped = ""
    value: str = ""
    count: int
    total: int
    at_least: bool = False
    until: datetime
    seen_at: datetime
    document_id: UUID
