"""JSON from outside, looked at without trust: whatever is not what it should be is empty."""

from typing import Any, Final

import orjson

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.bundle import answers_of
from competedexter.market.crawlers.outside import NothingToRead

LONGEST: Final = 2_000  # characters of a field; longer ones are documents, not fields


def parsed(body: bytes) -> Any:  # Any: JSON of whatever shape, asked with the functions below
    """The JSON in `body`; None when it is none."""
    try:
        return orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None


def mapping(value: object) -> dict[str, Any]:  # Any: as above
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:  # Any: as above
    return value if isinstance(value, list) else []


def words(value: object) -> str:
    """Text or a number as text, bounded; anything else is ""."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value)[:LONGEST].split())


def parts_of(response: WebResponse) -> tuple[WebResponse, ...]:
    """The answers of one look. Raises NothingToRead for what only says that it is a bundle."""
    try:
        parts = answers_of(response)
    except (ValueError, KeyError, TypeError) as error:
        raise NothingToRead(reason="The address answered with something that cannot be unpacked.") from error
    return tuple(part for part in parts if isinstance(part.url, str) and isinstance(part.charset, str))
