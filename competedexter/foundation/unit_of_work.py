"""One request, event or job = one transaction. Rooms never commit; the edge does, and jobs leave after it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from .clock import Clock
from .job_queue import Enqueued, Job


@dataclass
class Work:
    """A transaction under way, fenced to one workspace (None: the whole house, see Database.system)."""

    session: AsyncSession
    clock: Clock
    workspace_id: UUID | None
    user_id: UUID | None = None
    enqueued: list[Enqueued] = field(default_factory=list)
    after_commit: list[Callable[[], Awaitable[None]]] = field(default_factory=list)

    def now(self) -> datetime:
        return self.clock.now()

    def enqueue(self, job: Job, *, delay_seconds: float = 0.0) -> None:
        """Sent once the transaction has committed; forgotten if it does not."""
        self.enqueued.append(Enqueued(job, delay_seconds))

    def then(self, step: Callable[[], Awaitable[None]]) -> None:
        """A step for after the commit that may fail without harm (a push to open pages)."""
        self.after_commit.append(step)

    @property
    def tenant(self) -> UUID:
        """The workspace this work is fenced to; asking for it in system work is a programming error."""
        if self.workspace_id is None:
            raise LookupError("this work is not bound to a workspace")
        return self.workspace_id


OpenWork = Callable[[], AbstractAsyncContextManager[Work]]
