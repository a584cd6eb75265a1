"""Opens the demo: a workspace of its own, a year of history through the real ingest path, a price that can be changed."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import Job, RecordingQueue
from competedexter.foundation.locks import only_one
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.jobs import CompareSnapshots, ConfirmChanges, CrawlSource, EvaluateAlerts, SeedDemo
from competedexter.market.alerts import service as alerts
from competedexter.market.changes import service as changes
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import CompetitorFilters, NewCompetitor, SlotState, SlotView
from competedexter.market.crawling import runs
from competedexter.market.crawling import service as crawling
from competedexter.market.crawling.schemas import Parties, Trigger
from competedexter.market.evidence import purging
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

from .pages import SLOTS
from .schemas import DemoPriceChange, DemoSetting, Look, NotTheDemo
from .vendors import VENDORS, Vendor
from .web import HistoryWeb, page_url

NAME = "Demo: help desks"
SETTING = "demo"
FIRST_DAY = 365
PRICING_EVERY, PAGES_EVERY = 30, 91  # days between quiet looks
OF_INTEREST = ("pricing", "", "features", "changelog")
SECOND_LOOK = timedelta(seconds=90)
MOST_TIME = timedelta(minutes=10)  # for the whole year; it takes some seconds
DEMO_SECOND_LOOK_SECONDS = 1.0
UNREAD_DAYS = 30  # what is older has been read
_TYPES = {"pricing": "pricing", "features": "features"}


async def open_demo(work: Work, viewer: Viewer) -> UUID:
    """This person's demo workspace, made at the first call; its history follows by a job. System work."""
    existing = await accounts.demo_workspace(work, viewer)
    if existing is not None:
        return existing
    workspace_id = await accounts.add_workspace(work, viewer, NAME, is_demo=True)
    work.enqueue(SeedDemo(workspace_id, viewer.user_id))
    return workspace_id


def looks_back() -> list[Look]:
    """Every look of the year, oldest first: now and then, on the day something happened, and after an outage."""
    wanted: set[tuple[int, str, str]] = set()
    for vendor in VENDORS:
        for page in SLOTS:
            every = PRICING_EVERY if page == "pricing" else PAGES_EVERY
            quiet = range(FIRST_DAY, 0, -every) if page in OF_INTEREST else (FIRST_DAY,)
            wanted.update((day, vendor.slug, page) for day in (*quiet, 1))
        for event in vendor.events:
            wanted.update((event.days_ago, vendor.slug, page) for page in event.pages())
            if event.outage:
                wanted.add((event.days_ago - 1, vendor.slug, "pricing"))
    return [Look(*one) for one in sorted(wanted, key=lambda one: (-one[0], one[1], one[2]))]


@dataclass
class Seeding:
    """The past, replayed: a database whose clock stands on the day of the look, and the jobs of that day."""

    database: Database
    clock: FixedClock
    queue: RecordingQueue
    parties: Parties
    viewer: Viewer
    now: datetime

    async def run(self) -> None:
        """The year from its first day to yesterday."""
        self._go_to(FIRST_DAY)
        watched = {vendor.slug: await self._watch(vendor) for vendor in VENDORS}
        past = replace(self.parties, web=HistoryWeb(self.clock, self.now.date()))
        read_up = False
        for look in looks_back():
            if look.days_ago < UNREAD_DAYS and not read_up:
                await self._read_all()
                read_up = True
            self._go_to(look.days_ago)
            async with self._work() as work:
                await runs.queue(work, watched[look.slug][look.page], Trigger.SCHEDULE)
            await self._work_off(past)

    def _go_to(self, days_ago: int) -> None:
        morning = datetime.combine(self.now.date() - timedelta(days=days_ago), time(8, 0), self.now.tzinfo)
        if morning > self.clock.now():
            self.clock.advance(morning - self.clock.now())

    async def _watch(self, vendor: Vendor) -> dict[str, SourceView]:
        async with self._work() as work:
            new = NewCompetitor(
                name=vendor.name,
                domain=vendor.domain,
                website_url=page_url(vendor, ""),
                tier=vendor.tier,
                description=vendor.start.tagline,
                tags=("demo",),
                discover=False,
            )
            competitor = await competitors.add(work, self.viewer, new)
            preview = f"{vendor.name} news: {len(vendor.state(0).news)} entries"
            feed = SlotView(slot="feed", state=SlotState.FOUND, url=page_url(vendor, "feed.xml"), preview=preview)
            await competitors.note_slots(work, competitor.id, [feed])
            found = {}
            for page, slot in SLOTS.items():
                source = NewSource.model_validate(
                    {"source_type": _TYPES.get(page, "website"), "source_url": page_url(vendor, page)}
                )
                found[page] = await sources.watch(work, competitor.id, source, slot=slot)
        return found

    async def _work_off(self, parties: Parties) -> None:
        """Carries out what the last commit left, as the workers do; a second look comes a little later."""
        while jobs := self.queue.take():
            for job in jobs:
                await self._carry_out(job, parties)

    async def _carry_out(self, job: Job, parties: Parties) -> None:
        opener = self.database.opener(self.viewer.workspace_id, self.viewer.user_id)
        match job:
            case CrawlSource(crawl_run_id=run_id):
                await crawling.crawl(opener, run_id, parties)
            case CompareSnapshots(crawl_run_id=run_id):
                async with opener() as work:
                    compared = await changes.compare(work, run_id, confirm_after=SECOND_LOOK.total_seconds())
                    if not compared.confirmed:  # else the evaluation of what is sure settles the run
                        await alerts.settle(work, run_id)
            case EvaluateAlerts(crawl_run_id=run_id):
                async with opener() as work:
                    await alerts.evaluate_run(work, run_id)
            case ConfirmChanges(source_id=source_id):
                self.clock.advance(SECOND_LOOK + timedelta(seconds=1))
                async with opener() as work:
                    await runs.look_again(work, source_id)

    async def _read_all(self) -> None:
        async with self._work() as work:
            await alerts.mark_all_read(work, self.viewer)

    def _work(self) -> AbstractAsyncContextManager[Work]:
        return self.database.workspace(self.viewer.workspace_id, self.viewer.user_id)


