"""Nobody reaches another workspace, by any id of any route; and nobody does what their role does not allow."""

import hashlib

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from psycopg import sql
from sqlalchemy import make_url

from competedexter.api.app import create_app
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.runtime import Runtime

from .catalogue import CATALOGUE, Operation, named, operations
from .conftest import client_of, join, refused, token_of


def rows_of(runtime: Runtime, workspace: Viewer) -> dict[str, str]:
    """A digest of every row of a workspace, table by table, read as the owner of the database."""
    url = make_url(runtime.settings.database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'workspace_id'"
            " AND table_schema = 'public' ORDER BY 1"
        ).fetchall()
        digests = {}
        for (table,) in tables:
            statement = sql.SQL("SELECT t::text FROM {} t WHERE workspace_id = %s ORDER BY 1").format(
                sql.Identifier(table)
            )
            rows = connection.execute(statement, [workspace.workspace_id]).fetchall()
            digests[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return digests


def test_every_route_is_in_the_catalogue(app: FastAPI) -> None:
    described = {(one.method, one.path) for one in operations(app)}
    assert described == set(CATALOGUE), "a route came or went: say in tests/api/catalogue.py who may use it"


async def test_ids_of_another_workspace_are_unknown_on_every_route(
    app: FastAPI, grace: httpx.AsyncClient, ids: dict[str, str], runtime: Runtime, workspace: Viewer
) -> None:
    before = rows_of(runtime, workspace)
    tried = 0
    for operation in operations(app):
        if operation.row.kind is not None:
            answer = await operation.call(grace, ids)
            refused(answer, 404)
            tried += 1
        for body in operation.row.foreign:
            refused(await operation.call(grace, ids, json=named(body, ids)), 404)
            tried += 1
    assert tried >= 30
    refused(await grace.delete(f"/competitors/{ids['competitor']}?purge=true"), 404)
    assert rows_of(runtime, workspace) == before


async def test_filters_by_ids_of_another_workspace_find_nothing(
    app: FastAPI, ada: httpx.AsyncClient, grace: httpx.AsyncClient, ids: dict[str, str]
) -> None:
    for operation in (one for one in operations(app) if one.method == "get"):
        for name in operation.id_parameters:
            query = {name: ids[name.removesuffix("Id")], "q": "pro"}
            address = operation.address(ids).partition("?")[0]
            ours, theirs = await ada.get(address, params=query), await grace.get(address, params=query)
            assert ours.status_code == 200, (operation.path, name, ours.text)
            assert theirs.status_code == 200
            body = theirs.json()
            found = body.get("items", body.get("results", body.get("queries")))
            assert found == [], (operation.path, name)


async def test_a_cursor_of_another_workspace_opens_nothing(
    ada: httpx.AsyncClient, grace: httpx.AsyncClient, ids
) -> None:
    cursor = (await ada.get("/crawl-runs?pageSize=1")).json()["nextCursor"]
    assert cursor
    assert (await grace.get(f"/crawl-runs?cursor={cursor}")).json()["items"] == []


async def test_the_header_does_not_open_another_workspace(
    app: FastAPI, grace: httpx.AsyncClient, ids: dict[str, str], runtime: Runtime, workspace: Viewer
) -> None:
    before = rows_of(runtime, workspace)
    header = {"X-Workspace-Id": ids["workspace"]}
    for operation in operations(app):
        if operation.row.role is not None and operation.row.kind != "workspace":
            refused(await operation.call(grace, ids, headers=header), 404, "workspace_not_found")
    assert rows_of(runtime, workspace) == before


async def test_without_a_token_nothing_but_the_way_in_is_open(
    app: FastAPI, anyone: httpx.AsyncClient, ids: dict[str, str]
) -> None:
    for operation in operations(app):
        answer = await operation.call(anyone, ids)
        if operation.row.role is None:
            assert answer.status_code in (400, 401, 404), operation.path  # 404: a hook that is none
        else:
            refused(answer, 401, "missing_token")


def least_harmful(operation: Operation) -> tuple[int, str]:
    """Deletion comes last, sign-out after it."""
    return 2 if operation.path == "/auth/logout" else int(operation.method == "delete"), operation.path


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_may_do_what_it_may_and_nothing_more(
    role: Role, runtime: Runtime, ids: dict[str, str], workspace: Viewer
) -> None:
    app = create_app(runtime)
    person = await join(runtime, workspace.workspace_id, "Someone Else", role)
    rank = list(Role).index
    headers = {"X-Workspace-Id": str(workspace.workspace_id)}
    async with client_of(app, await token_of(runtime, person), **headers) as client:
        for operation in sorted(operations(app), key=least_harmful):
            needed = operation.row.role
            if needed is None:
                continue
            answer = await operation.call(client, ids)
            if rank(role) < rank(needed):
                refused(answer, 403, "forbidden")
            else:
                assert answer.status_code not in (401, 403), (operation.path, answer.text)


async def test_only_an_owner_purges(runtime: Runtime, app: FastAPI, ids: dict[str, str], workspace: Viewer) -> None:
    admin = await join(runtime, workspace.workspace_id, "Admin Person", Role.ADMIN)
    headers = {"X-Workspace-Id": str(workspace.workspace_id)}
    async with client_of(app, await token_of(runtime, admin), **headers) as client:
        address = f"/competitors/{ids['competitor']}?purge=true"
        refused(await client.delete(address), 403, "purge_needs_owner")
        assert (await client.get(f"/competitors/{ids['competitor']}")).status_code == 200


async def test_a_removed_member_is_out_at_once(runtime: Runtime, app: FastAPI, workspace: Viewer) -> None:
    guest = await join(runtime, workspace.workspace_id, "Guest Person", Role.ADMIN)
    headers = {"X-Workspace-Id": str(workspace.workspace_id)}
    async with client_of(app, await token_of(runtime, guest), **headers) as client:
        assert (await client.get("/competitors")).status_code == 200
        url = make_url(runtime.settings.database_url).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            connection.execute(
                "DELETE FROM workspace_members WHERE user_id = %s AND workspace_id = %s",
                [guest.user_id, workspace.workspace_id],
            )
        refused(await client.get("/competitors"), 404, "workspace_not_found")
