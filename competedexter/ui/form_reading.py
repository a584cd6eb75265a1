"""The fields of a posted form: small, sent in time, and without characters that no keyboard types."""

import unicodedata
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from competedexter.foundation.errors import InvalidRequest
from competedexter.foundation.incoming import BODY_SECONDS, SentTooMuch, read_within, told_size

MAX_FORM_BYTES = 64 * 1024  # five fields; the longest says where to go next
MAX_FIELDS = 20
LIMIT = "64 KB"

Fields = Mapping[str, str]


class UnreadableForm(InvalidRequest):
    code = "unreadable_form"
    sentence = "This form could not be read. Load the page again and fill it in once more."


class ControlCharacters(InvalidRequest):
    code = "invalid_text"
    sentence = "A field of this form holds a character that cannot be typed. Write it again."


async def read_form(request: Request) -> Fields:
    """Name and text of each field. Raises SentTooMuch, SentTooSlowly, UnreadableForm, ControlCharacters, ClientDisconnect."""
    told = told_size(request.headers.get("content-length", "0"))
    if told is None or told > MAX_FORM_BYTES:
        raise SentTooMuch(limit=LIMIT)
    body = await read_within(request.stream(), most=MAX_FORM_BYTES, limit=LIMIT, seconds=BODY_SECONDS)

    async def once_more() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        form = await Request(request.scope, once_more).form(max_files=0, max_fields=MAX_FIELDS)
    except (HTTPException, MultiPartException) as error:
        raise UnreadableForm from error
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    for name, value in fields.items():
        _check(name, value)
    return fields


def _check(name: str, value: str) -> None:
    if any(unicodedata.category(character) == "Cc" for character in value):
        raise ControlCharacters(details=[{"field": name, "reason": ControlCharacters.sentence}])
