"""The one translator of the REST door: whatever goes wrong becomes `{"error", "code", "details"}` (api.md "Errors")."""

import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from competedexter.foundation.errors import (
    InvalidRequest,
    NotFound,
    ProductError,
    TooLarge,
    TooManyRequests,
    Unauthorized,
)
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.views import View

log = logging.getLogger(__name__)

MAX_DETAILS = 50  # mistakes told at once
MAX_REASON = 300  # characters of one reason


class ErrorView(View):
    """What every refusal looks like."""

    error: str
    code: str
    details: object | None = None


class NoSuchWorkspace(NotFound):
    code = "workspace_not_found"
    sentence = "There is no such workspace, or you are not a member of it."


class NoSuchPath(NotFound):
    code = "no_such_path"
    sentence = "There is nothing at this address."


class WrongMethod(ProductError):
    code = "method_not_allowed"
    status = 405
    sentence = "This address does not take that method."


class AddressTooLong(TooLarge):
    code = "address_too_long"
    sentence = "The query of the address is longer than {limit}."


class BodyBrokenOff(InvalidRequest):
    code = "body_broken_off"
    sentence = "The connection ended before the whole body had arrived."


class WrongContentType(ProductError):
    code = "unsupported_media_type"
    status = 415
    sentence = "Send the body as JSON, with Content-Type: application/json."


class WrongUpload(ProductError):
    code = "unsupported_media_type"
    status = 415
    sentence = (
        "Send the file itself as the body, with Content-Type text/csv, application/json, text/html or application/xml."
    )


class BadJson(InvalidRequest):
    code = "invalid_json"
    sentence = "The body is not valid JSON: {reason}."


class BadText(InvalidRequest):
    code = "invalid_text"
    sentence = "Text may not contain the NUL character."


class MissingToken(Unauthorized):
    code = "missing_token"
    sentence = "Send your access token as Authorization: Bearer <token>."


class TooManyInBurst(TooManyRequests):
    sentence = "Too many requests at once. Wait {seconds} seconds and go on more slowly."


class Unexpected(ProductError):
    code = "internal_error"
    status = 500
    sentence = "Something went wrong on our side. Tell support this number: {incident}."


def translated(error: Exception, request: Request) -> Response:
    """The answer that tells what went wrong. What we did not foresee is logged under the number the answer names."""
    if isinstance(error, ProductError):
        known = error
    elif isinstance(error, RequestValidationError):
        known = InvalidRequest(details=_mistakes(error.errors()))
    elif isinstance(error, HTTPException):
        known = _of_framework(error)
    else:
        known = Unexpected(incident=str(new_id()))
        route = request.scope.get("route")  # its template: an address may hold the token of a hook
        place = getattr(route, "path_format", None) or request.url.path
        log.error("%s at %s %s", known, request.method, place, exc_info=error)
    return _answer(known)


async def translate(request: Request, error: Exception) -> Response:
    """For the framework's own refusals: an unknown path, a wrong method."""
    answer = translated(error, request)
    if answer.status_code == 405:
        answer.headers["Allow"] = ", ".join(sorted(_methods_at(request)))
    return answer


def _methods_at(request: Request) -> set[str]:
    """What may be done at this address, over all its routes."""
    here = [route for route in request.app.routes if isinstance(route, Route)]
    matching = [route for route in here if route.matches(request.scope)[0] is not Match.NONE]
    methods = {method for route in matching for method in route.methods or ()}
    return methods | {"HEAD"} if "GET" in methods else methods


def _of_framework(error: HTTPException) -> ProductError:
    known: dict[int, type[ProductError]] = {404: NoSuchPath, 405: WrongMethod, 413: TooLarge}
    return known.get(error.status_code, InvalidRequest)()


def _answer(error: ProductError) -> Response:
    body: dict[str, object] = {"error": str(error), "code": error.code}
    if isinstance(error, TooManyRequests) and isinstance(error.details, Mapping):
        body.update(error.details)  # api.md gives the quota's limit and reset a place of their own
    elif error.details is not None:
        body["details"] = error.details
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after)))
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    content = orjson.dumps(body, default=str)
    return Response(content, error.status, headers, "application/json")


def _mistakes(errors: Sequence[Any]) -> list[dict[str, str]]:  # Any: Pydantic's own error dictionaries
    return [{"field": _place(one["loc"]), "reason": _reason(one)} for one in errors[:MAX_DETAILS]]


def _place(location: Sequence[str | int]) -> str:
    """`("body", "tags", 3)` -> `tags[3]`."""
    path = ""
    for part in location[1:] or location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")[:MAX_REASON]


def _reason(error: Mapping[str, Any]) -> str:  # Any: as above
    told, bounds = str(error["msg"]), error.get("ctx") or {}
    if error["type"] == "too_long":
        told = f"Must have at most {bounds['max_length']} items"
    elif error["type"] == "too_short":
        told = f"Must have at least {bounds['min_length']} items"
    return told.removeprefix("Value error, ")[:MAX_REASON]
