"""A competitor seen through every type of source: looks written by hand, so that pages have something of each to show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.market.changes import service as changes
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor, SlotState, SlotView
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
    Rating,
    RatingsRecord,
    Row,
    RowsRecord,
    TechnologiesRecord,
    Technology,
)
from competedexter.market.evidence.records import Plan, Price, PricingRecord, Quality, Record
from competedexter.market.evidence.schemas import NewDocument
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import NewSnapshot
from competedexter.market.sources import service as sources
from competedexter.market.sources.cadence import Health
from competedexter.market.sources.looks import Look, keep, recall
from competedexter.market.sources.schemas import NewSource
from competedexter.models import CrawlRun

DAY = timedelta(days=1)
MOMENT = timedelta(minutes=7)  # between two looks
TEAMS = {
    "Engineering": ("Staff engineer, search", "Backend engineer", "Frontend engineer", "Site reliability engineer"),
    "Sales": ("Account executive, DACH", "Sales engineer", "Regional director"),
    "Product": ("Product manager, pricing", "Product designer"),
    "Support": ("Support engineer",),
}
MAPPING = {"format": "json", "items": "$.incidents[*]", "title": "name", "fields": {"impact": "impact"}}
PLACES = ("Berlin", "London", "New York", "Remote, Europe")


class Told:
    """A document's text, line by line, and where each line stands in it."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, line: str) -> tuple[int, int]:
        start = len(self.text)
        self.text += f"{line}\n"
        return start, start + len(line)


Made = tuple[str, Record, str]  # snapshot type, record, text


def openings(count: int, now: datetime, *, dropped: int = 0) -> Made:
    told, jobs = Told(), []
    titles = [(team, title) for team, names in TEAMS.items() for title in names]
    for number in range(dropped, count):
        team, title = titles[number % len(titles)]
        place = PLACES[number % len(PLACES)]
        start, end = told.say(f"{title} - {team} - {place}")
        jobs.append(
            Job(
                external_id=str(4000 + number), title=title, team=team, location=place, start=start, end=end,
                remote="Remote" in place or None, url=f"https://boards.example.com/acme/jobs/{4000 + number}",
                employment="Full time" if number % 3 else None, published_at=now - (number % 40) * DAY,
                first_seen_at=now - (number % 20) * DAY,
            )
        )  # fmt: skip
    return "jobs", JobsRecord(board="Greenhouse", jobs=tuple(jobs)), told.text


def events(kind: str, what: str, titles: Sequence[str], now: datetime, every: timedelta, **more: str) -> Made:
    told, made = Told(), []
    for number, title in enumerate(titles):
        start, end = told.say(f"{title}. {more.get('said', 'What the source says of it stands here.')}")
        link = f"https://acme.example.com/{kind}/{number}"
        made.append(
            Event.model_validate(
                {
                    "key": link + title, "what": what, "title": title, "url": link, "start": start, "end": end,
                    "occurred_at": now - number * every, "category": more.get("category", ""),
                    "author": more.get("author", ""),
                }
            )
        )  # fmt: skip
    return kind, EventsRecord(publisher="Acme", events=tuple(made)), told.text


def features(*extra: str) -> Made:
    told, made = Told(), []
    rows = [
        ("Work", "Boards", ("yes", "yes", "yes")), ("Work", "Timelines", ("no", "yes", "yes")),
        ("Work", "Automations", ("100 runs", "10,000 runs", "Unlimited")), ("Work", "Guests", ("5", "50", "Unlimited")),
        ("Security", "Single sign-on", ("no", "no", "yes")), ("Security", "Audit log", ("no", "no", "yes")),
        ("Security", "Two-factor sign-in", ("yes", "yes", "yes")),
        *[("Assistant", name, ("no", "yes", "yes")) for name in extra],
    ]  # fmt: skip
    plans = ("Free", "Pro", "Enterprise")
    for group, name, values in rows:
        start, end = told.say(f"{name}: {', '.join(values)}")
        said = dict(zip(plans, values, strict=True))
        made.append(Feature(name=name, group=group, values=said, start=start, end=end))
    return "features", FeaturesRecord(plans=plans, features=tuple(made)), told.text


