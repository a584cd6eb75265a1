"""The description of the API: what the framework knows of the routes, and what every route has in common."""

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .errors import ErrorView
from .visit import WORKSPACE_HEADER

Json = dict[str, Any]  # Any: OpenAPI is JSON
BASE = "/api/v1"
METHODS = ("get", "post", "put", "patch", "delete")
ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorView"}}}
COMMON = {
    "400": "The request is not valid; `details` lists each field and the reason.",
    "401": "The token is missing, not valid, expired or revoked.",
    "403": "Your role does not allow this.",
    "404": "There is no such thing in this workspace.",
    "429": "Too many requests; `Retry-After` says when to go on.",
    "503": "The database does not answer; `Retry-After` says when to try again.",
}
WITH_BODY = {"413": "The body is too large.", "415": "The body is not JSON."}
DESCRIPTION = """\
Watch competitors, read typed changes, ask questions with cited answers.

Lists take `page` and `pageSize` and answer `items` and `pagination`; those of facts also take `cursor` and answer
`nextCursor`. Times are RFC 3339 in UTC. Reads of facts take `asOf` and then use nothing observed later. A POST with an
`Idempotency-Key` is carried out once; its first answer is given again for 24 hours."""


def describe(app: FastAPI) -> Json:
    """OpenAPI 3.1 of all routes, made once."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            description=DESCRIPTION,
            routes=app.routes,
            servers=[{"url": BASE}],
        )
        _add_common(schema)
        app.openapi_schema = schema
    return app.openapi_schema


def product_version() -> str:
    return version("competedexter")


def _add_common(schema: Json) -> None:
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["ErrorView"] = ErrorView.model_json_schema(by_alias=True)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Valid for seven days."}
    }
    components["parameters"] = {
        "Workspace": _header(WORKSPACE_HEADER, "Which workspace; the first one if not given.", {"format": "uuid"}),
        "IdempotencyKey": _header("Idempotency-Key", "Carry this out once.", {"maxLength": 255}),
    }
    schema["security"] = [{"bearer": []}]
    for path in schema["paths"].values():
        for method in METHODS:
            if method in path:
                _complete(path[method], method)


def _header(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string", **schema}}


def _complete(operation: Json, method: str) -> None:
    parameters = operation.setdefault("parameters", [])
    if operation.get("security") != []:
        parameters.append({"$ref": "#/components/parameters/Workspace"})
        if method == "post":
            parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    responses = operation["responses"]
    responses.pop("422", None)
    told = {**COMMON, **(WITH_BODY if "requestBody" in operation else {})}
    if method != "get":
        told |= {"409": "It does not fit what is stored.", "422": "Well formed, but it cannot be carried out."}
    for status, description in told.items():
        responses[status] = {"description": description, "content": ERROR}
