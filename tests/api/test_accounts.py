"""Sign up, sign in, sign out, the profile and workspaces over REST."""

from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.jobs import SetUpWorkspace
from competedexter.runtime import Runtime

from .conftest import client_of, join, refused, token_of

NEW = {"email": "Linus@Example.com", "password": "tired-otter-lamp-42", "name": "Linus", "workspaceName": "Kernel"}


async def test_a_new_person_gets_a_token_that_opens_their_own_workspace(anyone: httpx.AsyncClient, queue) -> None:
    answer = await anyone.post("/auth/register", json=NEW)
    assert answer.status_code == 201
    body = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert body["tokenType"] == "Bearer"
    assert body["expiresIn"] == 7 * 24 * 3600
    assert body["user"]["email"] == "linus@example.com"
    assert body["workspace"]["name"] == "Kernel"
    assert isinstance(queue.take()[0], SetUpWorkspace)
    me = await anyone.get("/me", headers={"Authorization": f"Bearer {body['accessToken']}"})
    assert me.status_code == 200
    assert me.json()["memberships"][0]["role"] == "owner"
    assert me.json()["usage"] == {"questions": 0, "tokens": 0, "costUsd": 0.0}


async def test_sign_in_gives_a_token_and_sign_out_revokes_it(anyone: httpx.AsyncClient) -> None:
    await anyone.post("/auth/register", json=NEW)
    answer = await anyone.post("/auth/login", json={"email": "linus@example.com", "password": NEW["password"]})
    assert answer.status_code == 200
    headers = {"Authorization": f"Bearer {answer.json()['accessToken']}"}
    assert (await anyone.get("/me", headers=headers)).status_code == 200
    signed_out = await anyone.post("/auth/logout", headers=headers)
    assert (signed_out.status_code, signed_out.content) == (204, b"")
    refused(await anyone.get("/me", headers=headers), 401, "invalid_token")


async def test_what_is_wrong_with_a_registration_is_told(anyone: httpx.AsyncClient) -> None:
    weak = refused(await anyone.post("/auth/register", json={**NEW, "password": "password12"}), 400, "weak_password")
    assert weak["details"][0]["field"] == "password"
    refused(await anyone.post("/auth/register", json={**NEW, "email": "no address"}), 400, "invalid_email")
    unknown = refused(await anyone.post("/auth/register", json={**NEW, "role": "owner"}), 400, "invalid_request")
    assert unknown["details"] == [{"field": "role", "reason": "Extra inputs are not permitted"}]
    assert (await anyone.post("/auth/register", json=NEW)).status_code == 201
    refused(await anyone.post("/auth/register", json=NEW), 409, "email_taken")


async def test_a_wrong_password_is_refused_and_many_are_slowed_down(anyone: httpx.AsyncClient) -> None:
    wrong = {"email": "nobody@example.com", "password": "not this one at all"}
    for _ in range(10):
        refused(await anyone.post("/auth/login", json=wrong), 401, "wrong_credentials")
    slow = await anyone.post("/auth/login", json=wrong)
    refused(slow, 429, "too_many_sign_ins")
    assert int(slow.headers["Retry-After"]) > 0


async def test_without_a_good_token_nothing_opens(app: FastAPI, anyone: httpx.AsyncClient) -> None:
    answer = await anyone.get("/me")
    refused(answer, 401, "missing_token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    for token in ("x", "a.b.c", "e" * 20_000, "eyJhbGciOiJub25lIn0.e30."):
        async with client_of(app, token) as client:
            refused(await client.get("/me"), 401, "invalid_token")
    refused(await anyone.get("/me", headers={"Authorization": "Basic eDp5"}), 401, "missing_token")


async def test_the_profile_can_be_edited(ada: httpx.AsyncClient) -> None:
    edited = await ada.patch("/me", json={"name": "Ada King", "locale": "en-GB"})
    assert (edited.json()["name"], edited.json()["locale"]) == ("Ada King", "en-GB")
    refused(await ada.patch("/me", json={"email": "other@example.com"}), 400)


async def test_workspaces_are_listed_added_read_and_renamed(ada: httpx.AsyncClient, workspace: Viewer) -> None:
    added = await ada.post("/workspaces", json={"name": "Second"})
    assert added.status_code == 201
    listed = (await ada.get("/workspaces")).json()
    assert [one["name"] for one in listed["items"]] == ["Ada Lovelace's workspace", "Second"]
    assert listed["pagination"] == {"total": 2, "page": 1, "pageSize": 20}
    assert [one["name"] for one in (await ada.get("/workspaces?page=2&pageSize=1")).json()["items"]] == ["Second"]
    address = f"/workspaces/{added.json()['id']}"
    assert (await ada.patch(address, json={"name": "Other"})).json()["name"] == "Other"
    assert (await ada.get(address)).json()["role"] == "owner"
    members = (await ada.get(f"/workspaces/{workspace.workspace_id}/members")).json()["items"]
    assert [(one["name"], one["role"]) for one in members] == [("Ada Lovelace", "owner")]


async def test_the_header_chooses_the_workspace_and_reveals_no_other(
    app: FastAPI, runtime: Runtime, workspace: Viewer, ada: httpx.AsyncClient, stranger: Viewer
) -> None:
    guest = await join(runtime, workspace.workspace_id, "Guest Person", Role.VIEWER)
    await ada.post("/competitors", json={"name": "Acme", "domain": "acme.com", "discover": False})
    async with client_of(app, await token_of(runtime, guest)) as client:
        assert (await client.get("/competitors")).json()["items"] == []
        chosen = {"X-Workspace-Id": str(workspace.workspace_id)}
        assert len((await client.get("/competitors", headers=chosen)).json()["items"]) == 1
        for foreign in (stranger.workspace_id, uuid4()):
            answer = await client.get("/competitors", headers={"X-Workspace-Id": str(foreign)})
            refused(answer, 404, "workspace_not_found")
        refused(await client.get("/competitors", headers={"X-Workspace-Id": "first"}), 400, "invalid_request")
        refused(await client.patch(f"/workspaces/{workspace.workspace_id}", json={"name": "Mine"}), 403, "forbidden")


@pytest.mark.parametrize("name", ["   ", "\u202e"])
async def test_a_workspace_without_a_visible_name_is_refused(
    ada: httpx.AsyncClient, workspace: Viewer, name: str
) -> None:
    told = refused(await ada.post("/workspaces", json={"name": name}), 400, "missing_name")
    assert told["details"][0]["field"] == "name"
    refused(await ada.patch(f"/workspaces/{workspace.workspace_id}", json={"name": name}), 400, "missing_name")
