"""Pages of a competitor that is seen through every type of source."""

import pytest
import pytest_asyncio

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.jobs import CrawlSource
from competedexter.runtime import Runtime
from competedexter.ui.changes.state import ChangesPage
from competedexter.ui.competitor.evidence_state import EvidenceTab
from competedexter.ui.competitor.facts_state import Facts
from competedexter.ui.competitor.hiring_state import HiringTab
from competedexter.ui.competitor.product_state import ProductTab
from competedexter.ui.competitor.progress_state import Progress
from competedexter.ui.competitor.state import CompetitorPage
from competedexter.ui.competitor.timeline_state import TimelineTab
from competedexter.ui.competitors.state import AddMany, CompetitorTable
from competedexter.ui.looks import Looks
from competedexter.ui.sources.source_state import EditSource, SourcePage
from competedexter.ui.sources.state import SourcesPage
from tests.ui.conftest import Page, session_of
from tests.ui.every_source import Company, furnish


@pytest_asyncio.fixture
async def acme(
    database: Database, clock: FixedClock, workspace: Viewer, queue: RecordingQueue, page: Page, runtime: Runtime
) -> Company:
    made = await furnish(database, clock, workspace)
    page.cookie = await session_of(runtime, workspace)  # weeks have passed
    queue.take()
    return made


async def test_hiring_tells_teams_openings_and_what_closed(page: Page, acme: Company) -> None:
    await page.go(f"/competitors/{acme.id}?tab=hiring")
    await page.call(HiringTab, "load")
    tab = await page.state(HiringTab)
    assert (tab.status, tab.open_words, tab.total) == ("ready", "28", 28)
    assert tab.trend_words == "23 \u2192 28 in 90 days"
    assert {row.name for row in tab.teams} == {"Engineering", "Sales", "Product", "Support"}
    assert tab.openings[0].evidence.startswith("/documents/")
    assert {row.remote for row in tab.openings} == {"", "Remote"}
    await page.go(f"/competitors/{acme.id}?tab=hiring&team=Support")
    await page.call(HiringTab, "load")
    assert {row.team for row in tab.openings} == {"Support"}
    assert [row.chosen for row in tab.teams if row.name == "Support"] == [True]


async def test_product_tells_the_newest_matrix_and_technologies_with_their_proof(page: Page, acme: Company) -> None:
    await page.go(f"/competitors/{acme.id}?tab=product")
    await page.call(ProductTab, "load")
    tab = await page.state(ProductTab)
    assert tab.matrix.plans == ["Free", "Pro", "Enterprise"]
    assert [row.name for row in tab.matrix.rows if row.is_group] == ["Work", "Security", "Assistant"]
    (drafts,) = [row for row in tab.matrix.rows if row.name == "Drafts"]
    assert [cell.kind for cell in drafts.cells] == ["no", "yes", "yes"]
    proofs = {row.name: row.proof for group in tab.technologies for row in group.rows}
    assert proofs["Algolia"] == "script src https://cdn.example.com/algolia"


async def test_the_summary_tells_facts_ratings_figures_and_news_with_sources(page: Page, acme: Company) -> None:
    await page.go(f"/competitors/{acme.id}")
    await page.call(CompetitorPage, "load")
    await page.call(Facts, "load")
    facts = await page.state(Facts)
    assert ("Employees", "310", "Organization JSON-LD") in {(row.name, row.value, row.source) for row in facts.facts}
    assert ("G2", "4.3 / 5", "1,344 ratings") in {(row.publisher, row.mark, row.count) for row in facts.ratings}
    revenue = facts.figures.lines[0]
    assert (revenue.label, revenue.unit, revenue.cells[-1].short) == ("Revenue", "USD", "688.8\u00a0M")
    assert facts.figures.periods[-1] == "Dec 2025"
    assert revenue.cells[-1].growth == "+11.3\u00a0%"
    assert facts.news_words.endswith("articles in 13 weeks")
    assert len(facts.news) == 13


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("pricing", "49"), ("hiring", "engineer"), ("news", "Acme buys Initech"), ("filings", "item 2.02"),
        ("social", "Version 9 is out"), ("reviews", "Slower than it was"), ("patents", "Sorting of work"),
        ("technology", "Algolia"), ("records", "monitoring"), ("sources", "403"),
    ],
)  # fmt: skip
async def test_the_timeline_is_narrowed_by_group(group: str, words: str, page: Page, acme: Company) -> None:
    await page.go(f"/competitors/{acme.id}?tab=timeline&group={group}")
    await page.call(TimelineTab, "load")
    tab = await page.state(TimelineTab)
    assert tab.status == "ready"
    assert any(words in row.summary for day in tab.days for row in day.rows)


async def test_the_timeline_is_ordered_by_when_it_happened_and_marks_what_was_before(page: Page, acme: Company) -> None:
    await page.go(f"/competitors/{acme.id}?tab=timeline&group=news")
    await page.call(TimelineTab, "load")
    rows = [row for day in (await page.state(TimelineTab)).days for row in day.rows]
    assert [row.observed_at for row in rows] == sorted((row.observed_at for row in rows), reverse=True)
    assert [row.backfilled for row in rows if "office" in row.summary] == [True] * 12
    assert not any(row.backfilled for row in rows if "Initech" in row.summary)


