"""The API as one page to read, written by us: no script, nothing from elsewhere."""

from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from .openapi import METHODS

Json = dict[str, Any]  # Any: OpenAPI is JSON
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent) }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 6rem }
h2 { margin: 3rem 0 .5rem; text-transform: capitalize }
code { font: 14px ui-monospace, monospace }
details { border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; padding: .5rem 1rem }
summary { cursor: pointer }
summary b { display: inline-block; min-width: 4.5rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-top: 1px solid var(--line) }
"""


async def docs_page(request: Request) -> HTMLResponse:
    """Every route with its parameters, body and answers, in the order of the API's parts."""
    return HTMLResponse(render(request.app.openapi()), headers={"Content-Security-Policy": POLICY})


def render(schema: Json) -> str:
    parts: dict[str, list[str]] = {}
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["other"])[0]
                parts.setdefault(tag, []).append(_operation(method, path, item[method], schema))
    body = "".join(f"<h2>{escape(tag)}</h2>{''.join(operations)}" for tag, operations in parts.items())
    title, base = escape(schema["info"]["title"]), escape(schema["servers"][0]["url"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><main>'
        f"<h1>{title} API {escape(schema['info']['version'])}</h1>{_paragraphs(schema['info']['description'])}"
        f"<p>Base address <code>{base}</code>. For programs: "
        f'<a href="openapi.json">openapi.json</a>.</p>{body}</main></body></html>'
    )


def _operation(method: str, path: str, operation: Json, schema: Json) -> str:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    parts = [
        f"<details><summary><b>{method.upper()}</b> <code>{escape(path)}</code> {escape(operation['summary'])}</summary>",
        _paragraphs(operation.get("description", "")),
        _table("Parameters", [_parameter(one, schema) for one in operation.get("parameters", ())]),
        _table("Body", _fields(body, schema) if body else []),
        _table("Answers", [(status, one["description"], _type(_content(one))) for status, one in
                           sorted(operation["responses"].items())]),
        "</details>",
    ]  # fmt: skip
    return "".join(parts)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part)


def _table(title: str, rows: list[tuple[str, str, str]]) -> str:
    cells = "".join(f"<tr><td><code>{escape(a)}</code><td>{escape(b)}<td>{escape(c)}" for a, b, c in rows)
    return f"<table><tr><th>{title}<th><th>{cells}</table>" if rows else ""


def _parameter(parameter: Json, schema: Json) -> tuple[str, str, str]:
    one = _resolved(parameter, schema)
    needed = ", required" if one.get("required") else ""
    return (
        one["name"],
        one.get("description", one["schema"].get("description", "")),
        f"{one['in']}{needed}: {_type(one['schema'])}",
    )


def _fields(body: Json, schema: Json) -> list[tuple[str, str, str]]:
    inner = _resolved(next((one for one in body.get("anyOf", ()) if "$ref" in one), body), schema)
    required = inner.get("required", ())
    return [
        (name, field.get("description", ""), _type(field) + (", required" if name in required else ""))
        for name, field in inner.get("properties", {}).items()
    ]


def _resolved(value: Json, schema: Json) -> Json:
    if "$ref" not in value:
        return value
    found: Any = schema
    for step in value["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    resolved: Json = found
    return resolved


def _content(response: Json) -> Json:
    contents: list[Json] = list(response.get("content", {}).values())
    return contents[0].get("schema", {}) if contents else {}


def _type(field: Json) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "enum" in field:
        return " | ".join(str(value) for value in field["enum"])
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return str(field.get("format") or field.get("type") or "")
