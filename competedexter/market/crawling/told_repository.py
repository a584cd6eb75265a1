"""SQL that asks what became of changes; their room is beside ours."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import ChangeLabel

_HELD_BACK = ("noise", "variant")


class ToldRepository:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def any_told(self, change_ids: Sequence[UUID]) -> bool:
        """Whether one of these is told, rather than held back as noise or a view that comes and goes."""
        newest = (
            select(col(ChangeLabel.label))
            .where(col(ChangeLabel.workspace_id) == self._work.tenant, col(ChangeLabel.change_id).in_(change_ids))
            .ext(distinct_on(col(ChangeLabel.change_id)))
            .order_by(col(ChangeLabel.change_id), col(ChangeLabel.at).desc(), col(ChangeLabel.id).desc())
        )
        labels = (await self._work.session.execute(newest)).scalars()
        return any(label not in _HELD_BACK for label in labels)
