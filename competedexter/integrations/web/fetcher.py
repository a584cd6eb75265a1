"""The safe fetcher: every hop is read strictly, resolved, checked, and connected to exactly as checked.

Bounded in time (one deadline over all hops), in size (compressed, decompressed, headers) and in hops; honest about who
asks; keeps no cookies.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import version
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from competedexter.integrations.web.connection import checked_connector
from competedexter.integrations.web.content import charset_of, media_type_of
from competedexter.integrations.web.errors import (
    BadEncoding,
    BadRedirect,
    RefusedUrl,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    WebError,
)
from competedexter.integrations.web.failures import as_web_error
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.protocol import MB, WebRequest, WebResponse
from competedexter.integrations.web.unpacking import ACCEPTED, OverLimit, UnpackError, unpack
from competedexter.integrations.web.urls import SafeUrl, join_url, parse_url

AGENT_NAME: Final = "CompeteDexterBot"  # the token sites may name in robots.txt
TOTAL_SECONDS: Final = 30.0  # over all hops, from the first look-up to the last byte
CONNECT_SECONDS: Final = 10.0  # per connection: a host that does not answer the door
MAX_REDIRECTS: Final = 5  # more is a loop or a trap
MAX_HEADER_LINE: Final = 16 * 1024  # bytes; long Content-Security-Policy headers reach 10 KB
MAX_HEADERS: Final = 128
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PRINTABLE: Final = re.compile(r"[\x20-\x7e]{1,1024}")

Permit = Callable[[SafeUrl], Awaitable[None]]
"""Asked before every hop; raises WebError to stop."""


def user_agent(contact: str = "") -> str:
    """Who we are, with an address to complain to when there is one."""
    return f"{AGENT_NAME}/{version('competedexter')}" + (f" (+{contact})" if contact else "")


class Fetcher:
    """Fetches over HTTP with kept-alive connections. Open and close it inside one event loop."""

    def __init__(self, guard: Guard, *, contact: str = "", total_seconds: float = TOTAL_SECONDS) -> None:
        self._guard = guard
        self._total_seconds = total_seconds
        self._agent = user_agent(contact)
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, request: WebRequest, permit: Permit | None = None, *, cut: bool = False) -> WebResponse:
        """Read one page. With `cut` a body over the limit is shortened instead of refused. Raises WebError."""
        url = parse_url(request.url)
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._total_seconds):
                return await self._follow(url, request, permit, cut=cut, started=started)
        except TimeoutError as error:
            raise TimedOut(host=url.host, seconds=self._total_seconds) from error

    async def close(self) -> None:
        """Close the kept connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _follow(
        self, url: SafeUrl, request: WebRequest, permit: Permit | None, *, cut: bool, started: float
    ) -> WebResponse:
        left: list[str] = []
        while True:
            if permit is not None:
                await permit(url)
            found = await self._hop(url, request, cut=cut)
            if isinstance(found, _Answer):
                return found.response(url, tuple(left), time.monotonic() - started)
            left.append(url.text)
            url = found
            if len(left) > MAX_REDIRECTS or url.text in left:
                raise TooManyRedirects(host=url.host, limit=MAX_REDIRECTS)

    async def _hop(self, url: SafeUrl, request: WebRequest, *, cut: bool) -> "_Answer | SafeUrl":
        if url.address is not None:
            self._guard.check(url.host, url.address)
        try:
            async with self._opened().request(
                "GET" if request.json is None else "POST",
                URL(url.text, encoded=True),
                headers=_headers(request, url),
                data=request.json,
                allow_redirects=False,
            ) as response:
                if response.status in _REDIRECTS:
                    return _target(url, response)
                return await _read(url.host, response, request.max_bytes, cut=cut)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise as_web_error(url.host, error) from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=checked_connector(self._guard),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
                headers={
                    "User-Agent": self._agent,
                    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                    "Accept-Language": "en,*;q=0.5",  # one language, so that pages do not change with the wind
                    "Accept-Encoding": ACCEPTED,
                },
                max_line_size=MAX_HEADER_LINE,
                max_field_size=MAX_HEADER_LINE,
                max_headers=MAX_HEADERS,
            )
        return self._session


class _Answer:
    """Status, headers and unpacked body of the last hop."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def response(self, url: SafeUrl, redirects: tuple[str, ...], seconds: float) -> WebResponse:
        content_type = self.headers.get("content-type", "")
        return WebResponse(
            url=url.text,
            status=self.status,
            headers=self.headers,
            body=self.body,
            media_type=media_type_of(content_type, self.body),
            charset=charset_of(content_type, self.body),
            redirects=redirects,
            elapsed_seconds=seconds,
        )


def _headers(request: WebRequest, url: SafeUrl) -> dict[str, str]:
    """Conditions, and the headers asked for unless a redirect led to another host: a key is for whom it was made."""
    asked = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    if request.json is not None:
        asked["Content-Type"] = "application/json"
    if _origin(url) == _origin(parse_url(request.url)):
        asked |= request.headers
    return {name: value for name, value in asked.items() if value and _PRINTABLE.fullmatch(value)}


def _origin(url: SafeUrl) -> tuple[str, str]:
    parts = urlsplit(url.text)
    return parts.scheme, parts.netloc


def _target(url: SafeUrl, response: aiohttp.ClientResponse) -> SafeUrl:
    response.close()  # the body of a redirect is of no use, and may be endless
    location = response.headers.get("Location")
    if location is None:
        raise BadRedirect(host=url.host, reason="it names none")
    try:
        return join_url(url, _clean(location))
    except RefusedUrl as error:
        raise BadRedirect(host=url.host, reason=str(error.values["reason"])) from error


async def _read(host: str, response: aiohttp.ClientResponse, limit: int, *, cut: bool) -> _Answer:
    headers = _lowered(response)
    encoding = headers.get("content-encoding", "")
    declared = response.content_length or 0
    if declared > limit and not cut:
        response.close()
        raise _too_large(host, limit)
    packed = await _collected(host, response, limit, cut=cut)
    try:
        body = unpack(packed, encoding, limit) if encoding else packed
    except UnpackError as error:
        raise BadEncoding(host=host, encoding=error.encoding) from error
    except OverLimit as error:
        raise _too_large(host, limit) from error
    return _Answer(response.status, headers, body)


async def _collected(host: str, response: aiohttp.ClientResponse, limit: int, *, cut: bool) -> bytes:
    pieces: list[bytes] = []
    room = limit
    while piece := await response.content.readany():
        room -= len(piece)
        pieces.append(piece)
        if room < 0:
            response.close()
            if cut:
                break
            raise _too_large(host, limit)
    return b"".join(pieces)[:limit]


def _too_large(host: str, limit: int) -> WebError:
    size = f"{limit // MB} MB" if limit >= MB else f"{limit} bytes"
    return TooLarge(host=host, limit=size, part="page")


def _lowered(response: aiohttp.ClientResponse) -> dict[str, str]:
    lowered: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        clean = value if value.isascii() else _clean(value)
        lowered[key] = f"{lowered[key]}, {clean}" if key in lowered else clean
    return lowered


def _clean(value: str) -> str:
    """A header value as text: aiohttp hands bytes that are no UTF-8 over as lone surrogates; those are Latin-1."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode(errors="surrogateescape").decode("latin-1")
    return value
