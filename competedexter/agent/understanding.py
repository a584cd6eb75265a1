"""What a question means, in a closed set of words that tools and answers work from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from competedexter.foundation.views import View

from .asked_changes import Aim
from .facts import Company
from .refusals import Refusal
from .source_words import SourceType


class Intent(StrEnum):
    """What kind of answer is wanted."""

    PRICING = "pricing"
    COMPARE_PRICING = "compare_pricing"
    CHANGES = "changes"
    TIMELINE = "timeline"
    COMPANY = "company"
    CALCULATION = "calculation"
    SEARCH = "search"
    WATCHING = "watching"  # how well a competitor's pages are read here
    SOURCE = "source"  # what sources other than pages list: jobs, news, figures


class Window(View):
    """A range of time a question names; open at the start when `start` is None."""

    start: datetime | None = None
    end: datetime
    words: str = ""


class Understanding(View):
    """A question, read. `remarks` say in words how doubtful names and dates were read."""

    intent: Intent
    competitors: tuple[UUID, ...] = ()
    everyone: bool = False  # no competitor was named: all that are watched are meant
    unknown: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    superlative: Literal["cheapest", "dearest"] | None = None
    direction: Literal["up", "down"] | None = None
    kinds: tuple[str, ...] = ()  # of change; each perhaps of one plan only (counted.py)
    aim: Aim = ""
    source_types: tuple[SourceType, ...] = ()  # of an intent SOURCE
    topic: tuple[str, ...] = ()  # words that nothing else has read: features, subjects
    refusal: Refusal | None = None
    windows: tuple[Window, ...] = ()
    seen_until: datetime
    as_of_asked: bool = False
    seats: int | None = None
    months: int | None = None  # how long a calculation runs
    billed_yearly: bool = False
    percent: bool = False
    search: str = ""
    yes_no: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brief:
    """All that a reasoner may know before tools have run: the question, the closed set of names, the time."""

    question: str
    companies: Sequence[Company]
    now: datetime
    seen_until: datetime
    chosen: tuple[UUID, ...] = ()  # competitors picked beside the question
    earlier: tuple[str, ...] = ()  # the questions before this one, oldest first
    as_of_asked: bool = False
    names: dict[UUID, str] = field(default_factory=dict)
    plans: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)  # those their pages show, where read already

    def name(self, competitor_id: UUID) -> str:
        return self.names.get(competitor_id, "a competitor")


def brief_of(
    question: str,
    companies: Sequence[Company],
    now: datetime,
    seen_until: datetime,
    *,
    chosen: tuple[UUID, ...] = (),
    earlier: tuple[str, ...] = (),
    as_of_asked: bool = False,
) -> Brief:
    """A brief with names that tell companies of one name apart by their domain."""
    counts: dict[str, int] = {}
    for company in companies:
        counts[company.name] = counts.get(company.name, 0) + 1
    names = {
        company.id: f"{company.name} ({company.domain})" if counts[company.name] > 1 else company.name
        for company in companies
    }
    return Brief(question, companies, now, seen_until, chosen, earlier, as_of_asked, names)
