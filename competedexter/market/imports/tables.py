"""Rows of prices and events as looks of the past: one look for each competitor, kind and date. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from competedexter.market.crawlers.crawler import Finding
from competedexter.market.crawlers.reading.event_keys import event_key
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.crawling.outcome import Outcome
from competedexter.market.crawling.past_looks import PastLook
from competedexter.market.crawling.schemas import RunState
from competedexter.market.evidence.listings import Event, EventsRecord, Job, JobsRecord
from competedexter.market.evidence.records import Period, Plan, Price, PricingRecord, Quality, Record, as_amount

from .cells import EVENTS, JOBS, PRICES, BadCell, amount_of, currency_of, moment_of, period_of, type_of
from .owners import Owner, Owners
from .rows import TextRow
from .schemas import Parsed, Planned, Problem

EXTRACTOR: Final = "table-1"
MAX_A_LOOK: Final = 1_000  # things of one look, as of any other
_PATHS: Final = {PRICES: "/pricing", JOBS: "/careers", "news": "/news", "funding": "/news"}


@dataclass(frozen=True)
class PriceRow:
    line: int
    plan: str
    wording: str
    price: Price


@dataclass(frozen=True)
class ToldRow:
    """Something that happened, or an opening."""

    line: int
    at: datetime
    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What the whole file is read with. `observed_at` dates rows that have no date of their own."""

    owners: Owners
    now: datetime
    type: str | None = None
    observed_at: datetime | None = None
    body: bytes = b""
    media_type: str = "text/csv"
    file_name: str = ""


def read_table(rows: Iterable[TextRow | Problem], reading: Reading) -> Parsed:
    """Looks in order of date, and a problem for each row that is none."""
    parsed = Parsed()
    groups: dict[tuple[datetime, str, UUID], list[PriceRow | ToldRow]] = {}
    owners: dict[UUID, Owner] = {}
    for row in rows:
        if isinstance(row, Problem):
            parsed.problems.append(row)
            continue
        try:
            owner, kind, at, read = _read(row, reading)
        except BadCell as error:
            parsed.problems.append(Problem(row.line, str(error)))
            continue
        owners[owner.id] = owner
        group = groups.setdefault((at, kind, owner.id), [])
        if len(group) < MAX_A_LOOK:
            group.append(read)
        else:
            parsed.problems.append(Problem(row.line, f"Its date has more than {MAX_A_LOOK:,} rows already."))
    parsed.planned = [
        _planned(owners[owner_id], kind, at, groups[at, kind, owner_id], reading)
        for at, kind, owner_id in sorted(groups, key=lambda group: group[0])
    ]
    return parsed


def _read(row: TextRow, reading: Reading) -> tuple[Owner, str, datetime, PriceRow | ToldRow]:
    """Raises BadCell."""
    owner = reading.owners.of(row.get("competitor"), row.get("domain"))
    kind = _kind(row, reading.type)
    dated = row.get("date") or not reading.observed_at
    at = moment_of(row.get("date"), reading.now) if dated else reading.observed_at
    if at is None:
        raise BadCell("It has no date.")
    if kind == PRICES:
        return owner, kind, at, _price(row)
    title = row.get("title")
    if not title and not row.get("text"):
        raise BadCell("It has neither a title nor a text.")
    url = row.get("url")
    if url and not url.startswith(("https://", "http://")):
        raise BadCell(f"{url[:80]} is no web address.")
    told = ToldRow(row.line, at, title[:500] or "(untitled)", url[:2_000], row.get("text"))
    return owner, kind, at, told


def _kind(row: TextRow, given: str | None) -> str:
    if row.get("type"):
        return type_of(row.get("type"))
    if given:
        return type_of(given)
    if row.get("plan"):
        return PRICES
    raise BadCell("It has no type, and none was given with the file.")


def _price(row: TextRow) -> PriceRow:
    plan = row.get("plan")[:200]
    if not plan:
        raise BadCell("It names no plan.")
    if "amount" not in row.values:
        raise BadCell("There is no column amount.")
    price = Price(
        amount=amount_of(row.get("amount")),
        currency=currency_of(row.get("currency")),
        period=period_of(row.get("period")),
        unit=row.get("unit")[:100] or None,
        basis=row.get("basis")[:100] or None,
    )
    return PriceRow(row.line, plan, row.get("amount")[:100], price)