async def test_evidence_lists_sources_and_documents_and_a_slot_is_said_to_sell_by_quote(
    page: Page, acme: Company
) -> None:
    await page.go(f"/competitors/{acme.id}?tab=evidence&type=news")
    await page.call(EvidenceTab, "load")
    tab = await page.state(EvidenceTab)
    assert {row.type for row in tab.sources} == set(acme.sources)
    assert {row.type for row in tab.documents} == {"News"}
    await page.call(EvidenceTab, "sell_by_quote", True)
    await page.call(Progress, "follow")
    slots = {row.key: row.state for row in (await page.state(Progress)).slots}
    assert (slots["pricing"], slots["changelog"], slots["docs"]) == ("quoted", "blocked", "missing")


async def test_sources_are_narrowed_by_type_state_and_competitor(page: Page, acme: Company) -> None:
    await page.go("/sources")
    await page.call(SourcesPage, "load")
    state = await page.state(SourcesPage)
    assert state.total == 13
    assert {row.state: row.count for row in state.healths} == {"failing": "1", "blocked": "1", "ok": "11"}
    await page.go(f"/sources?type=social&health=failing&competitor={acme.id}")
    await page.call(SourcesPage, "load")
    (row,) = state.rows
    assert (row.type_name, row.state, row.failures) == ("Social", "failing", "1 in a row")
    assert "10 seconds" in row.reason


async def test_picked_sources_are_acted_on_together(page: Page, acme: Company, queue: RecordingQueue) -> None:
    await page.go("/sources")
    await page.call(SourcesPage, "load")
    state = await page.state(SourcesPage)
    await page.call(SourcesPage, "pick", str(acme.sources["jobs"]))
    await page.call(SourcesPage, "pick", str(acme.sources["news"]))
    await page.call(SourcesPage, "pick", "not one of the page")
    assert state.picked_words == "2 selected"
    await page.call(SourcesPage, "act", "look")
    assert len([job for job in queue.take() if isinstance(job, CrawlSource)]) == 2
    await page.call(SourcesPage, "load")
    assert {row.state for row in state.rows if row.busy} == {"queued"}
    for verb, words in (("pause", "paused"), ("weekly", "every week"), ("resume", "")):
        await page.call(SourcesPage, "pick", str(acme.sources["jobs"]))
        await page.call(SourcesPage, "act", verb)
        await page.call(SourcesPage, "load")
        (jobs,) = [row for row in state.rows if row.type == "jobs"]
        assert words in (jobs.every, "paused" if jobs.paused else "")
    await page.call(SourcesPage, "act", "DROP TABLE")
    assert state.picked == []


async def test_a_source_tells_what_it_read_and_every_look(page: Page, acme: Company, queue: RecordingQueue) -> None:
    source_id = acme.sources["jobs"]
    await page.go(f"/sources/{source_id}")
    await page.call(SourcePage, "load")
    state = await page.state(SourcePage)
    assert [row.words for row in state.read] == ["28 openings"]
    assert state.total == 2
    assert (state.runs[0].took, state.runs[0].size) == ("1.4\u00a0s", "47\u00a0KB")
    await page.call(Looks, "look", str(source_id))
    await page.call(SourcePage, "load")
    assert (state.row.state, state.runs[0].state, len(queue.take())) == ("queued", "queued", 1)
    await page.call(EditSource, "submit", {"url": "not an address !", "frequency": "daily"})
    assert (await page.state(EditSource)).problem
    await page.call(EditSource, "submit", {"url": "https://acme.example.com/jobs", "frequency": "hourly"})
    await page.call(SourcePage, "load")
    assert (state.address, state.row.every) == ("https://acme.example.com/jobs", "every hour")
    await page.call(SourcePage, "remove")
    await page.call(SourcePage, "load")
    assert state.status == "missing"


async def test_the_table_tells_change_prices_jobs_news_and_health(page: Page, acme: Company) -> None:
    await page.go("/competitors")
    await page.call(CompetitorTable, "load")
    (row,) = (await page.state(CompetitorTable)).rows
    assert (row.prices, row.jobs) == ("0\u201399 USD / month", "28")
    assert int(row.news) > 1
    assert (row.health, row.health_words) == ("failing", "1 failing, 1 blocked")
    assert row.last_change


async def test_many_are_added_at_once_and_each_line_says_what_became_of_it(page: Page, acme: Company) -> None:
    await page.go("/competitors")
    await page.call(AddMany, "submit", {"who": "Globex, globex.io\nacme.example.com\nnot a domain !", "tier": "watch"})
    rows = (await page.state(AddMany)).added
    assert [bool(row.href) for row in rows] == [True, False, False]
    await page.call(AddMany, "submit", {})
    assert "Paste at least one" in (await page.state(AddMany)).problem


async def test_the_ledger_is_narrowed_to_every_group(page: Page, acme: Company) -> None:
    await page.go("/changes?about=technology")
    await page.call(ChangesPage, "load")
    state = await page.state(ChangesPage)
    assert {row.group for row in state.rows} == {"Technology"}
