"""Connections to PostgreSQL. The product connects as two unprivileged roles, never as the owner:

`<prefix>_app` sees the rows of the workspace set in its transaction, and nothing when none is set;
`<prefix>_system` (sign-in, scheduler, sweeps) sees all rows. Row-level security is made in alembic/.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from time import monotonic
from uuid import UUID

import orjson
from psycopg import Error as PsycopgError
from psycopg import OperationalError as PsycopgOperationalError
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.exc import InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from .clock import Clock, SystemClock
from .errors import ProductError, Unavailable
from .job_queue import JobQueue, RecordingQueue
from .settings import Settings
from .unit_of_work import OpenWork, Work

log = logging.getLogger(__name__)

POOL_SIZE = 8  # per role and process; a request holds one connection for milliseconds
POOL_OVERFLOW = 12
POOL_WAIT_SECONDS = 5.0  # of a person; a worker with more looks under way than connections has more patience
WORKER_POOL_WAIT_SECONDS = 30.0
PING_AFTER_SECONDS = 1.0  # a connection used a moment ago is alive; one that rested longer may have been cut
STATEMENT_TIMEOUT_MS = 30_000  # no page and no job has a reason to wait longer on one statement

_SET_TENANT = (  # as the driver takes it: every transaction begins with it
    "SELECT set_config('app.workspace_id', %(workspace)s, true), set_config('app.user_id', %(user)s, true)"
)


class DatabaseAway(Unavailable):
    code = "database_unavailable"
    sentence = "The database does not answer. Nothing was changed; try again in a moment."


def role_url(settings: Settings, role: str) -> URL:
    """The owner's URL with the unprivileged role in its place; the password is derived from SECRET_KEY."""
    url = make_url(settings.database_url).set(drivername="postgresql+psycopg")
    return url.set(username=f"{settings.database_role_prefix}_{role}", password=role_password(settings, role))


def role_password(settings: Settings, role: str) -> str:
    return hmac.new(settings.secret_key.encode(), f"database role {role}".encode(), hashlib.sha256).hexdigest()


def _engine(url: URL, pool_wait: float) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=pool_wait,
        json_serializer=_json,
        hide_parameters=True,  # an error goes to the log with its statement, never with what people wrote
        connect_args={
            "connect_timeout": 5,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC -c jit=off",
        },
    )
    event.listen(engine.sync_engine, "checkin", _note_return)
    event.listen(engine.sync_engine, "checkout", partial(_ping_rested, engine.dialect))
    return engine


def _json(value: object) -> str:
    """A page of 450 blocks is written in a fifth of the time; integers beyond 64 bits are left to the standard library."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value)


def _note_return(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["returned"] = monotonic()


def _ping_rested(
    dialect: Dialect, connection: PoolProxiedConnection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    """A ping at every checkout, as the pool can do it, would cost a request as much as its statements do."""
    returned = record.info.get("returned")
    if returned is None or monotonic() - returned < PING_AFTER_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except PsycopgError as error:
        raise InvalidatePoolError from error  # the pool connects anew, for this checkout and all that rested


@event.listens_for(Session, "after_begin")
def _fence(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """After a commit the settings are empty again, so every transaction sets them anew."""
    tenant = session.info.get("tenant")
    if tenant is not None:
        connection.exec_driver_sql(_SET_TENANT, tenant)


class Database:
    """The two pools and the way into a transaction. `pool_wait`: seconds until a busy pool counts as away."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        queue: JobQueue | None = None,
        pool_wait: float = POOL_WAIT_SECONDS,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.queue: JobQueue = queue or RecordingQueue()
        self._app = _engine(role_url(settings, "app"), pool_wait)
        self._system = _engine(role_url(settings, "system"), pool_wait)
        self._look_ups = self._system.execution_options(isolation_level="AUTOCOMMIT")  # of the same pool

    @asynccontextmanager
    async def workspace(self, workspace_id: UUID, user_id: UUID | None = None) -> AsyncIterator[Work]:
        """A transaction that sees one workspace. Commits at the end, or rolls back on any error."""
        session = AsyncSession(self._app, expire_on_commit=False)
        session.sync_session.info["tenant"] = {"workspace": str(workspace_id), "user": str(user_id or "")}
        async with self._transaction(Work(session, self.clock, workspace_id, user_id)) as work:
            yield work

    @asynccontextmanager
    async def system(self) -> AsyncIterator[Work]:
        """A transaction that sees every workspace; tests/house lists who may open one."""
        session = AsyncSession(self._system, expire_on_commit=False)
        async with self._transaction(Work(session, self.clock, None)) as work:
            yield work

    @asynccontextmanager
    async def look_up(self) -> AsyncIterator[Work]:
        """System work for one statement that reads: without BEGIN and COMMIT it costs a request half as much."""
        session = AsyncSession(self._look_ups, expire_on_commit=False)
        async with self._transaction(Work(session, self.clock, None)) as work:
            yield work

    def opener(self, workspace_id: UUID, user_id: UUID | None = None) -> OpenWork:
        """For verbs that must let go in between: a factory of short transactions."""
        return lambda: self.workspace(workspace_id, user_id)

    @asynccontextmanager
    async def _transaction(self, work: Work) -> AsyncIterator[Work]:
        try:
            async with work.session as session:
                yield work
                await session.commit()
        except (OperationalError, InterfaceError, PoolTimeout, PsycopgOperationalError) as error:
            raise DatabaseAway(retry_after=5) from error
        await self._send(work)

    async def _send(self, work: Work) -> None:
        if work.enqueued:
            try:
                await self.queue.send(work.enqueued)
            except ProductError:
                # The rows are committed; the sweep enqueues what was left behind.
                log.warning("the queue is away; %d jobs wait for the sweep", len(work.enqueued))
        for step in work.after_commit:
            await step()

    async def ping(self) -> None:
        """Raises DatabaseAway when PostgreSQL does not answer."""
        async with self.system() as work:
            await work.session.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self._app.dispose()
        await self._system.dispose()
