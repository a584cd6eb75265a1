"""SQL of re-reading: the newest good look at a source, when another version of the reader made what we know of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import Document

# The newest good look at each watched source that a crawl or a delivery brought (no event, no import of history, nothing
# let go), once a version.
# A change that waits for its second look is compared with what the same reader made of it, so its source waits too.
_OUTDATED = """
SELECT s.workspace_id, s.id, d.id AS document_id
FROM data_sources s
JOIN unnest(CAST(:kinds AS text[]), CAST(:versions AS text[])) AS r(kind, version) ON r.kind = s.source_type
JOIN LATERAL (
  SELECT d.id, d.extractor_version, d.raw_data, d.archive_key, d.crawl_run_id FROM ingested_data d
  WHERE d.data_source_id = s.id AND d.item_key IS NULL AND NOT d.suspect
  ORDER BY d.observed_at DESC, d.id DESC LIMIT 1
) d ON true
WHERE s.removed_at IS NULL AND s.fingerprint IS NOT NULL AND d.extractor_version <> r.version AND d.archive_key <> ''
  AND d.raw_data ->> 'rereadBy' IS DISTINCT FROM r.version
  AND (d.raw_data ->> 'rereadOf' IS NOT NULL
       OR EXISTS (SELECT FROM crawl_runs c WHERE c.id = d.crawl_run_id
                 AND (c.trigger <> 'import' OR starts_with(c.slot, 'delivery:'))))
  AND NOT EXISTS (
    SELECT FROM changes c JOIN LATERAL (
      SELECT state FROM change_labels l WHERE l.change_id = c.id ORDER BY l.at DESC, l.id DESC LIMIT 1
    ) l ON l.state = 'pending'
    WHERE c.data_source_id = s.id
  )
"""
_ALL = text(_OUTDATED + "ORDER BY s.id LIMIT :most").bindparams(
    bindparam("kinds", type_=ARRAY(Text)), bindparam("versions", type_=ARRAY(Text))
)
_ONE = text(_OUTDATED + "AND s.id = :source AND s.workspace_id = :workspace").bindparams(
    bindparam("kinds", type_=ARRAY(Text)), bindparam("versions", type_=ARRAY(Text))
)


class RereadRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def outdated(self, versions: Mapping[str, str], most: int) -> list[tuple[UUID, UUID]]:
        """(workspace, source) whose newest look another version read. `versions` by source type. System work."""
        values = {"kinds": list(versions), "versions": list(versions.values()), "most": most}
        return [(row.workspace_id, row.id) for row in await self._session.execute(_ALL, values)]

    async def outdated_look(self, source_id: UUID, versions: Mapping[str, str]) -> Document | None:
        """The newest look at this source, if another version read it."""
        values = {
            "kinds": list(versions),
            "versions": list(versions.values()),
            "source": source_id,
            "workspace": self._work.tenant,
        }
        found = (await self._session.execute(_ONE, values)).first()
        return None if found is None else await self._session.get(Document, found.document_id)

    async def newest_look(self, source_id: UUID) -> UUID | None:
        """The newest good look at this source, whoever read it."""
        statement = (
            select(col(Document.id))
            .where(
                col(Document.workspace_id) == self._work.tenant,
                col(Document.data_source_id) == source_id,
                col(Document.item_key).is_(None),
                col(Document.suspect).is_(False),
            )
            .order_by(col(Document.observed_at).desc(), col(Document.id).desc())
        )
        return (await self._session.execute(statement.limit(1))).scalars().first()

    async def note(self, document_id: UUID, label: Mapping[str, Any]) -> None:  # Any: JSON
        """Adds to what is said of a look."""
        statement = (
            update(Document)
            .where(col(Document.workspace_id) == self._work.tenant, col(Document.id) == document_id)
            .values(raw_data=col(Document.raw_data).op("||")(bindparam("label", dict(label), type_=JSONB)))
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(statement)
