"""Forms that carry a file: from one of our pages, by somebody signed in who may, bounded, in memory.

Reflex's own upload door asks nobody who they are and stays off; these are plain HTML forms, as those of the session.
What went wrong travels back in a short-lived cookie, as theirs does.
"""

import base64
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.errors import InvalidRequest, ProductError
from competedexter.foundation.incoming import SentTooMuch, read_within, told_size

from .addresses import query_of
from .errors import UNEXPECTED, sentence_for
from .form_reading import MAX_FIELDS, UnreadableForm
from .session import cookie_header, cookie_value, viewer_behind
from .session_forms import FLASH_COOKIE, FLASH_SECONDS, NOBODY_THERE, is_same_origin, read_flash

log = logging.getLogger(__name__)

MB: Final = 1024 * 1024
SECONDS: Final = 120.0  # for a whole file; 50 MB over a slow line
MAX_FIELD_BYTES: Final = 4_096
MAX_NAME: Final = 300  # characters of a file's name
FROM_ELSEWHERE: Final = "This form was sent from another site and was not accepted."


class NoFile(InvalidRequest):
    code = "nothing_sent"
    sentence = "Choose a file first."


@dataclass(frozen=True)
class SentForm:
    """A file, and what the form says beside it."""

    body: bytes
    name: str = ""
    media_type: str = ""
    fields: dict[str, str] = field(default_factory=dict)


Taking = Callable[[Request, Viewer, SentForm], Awaitable[str]]
"""Takes a file and says which page is next. May raise ProductError and ValidationError."""


@dataclass(frozen=True)
class Most:
    """How much is taken; `words` say it."""

    size: int
    words: str


def taking_file(
    page: Callable[[Request], str], most: Most
) -> Callable[[Taking], Callable[[Request], Awaitable[Response]]]:
    """Around what takes a file. Who sends it is known before any of it is read; `page` is where problems are told."""

    def around(take: Taking) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            if not is_same_origin(request):
                return Response(FROM_ELSEWHERE, status_code=403)
            try:
                return await _taken(take, request, most)
            except ClientDisconnect:
                return Response(status_code=NOBODY_THERE)
            except (ProductError, ValidationError) as error:
                return _back(page(request), sentence_for(error))
            except Exception:  # a person waits for an answer; the error is logged whole
                log.exception("a file could not be taken: %s", request.url.path)
                return _back(page(request), UNEXPECTED)

        return handle

    return around


def problem_told(state: Any) -> str:  # Any: a Reflex State
    """What the last file came back with, when the address says that it did."""
    if not query_of(state).get("problem"):
        return ""
    return read_flash(cookie_value(cookie_header(state), FLASH_COOKIE)).get("sentence", "")


async def _taken(take: Taking, request: Request, most: Most) -> Response:
    viewer = await viewer_behind(request.cookies)
    if viewer is None:
        return RedirectResponse("/sign-in", status_code=303)
    viewer.require(Role.ADMIN)
    return RedirectResponse(await take(request, viewer, await _read(request, most)), status_code=303)


async def _read(request: Request, most: Most) -> SentForm:
    """Raises SentTooMuch, SentTooSlowly, UnreadableForm, NoFile, ClientDisconnect."""
    told = told_size(request.headers.get("content-length", "0"))
    if told is None or told > most.size:
        raise SentTooMuch(limit=most.words)
    body = await read_within(request.stream(), most=most.size, limit=most.words, seconds=SECONDS)

    async def once_more() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    again = Request(request.scope, once_more)
    try:
        form = await again.form(max_files=1, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_BYTES)
    except (HTTPException, MultiPartException) as error:
        raise UnreadableForm from error
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.size:
            raise NoFile
        return SentForm(await file.read(), (file.filename or "")[:MAX_NAME], file.content_type or "", fields)
    finally:
        await form.close()


def _back(page: str, sentence: str) -> Response:
    response = RedirectResponse(f"{page}?problem=1", status_code=303)
    value = base64.urlsafe_b64encode(orjson.dumps({"sentence": sentence})).decode()
    response.set_cookie(FLASH_COOKIE, value, max_age=FLASH_SECONDS, httponly=True, samesite="lax", path="/")
    return response
