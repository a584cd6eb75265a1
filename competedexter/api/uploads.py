"""A file in a request: as the body, or as a part of a form with what is said of it. Bounded, in memory."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Final

from python_multipart.exceptions import FormParserError
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from competedexter.foundation.errors import InvalidRequest

from .door import Door
from .reading import MB

MOST: Final = 50 * MB  # a web archive of some hundred pages
LIMIT: Final = "50 MB"
MOST_FIELDS: Final = 20
MOST_FIELD_BYTES: Final = 4_096


class BadForm(InvalidRequest):
    code = "bad_form"
    sentence = "The form cannot be read: {reason}."


class UploadDoor(Door):
    """A route that takes a file. Who asks is known before any of it is read."""

    upload_bytes = MOST
    upload_limit = LIMIT


@dataclass(frozen=True)
class Upload:
    """`fields` are what the form says beside the file."""

    body: bytes
    name: str = ""
    media_type: str = ""
    fields: dict[str, str] = field(default_factory=dict)


async def uploaded(headers: Headers, body: bytes) -> Upload:
    """What was sent, whichever way. Raises BadForm."""
    media_type = headers.get("content-type", "")
    if media_type.partition(";")[0].strip().lower() != "multipart/form-data":
        return Upload(body, media_type=media_type)
    try:
        return await _of_form(headers, body)
    except (MultiPartException, FormParserError, KeyError, UnicodeDecodeError) as error:
        reason = str(getattr(error, "message", "") or error)[:200].rstrip(".")
        raise BadForm(reason=reason) from error


async def _of_form(headers: Headers, body: bytes) -> Upload:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(headers, whole(), max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD_BYTES)
    parser.spool_max_size = len(body) + 1  # in memory already: a copy on disk would only cost
    form = await parser.parse()
    try:
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        file = next((value for _, value in form.multi_items() if isinstance(value, UploadFile)), None)
        if file is None:
            return Upload(b"", fields=fields)
        return Upload(await file.read(), file.filename or "", file.content_type or "", fields)
    finally:
        await form.close()