async def seed(database: Database, seeding: Seeding) -> None:
    """Fills the workspace once: a seeding under way elsewhere is left alone, one that died is begun anew."""
    viewer = seeding.viewer
    async with database.system() as work:
        setting = await _setting(work, viewer.workspace_id)
        if setting is None or setting.seeded or not await only_one(work, f"seed demo {viewer.workspace_id}"):
            return
        async with database.workspace(viewer.workspace_id, viewer.user_id) as inner:
            for left_over in await competitors.watched(inner):
                await purging.purge_competitor(inner, viewer, left_over.id)
        async with database.system() as outer:
            await accounts.writes_its_past(outer, viewer.workspace_id, seeding.now + MOST_TIME)
        try:
            await seeding.run()
        finally:
            async with database.system() as outer:
                await accounts.writes_its_past(outer, viewer.workspace_id, None)
        stored = setting.model_copy(update={"seeded": True}).model_dump(mode="json")
        await accounts.keep_workspace_setting(work, viewer.workspace_id, SETTING, stored)
    await seeding.parties.push(viewer.workspace_id, {"type": "demo", "state": "ready"})


async def sweep(work: Work) -> int:
    """Sends the seeding of demos whose job was lost once more; one under way is left alone by `seed`. System work."""
    waiting = await accounts.demos_left_behind(work, (SETTING, "seeded"))
    for workspace_id, owner_id in waiting:
        work.enqueue(SeedDemo(workspace_id, owner_id))
    return len(waiting)


async def is_ready(work: Work, workspace_id: UUID) -> bool:
    """Whether a demo workspace has its history. System work."""
    setting = await _setting(work, workspace_id)
    return setting is not None and setting.seeded


async def second_look_seconds(work: Work, standard: float) -> float:
    """Until a suspicious change is looked at again; soon in a demo, where the site is our own."""
    stored = await accounts.workspace_settings(work, work.tenant)
    return min(standard, DEMO_SECOND_LOOK_SECONDS) if stored is not None and stored.is_demo else standard


async def change_price(database: Database, viewer: Viewer) -> DemoPriceChange:
    """Raises one price on one demo site, the next plan in turn, and looks at once. Raises NotTheDemo."""
    viewer.require(Role.ADMIN)
    async with database.system() as work:
        setting = await _setting(work, viewer.workspace_id)
        if setting is None:
            raise NotTheDemo
        vendor, plan, before = _next_price(setting)
        after = before + max(Decimal(4), (before * Decimal("0.15")).quantize(Decimal(1)))
        moved = setting.moved(vendor.slug, plan, after)
        await accounts.keep_workspace_setting(work, viewer.workspace_id, SETTING, moved.model_dump(mode="json"))
    async with database.workspace(viewer.workspace_id, viewer.user_id) as work:
        source = await _pricing_source(work, viewer, vendor)
        run = await runs.request(work, viewer, source.id)
    return DemoPriceChange(
        vendor=vendor.name,
        plan=plan,
        before=before,
        after=after,
        currency=vendor.start.currency,
        competitor_id=source.competitor_id,
        source_id=source.id,
        crawl_run_id=run.id,
    )


async def prices_of(work: Work, workspace_id: UUID) -> dict[str, dict[str, Decimal]] | None:
    """The prices changed by hand in a demo workspace; None when it is not one. System work."""
    setting = await _setting(work, workspace_id)
    return None if setting is None else setting.prices


async def _setting(work: Work, workspace_id: UUID) -> DemoSetting | None:
    stored = await accounts.workspace_settings(work, workspace_id)
    return DemoSetting.model_validate(stored.values.get(SETTING, {})) if stored and stored.is_demo else None


async def _pricing_source(work: Work, viewer: Viewer, vendor: Vendor) -> SourceView:
    found = await competitors.find(work, viewer, CompetitorFilters(q=vendor.domain), PageRequest())
    for competitor in found.items:
        for source in await sources.list_for(work, viewer, competitor.id):
            if source.source_type == "pricing":
                return source
    raise NotTheDemo


def _next_price(setting: DemoSetting) -> tuple[Vendor, str, Decimal]:
    """The next plan in turn that has a price, and what it costs now."""
    priced = [(vendor, offer) for vendor in VENDORS for offer in vendor.state(0).offers if offer.monthly]
    vendor, offer = priced[setting.turns % len(priced)]
    return vendor, offer.name, setting.prices.get(vendor.slug, {}).get(offer.name, offer.monthly or Decimal(0))
