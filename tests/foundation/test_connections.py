"""Connections of the pool: one that was cut while it rested is replaced before anybody notices."""

import psycopg
import pytest
from sqlalchemy import text

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation import database as module
from competedexter.foundation.database import Database, DatabaseAway
from competedexter.foundation.settings import Settings

ONE = text("SELECT 1")


def cut_all(settings: Settings) -> None:
    """Ends every connection to this database, as a restart of the server does."""
    with psycopg.connect(settings.database_url.replace("+psycopg", "")) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )


async def ask(database: Database, viewer: Viewer) -> object:
    async with database.workspace(viewer.workspace_id) as work:
        return await work.session.scalar(ONE)


async def test_a_connection_cut_while_it_rested_is_replaced(
    database: Database, settings: Settings, workspace: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PING_AFTER_SECONDS", 0.0)
    assert await ask(database, workspace) == 1
    cut_all(settings)
    assert await ask(database, workspace) == 1


async def test_after_a_cut_at_work_one_request_is_told_and_the_next_works(
    database: Database, settings: Settings, workspace: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PING_AFTER_SECONDS", 3600.0)
    assert await ask(database, workspace) == 1
    cut_all(settings)
    with pytest.raises(DatabaseAway):
        await ask(database, workspace)
    assert await ask(database, workspace) == 1


async def test_a_look_up_sees_what_is_committed(database: Database, workspace: Viewer) -> None:
    async with database.look_up() as work:
        assert await work.session.scalar(text("SELECT count(*) FROM users")) == 1