def technologies(*extra: str) -> Made:
    told, made = Told(), []
    for name, category, proof in (
        ("Stripe", "payments", "script src https://js.stripe.com/v3"), ("Segment", "analytics", "window.analytics"),
        ("Cloudflare", "CDN", "header server: cloudflare"), ("React", "framework", "data-reactroot"),
        ("Intercom", "support", "script src https://widget.intercom.io"),
        *[(one, "search", f"script src https://cdn.example.com/{one.lower()}") for one in extra],
    ):  # fmt: skip
        start, end = told.say(f"{name}: {proof}")
        made.append(Technology(name=name, category=category, proof=proof, start=start, end=end))
    return "tech_stack", TechnologiesRecord(technologies=tuple(made)), told.text


def company(employees: str) -> Made:
    told, made = Told(), []
    for name, value, source in (
        ("founded", "2015", "Wikidata P571"), ("headquarters", "Berlin, Germany", "Wikidata P159"),
        ("employees", employees, "Organization JSON-LD"), ("chief_executive", "Ada Example", "About page"),
        ("industry", "Software", "Wikidata P452"),
    ):  # fmt: skip
        start, end = told.say(f"{name}: {value}")
        made.append(Fact(name=name, value=value, source=source, start=start, end=end))
    return "company_info", CompanyRecord(facts=tuple(made)), told.text


def ratings(mark: str, count: int) -> Made:
    told, made = Told(), []
    for publisher, rating, best in (("G2", mark, "5"), ("App Store", "4.1", "5"), ("Trustpilot", "8.6", "10")):
        start, end = told.say(f"{publisher}: {rating} of {best}")
        one = Rating(
            publisher=publisher, product="Acme", rating=Decimal(rating), best=Decimal(best), count=count,
            start=start, end=end,
        )  # fmt: skip
        made.append(one)
    return "ratings", RatingsRecord(ratings=tuple(made)), told.text


def figures(last: int) -> Made:
    told, made = Told(), []
    for year in range(last - 4, last + 1):
        for concept, label, size in (
            ("us-gaap:Revenues", "Revenue", 410_000_000), ("us-gaap:NetIncomeLoss", "Net income", -35_000_000),
            ("us-gaap:ResearchAndDevelopmentExpense", "Research and development", 120_000_000),
        ):  # fmt: skip
            value = Decimal(size) * (100 + 17 * (year - last + 4)) / 100
            start, end = told.say(f"{label} {year}: {value} USD")
            made.append(
                Figure(
                    concept=concept, label=label, value=value, unit="USD", period_start=date(year, 1, 1),
                    period_end=date(year, 12, 31), fiscal=f"{year} FY", form="10-K",
                    filed_at=datetime(year + 1, 2, 20, tzinfo=UTC), start=start, end=end,
                )
            )  # fmt: skip
    return "financials", FiguresRecord(figures=tuple(made)), told.text


def incidents(state: str) -> Made:
    told, made = Told(), []
    for number, title in enumerate(("API latency", "Sign-in errors", "Exports delayed")):
        start, end = told.say(f"{title}: {state if number == 0 else 'resolved'}")
        fields = {"impact": "major" if number else "minor", "status": state if number == 0 else "resolved"}
        made.append(Row(key=title, title=title, fields=fields, start=start, end=end))
    return "custom", RowsRecord(rows=tuple(made)), told.text


def plans(pro: str) -> Made:
    told, made = Told(), []
    for name, amount in (("Free", "0"), ("Pro", pro), ("Business", "99")):
        start, end = told.say(f"{name} ${amount} per seat / month")
        price = Price(amount=Decimal(amount), currency="USD", period="month", unit="seat")
        made.append(Plan(name=name, prices=(price,), price_text=f"${amount}", start=start, end=end))
    return "pricing", PricingRecord(plans=tuple(made), currency="USD", default_period="month"), told.text


