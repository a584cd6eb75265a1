"""Items made into records: dated, linked, each with a key that stays its own, told in one text. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from competedexter.market.crawlers.reading.custom_dates import read_dates
from competedexter.market.crawlers.reading.custom_items import MAX_ITEMS, MAX_TITLE, Item, Taken, absolute
from competedexter.market.crawlers.reading.listing_text import ListingText, fold
from competedexter.market.evidence.listings import Row, RowsRecord
from competedexter.market.evidence.records import Quality
from competedexter.market.sources.mapping import RowMapping

UNTITLED: Final = "(untitled)"
EMPTY: Final = "No records are listed."
IDENTITIES: Final = ("id", "key", "guid", "uuid", "sku")  # fields that say which record it is, whatever else changes
MAX_KEY: Final = 500
MAX_CHARACTERS: Final = 2_000_000  # of one look; a thousand records of 2,000
_COSTS: Final = {"title": 0.6, "date": 0.2, "url": 0.1}  # of the score, when every item lacks it


@dataclass(frozen=True)
class ReadRows:
    record: RowsRecord
    text: str
    quality: Quality


def rows_of(taken: Taken, mapping: RowMapping, before: RowsRecord | None, *, complete: bool) -> ReadRows:
    """The records of one answer. With `before`, they are added to those: a record of the same key takes its place."""
    taken = _bounded(taken)
    links = [absolute(item.url, taken.base) for item in taken.items]
    dates = read_dates([item.date for item in taken.items])
    moments = [item.when or read for item, read in zip(taken.items, dates.moments, strict=True)]
    new = [
        Row(
            start=0, end=0, key="", title=fold(item.title)[:MAX_TITLE] or UNTITLED, text=fold(item.text), url=link,
            date=moment, fields={name: value for name, said in item.fields.items() if (value := fold(said))},
        )
        for item, link, moment in zip(taken.items, links, moments, strict=True)
    ]  # fmt: skip
    keyed = _with_keys(new, adds=before is not None)
    rows = _merged(keyed, before.rows) if before is not None else keyed
    placed, text = _told(rows[:MAX_ITEMS])
    whole = complete and before is None and taken.whole and taken.total <= len(taken.items)
    faults = [*taken.faults, *_faults(taken, mapping, links, dates.ambiguous, dates.unreadable)]
    record = RowsRecord(rows=tuple(placed), complete=whole)
    return ReadRows(record, text, Quality(score=_score(taken, mapping, links, moments), reasons=tuple(faults)))


def _bounded(taken: Taken) -> Taken:
    """As many items as have MAX_CHARACTERS together: a document is read by people."""
    left, most = MAX_CHARACTERS, 0
    for most, item in enumerate(taken.items, start=1):  # noqa: B007  # the last number counts
        left -= len(item.title) + len(item.text) + sum(len(value) for value in item.fields.values())
        if left < 0:
            break
    return replace(taken, items=taken.items[:most])


def _with_keys(rows: Sequence[Row], *, adds: bool) -> list[Row]:
    """Which record is which: by its own id, else its link, else its title; what is not unique is told apart by more."""
    shared = Counter(row.url for row in rows)
    seen: Counter[str] = Counter()
    keyed = []
    for row in rows:
        key = _key(row, alone=not adds and shared[row.url] == 1)[:MAX_KEY]
        seen[key] += 1
        keyed.append(row.model_copy(update={"key": key if seen[key] == 1 or adds else f"{key} ({seen[key]})"}))
    return keyed


def _key(row: Row, *, alone: bool) -> str:
    named = {name.casefold(): value for name, value in row.fields.items()}
    identity = next((named[name] for name in IDENTITIES if name in named), "")
    if identity:
        return identity
    return row.url if row.url and alone else f"{row.url} {row.title}".strip()


def _merged(new: Sequence[Row], before: Sequence[Row]) -> list[Row]:
    """Newest first; of several with one key the last that came."""
    latest = {row.key: row for row in new}
    return [*latest.values(), *(row for row in before if row.key not in latest)]


def _told(rows: Sequence[Row]) -> tuple[list[Row], str]:
    told, placed = ListingText(), []
    for row in rows:
        start, end = told.tell(_lines(row))
        placed.append(row.model_copy(update={"start": start, "end": end}))
    return placed, told.text or EMPTY


def _lines(row: Row) -> list[str]:
    date = [f"date: {row.date:%Y-%m-%d}"] if row.date is not None else []
    return [row.title, row.text, *date, *(f"{name}: {value}" for name, value in row.fields.items())]


def _faults(taken: Taken, mapping: RowMapping, links: Sequence[str], ambiguous: int, unreadable: int) -> list[str]:
    """What is wanting, counted: a person decides whether it matters."""
    items, of = taken.items, len(taken.items)
    dateless = sum(1 for item in items if not item.date.strip() and item.when is None)
    blank_fields = {name: sum(1 for item in items if not item.fields.get(name, "").strip()) for name in mapping.fields}
    counts = [
        (sum(1 for item in items if not item.title.strip()), "no title"),
        (sum(1 for item in items if mapping.text and not item.text.strip()), "no text"),
        (sum(1 for item in items if mapping.url and not item.url.strip()), "no link"),
        (_dead_links(items, links), "a link that is no web address"),
        (dateless if mapping.date or mapping.format == "feed" else 0, "no date"),
        (ambiguous, "a date that can be read as day/month or month/day"),
        (unreadable, "a date that cannot be read"),
        *((count, f"no {name}") for name, count in blank_fields.items()),
    ]
    told = [f"{count} of {of} items {'has' if count == 1 else 'have'} {what}" for count, what in counts if count]
    if not items:
        told.append("the list is empty")
    if taken.total > of:
        told.append(f"the first {of:,} of {taken.total:,} items are read")
    return told


def _dead_links(items: Sequence[Item], links: Sequence[str]) -> int:
    return sum(1 for item, link in zip(items, links, strict=True) if item.url.strip() and not link)


def _score(taken: Taken, mapping: RowMapping, links: Sequence[str], moments: Sequence[object]) -> float:
    if not taken.items:
        return 1.0
    of = len(taken.items)
    score = 1.0 - _COSTS["title"] * sum(1 for item in taken.items if not item.title.strip()) / of
    if mapping.date:
        score -= _COSTS["date"] * sum(1 for moment in moments if moment is None) / of
    if mapping.url:
        score -= _COSTS["url"] * sum(1 for link in links if not link) / of
    return round(max(0.0, score), 2)
