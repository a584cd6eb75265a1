"""A mapping for an answer that nobody has described yet: where its records seem to be and what their parts are called. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.custom_csv import table_of
from competedexter.market.crawlers.reading.custom_json import json_of
from competedexter.market.crawlers.reading.feed_reading import read_feed
from competedexter.market.sources.errors import InvalidMapping
from competedexter.market.sources.mapping import MAX_FIELD_NAME, RowMapping, mapping_of

Json = Any  # JSON as orjson parses it
MAX_DEPTH: Final = 3  # names down to the list: `data.results.items`
MAX_LOOKED_AT: Final = 50  # items and names of one object
MAX_FIELDS: Final = 12
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "name", "headline", "subject", "label", "heading", "product", "displayname", "fullname", "company"),
    "url": ("url", "link", "href", "permalink", "htmlurl", "weburl", "pageurl", "absoluteurl", "uri", "website"),
    "date": (
        "date", "publishedat", "published", "datepublished", "pubdate", "publicationdate", "createdat", "created",
        "postedat", "timestamp", "time", "updatedat", "updated", "modified", "lastmod", "day",
    ),
    "text": (
        "text", "description", "summary", "content", "body", "excerpt", "abstract", "message", "contenttext", "details",
        "comment", "notes", "review",
    ),
}  # fmt: skip
_PLAIN_NAME = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True)
class Suggestion:
    """`plain` says that nothing had to be guessed: it is a feed, or the records name their own title."""

    mapping: RowMapping
    plain: bool


def suggested(response: WebResponse) -> Suggestion | None:
    """None for pages, and where no list of records is seen. Never raises."""
    if read_feed(response) is not None:
        return Suggestion(RowMapping(format="feed"), plain=True)
    try:
        made = (
            _of_json(response)
            if response.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
            else _of_csv(response)
        )
        if made is not None:
            mapping_of(made.mapping.as_config())  # a name in the data may be none that a selector can hold
    except (NothingToRead, InvalidMapping):
        return None
    return made


def _of_json(response: WebResponse) -> Suggestion | None:
    found = _longest_list(json_of(response), "$", 0)
    if found is None:
        return None
    place, items = found
    names = list(dict.fromkeys(str(name) for item in items[:MAX_LOOKED_AT] for name in list(item)[:MAX_LOOKED_AT]))
    scalars = [name for name in names if any(_is_scalar(item.get(name)) for item in items[:MAX_LOOKED_AT])]
    parts, known = _parts(scalars, [[item.get(name) for name in scalars] for item in items[:MAX_LOOKED_AT]])
    if not parts:
        return None
    chosen = {part: _step("$", name) for part, name in parts.items()}
    fields = {_short(name): _step("$", name) for name in scalars if name not in parts.values()}
    mapping = RowMapping("json", f"{place}[*]", **chosen, fields=dict(list(fields.items())[:MAX_FIELDS]))
    return Suggestion(mapping, known)


def _longest_list(value: Json, place: str, depth: int) -> tuple[str, list[dict[str, Json]]] | None:
    """The longest list of objects that is not itself within a list; the one nearest the top among equals."""
    if isinstance(value, list):
        objects = [one for one in value if isinstance(one, dict)]
        return (place, objects) if objects and len(objects) * 2 > len(value) else None
    if not isinstance(value, dict) or depth >= MAX_DEPTH:
        return None
    inner = [
        found
        for name, one in list(value.items())[:MAX_LOOKED_AT]
        if (found := _longest_list(one, _step(place, str(name)), depth + 1)) is not None
    ]
    return max(inner, key=lambda found: len(found[1]), default=None)


def _of_csv(response: WebResponse) -> Suggestion | None:
    if "html" in response.media_type or response.body.lstrip()[:1] == b"<":
        return None
    table = table_of(response)
    names = [name for name in dict.fromkeys(table.header) if name]
    if len(table.header) < 2 or not table.rows:
        return None
    places = [table.header.index(name) for name in names]
    cells = [[row[at] if at < len(row) else "" for at in places] for row in table.rows[:MAX_LOOKED_AT]]
    parts, known = _parts(names, cells)
    if not parts:
        return None
    fields = {_short(name): name for name in names if name not in parts.values()}
    mapping = RowMapping("csv", "", **parts, fields=dict(list(fields.items())[:MAX_FIELDS]))
    return Suggestion(mapping, known)


def _parts(names: Sequence[str], cells: Sequence[Sequence[Json]]) -> tuple[dict[str, str], bool]:
    """Which name is the title, the link, the date, the text; and whether the title was known by its name."""
    folded = {re.sub(r"[\W_]+", "", name.casefold()): name for name in reversed(names)}
    parts: dict[str, str] = {}
    for part, words in _PARTS.items():
        found = next((folded[word] for word in words if word in folded and folded[word] not in parts.values()), None)
        if found is not None:
            parts[part] = found
    known = "title" in parts
    if not known:
        guess = _most_telling(names, cells, parts)
        if guess is None:
            return {}, False
        parts["title"] = guess
    return parts, known


def _most_telling(names: Sequence[str], cells: Sequence[Sequence[Json]], taken: Mapping[str, str]) -> str | None:
    """The first column of words that differ from item to item."""
    for at, name in enumerate(names):
        words = [row[at] for row in cells if isinstance(row[at], str) and any(char.isalpha() for char in row[at])]
        if name not in taken.values() and words and len(set(words)) * 2 > len(cells):
            return name
    return None


def _is_scalar(value: Json) -> bool:
    return isinstance(value, str | int | float | bool)


def _step(place: str, name: str) -> str:
    if _PLAIN_NAME.fullmatch(name):
        return f"{place}.{name}"
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"{place}['{escaped}']"


def _short(name: str) -> str:
    return " ".join(name.split())[:MAX_FIELD_NAME]
