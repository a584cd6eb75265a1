"""All SQL of changes. A change never changes; the newest row of change_labels says what it is worth and how sure we are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, text, true, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col

from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import MOST_COUNTED
from competedexter.models import Change, ChangeLabel, Competitor, CrawlRun

from .filtering import conditions_of, conditions_of_timeline, happened_at, until
from .kinds import ChangeKind, ChangeState, Label, LabelSource
from .schemas import ChangeFilters, TimelineFilters

MOST_ELSEWHERE = 200  # changes of other pages held against a new one
ROWS_AT_ONCE = 500  # parameters of one statement stay below what the protocol carries


@dataclass(frozen=True)
class LabelledChange:
    """A change with the label that counts (at the time asked for)."""

    change: Change
    label: ChangeLabel
    confirmed_at: datetime | None

    @property
    def spared(self) -> bool:
        """Whether rules held it back, so that nobody was told."""
        return Label(self.label.label).held_back and self.label.source == LabelSource.RULE


class ChangeRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def run(self, run_id: UUID) -> CrawlRun | None:
        statement = select(CrawlRun).where(col(CrawlRun.workspace_id) == self._work.tenant, col(CrawlRun.id) == run_id)
        return (await self._session.execute(statement)).scalars().first()

    async def lock_source(self, source_id: UUID) -> None:
        """Comparisons of one source wait for each other; held until the transaction ends."""
        await self._lock(str(source_id))

    async def lock_competitor(self, competitor_id: UUID) -> None:
        """The same for all pages of a competitor; taken after the source's own."""
        await self._lock(f"changes of {competitor_id}")

    async def _lock(self, what: str) -> None:
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))

    async def tier_of(self, competitor_id: UUID) -> str:
        statement = select(col(Competitor.tier)).where(
            col(Competitor.workspace_id) == self._work.tenant, col(Competitor.id) == competitor_id
        )
        return (await self._session.execute(statement)).scalar_one_or_none() or "secondary"

    async def add(self, changes: Sequence[Change]) -> set[UUID]:
        """Stores those that are not stored yet (same snapshots, kind and subject); returns the ids of the new ones."""
        new: set[UUID] = set()
        for start in range(0, len(changes), ROWS_AT_ONCE):
            rows = [change.model_dump() for change in changes[start : start + ROWS_AT_ONCE]]
            statement = insert(Change).values(rows).on_conflict_do_nothing().returning(col(Change.id))
            new |= set((await self._session.execute(statement)).scalars())
        return new

    async def add_labels(self, labels: Sequence[ChangeLabel]) -> None:
        self._session.add_all(labels)
        await self._session.flush()

    async def between(self, before_id: UUID, after_id: UUID) -> list[LabelledChange]:
        """Imported changes from one state to another."""
        return await self._labelled(
            col(Change.before_id) == before_id, col(Change.after_id) == after_id, col(Change.backfilled).is_(True)
        )

    async def pending_before(self, run: CrawlRun) -> list[LabelledChange]:
        """Changes of the run's source that earlier runs saw and that wait for a second look."""
        seen = tuple_(col(Change.observed_at), col(Change.crawl_run_id))
        return await self._labelled(
            col(Change.data_source_id) == run.data_source_id,
            col(Change.crawl_run_id).is_distinct_from(run.id),  # seen a moment before the run ended, but by it
            seen < tuple_(run.finished_at or self._work.now(), run.id),
            filters=ChangeFilters(states=(ChangeState.PENDING,)),
        )

    async def of_other_pages(
        self, competitor_id: UUID, source_id: UUID, since: datetime, until: datetime
    ) -> list[Change]:
        """Page changes of the competitor's other sources that were told and not reverted, newest first."""
        told = ChangeFilters(states=(ChangeState.CONFIRMED, ChangeState.PENDING))
        statement = self._select(
            col(Change.competitor_id) == competitor_id,
            col(Change.data_source_id) != source_id,
            col(Change.kind) == ChangeKind.PAGE_CHANGED,
            col(Change.subject).in_(("content", "navigation")),
            col(Change.observed_at).between(since, until),
            as_of=None,
            filters=told,
        )
        ordered = statement.order_by(col(Change.observed_at).desc(), col(Change.id).desc()).limit(MOST_ELSEWHERE)
        return [row.change for row in await self._rows(ordered) if not row.spared]

    async def get(self, change_id: UUID, *, as_of: datetime | None = None) -> LabelledChange | None:
        found = await self._labelled(col(Change.id) == change_id, as_of=as_of)
        return found[0] if found else None

    async def first_label(self, change_id: UUID) -> ChangeLabel | None:
        """What rules thought of a change when it was seen first."""
        statement = (
            select(ChangeLabel)
            .where(col(ChangeLabel.workspace_id) == self._work.tenant, col(ChangeLabel.change_id) == change_id)
            .order_by(col(ChangeLabel.at), col(ChangeLabel.id))
            .limit(1)
        )
        return (await self._session.execute(statement)).scalars().first()

    async def find(self, filters: ChangeFilters, page: PageRequest) -> list[LabelledChange]:
        """Newest first; one more than asked for when there are more."""
        statement = self._select(*conditions_of(filters), as_of=filters.as_of, filters=filters)
        if page.cursor is not None:
            statement = statement.where(
                tuple_(col(Change.observed_at), col(Change.id)) < tuple_(page.cursor.at, page.cursor.id)
            )
        else:
            statement = statement.offset(page.offset)
        ordered = statement.order_by(col(Change.observed_at).desc(), col(Change.id).desc())
        return await self._rows(ordered.limit(page.page_size + 1))

    async def count(self, filters: ChangeFilters) -> int:
        return await self._count(conditions_of(filters), filters.as_of, filters, col(Change.observed_at))

    async def timeline(
        self, competitor_id: UUID, filters: TimelineFilters, page: PageRequest, most: int
    ) -> list[LabelledChange]:
        """Latest to happen first, from the cursor on."""
        at = happened_at()
        conditions = conditions_of_timeline(competitor_id, filters)
        if page.cursor is not None:
            conditions.append(at <= page.cursor.at)  # by itself, so that the index begins there
            conditions.append(tuple_(at, col(Change.id)) < tuple_(page.cursor.at, page.cursor.id))
        order = (at.desc(), col(Change.id).desc())
        if filters.labels or filters.as_of:  # what had no label yet then is not told
            wanted = ChangeFilters(labels=filters.labels)
            labelled = self._select(*conditions, as_of=filters.as_of, filters=wanted)
            return await self._rows(labelled.order_by(*order).limit(most))
        mine = col(Change.workspace_id) == self._work.tenant
        newest = select(col(Change.id)).where(mine, until(col(Change.observed_at), filters.as_of), *conditions)
        ids = (await self._session.execute(newest.order_by(*order).limit(most))).scalars().all()
        return await self._rows(self._select(col(Change.id).in_(ids), as_of=filters.as_of).order_by(*order))

    async def count_timeline(self, competitor_id: UUID, filters: TimelineFilters) -> int:
        conditions = conditions_of_timeline(competitor_id, filters)
        return await self._count(conditions, filters.as_of, ChangeFilters(labels=filters.labels), happened_at())

    async def events(
        self, competitor_id: UUID, filters: TimelineFilters, page: PageRequest, most: int
    ) -> list[CrawlRun]:
        """Runs at which a source was blocked, gone or back, latest first, from the cursor on."""
        statement = select(CrawlRun).where(*self._event_conditions(competitor_id, filters))
        if page.cursor is not None:
            statement = statement.where(
                tuple_(col(CrawlRun.finished_at), col(CrawlRun.id)) < tuple_(page.cursor.at, page.cursor.id)
            )
        ordered = statement.order_by(col(CrawlRun.finished_at).desc(), col(CrawlRun.id).desc()).limit(most)
        return list((await self._session.execute(ordered)).scalars())

    async def count_events(self, competitor_id: UUID, filters: TimelineFilters) -> int:
        statement = select(func.count(col(CrawlRun.id))).where(*self._event_conditions(competitor_id, filters))
        return await self._session.scalar(statement) or 0

    async def waiting_sources(self, since: datetime, quiet: timedelta) -> list[tuple[UUID, UUID]]:
        """(workspace, source) with changes pending since before `since` and no look within `quiet`. System work."""
        rows = await self._session.execute(_WAITING, {"since": since, "quiet_since": self._work.now() - quiet})
        return [(row[0], row[1]) for row in rows]

    async def _labelled(
        self, *conditions: ColumnElement[bool], as_of: datetime | None = None, filters: ChangeFilters | None = None
    ) -> list[LabelledChange]:
        statement = self._select(*conditions, as_of=as_of, filters=filters)
        return await self._rows(statement.order_by(col(Change.observed_at), col(Change.id)))

    async def _rows(self, statement: Select[Change, ChangeLabel, datetime]) -> list[LabelledChange]:
        rows = await self._session.execute(statement)
        return [LabelledChange(change, label, confirmed_at) for change, label, confirmed_at in rows]

    def _select(
        self, *conditions: ColumnElement[bool], as_of: datetime | None, filters: ChangeFilters | None = None
    ) -> Select[Change, ChangeLabel, datetime]:
        """Changes with the label that counts, looked up row by row so that a page costs what a page costs."""
        newest = _newest_label(as_of)
        confirmed = (
            select(func.min(col(ChangeLabel.at)))
            .where(col(ChangeLabel.change_id) == col(Change.id), col(ChangeLabel.state) == ChangeState.CONFIRMED)
            .where(until(col(ChangeLabel.at), as_of))
            .correlate(Change)
            .scalar_subquery()
        )
        statement = (
            select(Change, newest, confirmed)
            .select_from(Change)
            .join(newest, true())
            .where(col(Change.workspace_id) == self._work.tenant, until(col(Change.observed_at), as_of), *conditions)
        )
        if filters is not None and filters.labels:
            statement = statement.where(col(newest.label).in_(filters.labels))
        if filters is not None and filters.states:
            statement = statement.where(col(newest.state).in_(filters.states))
        return statement

    async def _count(
        self,
        conditions: Sequence[ColumnElement[bool]],
        as_of: datetime | None,
        filters: ChangeFilters,
        walked_by: Any,  # Any: a column, or an expression of some
    ) -> int:
        """How many changes, counted up to MOST_COUNTED + 1; labels are looked up only where they are asked for."""
        if filters.labels or filters.states:
            found = self._select(*conditions, as_of=as_of, filters=filters).with_only_columns(col(Change.id))
        else:
            mine = col(Change.workspace_id) == self._work.tenant
            found = select(col(Change.id)).where(mine, until(col(Change.observed_at), as_of), *conditions)
        walked = found.order_by(walked_by.desc()).limit(MOST_COUNTED + 1)  # else the planner may read the whole table
        counted = select(func.count()).select_from(walked.subquery())
        return await self._session.scalar(counted) or 0

    def _event_conditions(self, competitor_id: UUID, filters: TimelineFilters) -> list[ColumnElement[bool]]:
        at = col(CrawlRun.finished_at)
        conditions = [
            col(CrawlRun.workspace_id) == self._work.tenant,
            col(CrawlRun.competitor_id) == competitor_id,
            col(CrawlRun.event).is_not(None),
            at.is_not(None),
            until(at, filters.as_of),
            until(at, filters.until),
        ]
        if filters.since is not None:
            conditions.append(at >= filters.since)
        if filters.kinds:
            conditions.append(col(CrawlRun.event).in_(filters.kinds))
        return conditions


