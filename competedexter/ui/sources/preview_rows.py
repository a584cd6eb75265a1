"""What a first look brought, as a sentence and a small table. Pure; records are JSON of any type of source."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from competedexter.ui.source_types import things

MOST_LINES: Final = 12
MOST_COLUMNS: Final = 4
LONGEST_CELL: Final = 160  # characters
MOST_GROUPS: Final = 4
# What events list, by their kind; and what the columns are, the first ones first.
_EVENTS: Final = {
    "news": "news", "post": "social", "filing": "filings", "funding": "funding", "review": "reviews", "patent": "patents",
}  # fmt: skip
_FIRST: Final = (
    "name", "title", "concept", "label", "publisher", "value", "price", "priceText", "rating", "team", "location",
    "category", "group", "version", "occurredAt", "publishedAt", "date", "unit", "periodEnd", "text", "proof", "source",
    "author", "url",
)  # fmt: skip
_HIDDEN: Final = frozenset(
    {"start", "end", "key", "externalId", "kind", "what", "concept", "target", "region", "firstSeenAt"}
)
_GROUPED: Final = ("team", "category", "group", "what")
_NAMES: Final = {
    "occurredAt": "Date",
    "publishedAt": "Published",
    "periodEnd": "To",
    "priceText": "Price",
    "url": "Link",
}

Json = Mapping[str, Any]  # Any: JSON of a record


@dataclass(frozen=True)
class LineRow:
    cells: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PreviewRow:
    """`words` says it in a sentence; `good` that a source there would be read well. No state: nothing was looked at."""

    state: str = ""
    words: str = ""
    reason: str = ""
    good: bool = False
    problems: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    more: str = ""


FED: Final = PreviewRow(
    "queued",
    "Read when it comes",
    "What is brought to it is read by this mapping. Its page takes files and hooks.",
    True,
)


@dataclass(frozen=True)
class Found:
    """What a look brought: the first records, how many there are, and what was odd."""

    state: str
    reason: str = ""
    records: tuple[Json, ...] = ()
    total: int = 0
    summary: str = ""
    problems: tuple[str, ...] = ()
    suggested_config: Json | None = None


def preview_row(source_type: str, found: Found) -> PreviewRow:
    shown = found.records[:MOST_LINES]
    columns = columns_of(shown)
    hidden = found.total - len(shown)
    good = found.state in ("succeeded", "unchanged") and found.total > 0
    return PreviewRow(
        state=found.state,
        words=read_words(source_type, found),
        reason=found.reason,
        good=good,
        problems=[one[:LONGEST_CELL] for one in found.problems[:10]],
        columns=[_NAMES.get(name, _words(name)) for name in columns],
        lines=[LineRow([cell_words(_value(record, name)) for name in columns]) for record in shown],
        more=f"and {hidden:,} more" if shown and hidden > 0 else "",
    )


def read_words(source_type: str, found: Found) -> str:
    """`42 openings read: Engineering 12, Sales 9`."""
    if not found.total:
        return "Nothing was read"
    if source_type == "website":
        return f"Read: {found.summary}" if found.summary else "The page was read"
    if source_type == "pricing" and found.summary:
        return found.summary
    told = f"{things(listed_type(source_type, found.records), found.total)} read"
    groups = _groups(found.records) if len(found.records) == found.total else ()
    return f"{told}: {', '.join(groups)}" if groups else told


def listed_type(source_type: str, records: Sequence[Json]) -> str:
    """The snapshot type that names what is listed: one source may list filings first, and figures after them."""
    first = records[0] if records else {}
    event = _EVENTS.get(str(first.get("what")))
    if event:
        return event
    return "ratings" if "rating" in first and "best" in first else source_type


def _groups(records: Sequence[Json]) -> list[str]:
    for name in _GROUPED:
        counted = Counter(str(record[name]) for record in records if record.get(name))
        if len(counted) > 1:
            return [f"{group} {count}" for group, count in counted.most_common(MOST_GROUPS)]
    return []


def columns_of(records: Sequence[Json]) -> list[str]:
    """The fields that have something to say, the telling ones first; fields of the analyst's own stand last."""
    known = [name for name in _FIRST if any(cell_words(record.get(name)) for record in records)]
    other = dict.fromkeys(name for record in records for name in record if name not in _FIRST and name not in _HIDDEN)
    own = dict.fromkeys(f"fields.{name}" for record in records for name in _fields(record))
    rest = [name for name in other if any(cell_words(record.get(name)) for record in records)]
    return [name for name in (*known, *own, *rest) if name not in _HIDDEN][:MOST_COLUMNS]


def _value(record: Json, name: str) -> object:
    if name.startswith("fields."):
        return _fields(record).get(name.removeprefix("fields."))
    return record.get(name)


def _fields(record: Json) -> Json:
    """What the analyst named, or the event says besides."""
    found = record.get("fields")
    return found if isinstance(found, Mapping) else {}


def cell_words(value: object) -> str:
    """Plain values; of what has parts, nothing."""
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (cell_words(one) for one in value[:5])))[:LONGEST_CELL]
    text = " ".join(str(value).split())
    if len(text) >= 20 and text[10:11] == "T" and text[4:5] == "-":
        text = text[:10]
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "\u2026"


def _words(name: str) -> str:
    text = name.removeprefix("fields.").replace("_", " ")
    return text[:1].upper() + text[1:]
