"""SQL that tells how well sources were watched up to a moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, lateral, or_, select, true
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import CrawlRun, DataSource, Document

_GOOD = ("succeeded", "unchanged")
_OPEN = ("queued", "running")


class WatchRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def watched(self, competitor_ids: Sequence[UUID], until: datetime) -> Sequence[Any]:  # Any: chosen columns
        """Each source with its first document, its last good look and how its last look ended, none after `until`."""
        first = (
            select(
                func.min(col(Document.observed_at)).label("first"), func.max(col(Document.observed_at)).label("newest")
            )
            .where(
                col(Document.workspace_id) == self._tenant,
                col(Document.data_source_id) == col(DataSource.id),
                col(Document.observed_at) <= until,
                col(Document.suspect).is_(False),
            )
            .subquery()
            .lateral()
        )
        good = self._run(until, _GOOD).with_only_columns(func.max(col(CrawlRun.finished_at)).label("seen"))
        good_look = lateral(good.order_by(None).limit(None))
        last = lateral(self._run(until, ()))
        statement = (
            select(
                col(DataSource.id), col(DataSource.competitor_id), col(DataSource.source_type), col(DataSource.source_url),
                first.c.first, first.c.newest, good_look.c.seen, last.c.state, last.c.reason,
            )
            .select_from(DataSource)
            .join(first, true())
            .join(good_look, true())
            .outerjoin(last, true())
            .where(
                col(DataSource.workspace_id) == self._tenant,
                col(DataSource.competitor_id).in_(competitor_ids),
                or_(col(DataSource.removed_at).is_(None), col(DataSource.removed_at) > until),
            )
            .order_by(col(DataSource.created_at), col(DataSource.id))
        )  # fmt: skip
        return list(await self._session.execute(statement))

    def _run(self, until: datetime, states: Sequence[str]) -> Any:  # Any: a statement of two columns
        """The last finished run of the source at hand."""
        chosen = col(CrawlRun.state).in_(states) if states else col(CrawlRun.state).not_in(_OPEN)
        return (
            select(col(CrawlRun.state).label("state"), col(CrawlRun.reason).label("reason"))
            .where(
                col(CrawlRun.workspace_id) == self._tenant,
                col(CrawlRun.data_source_id) == col(DataSource.id),
                col(CrawlRun.finished_at) <= until,
                chosen,
            )
            .correlate(DataSource)
            .order_by(col(CrawlRun.queued_at).desc())
            .limit(1)
        )

    async def edition(self, competitor_ids: Sequence[UUID]) -> tuple[Any, ...]:  # Any: chosen columns
        looks = select(
            func.count(col(DataSource.id)),
            func.max(col(DataSource.last_crawled_at)),
            func.string_agg(col(DataSource.health), ","),
        ).where(
            col(DataSource.workspace_id) == self._tenant,
            col(DataSource.competitor_id).in_(competitor_ids),
            col(DataSource.removed_at).is_(None),
        )
        newest = (
            select(col(Document.id))
            .where(col(Document.workspace_id) == self._tenant)
            .order_by(col(Document.id).desc())
            .limit(1)
        )
        counted = (await self._session.execute(looks)).one()
        return (*counted, await self._session.scalar(newest))
