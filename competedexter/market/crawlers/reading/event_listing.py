"""Entries of one look as a list of events: each once, newest first, each with its place in one text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from competedexter.market.evidence.listings import Event, EventKind, EventsRecord, Plain
from competedexter.market.evidence.records import Quality

from .event_entries import Entry, Told
from .event_keys import article_address, event_key, title_key
from .feed_text import MAX_TITLE, teaser
from .listing_text import ListingText, fold

MOST_EVENTS: Final = 1_000  # of one look; the newest are read
MAX_TEXT: Final = 2_000_000  # characters of one look; later entries are told by title alone
MAX_URL: Final = 2_048  # characters; longer addresses are not addresses a person follows
MAX_NAME: Final = 120  # characters of an author or publisher
MAX_FIELD: Final = 500  # characters
MOST_FIELDS: Final = 20
FEWEST_LETTERS: Final = 12  # of a title that is taken for the same article's; "Update" and "v1.0" are anybody's
UNTITLED: Final = "(untitled)"
_UNDATED: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class EventListing:
    """What became of a look: the record, the text its events stand in, and how far it can be trusted."""

    record: EventsRecord
    text: str
    quality: Quality


@dataclass(frozen=True)
class _Keyed:
    key: str
    entry: Entry


def listing_of(told: Sequence[Told], what: EventKind) -> EventListing:
    """One list of all that the answers of one look tell. Pure, never raises."""
    publisher = next((fold(one.publisher)[:MAX_TITLE] for one in told if one.publisher), "")
    kept = _newest_first(_each_once(keyed for one in told for keyed in _keyed(one)))
    text = ListingText()
    _, end = text.tell([publisher or ("News" if what == "news" else "Posts")])
    events: list[Event] = []
    for one in kept[:MOST_EVENTS]:
        events.append(_event(one.key, one.entry, what, text, told_in_full=end < MAX_TEXT))
        end = events[-1].end
    return EventListing(EventsRecord(publisher=publisher, events=tuple(events)), text.text, _quality(told, len(kept)))


def _keyed(told: Told) -> Iterator[_Keyed]:
    """Several titles at one address of one feed are several events (a changelog on one page); not so in a search."""
    titles: dict[str, set[str]] = defaultdict(set)
    for entry in told.entries:
        titles[article_address(entry.url)].add(title_key(entry.title))
    for entry in told.entries:
        address = article_address(entry.url)
        if address and len(titles[address]) > 1 and not told.is_search:
            own = "" if article_address(entry.guid) == address else entry.guid
            yield _Keyed(event_key("", own, f"{address} {entry.title}", entry.published), entry)
        else:
            yield _Keyed(event_key(entry.url, entry.guid, _name(entry), entry.published), entry)


def _each_once(keyed: Iterable[_Keyed]) -> list[_Keyed]:
    """The first of each key, and of each title on one day; where else it stands is kept in `alsoAt`."""
    kept: dict[str, _Keyed] = {}
    known: dict[tuple[str, str], str] = {}
    for one in keyed:
        title = title_key(one.entry.title)
        day = one.entry.published.date().isoformat() if one.entry.published else ""
        near = known.get((title, day)) if day and len(title) >= FEWEST_LETTERS else None
        key = one.key if one.key in kept else near or one.key
        if key in kept:
            kept[key] = _joined(kept[key], one.entry)
        else:
            kept[key] = one
            known[title, day] = key
    return list(kept.values())


def _joined(first: _Keyed, again: Entry) -> _Keyed:
    entry = first.entry
    fields = dict(entry.fields)
    if again.url and article_address(again.url) != article_address(entry.url):
        places = f"{fields.get('alsoAt', '')} {again.url}".split()
        fields["alsoAt"] = " ".join(dict.fromkeys(places))
    merged = replace(
        entry,
        published=entry.published or again.published,
        author=entry.author or again.author,
        url=entry.url or again.url,
        body=entry.body or again.body,
        fields=fields,
    )
    return replace(first, entry=merged)


def _newest_first(kept: list[_Keyed]) -> list[_Keyed]:
    return sorted(kept, key=lambda one: one.entry.published or _UNDATED, reverse=True)


def _name(entry: Entry) -> str:
    return entry.title or teaser(entry.body)


def _event(key: str, entry: Entry, what: EventKind, text: ListingText, *, told_in_full: bool) -> Event:
    title = _name(entry) or UNTITLED
    author, category = fold(entry.author)[:MAX_NAME], fold(entry.category or entry.publisher)[:MAX_NAME]
    beside = " · ".join(part for part in (author, category, _written(entry.published)) if part)
    body = entry.body if told_in_full else ()
    start, end = text.tell([title, beside, *body] if entry.title or not body else [beside, *body])
    return Event(
        start=start,
        end=end,
        key=key,
        what=what,
        title=title,
        url=_address(entry.url),
        occurred_at=entry.published,
        author=author,
        category=category,
        fields=_fields(entry.fields),
    )


def _written(moment: datetime | None) -> str:
    """`2026-11-25 10:00 UTC`; the day alone when no time was given."""
    if moment is None:
        return ""
    return moment.strftime("%Y-%m-%d" if moment.time() == datetime.min.time() else "%Y-%m-%d %H:%M UTC")


def _address(url: str) -> str:
    clean = "".join(fold(url).split())
    return clean if len(clean) <= MAX_URL and clean.lower().startswith(("https://", "http://")) else ""


def _fields(fields: Mapping[str, Plain]) -> dict[str, Plain]:
    """Bounded, and of characters that can be stored."""
    kept = list(fields.items())[:MOST_FIELDS]
    return {name: fold(value)[:MAX_FIELD] if isinstance(value, str) else value for name, value in kept}


def _quality(told: Sequence[Told], kept: int) -> Quality:
    """Dates, titles and links are what an event is told by; each share of them that is missing costs."""
    entries = [entry for one in told for entry in one.entries]
    faults = [
        _missing(
            0.4, sum(entry.published is None for entry in entries), len(entries), "did not say when it was published"
        ),
        _missing(0.4, sum(not _name(entry) for entry in entries), len(entries), "had neither title nor text"),
        _missing(0.2, sum(not entry.url for entry in entries), len(entries), "had no link"),
    ]
    if any(one.broken for one in told):
        faults.append((0.2 if entries else 0.8, "It broke off; what came before was read."))
    reasons = [reason for _, reason in faults if reason]
    reasons += [reason for one in told for reason in one.reasons]
    if kept > MOST_EVENTS:
        reasons.append(f"{kept:,} entries were told; the newest {MOST_EVENTS:,} are kept.")
    if not entries:
        reasons.append("It has no entries.")
    score = round(max(0.0, 1.0 - sum(cost for cost, _ in faults)), 2)
    return Quality(score=score, reasons=tuple(dict.fromkeys(reasons)))


def _missing(cost: float, missing: int, whole: int, what: str) -> tuple[float, str]:
    if not missing:
        return 0.0, ""
    return cost * missing / whole, f"{missing:,} of {whole:,} entries {what}."
