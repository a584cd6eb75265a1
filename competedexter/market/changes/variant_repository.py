"""All SQL of variants: states of a source that came and went."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import SnapshotVariant


class VariantRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def is_variant(self, source_id: UUID, snapshot_type: str, hashes: Sequence[str]) -> set[str]:
        """Which of these states are known variants of the source."""
        statement = select(col(SnapshotVariant.data_hash)).where(
            col(SnapshotVariant.workspace_id) == self._tenant,
            col(SnapshotVariant.data_source_id) == source_id,
            col(SnapshotVariant.snapshot_type) == snapshot_type,
            col(SnapshotVariant.data_hash).in_(hashes),
        )
        return set((await self._session.execute(statement)).scalars())

    async def remember_variant(self, variant: SnapshotVariant) -> None:
        """Notes one more sight of a state that came and went."""
        statement = insert(SnapshotVariant).values(variant.model_dump())
        seen_again = statement.on_conflict_do_update(
            index_elements=["data_source_id", "snapshot_type", "data_hash"],
            set_={"last_seen_at": variant.last_seen_at, "times_seen": SnapshotVariant.times_seen + 1},
        )
        await self._session.execute(seen_again)
