"""Import jobs in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.imports.schemas import Brought, JobState, JobView, Kind

MOST_LINES: Final = 100  # of the lines that were not used; all are counted
STATES: Final = ("queued", "running", "succeeded", "failed")
OPEN: Final = (JobState.QUEUED, JobState.RUNNING)
_BROUGHT: Final = (
    ("documents", "document", "documents"), ("events", "event", "events"), ("changes", "change", "changes"),
)  # fmt: skip
_BESIDE: Final = (
    ("unchanged", "{count} showed what the look before showed."),
    ("known", "{count} were there already and add nothing."),
    ("no_page", "{count} met a wall or an error: they are looks of that day, and no documents."),
    ("while_watched", "{count} are of a time in which we looked ourselves: kept as documents, not compared."),
)


@dataclass(frozen=True)
class UnusedRow:
    """A line that was not used. `line` is empty where the whole file is meant."""

    line: str = ""
    reason: str = ""


@dataclass(frozen=True)
class JobRow:
    """A job as lists and its own card show it. `percent` is empty while nobody knows how much there is."""

    id: str = ""
    href: str = ""
    what: str = ""
    who: str = ""
    who_href: str = ""
    state: str = ""
    reason: str = ""
    at: str = ""
    words: str = ""
    unused: str = ""
    percent: str = ""
    done: str = ""
    is_open: bool = False


def job_row(view: JobView, names: Mapping[UUID, str]) -> JobRow:
    who = names.get(view.competitor_id, "Archived") if view.competitor_id else "As its rows say"
    is_open = view.state in OPEN
    return JobRow(
        id=str(view.id),
        href=f"/imports?job={view.id}",
        what="Wayback Machine" if view.kind == Kind.BACKFILL else view.file_name or "A file without a name",
        who=who,
        who_href=f"/competitors/{view.competitor_id}?tab=timeline" if view.competitor_id else "",
        state="succeeded" if view.state == JobState.COMPLETED else view.state.value,
        reason=view.reason,
        at=as_rfc3339(view.created_at),
        words=brought_words(view.result) if view.result.looks or not is_open else "",
        unused=unused_words(view.error_count),
        percent=f"{100 * view.done // view.total}%" if view.total else "",
        done=f"{view.done:,} of {counted(view.total, 'look', 'looks')}" if view.total else "",
        is_open=is_open,
    )


def brought_words(result: Brought) -> str:
    """`12 looks: 14 documents, 9 changes`."""
    looks = counted(result.looks, "look", "looks")
    parts = [counted(count, one, several) for name, one, several in _BROUGHT if (count := getattr(result, name))]
    return (
        f"{looks}: {', '.join(parts)}" if parts else f"{looks}, nothing new" if result.looks else "Nothing was written"
    )


def beside_words(result: Brought) -> list[str]:
    """What looks did not become, and why."""
    return [words.format(count=f"{count:,}") for name, words in _BESIDE if (count := getattr(result, name))]


def unused_words(count: int) -> str:
    return f"{counted(count, 'line', 'lines')} not used" if count else ""


def unused_rows(view: JobView) -> list[UnusedRow]:
    return [UnusedRow(f"{one.line:,}" if one.line else "", one.reason) for one in view.errors[:MOST_LINES]]


def counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"
