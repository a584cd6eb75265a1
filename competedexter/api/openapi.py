"""The description of the API: what the framework knows of the routes, and what every route has in common."""

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .answer_shapes import add_answer_shapes
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
    "413": "The query of the address, or the body, is too large.",
    "429": "Too many requests; `Retry-After` says when to go on.",
    "503": "The database does not answer; `Retry-After` says when to try again.",
}
WITH_BODY = {"408": "The body did not arrive in time.", "415": "The body is not JSON."}
WAITS = ("408", "429", "503")  # the answers that say when to come back
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}
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
    add_answer_shapes(schemas)
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                _complete(item[method], method, repeatable=method == "post" and not path.startswith("/auth/"))


def _header(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string", **schema}}


def _complete(operation: Json, method: str, *, repeatable: bool) -> None:
    parameters = operation.setdefault("parameters", [])
    if operation.get("security") != []:
        parameters.append({"$ref": "#/components/parameters/Workspace"})
        if repeatable:
            parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    responses = operation["responses"]
    if responses.get("422", {}).get("description") == "Validation Error":
        del responses["422"]  # the framework's own guess: ours are 400
    told = {**COMMON, **(WITH_BODY if "requestBody" in operation else {})}
    if method != "get":
        told |= {"409": "It does not fit what is stored.", "422": "Well formed, but it cannot be carried out."}
    for status, description in told.items():
        responses[status] = {"description": description, "content": ERROR}
        if status in WAITS:
            responses[status]["headers"] = RETRY_AFTER
