"""SQL of what is let go: documents older than a workspace's history that nothing stands on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import Subscription, Workspace

from .repository import EvidenceRepository

# What was imported is as old as its import: a past that was sent yesterday is not let go today. These stand in any case:
# cited in an answer; evidence of a change, or of a state that a change compares; the state that is current of a source,
# whose places point into the document's text; the newest good look at a source, which later readings start from.
_OLD = text("""
WITH stands AS (
  SELECT document_id FROM evidence WHERE workspace_id = :workspace AND document_id IS NOT NULL
  UNION ALL SELECT (evidence_before ->> 'documentId')::uuid FROM changes WHERE workspace_id = :workspace
  UNION ALL SELECT (evidence_after ->> 'documentId')::uuid FROM changes WHERE workspace_id = :workspace
  UNION ALL SELECT s.document_id FROM changes c JOIN competitor_snapshots s ON s.id = c.before_id
            WHERE c.workspace_id = :workspace
  UNION ALL SELECT s.document_id FROM changes c JOIN competitor_snapshots s ON s.id = c.after_id
            WHERE c.workspace_id = :workspace
  UNION ALL (SELECT DISTINCT ON (data_source_id, snapshot_type) document_id FROM competitor_snapshots
             WHERE workspace_id = :workspace ORDER BY data_source_id, snapshot_type, snapshot_date DESC, id DESC)
  UNION ALL (SELECT DISTINCT ON (data_source_id) id FROM ingested_data
             WHERE workspace_id = :workspace AND item_key IS NULL AND NOT suspect
             ORDER BY data_source_id, observed_at DESC, id DESC)
)
SELECT d.id FROM ingested_data d
WHERE d.workspace_id = :workspace AND d.observed_at < :before
  AND (NOT jsonb_exists(d.raw_data, 'imported') OR d.ingested_at < :before) AND NOT jsonb_exists(d.raw_data, 'letGoAt')
  AND NOT EXISTS (SELECT FROM stands WHERE stands.document_id = d.id)
ORDER BY d.observed_at LIMIT :most
FOR UPDATE OF d SKIP LOCKED
""")

_LET_GO = text("""
UPDATE ingested_data
SET archive_key = '',
    raw_data = (raw_data - 'screenshot' - 'screenshotAt' - 'screenshotType') || jsonb_build_object('letGoAt', CAST(:now AS text), 'letGoKey', archive_key)
WHERE workspace_id = :workspace AND id = ANY(:ids)
""")

_FORGET = text("""
DELETE FROM search_passages p USING ingested_data d
WHERE d.id = p.document_id AND p.workspace_id = :workspace AND jsonb_exists(d.raw_data, 'letGoAt')
  AND (p.superseded_at < :before OR (d.id = ANY(:ids) AND NOT EXISTS (
    SELECT FROM ingested_data l
    WHERE l.workspace_id = d.workspace_id AND l.data_source_id = d.data_source_id AND l.source_url = d.source_url
      AND d.item_key IS NULL AND l.item_key IS NULL AND NOT l.suspect
      AND l.observed_at > d.observed_at AND l.observed_at < coalesce(p.superseded_at, 'infinity'))))
RETURNING p.terms, p.superseded_at
""")


class RetentionRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def plans(self) -> list[tuple[UUID, str | None]]:
        """Each workspace with the plan it has bought, if it has; not the demos, and none whose past is being written.

        Over all workspaces: system work.
        """
        importing = col(Workspace.importing_until)
        statement = (
            select(col(Workspace.id), col(Subscription.plan))
            .outerjoin(Subscription, col(Subscription.workspace_id) == col(Workspace.id))
            .where(col(Workspace.is_demo).is_(False), or_(importing.is_(None), importing <= self._work.now()))
            .order_by(col(Workspace.id))
        )
        return [(workspace_id, plan) for workspace_id, plan in await self._session.execute(statement)]

    async def old(self, before: datetime, most: int) -> list[UUID]:
        """Documents observed earlier than `before` that nothing stands on, oldest first; held until the commit."""
        values = {"workspace": self._work.tenant, "before": before, "most": most}
        return list((await self._session.execute(_OLD, values)).scalars())

    async def let_go(self, document_ids: Sequence[UUID], before: datetime) -> None:
        """Labels them, unties their bodies (the sweep of the archive takes those) and takes them out of search, but for
        passages that a later look left as they were: they go when they are older than `before` too."""
        values = {"workspace": self._work.tenant, "ids": list(document_ids), "now": self._work.now().isoformat()}
        await self._session.execute(_LET_GO, values)
        fence = {"workspace": self._work.tenant, "ids": list(document_ids), "before": before}
        gone = (await self._session.execute(_FORGET, fence)).all()
        await EvidenceRepository(self._work).count_terms(
            [terms for terms, superseded in gone if superseded is None], []
        )