@dataclass
class Company:
    """One competitor; `look` is a look at one of its sources, compared at once."""

    database: Database
    clock: FixedClock
    viewer: Viewer
    id: UUID
    sources: dict[str, UUID] = field(default_factory=dict)

    async def add(self, source_type: str, url: str, slot: str | None = None) -> UUID:
        async with self.database.workspace(self.viewer.workspace_id, self.viewer.user_id) as work:
            config = MAPPING if source_type == "custom" else {}
            new = NewSource.model_validate({"source_type": source_type, "source_url": url, "config": config})
            made = await sources.add(work, self.viewer, self.id, new, slot=slot)
        self.sources[source_type] = made.id
        return made.id

    async def look(self, source_type: str, made: Made) -> None:
        run_id, source_id = new_id(), self.sources[source_type]
        async with self.database.workspace(self.viewer.workspace_id) as work:
            url = (await sources.get(work, source_id)).source_url
            await self._run(work, run_id, source_id, "succeeded", "")
            await self._keep(work, run_id, source_id, source_type, url, made)
            good = Look(Health.OK, fingerprint=str(run_id))
            await keep(work, *await recall(work, source_id), good)
        async with self.database.workspace(self.viewer.workspace_id) as work:
            await changes.compare(work, run_id)
        self.clock.advance(MOMENT)

    async def fail(self, source_type: str, state: str, health: Health, reason: str) -> None:
        async with self.database.workspace(self.viewer.workspace_id) as work:
            source_id = self.sources[source_type]
            await self._run(work, new_id(), source_id, state, reason)
            await keep(work, *await recall(work, source_id), Look(health, reason, counts_as_error=True))
        self.clock.advance(MOMENT)

    async def _run(self, work: Work, run_id: UUID, source_id: UUID, state: str, reason: str) -> None:
        now = self.clock.now()
        run = CrawlRun(
            id=run_id, workspace_id=work.tenant, data_source_id=source_id, competitor_id=self.id,
            slot=f"schedule:{run_id}", trigger="schedule", state=state, reason=reason, queued_at=now,
            started_at=now, finished_at=now + timedelta(seconds=1.4), settled_at=now + timedelta(seconds=2),
            http_status=403 if state == "blocked" else 200, bytes=48_200, event="source_blocked" if state == "blocked" else None,
        )  # fmt: skip
        work.session.add(run)
        await work.session.flush()

    async def _keep(self, work: Work, run_id: UUID, source_id: UUID, source_type: str, url: str, made: Made) -> None:
        kind, record, text = made
        now = self.clock.now()
        look = NewDocument(
            source_id=source_id, competitor_id=self.id, crawl_run_id=run_id, data_type=source_type, url=url,
            title=f"Acme {source_type.replace('_', ' ')}", text=text, records=(record,), blocks=(),
            quality=Quality(score=1.0), suspect=False, archive_key=f"key/{run_id}", raw={"status": 200},
            extractor_version="1", observed_at=now, split=isinstance(record, EventsRecord),
        )  # fmt: skip
        document_id = await evidence.store(work, look)
        if isinstance(record, EventsRecord):
            await store_events(work, look, record.events)
        await snapshots.keep(
            work,
            NewSnapshot(
                source_id=source_id, competitor_id=self.id, snapshot_type=kind, record=record,
                document_id=document_id, crawl_run_id=run_id, extractor_version="1", observed_at=now,
            ),
        )  # fmt: skip


async def watch_company(database: Database, clock: FixedClock, viewer: Viewer, name: str = "Acme") -> Company:
    async with database.workspace(viewer.workspace_id, viewer.user_id) as work:
        new = NewCompetitor(name=name, domain=f"{name.lower()}.example.com", tier="primary", discover=False)
        made = await competitors.add(work, viewer, new)
    return Company(database, clock, viewer, made.id)


