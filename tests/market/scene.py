"""A competitor with one source, looked at by hand: each look brings a document and its typed states."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import PageRequest
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters, ChangeView, Compared
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.records import Block, PageRecord, Plan, Price, PricingRecord, Quality, Record
from competedexter.market.evidence.schemas import NewDocument
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import NewSnapshot
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from competedexter.models import CrawlRun

HOUR = timedelta(hours=1)


def page_of(*lines: str, title: str = "Acme", region: str = "main") -> tuple[PageRecord, str]:
    """A page of one paragraph a line; `nav: Docs -> https://acme.test/docs` is an entry of the menu."""
    blocks, at = [], 0
    for line in lines:
        kind, where = "paragraph", region
        target = None
        if line.startswith("nav: "):
            kind, where = "nav", "nav"
            line, _, target = line.removeprefix("nav: ").partition(" -> ")
        elif line.startswith("# "):
            kind, line = "heading", line.removeprefix("# ")
        blocks.append(Block(kind=kind, text=line, target=target or None, region=where, start=at, end=at + len(line)))
        at += len(line) + 1
    return PageRecord(title=title, blocks=tuple(blocks)), "".join(f"{block.text}\n" for block in blocks)


def price(amount: str | None, currency: str | None = "USD", period: str | None = "month", **more: str) -> Price:
    return Price(amount=None if amount is None else Decimal(amount), currency=currency, period=period, **more)


def plan(name: str, *prices: Price | str | None, features: tuple[str, ...] = (), **more: object) -> Plan:
    made = tuple(one if isinstance(one, Price) else price(one) for one in prices)
    text = ", ".join(str(one.amount) for one in made)
    return Plan(name=name, prices=made, price_text=text, features=features, start=0, end=len(name), **more)


def pricing(*plans: Plan, **more: object) -> PricingRecord:
    return PricingRecord(plans=plans, currency="USD", default_period=more.pop("default_period", "month"), **more)


@dataclass
class Scene:
    """One source of one competitor. `observe` looks once and compares; the clock moves an hour a look."""

    database: Database
    clock: FixedClock
    viewer: Viewer
    competitor_id: UUID
    source_id: UUID
    looks: list[UUID] = field(default_factory=list)

    async def observe(
        self, *found: tuple[Record, str], state: str = "succeeded", trigger: str = "schedule", version: str = "1"
    ) -> Compared:
        """What a crawl run with these records leads to; none when the page was the same."""
        run_id = await self.look(*found, state=state, trigger=trigger, version=version)
        async with self.database.workspace(self.viewer.workspace_id) as work:
            return await changes.compare(work, run_id)

    async def look(
        self, *found: tuple[Record, str], state: str = "succeeded", trigger: str = "schedule", version: str = "1"
    ) -> UUID:
        """A finished crawl run, with its document and states; not compared yet."""
        self.clock.advance(HOUR)
        now, run_id = self.clock.now(), new_id()
        async with self.database.workspace(self.viewer.workspace_id) as work:
            work.session.add(
                CrawlRun(
                    id=run_id,
                    workspace_id=work.tenant,
                    data_source_id=self.source_id,
                    competitor_id=self.competitor_id,
                    slot=f"{trigger}:{run_id}",
                    trigger=trigger,
                    state=state,
                    queued_at=now,
                    finished_at=now,
                )
            )
            await work.session.flush()
            if found:
                document_id = await self._document(work, run_id, *found)
                for record, _ in found:
                    await snapshots.keep(
                        work,
                        NewSnapshot(
                            source_id=self.source_id,
                            competitor_id=self.competitor_id,
                            snapshot_type=record.kind,
                            record=record,
                            document_id=document_id,
                            crawl_run_id=run_id,
                            extractor_version=version,
                            observed_at=now,
                        ),
                    )
        self.looks.append(run_id)
        return run_id

    async def ledger(self, **filters: object) -> list[ChangeView]:
        """All changes, oldest first."""
        async with self.database.workspace(self.viewer.workspace_id) as work:
            page = await changes.find(work, self.viewer, ChangeFilters(**filters), PageRequest(page_size=100))
        return list(reversed(page.items))

    async def _document(self, work: object, run_id: UUID, *found: tuple[Record, str]) -> UUID:
        text = found[-1][1]
        return await evidence.store(
            work,
            NewDocument(
                source_id=self.source_id,
                competitor_id=self.competitor_id,
                crawl_run_id=run_id,
                data_type="pricing",
                url="https://acme.test/pricing",
                title="Pricing",
                text=text,
                records=tuple(record for record, _ in found),
                blocks=(),
                quality=Quality(score=1.0),
                suspect=False,
                archive_key=f"key/{run_id}",
                raw={"status": 200},
                extractor_version="1",
                observed_at=self.clock.now(),
            ),
        )


async def make_scene(
    database: Database, clock: FixedClock, viewer: Viewer, *, source_type: str = "pricing", tier: str = "secondary"
) -> Scene:
    async with database.workspace(viewer.workspace_id, viewer.user_id) as work:
        new = NewCompetitor(name="Acme", domain="acme.test", tier=tier, tags=("crm",), discover=False)
        competitor = await competitors.add(work, viewer, new)
        source = NewSource(source_type=source_type, source_url=f"https://acme.test/{source_type}")
        made = await sources.add(work, viewer, competitor.id, source)
    return Scene(database, clock, viewer, competitor.id, made.id)
