"""The database itself keeps tenants apart: for every table a forgotten WHERE leaks nothing."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import ARRAY, CheckConstraint, Table, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import SQLModel

import competedexter.models  # noqa: F401  # fills the metadata
from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.database import Database
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.migrations import SYSTEM_ONLY
from competedexter.foundation.settings import Settings

TABLES = {table.name: table for table in SQLModel.metadata.sorted_tables}
TENANT_TABLES = [name for name, table in TABLES.items() if "workspace_id" in table.c and name not in SYSTEM_ONLY]
CLOSED_TABLES = [name for name in TABLES if name in SYSTEM_ONLY]


def owner(settings: Settings) -> psycopg.Connection:
    return psycopg.connect(settings.database_url.replace("+psycopg", ""), autocommit=True)


def allowed_words(table: Table) -> dict[str, str]:
    """The first value that a check constraint lets into a column."""
    words = {}
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint) and (
            found := re.match(r"(\w+) IN \('([^']+)'", str(constraint.sqltext))
        ):
            words[found[1]] = found[2]
    return words


def a_row(table: Table, workspace_id: UUID, user_id: UUID) -> dict[str, Any]:
    words = allowed_words(table)
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "workspace_id":
            row[column.name] = workspace_id
        elif column.name in words:
            row[column.name] = words[column.name]
        elif column.foreign_keys and any(key.column.table.name == "users" for key in column.foreign_keys):
            row[column.name] = user_id
        elif table.name == "evidence" and column.name == "derived":
            row[column.name] = Jsonb({})
        elif column.nullable:
            continue
        else:
            row[column.name] = a_value(column)
    return row


def a_value(column: Any) -> Any:
    if isinstance(column.type, ARRAY):
        return []
    if column.type.__class__.__name__ == "JSONB":
        return Jsonb({})
    samples = {
        UUID: new_id(), str: f"text-{new_id()}", int: 1, float: 1.0, bool: False, date: date(2026, 1, 1),
        datetime: datetime(2026, 1, 1, tzinfo=UTC), Decimal: Decimal(1),
    }  # fmt: skip
    return samples[column.type.python_type]


def plant(connection: psycopg.Connection, table: Table, workspace_id: UUID, user_id: UUID) -> None:
    """A row as it could be there; foreign keys are another test's business."""
    row = a_row(table, workspace_id, user_id)
    connection.execute("SET session_replication_role = replica")
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
            sql.Identifier(table.name),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() for _ in row),
        ),
        list(row.values()),
    )


async def visible(database: Database, viewer: Viewer, table: str) -> list[Any]:
    async with database.workspace(viewer.workspace_id, viewer.user_id) as work:
        return list(await work.session.execute(text(f"SELECT * FROM {table}")))


@pytest.mark.services
async def test_a_query_without_where_returns_only_the_own_tenants_rows_on_every_table(
    database: Database, settings: Settings, workspace: Viewer, stranger: Viewer
) -> None:
    with owner(settings) as connection:
        for name in TENANT_TABLES:
            for viewer in (workspace, stranger):
                plant(connection, TABLES[name], viewer.workspace_id, viewer.user_id)
            counted = connection.execute(f"SELECT count(DISTINCT workspace_id) FROM {name}").fetchone()
            assert counted == (2,), f"{name}: both tenants need a row for this test to mean something"
    for name in TENANT_TABLES:
        rows = await visible(database, workspace, name)
        assert rows, f"{name}: the own row is there"
        assert {row.workspace_id for row in rows} == {workspace.workspace_id}, name


@pytest.mark.services
async def test_a_tenant_can_neither_change_nor_remove_nor_plant_rows_of_another(
    database: Database, settings: Settings, workspace: Viewer, stranger: Viewer
) -> None:
    with owner(settings) as connection:
        for name in TENANT_TABLES:
            plant(connection, TABLES[name], stranger.workspace_id, stranger.user_id)
    for name in TENANT_TABLES:
        if name == "audit_log":
            continue
        async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
            theirs = {"theirs": stranger.workspace_id}
            moved = text(f"UPDATE {name} SET workspace_id = workspace_id WHERE workspace_id = :theirs")
            gone = text(f"DELETE FROM {name} WHERE workspace_id = :theirs")
            assert (await work.session.execute(moved, theirs)).rowcount == 0, name
            assert (await work.session.execute(gone, theirs)).rowcount == 0, name
    competitor = a_row(TABLES["competitors"], stranger.workspace_id, stranger.user_id)
    plain = {name: value.obj if isinstance(value, Jsonb) else value for name, value in competitor.items()}
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
            await work.session.execute(TABLES["competitors"].insert().values(plain))


@pytest.mark.services
async def test_without_a_tenant_set_the_app_sees_nothing(
    database: Database, settings: Settings, workspace: Viewer
) -> None:
    with owner(settings) as connection:
        for name in TENANT_TABLES:
            plant(connection, TABLES[name], workspace.workspace_id, workspace.user_id)
    async with database._app.connect() as connection:
        for name in TABLES:
            if name not in SYSTEM_ONLY:
                assert list(await connection.execute(text(f"SELECT * FROM {name}"))) == [], name


@pytest.mark.services
@pytest.mark.parametrize("name", CLOSED_TABLES)
async def test_the_app_may_not_touch_what_serves_sign_in(database: Database, workspace: Viewer, name: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        await visible(database, workspace, name)


@pytest.mark.services
async def test_every_table_is_fenced_forced_and_has_its_policies(settings: Settings) -> None:
    with owner(settings) as connection:
        unfenced = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
            "AND NOT (relrowsecurity AND relforcerowsecurity)"
        ).fetchall()
        with_tenant = {
            row[0] for row in connection.execute("SELECT tablename FROM pg_policies WHERE policyname = 'tenant'")
        }
        roles = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'competedexter%%' AND (rolsuper OR rolbypassrls)"
        ).fetchall()
        definers = {
            row[0]
            for row in connection.execute(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            )
        }
    assert unfenced == []
    assert roles == []
    assert set(TABLES) - set(SYSTEM_ONLY) == with_tenant
    assert definers == {"search_candidates", "search_frequencies"}, "each such function needs a test of its own"


@pytest.mark.services
async def test_an_exception_leaves_no_tenant_behind_on_a_pooled_connection(
    database: Database, workspace: Viewer
) -> None:
    for _ in range(30):
        with pytest.raises(ProgrammingError):
            async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
                await work.session.execute(text("SELECT nothing"))
    async with database._app.connect() as connection:
        setting = await connection.scalar(text("SELECT current_setting('app.workspace_id', true)"))
    assert not setting


@pytest.mark.services
async def test_the_search_functions_compare_the_tenant_themselves(
    database: Database, settings: Settings, workspace: Viewer, stranger: Viewer
) -> None:
    with owner(settings) as connection:
        for viewer in (workspace, stranger):
            plant(connection, TABLES["search_passages"], viewer.workspace_id, viewer.user_id)
        connection.execute("UPDATE search_passages SET terms = ARRAY['price'], length = 1")
    async with database.workspace(workspace.workspace_id) as work:
        found = list(
            await work.session.execute(text("SELECT id FROM search_candidates(ARRAY['price'], 10, NULL, NULL, NULL)"))
        )
        counted = list(await work.session.execute(text("SELECT * FROM search_frequencies(ARRAY['price'], NULL)")))
    assert len(found) == 1
    assert {tuple(row) for row in counted} == {("price", 1, 1), ("", 1, 1)}