def _newest_label(as_of: datetime | None) -> type[ChangeLabel]:
    """The label that counts, as a lateral table beside changes."""
    newest = (
        select(ChangeLabel)
        .where(col(ChangeLabel.change_id) == col(Change.id), until(col(ChangeLabel.at), as_of))
        .order_by(col(ChangeLabel.at).desc(), col(ChangeLabel.id).desc())
        .limit(1)
        .correlate(Change)
        .lateral("newest_label")
    )
    return aliased(ChangeLabel, newest)


_WAITING = text("""
SELECT DISTINCT c.workspace_id, c.data_source_id
FROM change_labels l
JOIN changes c ON c.id = l.change_id
JOIN data_sources s ON s.id = c.data_source_id AND s.status <> 'paused' AND s.removed_at IS NULL
JOIN competitors k ON k.id = c.competitor_id AND k.archived_at IS NULL
JOIN workspaces w ON w.id = c.workspace_id AND (w.importing_until IS NULL OR w.importing_until < :since)
WHERE l.state = 'pending' AND l.at < :since
  AND NOT EXISTS (SELECT 1 FROM change_labels n WHERE n.change_id = l.change_id AND (n.at, n.id) > (l.at, l.id))
  AND NOT EXISTS (SELECT 1 FROM crawl_runs r WHERE r.data_source_id = c.data_source_id AND r.queued_at > :quiet_since)
""")
