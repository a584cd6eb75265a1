"""JSON from outside: anything may be missing or of another kind, and nothing raises."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.evidence.listings import Plain

Json = Mapping[str, Any]  # Any: what a foreign service writes; every look at it goes through the functions here
MAX_TEXT: Final = 200_000  # characters of one value


def json_of(response: WebResponse) -> Any:
    """The decoded body; None when it is no JSON. Any: see `Json`."""
    try:
        return orjson.loads(response.body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None


def mapping(value: object, *path: str) -> Json:
    """The object at `path`; an empty one when there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def objects(value: object) -> Iterator[Json]:
    """The objects in a list, anything else passed over."""
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def words(value: Json, *names: str) -> str:
    """The first of `names` that is a text or a whole number, as text."""
    for name in names:
        found = value.get(name)
        if isinstance(found, str) and found.strip():
            return found.strip()[:MAX_TEXT]
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
    return ""


def number(value: Json, *names: str) -> int | float | None:
    """The first of `names` that is a finite number, or a text of digits."""
    for name in names:
        found = value.get(name)
        if isinstance(found, bool):
            continue
        if isinstance(found, int) or (isinstance(found, float) and math.isfinite(found)):
            return found
        if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 16:
            return int(found)
    return None


def numbers(value: Json, **names: str) -> dict[str, Plain]:
    """`numbers(post, likes="likeCount")`: those that are there, under our names."""
    return {ours: found for ours, theirs in names.items() if (found := number(value, theirs)) is not None}