async def furnish(database: Database, clock: FixedClock, viewer: Viewer) -> Company:
    """Acme with a source of every type, looked at twice, and some that cannot be read. The clock moves on by a month."""
    acme = await watch_company(database, clock, viewer)
    base = "https://acme.example.com"
    for source_type, path, slot in (
        ("pricing", "/pricing", "pricing"), ("features", "/features", "features"), ("jobs", "/careers", "careers"),
        ("news", "/blog/feed.xml", "feed"), ("social", "/social", None), ("reviews", "/reviews", None),
        ("funding", "/filings", None), ("financials", "/facts", None), ("patents", "/patents", None),
        ("tech_stack", "", None), ("company_info", "/about", None), ("custom", "/incidents.json", None),
        ("website", "/changelog", "changelog"),
    ):  # fmt: skip
        await acme.add(source_type, base + path, slot)
    for look in (_first_looks, _second_looks):
        for source_type, made in look(clock.now()).items():
            for one in made:
                await acme.look(source_type, one)
        clock.advance(20 * DAY)
    await acme.fail("website", "blocked", Health.BLOCKED, "The site answered 403 three times.")
    await acme.fail("social", "failed", Health.FAILING, "The address did not answer within 10 seconds.")
    await _note_slots(acme, base)
    return acme


def _first_looks(now: datetime) -> dict[str, list[Made]]:
    return {
        "pricing": [plans("49")],
        "features": [features()],
        "jobs": [openings(23, now)],
        "news": [events("news", "news", [f"Acme opens office number {n}" for n in range(12)], now, 6 * DAY)],
        "social": [events("social", "post", ["Boards are live", "We are hiring"], now, 4 * DAY, author="@acme")],
        "reviews": [ratings("4.5", 1_280), events("reviews", "review", ["Does what it says"], now, 9 * DAY)],
        "funding": [events("filings", "filing", ["Quarterly report", "Annual report"], now, 80 * DAY, category="10-Q")],
        "financials": [figures(2024)],
        "patents": [events("patents", "patent", ["Sorting of work by what waits"], now, 300 * DAY)],
        "tech_stack": [technologies()],
        "company_info": [company("240")],
        "custom": [incidents("investigating")],
    }


def _second_looks(now: datetime) -> dict[str, list[Made]]:
    fresh: Callable[..., Made] = events
    return {
        "pricing": [plans("59")],
        "features": [features("Drafts", "Summaries")],
        "jobs": [openings(31, now, dropped=3)],
        "news": [fresh("news", "news", ["Acme raises its prices", "Acme buys Initech"], now - DAY, 2 * DAY)],
        "social": [fresh("social", "post", ["Version 9 is out"], now - DAY, DAY, author="@acme")],
        "reviews": [ratings("4.3", 1_344), fresh("reviews", "review", ["Slower than it was"], now, DAY)],
        "funding": [
            fresh("filings", "filing", ["Current report: item 2.02"], now - DAY, DAY, category="8-K item 2.02")
        ],
        "financials": [figures(2025)],
        "tech_stack": [technologies("Algolia")],
        "company_info": [company("310")],
        "custom": [incidents("monitoring")],
    }


async def _note_slots(acme: Company, base: str) -> None:
    async with acme.database.workspace(acme.viewer.workspace_id) as work:
        await competitors.note_slots(
            work,
            acme.id,
            [
                SlotView(
                    slot="pricing", state=SlotState.FOUND, url=f"{base}/pricing", preview="3 plans read: Free, Pro $59"
                ),
                SlotView(slot="features", state=SlotState.FOUND, url=f"{base}/features", preview="Features"),
                SlotView(slot="careers", state=SlotState.FOUND, url=f"{base}/careers", preview="28 openings"),
                SlotView(slot="feed", state=SlotState.FOUND, url=f"{base}/blog/feed.xml", preview="14 articles"),
                SlotView(slot="changelog", state=SlotState.BLOCKED, url=f"{base}/changelog", reason="It answered 403."),
                SlotView(slot="docs", state=SlotState.MISSING, reason="No link to it was found."),
            ],
        )
