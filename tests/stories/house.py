"""A house for fault stories: sources to crawl, staff to kill, a queue to lose - and the oracle that counts."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import Client, NewAccount
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.demo import service as demo
from competedexter.foundation.database import Database
from competedexter.foundation.embedded import EmbeddedValkey
from competedexter.foundation.processes import Process, Watchdog
from competedexter.foundation.settings import Settings
from competedexter.integrations.queue import DramatiqQueue, open_broker
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawling import runs
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from tests.stories.site import DEADLY, Site
from tests.stories.staff import Staff

SECRET = "a secret for tests, long enough for HS256"


@dataclass(frozen=True)
class Count:
    """What a fault must not change. `unsettled` and `running` are what is still under way."""

    runs: int
    doubled_slots: int
    unsettled: int
    running: int
    snapshots: int
    changes: int
    alerts: int
    failed: int


class House:
    """One workspace, `sources` price pages, its own Valkey (to be killed), and staff by name."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.site = Site()
        self.folder = folder
        self._database_url = database_url
        self._watchdog = Watchdog()
        self.valkey = self.start_valkey()
        self.settings = Settings(
            database_url=database_url, redis_url=self._valkey_server.url(), data_dir=folder, secret_key=SECRET
        )
        self.database = Database(self.settings, queue=DramatiqQueue(open_broker(self.settings.redis_url)))
        self.staff = Staff(self.environment())
        self.viewer: Viewer | None = None

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self._database_url,
            "REDIS_URL": self._valkey_server.url(),
            "DATA_DIR": str(self.folder),
            "SECRET_KEY": SECRET,
            "CRAWL_ALLOW_NETWORKS": "127.0.0.0/8",
            "CRAWL_HOST_CONCURRENCY": "64",
            "CRAWL_HOST_DELAY": "0",
            "CRAWL_BROWSER": "off",
            "CONFIRM_AFTER": "0",
            "SCHEDULER_TICK": "0.2",
            "LOG_LEVEL": "WARNING",
        }

    def start_valkey(self) -> Process:
        self._valkey_server = EmbeddedValkey(self.folder)
        process = Process(self._valkey_server.prepare(), on_line=lambda _line: None, watchdog=self._watchdog)
        self._valkey_server.wait_until_ready(lambda: process.exit_code is not None)
        return process

    def kill_valkey(self, *, forget: bool) -> None:
        """As a power cut does it; `forget` loses its disk too."""
        os.kill(self.valkey.pid, signal.SIGKILL)
        self.valkey.wait(10)
        if forget:
            for file in (self.folder / "valkey").rglob("*"):
                if file.is_file():
                    file.unlink()

    async def furnish(self, number: int, *, deadly: int = 0, discover: bool = False) -> None:
        """A workspace with default rules, one competitor, and `number` price pages that are due now."""
        async with self.database.system() as work:
            new = NewAccount(email="ada@example.com", password="tired-otter-lamp-42", name="Ada Lovelace")
            person = await accounts.register(work, new, Client(ip="127.0.0.1", user_agent="tests"))
        viewer = Viewer(person.id, person.workspaces[0].id, Role.OWNER, person.email, person.name)
        async with self.database.workspace(viewer.workspace_id, viewer.user_id) as work:
            new_vendor = NewCompetitor(
                name="Vendor", domain="127.0.0.1", website_url=self.site.address, discover=discover
            )
            vendor = await competitors.add(work, viewer, new_vendor)
            for path in [f"/vendor/{n}" for n in range(number)] + [f"{DEADLY}/{n}" for n in range(deadly)]:
                await sources.add(
                    work, viewer, vendor.id, NewSource(source_type="pricing", source_url=self.site.address + path)
                )
        self.viewer = viewer

    async def open_demo(self) -> None:
        assert self.viewer
        async with self.database.system() as work:
            await demo.open_demo(work, self.viewer)

    async def has_begun(self) -> bool:
        """Every workspace has rules, no competitor is looked for, and the demo is written."""
        rows = await self.sql(
            "SELECT (SELECT count(*) FROM workspaces w WHERE NOT EXISTS (SELECT 1 FROM alert_rules r WHERE r.workspace_id = w.id)),"
            " (SELECT count(*) FROM competitors c, jsonb_each(c.discovery) s WHERE s.value ->> 'state' = 'looking'),"
            " (SELECT count(*) FROM workspaces WHERE is_demo AND settings #>> '{demo,seeded}' IS DISTINCT FROM 'true')"
        )
        return rows == [(0, 0, 0)]

    async def queue_due(self) -> int:
        async with self.database.system() as work:
            claimed = await runs.queue_due(work)
            await runs.send_held(work)
            return claimed

    async def everything_due(self) -> None:
        await self.sql("UPDATE data_sources SET next_due_at = now() WHERE status <> 'paused'")

    async def look_at_all(self, *, expect: int) -> None:
        """One fault-free round: everything is crawled, compared and settled."""
        await self.everything_due()
        before = (await self.count()).runs
        await self.queue_due()
        await self.until_settled(before + expect)

    async def until_settled(self, runs_expected: int, seconds: float = 120) -> Count:
        await self.until(lambda: self._is_settled(runs_expected), seconds)
        return await self.count()

    async def _is_settled(self, runs_expected: int) -> bool:
        count = await self.count()
        return count.unsettled == 0 and count.runs >= runs_expected

    async def until(self, true: Callable[[], Awaitable[bool]], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not await true():
            assert time.monotonic() < deadline, (
                f"waited {seconds} s: {await self.count()}; open: {await self.open_runs()}"
            )
            await asyncio.sleep(0.05)

    async def count(self) -> Count:
        rows = await self.sql(
            "SELECT (SELECT count(*) FROM crawl_runs),"
            " (SELECT count(*) FROM (SELECT 1 FROM crawl_runs GROUP BY data_source_id, slot HAVING count(*) > 1) d),"
            " (SELECT count(*) FROM crawl_runs WHERE settled_at IS NULL),"
            " (SELECT count(*) FROM crawl_runs WHERE state = 'running'),"
            " (SELECT count(*) FROM competitor_snapshots), (SELECT count(*) FROM changes), (SELECT count(*) FROM alerts),"
            " (SELECT count(*) FROM crawl_runs WHERE state IN ('failed', 'suspect', 'blocked', 'gone'))"
        )
        return Count(*rows[0])

    async def open_runs(self) -> list[tuple[object, ...]]:
        return await self.sql("SELECT state, attempts, code, reason FROM crawl_runs WHERE settled_at IS NULL LIMIT 5")

    async def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """As the owner, past the fences."""
        address = make_url(self._database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
            cursor = await connection.execute(statement, values or None)
            return await cursor.fetchall() if cursor.description else []

    @property
    def workspace_id(self) -> UUID:
        assert self.viewer
        return self.viewer.workspace_id

    async def close(self) -> None:
        self.staff.dismiss()
        await self.database.close()
        self.valkey.stop()
        self._watchdog.close()
        self.site.close()
