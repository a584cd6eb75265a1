"""JSON read by an analyst's JSONPaths. NDJSON (one value a line) is read as a list of its lines."""

from collections.abc import Sequence
from typing import Any, Final

import orjson

from competedexter.foundation.selectors.bounds import Budget, TooManySteps
from competedexter.foundation.selectors.json_path import Name, Path, parse_path
from competedexter.foundation.selectors.json_path_following import select
from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.custom_items import (
    MAX_ITEMS,
    MAX_TEXT,
    MAX_VALUE,
    Item,
    Taken,
    plain,
    refuse,
    without_tags,
)
from competedexter.market.sources.mapping import RowMapping

Json = Any  # JSON as orjson parses it
MAX_LINES: Final = 50_000
_NO_JSON: Final = object()


def json_of(response: WebResponse) -> Json:
    """The document. Raises NothingToRead."""
    document = _parsed(response.body.removeprefix(b"\xef\xbb\xbf"))
    if document is _NO_JSON:  # perhaps in another encoding than JSON's own
        document = _parsed(response.text.encode("utf-8", "replace"))
    if document is _NO_JSON:
        document = _lines(response.body)
    if document is _NO_JSON:
        raise refuse("What came is not JSON, or is nested too deep to be read.")
    return document


def take_json(response: WebResponse, mapping: RowMapping, *, one_item: bool) -> Taken:
    """`one_item` says that the answer may be an item itself, as webhooks send them. Raises NothingToRead."""
    document, budget = json_of(response), Budget()
    try:
        found = _items(document, mapping, budget, one_item=one_item)
        items = [_item(value, mapping, budget) for value in found[:MAX_ITEMS]]
    except TooManySteps as error:
        raise refuse(
            "The selectors lead through too much of this JSON. Name the way to the items: $.items[*]."
        ) from error
    return Taken(items, len(found), response.url)


def _items(document: Json, mapping: RowMapping, budget: Budget, *, one_item: bool) -> list[Json]:
    path = parse_path(mapping.items)
    found = select(path, document, budget)
    if len(found) == 1 and isinstance(found[0], list):  # `$.items` where `$.items[*]` was meant
        return found[0]
    if found or _is_empty_list(path, document, budget):
        return found
    if one_item and isinstance(document, dict):
        return [document]
    if one_item and isinstance(document, list):
        return document
    raise refuse(f"There is nothing at {mapping.items} in this JSON. {_shape(document)}")


def _is_empty_list(path: Path, document: Json, budget: Budget) -> bool:
    """Whether the way to the items is there and only has none of them: today there are none."""
    if not path.segments or path.segments[-1].descends or isinstance(path.segments[-1].selectors[0], Name):
        return False
    lists = select(Path(path.segments[:-1]), document, budget)
    return bool(lists) and all(isinstance(one, list) for one in lists)


def _shape(document: Json) -> str:
    if isinstance(document, dict):
        names = ", ".join(str(name)[:40] for name in list(document)[:10])
        return f"It has: {names}."
    return f"It is a list of {len(document)}." if isinstance(document, list) else "It is a single value."


def _item(value: Json, mapping: RowMapping, budget: Budget) -> Item:
    def said(selector: str, most: int = MAX_VALUE) -> str:
        if not selector:
            return ""
        found = select(parse_path_once(selector), value, budget)
        return without_tags(_joined(found, 4 * most, budget))[:most]

    return Item(
        title=said(mapping.title),
        text=said(mapping.text, MAX_TEXT),
        url=said(mapping.url, 4_000),
        date=said(mapping.date),
        fields={name: said(selector) for name, selector in mapping.fields.items()},
    )


def _joined(values: Sequence[Json], most: int, budget: Budget) -> str:
    """The values as one text of at most `most` characters; what is read for it is spent, however few steps led there."""
    told: list[str] = []
    room = most
    for value in values[:MAX_ITEMS]:
        text = plain(value)
        budget.spend(1 + len(text) // 1_000)
        if text:
            told.append(text[:room])
            room -= len(told[-1]) + 2
        if room <= 0:
            break
    return ", ".join(told)


_paths: dict[str, Path] = {}


def parse_path_once(selector: str) -> Path:
    """The same selector is asked of each item."""
    if len(_paths) > 1_000:
        _paths.clear()
    if selector not in _paths:
        _paths[selector] = parse_path(selector)
    return _paths[selector]


def _parsed(body: bytes) -> Json:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _NO_JSON


def _lines(body: bytes) -> Json:
    lines = [line for line in body.splitlines()[:MAX_LINES] if line.strip()]
    if len(lines) < 2:
        return _NO_JSON
    values = [_parsed(line) for line in lines]
    return _NO_JSON if any(value is _NO_JSON for value in values) else values
