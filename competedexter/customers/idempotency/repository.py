"""All SQL of idempotency keys."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import IdempotencyKey

from .schemas import Claim


class IdempotencyRepository:
    def __init__(self, work: Work, user_id: UUID) -> None:
        self._work = work
        self._session = work.session
        self._user_id = user_id

    async def add(self, claim: Claim, expires_at: datetime) -> bool:
        """False when this person used the key on this route before."""
        row = IdempotencyKey(
            workspace_id=self._work.tenant,
            user_id=self._user_id,
            route=claim.route,
            key=claim.key,
            request_hash=claim.request_hash,
            expires_at=expires_at,
            created_at=self._work.now(),
        )
        statement = insert(IdempotencyKey).values(row.model_dump(exclude={"body"})).on_conflict_do_nothing()
        return (await self._session.execute(statement.returning(col(IdempotencyKey.id)))).first() is not None

    async def take_over(self, claim: Claim, expires_at: datetime, abandoned_for: timedelta) -> bool:
        """Makes an expired key, or one whose first request died, this request's own."""
        now = self._work.now()
        free = or_(
            col(IdempotencyKey.expires_at) <= now,
            col(IdempotencyKey.status).is_(None) & (col(IdempotencyKey.created_at) <= now - abandoned_for),
        )
        statement = (
            update(IdempotencyKey)
            .where(*self._this(claim), free)
            .values(request_hash=claim.request_hash, status=None, body=None, created_at=now, expires_at=expires_at)
        )
        return (await self._session.execute(statement.returning(col(IdempotencyKey.id)))).first() is not None

    async def get(self, claim: Claim) -> IdempotencyKey | None:
        return (await self._session.execute(select(IdempotencyKey).where(*self._this(claim)))).scalars().first()

    async def keep(self, claim: Claim, status: int, body: Any) -> None:  # Any: JSON
        await self._session.execute(
            update(IdempotencyKey).where(*self._this(claim)).values(status=status, body={"answer": body})
        )

    async def remove(self, claim: Claim) -> None:
        await self._session.execute(delete(IdempotencyKey).where(*self._this(claim)))

    def _this(self, claim: Claim) -> list[Any]:  # Any: SQL expressions
        return [
            col(IdempotencyKey.workspace_id) == self._work.tenant,
            col(IdempotencyKey.user_id) == self._user_id,
            col(IdempotencyKey.route) == claim.route,
            col(IdempotencyKey.key) == claim.key,
        ]
