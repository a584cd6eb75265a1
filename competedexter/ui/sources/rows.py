"""What the pages of sources show beside the sources themselves: health at a glance, runs, what was read. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from competedexter.foundation.views import as_rfc3339
from competedexter.market.crawling.schemas import CrawlRunView
from competedexter.market.snapshots.schemas import Counted
from competedexter.market.sources.cadence import INTERVALS
from competedexter.market.sources.schemas import SourceView
from competedexter.ui.source_rows import EVERY
from competedexter.ui.source_types import things

ORDER = ("failing", "blocked", "suspect", "gone", "paused", "ok")
LATE = 1.5  # intervals without a good look; jitter alone is a tenth
TABS = {
    "pricing": "pricing", "jobs": "hiring", "features": "product", "tech_stack": "product", "company_info": "summary",
    "ratings": "summary", "financials": "summary",
}  # fmt: skip
TRIGGERS = {
    "schedule": "On schedule", "manual": "Asked for", "discovery": "First look", "confirmation": "Second look",
    "import": "Import",
}  # fmt: skip


@dataclass(frozen=True)
class HealthRow:
    """How many sources are in a state, the worst first."""

    state: str
    count: str


@dataclass(frozen=True)
class RunLine:
    """One look at this source."""

    id: str
    state: str
    reason: str
    why: str
    at: str
    took: str
    status: str
    size: str
    browser: bool
    document_href: str
    changes: str
    change_href: str
    brought: bool
    open: bool


@dataclass(frozen=True)
class ReadRow:
    """What was read last: `42 openings`, and where it is shown."""

    words: str
    at: str
    href: str
    document_href: str


def health_rows(counts: Iterable[Mapping[str, int]]) -> list[HealthRow]:
    """All competitors together."""
    total = dict.fromkeys(ORDER, 0)
    for one in counts:
        for state, count in one.items():
            total[state] = total.get(state, 0) + count
    return [HealthRow(state, f"{count:,}") for state, count in total.items() if count]


def run_line(view: CrawlRunView) -> RunLine:
    changes = len(view.change_ids)
    return RunLine(
        id=str(view.id),
        state=view.state,
        reason=view.reason,
        why=TRIGGERS.get(view.trigger, view.trigger),
        at=as_rfc3339(view.finished_at or view.started_at or view.queued_at),
        took=took(view.started_at, view.finished_at),
        status=str(view.http_status or ""),
        size=size_words(view.bytes),
        browser=view.rendered,
        document_href=f"/documents/{view.document_id}" if view.document_id else "",
        changes="" if not changes else "1 change" if changes == 1 else f"{changes} changes",
        change_href=f"/changes/{view.change_ids[0]}" if changes else "",
        brought=bool(changes or view.document_id or view.rendered),
        open=view.state in ("queued", "running"),
    )


def took(start: datetime | None, end: datetime | None) -> str:
    """`0.4 s`, `12 s`, `3 min`."""
    if start is None or end is None:
        return ""
    seconds = max((end - start).total_seconds(), 0.0)
    if seconds < 10:
        return f"{seconds:.1f}\u00a0s"
    return f"{seconds:.0f}\u00a0s" if seconds < 120 else f"{seconds / 60:.0f}\u00a0min"


def size_words(count: int | None) -> str:
    if not count:
        return ""
    return f"{count / 1024:,.0f}\u00a0KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:,.1f}\u00a0MB"


def read_rows(view: SourceView, counted: Sequence[Counted]) -> list[ReadRow]:
    """The states of this source, the longest list first; passages of a page only when nothing finer was read."""
    finer = [one for one in counted if one.snapshot_type != "page"] or list(counted)
    home = f"/competitors/{view.competitor_id}"
    return [
        ReadRow(
            words=things(one.snapshot_type, one.count),
            at=as_rfc3339(one.observed_at),
            href=f"{home}?tab={TABS.get(one.snapshot_type, 'timeline')}",
            document_href=f"/documents/{one.document_id}",
        )
        for one in sorted(finer, key=lambda one: -one.count)
    ]


def freshness(view: SourceView, now: datetime) -> tuple[str, bool]:
    """(words, whether it is as fresh as its frequency promises)."""
    every = EVERY.get(view.crawl_frequency, view.crawl_frequency)
    if view.last_success_at is None:
        return "Never read well yet", False
    age = now - view.last_success_at
    if age <= INTERVALS.get(view.crawl_frequency, timedelta(days=1)) * LATE:
        return f"Fresh: looked at {every}", True
    return f"Older than it should be: looked at {every}", False
