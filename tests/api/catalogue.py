"""Every route of the API with the least role it needs and a body it takes. A route without a row here fails the tests."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from competedexter.api.openapi import METHODS
from competedexter.customers.accounts.viewer import Role

RULE = {"name": "Rises", "conditions": {"field": "kind", "op": "eq", "value": "plan_price_raised"}}
ASK = {"query": "How much is Acme Pro?"}
SPAN = {"from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z"}


@dataclass(frozen=True)
class Row:
    """`role` is None where no token is needed. `kind` says whose id the path's {id} is."""

    role: Role | None
    kind: str | None = None
    body: dict[str, Any] | None = None
    foreign: tuple[dict[str, Any], ...] = field(default=())  # bodies that name ids of another workspace


def competitor(**more: object) -> dict[str, Any]:
    return {"name": "New", "domain": "new.example", "discover": False, **more}


CATALOGUE: dict[tuple[str, str], Row] = {
    ("post", "/auth/register"): Row(None, body={"email": "x@example.com", "password": "weak", "name": "X"}),
    ("post", "/auth/login"): Row(None, body={"email": "x@example.com", "password": "wrong"}),
    ("post", "/auth/logout"): Row(Role.VIEWER),
    ("get", "/me"): Row(Role.VIEWER),
    ("patch", "/me"): Row(Role.VIEWER, body={}),
    ("get", "/workspaces"): Row(Role.VIEWER),
    ("post", "/workspaces"): Row(Role.VIEWER, body={"name": "Another"}),  # a workspace of one's own
    ("get", "/workspaces/{id}"): Row(Role.VIEWER, "workspace"),
    ("patch", "/workspaces/{id}"): Row(Role.ADMIN, "workspace", {"name": "Renamed"}),
    ("get", "/workspaces/{id}/members"): Row(Role.VIEWER, "workspace"),
    ("get", "/competitors"): Row(Role.VIEWER),
    ("post", "/competitors"): Row(Role.ADMIN, body=competitor()),
    ("get", "/competitors/suggestions"): Row(Role.VIEWER),
    ("get", "/competitors/{id}"): Row(Role.VIEWER, "competitor"),
    ("get", "/competitors/{id}/insights"): Row(Role.VIEWER, "competitor"),
    ("put", "/competitors/{id}"): Row(Role.ADMIN, "competitor", {"name": "Renamed"}),
    ("delete", "/competitors/{id}"): Row(Role.ADMIN, "competitor"),
    ("post", "/competitors/{id}/restore"): Row(Role.ADMIN, "competitor"),
    ("post", "/competitors/{id}/refresh"): Row(Role.ADMIN, "competitor"),
    ("get", "/competitors/{id}/sources"): Row(Role.VIEWER, "competitor"),
    ("post", "/competitors/{id}/sources"): Row(
        Role.ADMIN, "competitor", {"sourceType": "website", "sourceUrl": "https://new.example"}
    ),
    ("post", "/competitors/{id}/sources/bulk"): Row(
        Role.ADMIN, "competitor", {"sources": [{"sourceType": "website", "sourceUrl": "https://more.example"}]}
    ),
    ("get", "/competitors/{id}/data"): Row(Role.VIEWER, "competitor"),
    ("get", "/competitors/{id}/data/{type}"): Row(Role.VIEWER, "competitor"),
    ("get", "/competitors/{id}/snapshots"): Row(Role.VIEWER, "competitor"),
    ("get", "/competitors/{id}/timeline"): Row(Role.VIEWER, "competitor"),
    ("patch", "/sources/{id}"): Row(Role.ADMIN, "source", {"status": "paused"}),
    ("post", "/sources/{id}/crawl"): Row(Role.ADMIN, "source"),
    ("delete", "/sources/{id}"): Row(Role.ADMIN, "source"),
    ("post", "/sources/preview"): Row(
        Role.ADMIN, body={"sourceType": "custom", "sourceUrl": "https://new.invalid/list.json"}
    ),
    ("post", "/sources/{id}/upload"): Row(Role.ADMIN, "source"),
    ("post", "/sources/{id}/hook"): Row(Role.ADMIN, "source"),
    ("delete", "/sources/{id}/hook"): Row(Role.ADMIN, "source"),
    ("post", "/hooks/{token}"): Row(None),
    ("post", "/import"): Row(Role.ADMIN),
    ("get", "/jobs/{id}"): Row(Role.VIEWER, "job"),
    ("post", "/competitors/{id}/backfill"): Row(Role.ADMIN, "competitor"),
    ("get", "/crawl-runs"): Row(Role.VIEWER),
    ("get", "/crawl-runs/{id}"): Row(Role.VIEWER, "run"),
    ("get", "/documents/{id}"): Row(Role.VIEWER, "document"),
    ("get", "/documents/{id}/raw"): Row(Role.VIEWER, "document"),
    ("get", "/documents/{id}/screenshot"): Row(Role.VIEWER, "document"),
    ("get", "/snapshots/{id}"): Row(Role.VIEWER, "snapshot"),
    ("get", "/snapshots/{a}/diff/{b}"): Row(Role.VIEWER, "snapshot"),
    ("get", "/changes"): Row(Role.VIEWER),
    ("get", "/changes/{id}"): Row(Role.VIEWER, "change"),
    ("post", "/changes/{id}/label"): Row(Role.ADMIN, "change", {"label": "noise"}),
    ("get", "/alerts"): Row(Role.VIEWER),
    ("get", "/alerts/unread-count"): Row(Role.VIEWER),
    ("post", "/alerts/read-all"): Row(Role.VIEWER),
    ("get", "/alerts/{id}"): Row(Role.VIEWER, "alert"),
    ("put", "/alerts/{id}/read"): Row(Role.VIEWER, "alert", {"read": True}),
    ("get", "/alerts/rules"): Row(Role.VIEWER),
    ("post", "/alerts/rules"): Row(Role.ADMIN, body=RULE, foreign=({**RULE, "competitorId": "competitor"},)),
    ("post", "/alerts/rules/backtest"): Row(
        Role.VIEWER,
        body={"rule": RULE, **SPAN},
        foreign=({"rule": {**RULE, "competitorId": "competitor"}, **SPAN},),
    ),
    ("put", "/alerts/rules/{id}"): Row(Role.ADMIN, "rule", {"enabled": False}),
    ("delete", "/alerts/rules/{id}"): Row(Role.ADMIN, "rule"),
    ("get", "/search"): Row(Role.VIEWER),
    ("post", "/query/ask"): Row(
        Role.MEMBER,
        body=ASK,
        foreign=({**ASK, "competitorIds": ["competitor"]}, {**ASK, "context": {"conversationId": "conversation"}}),
    ),
    ("get", "/query/history"): Row(Role.VIEWER),
    ("get", "/query/suggestions"): Row(Role.VIEWER),
    ("get", "/query/{id}"): Row(Role.VIEWER, "query"),
    ("get", "/query/{id}/events"): Row(Role.VIEWER, "query"),
    ("post", "/query/{id}/cancel"): Row(Role.MEMBER, "query"),
    ("post", "/query/{id}/feedback"): Row(Role.VIEWER, "query", {"helpful": True}),
    ("get", "/conversations"): Row(Role.VIEWER),
    ("get", "/conversations/{id}"): Row(Role.VIEWER, "conversation"),
    ("get", "/conversations/{id}/queries"): Row(Role.VIEWER, "conversation"),
    ("patch", "/conversations/{id}"): Row(Role.MEMBER, "conversation", {"title": "Renamed"}),
    ("post", "/conversations/{id}/share"): Row(Role.MEMBER, "conversation"),
    ("delete", "/conversations/{id}"): Row(Role.MEMBER, "conversation"),
}


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    schema: dict[str, Any]

    @property
    def row(self) -> Row:
        return CATALOGUE[self.method, self.path]

    def address(self, ids: dict[str, str]) -> str:
        """The path with the id of its kind in every place for one."""
        filled = self.path.replace("{type}", "pricing")
        for place in ("{id}", "{a}", "{b}"):
            filled = filled.replace(place, ids.get(self.row.kind or "", ""))
        return filled + ("?q=pro" if self.path == "/search" else "")

    @property
    def id_parameters(self) -> list[str]:
        """Names of query parameters that take an id."""
        return [
            one["name"]
            for one in self.schema.get("parameters", ())
            if one.get("in") == "query" and "uuid" in str(one["schema"])
        ]

    async def call(self, client: httpx.AsyncClient, ids: dict[str, str], **more: Any) -> httpx.Response:
        body = more.pop("json", self.row.body)
        sent = {"json": body} if body is not None else {}
        return await client.request(self.method.upper(), self.address(ids), **sent, **more)


def operations(app: FastAPI) -> Iterator[Operation]:
    """As the API describes itself."""
    for path, item in app.openapi()["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(method, path, item[method])


def named(body: Any, ids: dict[str, str]) -> Any:
    """A body in which the names of kinds stand for ids."""
    if isinstance(body, dict):
        return {name: named(value, ids) if name != "kind" else value for name, value in body.items()}
    if isinstance(body, list):
        return [named(value, ids) for value in body]
    return ids.get(body, body) if isinstance(body, str) else body


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
