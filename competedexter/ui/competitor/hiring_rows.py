"""Openings as the Hiring tab shows them: by team, in a list, over time, and those that closed. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.changes.schemas import ChangeView
from competedexter.market.evidence.listings import Job, JobsRecord
from competedexter.market.snapshots.schemas import Counted, StoredSnapshot
from competedexter.ui.addresses import with_query

NO_TEAM = "No team named"
MOST_TEAMS = 12  # lines; the rest is one


@dataclass(frozen=True)
class OpeningRow:
    """`url` leads to the opening itself, `evidence` to where it was read. Times are RFC 3339."""

    title: str
    team: str
    place: str
    remote: str
    employment: str
    url: str
    published_at: str
    first_seen_at: str
    evidence: str


@dataclass(frozen=True)
class TeamRow:
    """A team and its openings; `share` is the width of its bar, of the largest team."""

    name: str
    key: str
    count: str
    share: str
    chosen: bool


@dataclass(frozen=True)
class ClosedRow:
    title: str
    details: str
    at: str
    href: str


@dataclass(frozen=True)
class Opening:
    """An opening and the document it was read in."""

    job: Job
    document_id: UUID


def openings_of(states: Sequence[StoredSnapshot]) -> list[Opening]:
    """All openings of all boards, each once: two boards often list the same ones."""
    found: dict[object, Opening] = {}
    for state in states:
        if isinstance(state.record, JobsRecord):
            for job in state.record.jobs:
                key = job.url or (job.title.casefold(), (job.location or "").casefold(), job.external_id)
                found.setdefault(key, Opening(job, state.document_id))
    return list(found.values())


def newest_first(openings: Iterable[Opening]) -> list[Opening]:
    """By when they were published or first seen; those without a time last."""

    def at(one: Opening) -> float:
        known = one.job.published_at or one.job.first_seen_at
        return known.timestamp() if known else 0.0

    return sorted(openings, key=lambda one: (-at(one), one.job.title.casefold()))


def of_team(openings: Iterable[Opening], team: str) -> list[Opening]:
    return [one for one in openings if not team or (one.job.team or NO_TEAM) == team]


def opening_row(one: Opening) -> OpeningRow:
    job = one.job
    return OpeningRow(
        title=job.title,
        team=job.team or "",
        place=job.location or "",
        remote="Remote" if job.remote else "",  # that one is not is told by its place
        employment=job.employment or "",
        url=job.url if job.url.startswith(("https://", "http://")) else "",
        published_at=as_rfc3339(job.published_at) if job.published_at else "",
        first_seen_at=as_rfc3339(job.first_seen_at) if job.first_seen_at else "",
        evidence=with_query(f"/documents/{one.document_id}", start=job.start or "0", end=job.end),
    )


def team_rows(openings: Sequence[Opening], chosen: str) -> list[TeamRow]:
    """The largest first."""
    counted = Counter(one.job.team or NO_TEAM for one in openings).most_common()
    largest = counted[0][1] if counted else 1
    rows = [
        TeamRow(name, name, f"{count:,}", f"{count / largest * 100:.0f}%", name == chosen)
        for name, count in counted[:MOST_TEAMS]
    ]
    rest = sum(count for _, count in counted[MOST_TEAMS:])
    more = f"{len(counted) - MOST_TEAMS} more teams"
    return [*rows, TeamRow(more, "", f"{rest:,}", f"{rest / largest * 100:.0f}%", False)] if rest else rows


def trend_points(counted: Sequence[Counted]) -> list[tuple[datetime, float]]:
    """How many openings there were in all after each look that saw another number."""
    latest: dict[UUID, int] = {}
    points: list[tuple[datetime, float]] = []
    for one in counted:
        latest[one.source_id] = one.count
        points.append((one.observed_at, float(sum(latest.values()))))
    return points


def closed_row(view: ChangeView) -> ClosedRow:
    job = _job_of(view.data)
    parts = [str(job.get(name) or "") for name in ("team", "location")]
    return ClosedRow(
        title=str(job.get("title") or view.summary),
        details=" \u00b7 ".join(part for part in parts if part),
        at=as_rfc3339(view.observed_at),
        href=f"/changes/{view.id}",
    )


def _job_of(data: dict[str, Any]) -> dict[str, Any]:  # Any: JSON of a change (api.md "Shapes")
    for name in ("job", "before", "opening"):
        if isinstance(data.get(name), dict):
            found: dict[str, Any] = data[name]
            return found
    return data
