"""A better reader reads the archive again: its reading is a new baseline, and the next look is compared with that."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.archive.errors import ArchiveError
from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import CompareSnapshots, EvaluateAlerts, RereadSource
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters, ChangeView
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawlers import registry
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.pricing import PricingCrawler
from competedexter.market.crawling import rereading, runs
from competedexter.market.crawling.schemas import CrawlRunView, Parties, Trigger
from competedexter.market.crawling.service import crawl
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.records import PricingRecord
from competedexter.market.evidence.schemas import DocumentFilters, SearchQuery
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

PAGE = "https://acme.example/pricing"
PLANS = "".join(
    f"<section><h2>{name}</h2><p>${amount} per month</p><ul><li>{seats} seats</li><li>Support by mail</li></ul></section>"
    for name, amount, seats in (("Starter", 19, 3), ("Pro", 49, 10), ("Scale", 199, 50))
)
HTML = f"<html><head><title>Pricing</title></head><body><main><h1>Pricing</h1>{PLANS}</main></body></html>"
DEARER = HTML.replace("$49", "$59")


class BetterReader(PricingCrawler):
    """Reads the same pages otherwise: plan names in capitals."""

    extractor_version = "pricing-99"

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        return [_louder(finding) for finding in super().read(source, response)]


class WorseReader(PricingCrawler):
    extractor_version = "pricing-100"

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        return [
            replace(finding, quality=finding.quality.model_copy(update={"score": 0.1}))
            for finding in super().read(source, response)
        ]


def _louder(finding: Finding) -> Finding:
    if not isinstance(finding.record, PricingRecord):
        return finding
    plans = tuple(plan.model_copy(update={"name": plan.name.upper()}) for plan in finding.record.plans)
    return replace(finding, record=finding.record.model_copy(update={"plans": plans}))


class Desk:
    """A pricing source, looked at and compared as the workers do it."""

    def __init__(self, open_work: OpenWork, viewer: Viewer, source: SourceView, parties: Parties) -> None:
        self.open_work, self.viewer, self.source, self.parties = open_work, viewer, source, parties

    async def look(self, trigger: Trigger = Trigger.MANUAL) -> CrawlRunView:
        async with self.open_work() as work:
            run = await runs.request(work, self.viewer, self.source.id, trigger=trigger)
        await crawl(self.open_work, run.id, self.parties)
        async with self.open_work() as work:
            await changes.compare(work, run.id)
            return await runs.get(work, self.viewer, run.id)

    async def reread(self) -> bool:
        return await rereading.reread(self.open_work, self.source.id, self.parties.archive, self.parties.outside)

    async def ledger(self) -> list[ChangeView]:
        """What was told; noise is held back."""
        async with self.open_work() as work:
            found = await changes.find(work, self.viewer, ChangeFilters(), PageRequest(page_size=100))
        return [one for one in found.items if one.label != "noise"]

    async def versions(self) -> list[str]:
        """Of each document, newest first."""
        async with self.open_work() as work:
            rows = await work.session.execute(
                sql("SELECT extractor_version FROM ingested_data ORDER BY observed_at DESC, id DESC")
            )
            return list(rows.scalars())


@pytest.fixture
async def desk(
    open_work: OpenWork,
    workspace: Viewer,
    competitor: CompetitorView,
    parties: Parties,
    web: ScriptedWebClient,
    queue: RecordingQueue,
) -> Desk:
    web.answer(PAGE, HTML)
    async with open_work() as work:
        made = await sources.add(work, workspace, competitor.id, NewSource(source_type="pricing", source_url=PAGE))
    desk = Desk(open_work, workspace, made, parties)
    await desk.look()
    queue.take()
    return desk


@pytest.fixture
def better(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # the first look was the old reader's
    monkeypatch.setitem(registry._CRAWLERS, "pricing", BetterReader())


async def outdated(database: Database) -> int:
    async with database.system() as work:
        return await rereading.queue_outdated(work)


async def test_while_the_reader_is_the_same_nothing_is_read_again(desk: Desk, database: Database) -> None:
    assert await outdated(database) == 0
    assert not await desk.reread()


@pytest.mark.usefixtures("better")
async def test_a_better_reading_takes_the_place_of_the_old_one_and_tells_nobody(
    desk: Desk, database: Database, queue: RecordingQueue
) -> None:
    assert await outdated(database) == 1
    assert queue.take() == [RereadSource(desk.viewer.workspace_id, desk.source.id)]
    assert await desk.reread()
    assert await desk.versions() == ["pricing-99", PricingCrawler.extractor_version]
    assert not [job for job in queue.take() if isinstance(job, CompareSnapshots | EvaluateAlerts)]
    assert await desk.ledger() == []
    async with desk.open_work() as work:
        state = await snapshots.newest(work, desk.source.id, "pricing")
        hits = await evidence.search(work, desk.viewer, SearchQuery("pro seats"))
    assert state is not None
    assert state.rebased
    assert [plan.name for plan in state.record.plans] == ["STARTER", "PRO", "SCALE"]  # type: ignore[union-attr]
    assert {hit.document_id for hit in hits} == {state.document_id}


@pytest.mark.usefixtures("better")
async def test_it_is_read_again_once(desk: Desk, database: Database) -> None:
    assert [await desk.reread(), await desk.reread()] == [True, False]
    assert await outdated(database) == 0


@pytest.mark.usefixtures("better")
async def test_the_same_page_looked_at_after_it_changes_nothing(desk: Desk, web: ScriptedWebClient) -> None:
    await desk.reread()
    assert (await desk.look()).state == "unchanged"
    web.answer(PAGE, HTML.replace("<main>", "<main class='wide'>\n"))  # other bytes, the same page
    assert (await desk.look()).state in ("unchanged", "succeeded")
    assert await desk.ledger() == []


@pytest.mark.usefixtures("better")
@pytest.mark.parametrize("duty_came_first", [True, False])
async def test_a_page_that_really_changed_tells_exactly_that(
    desk: Desk, web: ScriptedWebClient, *, duty_came_first: bool
) -> None:
    if duty_came_first:
        await desk.reread()
    web.answer(PAGE, DEARER)
    await desk.look()
    (change,) = await desk.ledger()
    assert change.kind == "plan_price_raised"
    assert change.summary.startswith("PRO: ")
    assert re.search(r"49\D+59", change.summary)


async def test_a_reading_that_is_worse_is_not_kept_and_says_so_once(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._CRAWLERS, "pricing", WorseReader())
    assert not await desk.reread()
    assert await desk.versions() == [PricingCrawler.extractor_version]
    assert await outdated(database) == 0
    async with desk.open_work() as work:
        (found,) = (await evidence.find_documents(work, desk.viewer, DocumentFilters(), PageRequest())).items
        reason = await work.session.scalar(
            sql("SELECT raw_data ->> 'rereadReason' FROM ingested_data WHERE id = :id"), {"id": found.id}
        )
    assert reason == "The new reading is worse than the old one."


@pytest.mark.usefixtures("better")
async def test_an_archive_that_is_away_is_asked_another_time(desk: Desk, database: Database) -> None:
    class Away:
        async def get(self, _key: str) -> bytes:
            raise ArchiveError(reason="it did not answer in time")

    parties = desk.parties
    desk.parties = replace(parties, archive=Away())  # type: ignore[arg-type]
    with pytest.raises(rereading.ReadLater):
        await desk.reread()
    assert (await desk.look()).code == "read_later"  # else the look itself would become the baseline
    assert await outdated(database) == 1
    desk.parties = parties
    assert await desk.reread()


@pytest.mark.usefixtures("better")
async def test_a_damaged_body_is_not_read(desk: Desk, database: Database, tmp_path: Path) -> None:
    (file,) = (tmp_path / "archive").rglob("*.zst")
    file.write_bytes(b"damaged")
    assert not await desk.reread()
    assert await outdated(database) == 0


@pytest.mark.usefixtures("better")
async def test_a_change_that_waits_for_its_second_look_is_settled_by_the_reader_that_saw_it(
    desk: Desk, web: ScriptedWebClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._CRAWLERS, "pricing", PricingCrawler())
    web.answer(PAGE, HTML.replace("$49", "$490"))
    await desk.look()
    (pending,) = await desk.ledger()
    assert pending.state == "pending"
    monkeypatch.setitem(registry._CRAWLERS, "pricing", BetterReader())
    assert await outdated(database) == 0
    await desk.look(Trigger.CONFIRMATION)
    (confirmed,) = await desk.ledger()
    assert confirmed.state == "confirmed"
    assert await outdated(database) == 1


def test_what_the_site_answered_is_put_together_again() -> None:
    reference = SourceRef(*[None] * 2, "pricing", PAGE, {})  # type: ignore[arg-type]
    raw = {"status": 203, "media_type": "text/html", "headers": {"content-type": "text/html; charset=latin-1"}}
    look = rereading.Look(None, PAGE, raw, "", None, reference)  # type: ignore[arg-type]
    assert rereading.response_of(look, "Pläne".encode("latin-1")).text == "Pläne"
    rendered = replace(look, raw=raw | {"rendered": True, "redirects": [PAGE + "/old"]})
    again = rereading.response_of(rendered, "Pläne".encode())
    assert (again.text, again.rendered, again.status, again.redirects) == ("Pläne", True, 203, (PAGE + "/old",))
    assert again.headers == page(PAGE, content_type="text/html; charset=latin-1").headers
