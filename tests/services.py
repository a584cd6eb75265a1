"""PostgreSQL and Valkey for a test run: started once, in a folder of their own, gone at the end however it ends."""

import asyncio
import itertools
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path

import psycopg
from psycopg import sql

from competedexter.foundation.embedded import EmbeddedPostgres, EmbeddedValkey
from competedexter.foundation.processes import Process, Watchdog

VALKEY_DATABASES = 4096  # one for each test that asks; an empty one costs nothing


class Services:
    """Two servers behind unix sockets. `log` keeps their last lines for a failing test."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="competedexter-test-"))
        self.folder.chmod(0o711)  # as root PostgreSQL runs as another account and must get through
        self.log: deque[str] = deque(maxlen=200)
        self._watchdog = Watchdog()
        self._watchdog.remove_at_end(self.folder)
        self._postgres = EmbeddedPostgres(self.folder, durable=False)
        self._valkey = EmbeddedValkey(self.folder, databases=VALKEY_DATABASES)
        self._processes: list[Process] = []
        self._redis_databases = itertools.cycle(range(1, VALKEY_DATABASES))
        self._names = itertools.count(1)

    def start(self) -> "Services":
        for server in (self._valkey, self._postgres):
            process = Process(server.prepare(), on_line=self.log.append, watchdog=self._watchdog)
            self._processes.append(process)
            server.wait_until_ready(gone=lambda process=process: process.exit_code is not None)
        return self

    def stop(self) -> None:
        for process in self._processes:
            process.stop()
        self._watchdog.close()  # which also removes the folder

    def pids(self) -> list[int]:
        """The servers' process ids, for measuring."""
        return [process.pid for process in self._processes]

    # PostgreSQL

    def postgres_url(self, name: str = "postgres", *, user: str = "postgres") -> str:
        """For SQLAlchemy, as the owner (superuser) unless another role is named."""
        return self._postgres.url(name, user=user)

    def new_name(self, prefix: str = "test") -> str:
        return f"{prefix}_{next(self._names)}"

    async def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, as a copy of `template` if given (60 ms), and return its URL."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template:
            # FILE_COPY beats the default for templates without much in them, when nothing is forced to disk
            statement += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        await self.execute(statement)
        return self.postgres_url(name)

    async def drop_database(self, name: str) -> None:
        await self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    async def make_template(self, name: str, migrate: Callable[[str], Awaitable[None]] | Callable[[str], None]) -> str:
        """A database brought up by `migrate(url)`, to be copied by create_database. Returns its name."""
        url = await self.create_database(name)
        outcome = await asyncio.to_thread(migrate, url)
        if outcome is not None:
            await outcome
        return name

    async def execute(self, statement: sql.Composable) -> None:
        """One statement as the owner, outside any transaction."""
        connection = await psycopg.AsyncConnection.connect(
            host=str(self._postgres.socket), user="postgres", dbname="postgres", autocommit=True
        )
        async with connection:
            await connection.execute(statement)

    # Valkey

    @property
    def redis_url(self) -> str:
        return self._valkey.url(0)

    def new_redis_url(self) -> str:
        """A database of its own, so that no test reads another's queue. (pub/sub is shared by all of them.)"""
        return self._valkey.url(next(self._redis_databases))


if __name__ == "__main__":  # to try something by hand: python -m tests.services
    services = Services().start()
    print(services.postgres_url(), services.redis_url, sep="\n", flush=True)
    try:
        time.sleep(86_400)
    finally:
        services.stop()
