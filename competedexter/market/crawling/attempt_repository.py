"""The two statements every check runs: a run is taken up, and a run ends. Each asks for its conditions itself, so that two
workers with the same job need no reading beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, text

from competedexter.foundation.unit_of_work import Work
from competedexter.market.sources.recalled import RECALLED

from .repository import DELIVERED

# A run that nobody holds, of a source that is still watched; a delivery after those that came before it. A run whose worker
# died is taken up by a worker of its own (`alone`; browsers always are), as its page may have killed it.
_TAKE_UP = text(f"""
UPDATE crawl_runs r SET state = 'running', attempts = r.attempts + 1, started_at = :now, lease_until = :until,
  code = '', reason = ''
FROM data_sources s
WHERE r.workspace_id = :workspace AND r.id = :run AND r.settled_at IS NULL AND r.finished_at IS NULL
  AND (r.state <> 'running' OR (coalesce(r.lease_until, '-infinity') <= :now AND (:alone OR r.rendered)))
  AND s.id = r.data_source_id AND s.workspace_id = r.workspace_id AND s.removed_at IS NULL
  AND NOT (starts_with(r.slot, '{DELIVERED}') AND EXISTS (
    SELECT FROM crawl_runs e WHERE e.workspace_id = r.workspace_id AND e.data_source_id = r.data_source_id
      AND starts_with(e.slot, '{DELIVERED}') AND e.finished_at IS NULL AND (e.queued_at, e.id) < (r.queued_at, r.id)))
RETURNING r.trigger AS run_trigger, r.slot AS run_slot, r.attempts, {RECALLED},
  (SELECT o.http_status FROM crawl_runs o
   WHERE o.workspace_id = r.workspace_id AND o.data_source_id = s.id AND o.id <> r.id AND o.trigger <> 'import'
     AND o.finished_at IS NOT NULL ORDER BY o.queued_at DESC LIMIT 1) AS status_before,
  (SELECT d.extractor_version FROM ingested_data d
   WHERE d.workspace_id = r.workspace_id AND d.data_source_id = s.id AND d.item_key IS NULL AND NOT d.suspect
   ORDER BY d.observed_at DESC, d.id DESC LIMIT 1) AS read_by
""")  # noqa: S608  # our own words
_HOLD = text("""
SELECT FROM crawl_runs WHERE workspace_id = :workspace AND id = :run AND state = 'running' FOR UPDATE
""")
_END = text("""
UPDATE crawl_runs SET state = :state, code = :code, reason = :reason, finished_at = :now, lease_until = NULL,
  http_status = :http_status, bytes = :bytes, rendered = :rendered, event = :event, settled_at = :settled_at,
  document_id = :document_id, snapshot_id = :snapshot_id
WHERE workspace_id = :workspace AND id = :run AND state = 'running'
""")


@dataclass(frozen=True)
class Ending:
    """What is written down of a run that is over."""

    state: str
    code: str
    reason: str
    http_status: int | None
    bytes: int | None
    rendered: bool
    event: str | None
    settled_at: datetime | None
    document_id: UUID | None = None
    snapshot_id: UUID | None = None


class AttemptRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def take_up(self, run_id: UUID, until: datetime, *, alone: bool) -> Mapping[str, Any] | None:  # Any: columns
        """The run and its source, held until `until`; None when it is not to be begun (now, or here, or at all)."""
        values = {"now": self._work.now(), "until": until, "alone": alone}
        row = (await self._session.execute(_TAKE_UP, {**self._run(run_id), **values})).mappings().first()
        return None if row is None else dict(row)

    async def hold(self, run_id: UUID) -> bool:
        """Nobody else ends the run before this transaction does. False when it is over already."""
        return (await self._session.execute(_HOLD, self._run(run_id))).first() is not None

    async def end(self, run_id: UUID, ending: Ending) -> bool:
        """False when it is over already: another worker finished it meanwhile, or its source was removed."""
        values = {**self._run(run_id), **ending.__dict__, "now": self._work.now()}
        result = await self._session.execute(_END, values)
        return cast("CursorResult[Any]", result).rowcount == 1  # cast: an UPDATE gives one

    def _run(self, run_id: UUID) -> dict[str, Any]:  # Any: columns
        return {"workspace": self._work.tenant, "run": run_id}
