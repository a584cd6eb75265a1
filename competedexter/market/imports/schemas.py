"""What comes into and goes out of imports (api.md "POST /import", "GET /jobs/{id}")."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from competedexter.foundation.views import GivenMoment, Moment, View
from competedexter.market.crawling.past_looks import PastLook

MOST_PROBLEMS: Final = 1_000  # listed; all are counted


class Format(StrEnum):
    PRICE_MODEL = "price_model"
    CSV = "csv"
    JSON = "json"
    WARC = "warc"


class Kind(StrEnum):
    IMPORT = "import"
    BACKFILL = "backfill"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


class Asked(View):
    """What a job is to do, as its row keeps it. `type` is what rows without one are: "pricing", "news", "funding" ..."""

    competitor_id: UUID | None = None
    type: str | None = None
    format: Format | None = None
    observed_at: GivenMoment | None = None
    file_name: str = ""
    archive_key: str = ""
    size: int = 0


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent; `format` None when nobody said."""

    body: bytes
    name: str = ""
    media_type: str = "application/octet-stream"
    competitor_id: UUID | None = None
    type: str | None = None
    format: Format | None = None
    observed_at: datetime | None = None


@dataclass(frozen=True)
class Problem:
    """What was not imported and why. `line` counts from 1: a line of a table, an entry of a list, a record of an archive."""

    line: int | None
    reason: str


@dataclass(frozen=True)
class Planned:
    """A past look and the source it belongs to; `address` is where that would be watched."""

    competitor_id: UUID
    source_type: str
    address: str
    look: PastLook
    line: int | None = None


@dataclass
class Parsed:
    """What a file holds: looks in order of date, and what in it could not be used."""

    planned: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Tally:
    """What an import brought so far."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    def add(self, problems: Sequence[Problem]) -> None:
        self.problem_count += len(problems)
        self.problems += problems[: max(0, MOST_PROBLEMS - len(self.problems))]


class ProblemView(View):
    line: int | None
    reason: str


class Brought(View):
    """Counts. `known` looks were there already, `unchanged` ones showed what the look before showed, `no_page` ones
    met a wall or an error, `while_watched` ones are of a time in which we looked ourselves: their documents are kept."""

    looks: int = 0
    documents: int = 0
    snapshots: int = 0
    events: int = 0
    changes: int = 0
    known: int = 0
    unchanged: int = 0
    no_page: int = 0
    while_watched: int = 0


class JobView(View):
    """A job under way or done: `done` of `total` looks; `errors` are at most a thousand of `error_count`."""

    id: UUID
    kind: str
    state: JobState
    reason: str
    done: int
    total: int | None
    errors: tuple[ProblemView, ...]
    error_count: int
    result: Brought
    competitor_id: UUID | None
    file_name: str
    created_at: Moment
    finished_at: Moment | None
