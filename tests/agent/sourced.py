"""A competitor with sources of every type in the real rooms: each look brings one list, told as a crawler tells it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from competedexter.agent.budget import Budget, Limits
from competedexter.agent.events import AgentEvent
from competedexter.agent.market_library import MarketLibrary
from competedexter.agent.reasoners.offline import OfflineAnalyst
from competedexter.agent.run import run
from competedexter.agent.state import RunState
from competedexter.agent.tool_cache import ToolCache
from competedexter.agent.tools import all_tools
from competedexter.agent.understanding import brief_of
from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.market.changes import service as changes
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawlers.reading.listing_text import ListingText, blocks_of
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.events import store_events
from competedexter.market.evidence.listings import (
    CompanyRecord,
    Event,
    EventsRecord,
    Fact,
    Feature,
    FeaturesRecord,
    Figure,
    FiguresRecord,
    Job,
    JobsRecord,
    ListedPage,
    Rating,
    RatingsRecord,
    Row,
    RowsRecord,
    SiteRecord,
    TechnologiesRecord,
    Technology,
)
from competedexter.market.evidence.records import Quality, Record
from competedexter.market.evidence.schemas import NewDocument
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import NewSnapshot
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from competedexter.models import CrawlRun
from tests.agent.asking import Asked

HOUR = timedelta(hours=1)
Found = tuple[str, Record, str]  # type of snapshot, record, text


@dataclass
class Watched:
    """One competitor of a workspace and its sources by address."""

    database: Database
    clock: FixedClock
    viewer: Viewer
    competitor_id: UUID
    domain: str
    sources: dict[str, UUID] = field(default_factory=dict)

    @property
    def opener(self) -> OpenWork:
        return self.database.opener(self.viewer.workspace_id, self.viewer.user_id)

    async def source(self, source_type: str, url: str = "") -> UUID:
        address = url or f"https://{self.domain}/{source_type}"
        if address not in self.sources:
            config = {"format": "json", "items": "$[*]", "title": "$.name"} if source_type == "custom" else {}
            new = NewSource(source_type=source_type, source_url=address, config=config)
            async with self.database.workspace(self.viewer.workspace_id, self.viewer.user_id) as work:
                made = await sources.add(work, self.viewer, self.competitor_id, new)
            self.sources[address] = made.id
        return self.sources[address]

    async def look(
        self, source_type: str, found: Found | None, url: str = "", *, state: str = "succeeded", reason: str = ""
    ) -> None:
        """One look at a source an hour later: what it shows, or (None) that it could not be read."""
        source_id = await self.source(source_type, url)
        self.clock.advance(HOUR)
        now, run_id = self.clock.now(), new_id()
        async with self.database.workspace(self.viewer.workspace_id) as work:
            work.session.add(
                CrawlRun(
                    id=run_id, workspace_id=work.tenant, data_source_id=source_id, competitor_id=self.competitor_id,
                    slot=f"schedule:{run_id}", trigger="schedule", state=state, reason=reason, queued_at=now,
                    finished_at=now,
                )
            )  # fmt: skip
            await work.session.flush()
            if found is None:
                return
            kind, record, text = found
            look = NewDocument(
                source_id=source_id, competitor_id=self.competitor_id, crawl_run_id=run_id, data_type=source_type,
                url=url or f"https://{self.domain}/{source_type}", title=f"{source_type} of {self.domain}", text=text,
                records=(record,), blocks=blocks_of(text), quality=Quality(score=1.0), suspect=False,
                archive_key=f"key/{run_id}", raw={"status": 200}, extractor_version="1", observed_at=now,
            )  # fmt: skip
            document_id = await evidence.store(work, look)
            if isinstance(record, EventsRecord):
                await store_events(work, look, record.events)
            await snapshots.keep(
                work,
                NewSnapshot(
                    source_id=source_id, competitor_id=self.competitor_id, snapshot_type=kind, record=record,
                    document_id=document_id, crawl_run_id=run_id, extractor_version="1", observed_at=now,
                ),
            )  # fmt: skip
        async with self.database.workspace(self.viewer.workspace_id) as work:
            await changes.compare(work, run_id)


async def watch(
    database: Database, clock: FixedClock, viewer: Viewer, name: str = "Acme", domain: str = "acme.test"
) -> Watched:
    async with database.workspace(viewer.workspace_id, viewer.user_id) as work:
        made = await competitors.add(work, viewer, NewCompetitor(name=name, domain=domain, discover=False))
    return Watched(database, clock, viewer, made.id, domain)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def jobs(*openings: tuple[str, str, str], board: str = "Greenhouse", complete: bool = True) -> Found:
    """Openings of (title, team, place), published on 21 May 2026."""
    text, found = ListingText(), []
    for title, team, place in openings:
        start, end = text.tell([title, f"{team} - {place}", "Published 2026-05-21"])
        found.append(
            Job(
                external_id=title, title=title, team=team, location=place, published_at=at("2026-05-21"), start=start,
                end=end,
            )
        )  # fmt: skip
    if not found:
        text.tell(["No openings are listed."])
    return "jobs", JobsRecord(board=board, jobs=tuple(found), complete=complete), text.text


def events(what: str, kind: str, *told: tuple[str, str, str], fields: dict[str, str] | None = None) -> Found:
    """Events of (title, day or "", category)."""
    text, found = ListingText(), []
    text.tell(["Acme blog"])
    for title, day, category in told:
        start, end = text.tell([title, f"{category} · {day}", "All that is said of it."])
        found.append(
            Event(
                key=title, what=what, title=title, url=f"https://acme.test/{len(found)}", category=category,
                occurred_at=at(day) if day else None, start=start, end=end, fields=fields or {},
            )
        )  # fmt: skip
    return kind, EventsRecord(publisher="Acme blog", events=tuple(found)), text.text


def technologies(*named: tuple[str, str]) -> Found:
    text, found = ListingText(), []
    for name, category in named:
        start, end = text.tell([f"{name} ({category})", f"https://js.{name.casefold()}.test"])
        found.append(Technology(name=name, category=category, proof="script", start=start, end=end))
    return "tech_stack", TechnologiesRecord(technologies=tuple(found)), text.text


def company(*facts: tuple[str, str]) -> Found:
    text, found = ListingText(), []
    for name, value in facts:
        start, end = text.tell([f"{name.replace('_', ' ').capitalize()}: {value}", "Source: Wikidata"])
        found.append(Fact(name=name, value=value, source="Wikidata", start=start, end=end))
    return "company_info", CompanyRecord(facts=tuple(found)), text.text


def features(plans: Sequence[str], *rows: tuple[str, ...]) -> Found:
    """A table: rows of a name and what each plan has."""
    text, found = ListingText(), []
    for name, *values in rows:
        start, end = text.tell([name, *({"yes": "✓", "no": "✗"}.get(value, value) for value in values)])
        found.append(Feature(name=name, values=dict(zip(plans, values, strict=True)), start=start, end=end))
    return "features", FeaturesRecord(plans=tuple(plans), features=tuple(found)), text.text


def ratings(*marks: tuple[str, str, int]) -> Found:
    text, found = ListingText(), []
    for publisher, mark, count in marks:
        start, end = text.tell([f"{publisher}: {mark} out of 5 of {count:,} ratings"])
        found.append(Rating(publisher=publisher, rating=Decimal(mark), count=count, start=start, end=end))
    return "ratings", RatingsRecord(ratings=tuple(found)), text.text


def figures(*told: tuple[str, str, str, str, str]) -> Found:
    """Figures of (label, value, first day, last day, fiscal)."""
    text, found = ListingText(), []
    text.tell(["Acme Inc: figures reported to the SEC"])
    for label, value, first, last, fiscal in told:
        line = f"{label}, {fiscal}, quarter, {first} to {last}: {Decimal(value):,f} USD (10-Q filed on 2026-11-01)"
        start, end = text.tell([line])
        found.append(
            Figure(
                concept=f"us-gaap:{label}", label=label, value=Decimal(value), unit="USD", start=start, end=end,
                period_start=date.fromisoformat(first), period_end=date.fromisoformat(last), fiscal=fiscal, form="10-Q",
                filed_at=at("2026-11-01"),
            )
        )  # fmt: skip
    return "financials", FiguresRecord(figures=tuple(found)), text.text


def rows(*titles: str) -> Found:
    text, found = ListingText(), []
    for title in titles:
        start, end = text.tell([title, "score: 7"])
        found.append(Row(key=title, title=title, fields={"score": "7"}, start=start, end=end))
    return "custom", RowsRecord(rows=tuple(found)), text.text


def site(*paths: str) -> Found:
    text, found = ListingText(), []
    for path in paths:
        start, end = text.tell([f"https://acme.test{path}"])
        found.append(ListedPage(url=f"https://acme.test{path}", start=start, end=end))
    return "site", SiteRecord(pages=tuple(found)), text.text


async def ask(
    watched: Watched, question: str, *, as_of: datetime | None = None, earlier: tuple[str, ...] = ()
) -> Asked:
    """One question to the offline analyst over the real rooms, asked at the clock's time."""
    now, told = watched.clock.now(), list[AgentEvent]()
    library = MarketLibrary(watched.opener, watched.viewer, now)

    async def emit(event: AgentEvent) -> None:
        told.append(event)

    brief = brief_of(
        question, await library.companies(), now, as_of or now, as_of_asked=as_of is not None, earlier=earlier
    )
    offline = OfflineAnalyst()
    state = RunState(
        watched.viewer.workspace_id, brief, library, all_tools(), ToolCache(), offline, offline, emit,
        budget=Budget(Limits()),
    )  # fmt: skip
    return Asked(told, await run(state), state)
