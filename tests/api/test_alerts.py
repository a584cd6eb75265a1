"""The inbox and the rules over REST."""

from uuid import uuid4

import httpx
from fastapi import FastAPI

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.runtime import Runtime
from tests.market.scene import Scene

from .conftest import client_of, join, refused, token_of

RISES = {"all": [{"field": "kind", "op": "in", "value": ["plan_price_raised"]}]}


async def test_the_inbox_shows_an_alert_and_each_person_reads_it_alone(
    app: FastAPI, runtime: Runtime, ada: httpx.AsyncClient, scene: Scene, workspace: Viewer
) -> None:
    [alert] = (await ada.get("/alerts?unread=true")).json()["items"]
    assert set(alert) >= {
        "id", "createdAt", "competitorId", "changeId", "rules", "itemId", "alertType", "title", "description", "data",
        "severity", "read",
    }  # fmt: skip
    assert alert["alertType"] == "plan_price_raised"
    assert alert["rules"][0]["name"] == "Price moves"
    assert (await ada.get("/alerts/unread-count")).json() == {"unread": 1}
    assert (await ada.put(f"/alerts/{alert['id']}/read")).json()["read"] is True
    assert (await ada.get("/alerts?unread=true")).json()["items"] == []
    assert (await ada.get(f"/alerts/{alert['id']}")).json()["read"] is True
    guest = await join(runtime, workspace.workspace_id, "Guest Person", Role.VIEWER)
    headers = {"X-Workspace-Id": str(workspace.workspace_id)}
    async with client_of(app, await token_of(runtime, guest), **headers) as client:
        assert (await client.get("/alerts/unread-count")).json() == {"unread": 1}
        assert (await client.post("/alerts/read-all")).json() == {"marked": 1}
        assert (await client.get("/alerts/unread-count")).json() == {"unread": 0}
    assert (await ada.put(f"/alerts/{alert['id']}/read", json={"read": False})).json()["read"] is False
    for nothing in ("severity=low", "type=plan_added", f"competitorId={uuid4()}"):
        assert (await ada.get(f"/alerts?{nothing}")).json()["items"] == [], nothing


async def test_rules_are_listed_added_edited_and_removed(ada: httpx.AsyncClient, scene: Scene) -> None:
    assert (await ada.get("/alerts/rules")).json()["pagination"]["total"] == 6
    made = await ada.post("/alerts/rules", json={"name": "Rises", "conditions": RISES, "channels": ["in_app"]})
    assert made.status_code == 201
    rule = made.json()
    assert (rule["version"], rule["enabled"], rule["ruleType"]) == (1, True, "custom")
    edited = await ada.put(f"/alerts/rules/{rule['id']}", json={"enabled": False})
    assert (edited.json()["version"], edited.json()["enabled"], edited.json()["name"]) == (2, False, "Rises")
    assert (await ada.delete(f"/alerts/rules/{rule['id']}")).status_code == 204
    refused(await ada.delete(f"/alerts/rules/{rule['id']}"), 404, "rule_not_found")


async def test_a_rule_that_does_not_hold_together_is_told_where(ada: httpx.AsyncClient) -> None:
    broken = {"all": [{"field": "colour", "op": "eq", "value": 1}, {"field": "kind", "op": "is", "value": "x"}]}
    answer = await ada.post("/alerts/rules", json={"name": "Broken", "conditions": broken})
    body = refused(answer, 400, "bad_conditions")
    assert [one["field"] for one in body["details"]] == ["conditions.all[0].field", "conditions.all[1].op"]


async def test_a_rule_is_tried_on_the_past(ada: httpx.AsyncClient, scene: Scene) -> None:
    wanted = {
        "rule": {"name": "Rises", "conditions": RISES},
        "from": "2026-11-01T00:00:00Z",
        "to": "2026-12-01T00:00:00Z",
    }
    told = (await ada.post("/alerts/rules/backtest", json=wanted)).json()
    assert (told["count"], told["lookedAt"], told["alerts"][0]["alertType"]) == (1, 1, "plan_price_raised")
    refused(await ada.post("/alerts/rules/backtest", json={**wanted, "to": "2026-10-01T00:00:00Z"}), 400, "bad_rule")
    without_zone = {**wanted, "from": "2026-11-01T00:00:00"}  # counts as UTC
    assert (await ada.post("/alerts/rules/backtest", json=without_zone)).json()["count"] == 1