def _planned(owner: Owner, kind: str, at: datetime, rows: list[PriceRow | ToldRow], reading: Reading) -> Planned:
    text = ListingText()
    text.tell([f"{owner.competitor.name}: {kind}, {at:%Y-%m-%d}", *([reading.file_name] if reading.file_name else [])])
    prices = [row for row in rows if isinstance(row, PriceRow)]
    told = [row for row in rows if isinstance(row, ToldRow)]
    if kind == PRICES:
        record: Record = _pricing(prices, text)
        source_type, snapshot_type = PRICES, PRICES
    elif kind == JOBS:
        record, source_type, snapshot_type = _jobs(told, text), JOBS, JOBS
    else:
        record, snapshot_type = _events(kind, told, text), kind
        source_type = EVENTS[kind][1]
    address = owner.page(_PATHS.get(kind, "/"))
    title = f"{owner.competitor.name}: {kind} of {at:%Y-%m-%d}"
    finding = Finding(address, title, text.text, source_type, snapshot_type, record, Quality(score=1.0), at)
    outcome = Outcome(RunState.SUCCEEDED, findings=(finding,), extractor_version=EXTRACTOR)
    look = PastLook(at, outcome, reading.body, reading.media_type, address)
    return Planned(owner.id, source_type, address, look, rows[0].line)


def _pricing(rows: list[PriceRow], text: ListingText) -> PricingRecord:
    """Rows of one plan are its prices."""
    plans: dict[str, list[PriceRow]] = defaultdict(list)
    for row in rows:
        plans[row.plan].append(row)
    periods: set[Period] = {row.price.period for row in rows if row.price.period}
    currencies = [row.price.currency for row in rows if row.price.currency]
    return PricingRecord(
        plans=tuple(_plan(name, of, text) for name, of in plans.items()),
        currency=currencies[0] if currencies else None,
        default_period=periods.pop() if len(periods) == 1 else None,
        named=True,
    )


def _plan(name: str, rows: list[PriceRow], text: ListingText) -> Plan:
    words = ", ".join(dict.fromkeys(_words(row) for row in rows))
    start, end = text.tell([f"{name}: {words}"])
    prices = tuple(dict.fromkeys(row.price for row in rows))
    return Plan(name=name, prices=prices, price_text=words[:300], start=start, end=end)


def _words(row: PriceRow) -> str:
    price = row.price
    if price.amount is None:
        return row.wording or "no public price"
    parts = [as_amount(price.amount).removesuffix(".00"), price.currency or ""]
    parts += [
        f"per {price.unit}" if price.unit else "",
        f"per {price.period}" if price.period in ("month", "year") else "",
    ]
    parts += ["once" if price.period == "once" else "", f"({price.basis})" if price.basis else ""]
    return " ".join(part for part in parts if part)


def _events(kind: str, rows: list[ToldRow], text: ListingText) -> EventsRecord:
    what = EVENTS[kind][0]
    events: dict[str, Event] = {}
    for row, (start, end) in _told(rows, text):
        key = event_key(row.url, title=row.title, occurred_at=row.at)
        event = Event(key=key, what=what, title=row.title, url=row.url, occurred_at=row.at, start=start, end=end)
        events.setdefault(key, event)
    return EventsRecord(publisher="imported", events=tuple(events.values()))


def _jobs(rows: list[ToldRow], text: ListingText) -> JobsRecord:
    jobs: dict[str, Job] = {}
    for row, (start, end) in _told(rows, text):
        known = event_key(row.url, title=row.title, occurred_at=row.at)
        job = Job(external_id=known, title=row.title, url=row.url, published_at=row.at, start=start, end=end)
        jobs.setdefault(known, job)
    return JobsRecord(board="imported", jobs=tuple(jobs.values()), complete=False)


def _told(rows: list[ToldRow], text: ListingText) -> Iterator[tuple[ToldRow, tuple[int, int]]]:
    for row in rows:
        yield row, text.tell([row.title, row.text, row.url])
