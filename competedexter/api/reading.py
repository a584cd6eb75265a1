"""Reads a request's body once and strictly, before anything is opened for it: size, type, JSON, depth, text."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import orjson
from starlette.requests import ClientDisconnect, Request

from competedexter.foundation.incoming import BODY_SECONDS, SentTooMuch, read_within, told_size

from .errors import AddressTooLong, BadJson, BadText, BodyBrokenOff, WrongContentType

MB = 1024 * 1024
MAX_BODY_BYTES = 1 * MB  # the largest honest body is a rule with 200 conditions: 100 KB
MAX_DEPTH = 64  # conditions nest 8 deep; the customer's own metadata hardly more
BODY_LIMIT = "1 MB"
UPLOAD_SECONDS = 120.0  # for a whole file; 50 MB over a slow line
MAX_QUERY_BYTES = 16 * 1024
NUL = "\x00"  # PostgreSQL stores any character but this one


class StrictRequest(Request):
    """A request whose body is what `read` found. Larger or looser ones never get past it."""

    _read: bytes = b""
    _parsed: Any = None  # Any: JSON

    async def read(self, *, expects_json: bool) -> bytes:
        """The body's bytes. Raises SentTooMuch, SentTooSlowly, WrongContentType, BadJson, BadText."""
        _check_address(self)
        if not expects_json:
            return b""
        self._read = await self._bounded(MAX_BODY_BYTES, BODY_LIMIT, BODY_SECONDS)
        if self._read:
            _check_type(self.headers.get("content-type", ""))
            self._parsed = parsed(self._read)
        return self._read

    async def read_file(self, most: int, limit: str) -> bytes:
        """The body's bytes, whatever they are. Raises SentTooMuch, SentTooSlowly."""
        _check_address(self)
        self._read = await self._bounded(most, limit, UPLOAD_SECONDS)
        return self._read

    async def body(self) -> bytes:
        return self._read

    async def json(self) -> Any:  # Any: JSON
        return self._parsed

    async def _bounded(self, most: int, limit: str, seconds: float) -> bytes:
        told = told_size(self.headers.get("content-length", "0"))
        if told is None or told > most:
            raise SentTooMuch(limit=limit)
        try:
            return await read_within(self.stream(), most=most, limit=limit, seconds=seconds)
        except ClientDisconnect as error:
            raise BodyBrokenOff from error


def parsed(body: bytes) -> Any:  # Any: JSON
    """JSON as RFC 8259 has it: no NaN, no infinity, no lone surrogates; at most MAX_DEPTH deep, without NUL."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadJson(reason=f"{error.msg} at character {error.pos}") from error
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _depth_exceeds(value, MAX_DEPTH):
        raise BadJson(reason=f"it is nested more than {MAX_DEPTH} deep")
    if rb"\u0000" in body and any(NUL in text for text in _texts(value)):
        raise BadText
    return value


def _check_type(content_type: str) -> None:
    essence = content_type.partition(";")[0].strip().lower()
    if essence != "application/json" and not (essence.startswith("application/") and essence.endswith("+json")):
        raise WrongContentType


def _check_address(request: Request) -> None:
    query = request.scope.get("query_string", b"")
    if len(query) > MAX_QUERY_BYTES:
        raise AddressTooLong(limit="16 KB")
    if NUL in request.scope["path"] or (b"%" in query and NUL in unquote(query.decode("latin-1"))):
        raise BadText


def _depth_exceeds(value: Any, most: int) -> bool:  # Any: JSON
    level = [value]
    for _ in range(most):
        level = [inner for outer in level for inner in _children(outer)]
        if not level:
            return False
    return True


def _children(value: Any) -> Iterator[Any]:  # Any: JSON
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _texts(value: Any) -> Iterator[str]:  # Any: JSON
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from one
        waiting.extend(_children(one))
