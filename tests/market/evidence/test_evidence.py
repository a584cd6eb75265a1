"""Documents and passages: kept with their spans, found by words, and true to the time they were observed."""

from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text as sql

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.errors import DocumentNotFound, EvidenceDamaged, SpanOutside
from competedexter.market.evidence.records import PageRecord, Quality
from competedexter.market.evidence.schemas import DocumentFilters, NewDocument, SearchQuery
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

OLD = "Acme Pro costs 49 dollars a month. It includes single sign-on.\nSupport answers within a day."
NEW = "Acme Pro costs 59 dollars a month. It includes single sign-on.\nSupport answers within an hour."


@pytest_asyncio.fixture
async def source(open_work: OpenWork, workspace: Viewer) -> SourceView:
    async with open_work() as work:
        made = await competitors.add(work, workspace, NewCompetitor(name="Acme", domain="acme.com", discover=False))
        return await sources.add(
            work, workspace, made.id, NewSource(source_type="website", source_url="https://acme.com")
        )


class Shelf:
    def __init__(self, open_work: OpenWork, viewer: Viewer, source: SourceView, clock: FixedClock) -> None:
        self.open_work, self.viewer, self.source, self.clock = open_work, viewer, source, clock

    async def put(self, text: str, *, suspect: bool = False) -> UUID:
        self.clock.advance(timedelta(days=1))
        async with self.open_work() as work:
            return await evidence.store(
                work,
                NewDocument(
                    source_id=self.source.id,
                    competitor_id=self.source.competitor_id,
                    crawl_run_id=None,
                    data_type="website",
                    url="https://acme.com",
                    title="Acme",
                    text=text,
                    records=(PageRecord(title="Acme"),),
                    blocks=(),
                    quality=Quality(score=0.3 if suspect else 1.0),
                    suspect=suspect,
                    archive_key="key",
                    raw={"media_type": "text/html"},
                    extractor_version="1",
                    observed_at=work.now(),
                ),
            )

    async def found(self, question: str, **more: object) -> list[str]:
        async with self.open_work() as work:
            return [hit.quote for hit in await evidence.search(work, self.viewer, SearchQuery(question, **more))]  # type: ignore[arg-type]


@pytest.fixture
def shelf(open_work: OpenWork, workspace: Viewer, source: SourceView, clock: FixedClock) -> Shelf:
    return Shelf(open_work, workspace, source, clock)


async def test_a_question_in_plain_words_finds_the_passage_and_its_span_is_the_quote(shelf: Shelf) -> None:
    document_id = await shelf.put(OLD)
    async with shelf.open_work() as work:
        hits = await evidence.search(work, shelf.viewer, SearchQuery("How much does Acme Pro cost per month?"))
        best = hits[0]
        assert best.document_id == document_id
        assert await evidence.quote_at(work, document_id, best.start, best.end) == best.quote
    assert "49 dollars" in best.quote


async def test_a_newer_look_takes_the_place_of_the_older_and_as_of_brings_it_back(shelf: Shelf) -> None:
    await shelf.put(OLD)
    between = shelf.clock.now()
    await shelf.put(NEW)
    assert all("59" in quote or "hour" in quote for quote in await shelf.found("Acme Pro cost dollars"))
    then = await shelf.found("Acme Pro cost dollars", as_of=between)
    assert then
    assert all("59" not in quote for quote in then)
    assert await shelf.found("Acme Pro cost", as_of=between - timedelta(days=30)) == []


async def test_suspect_documents_are_kept_but_not_found_and_replace_nothing(shelf: Shelf) -> None:
    await shelf.put(OLD)
    await shelf.put("Please enable cookies. Acme Pro costs nothing at all today.", suspect=True)
    assert all("nothing" not in quote for quote in await shelf.found("Acme Pro cost"))
    async with shelf.open_work() as work:
        listed = await evidence.find_documents(work, shelf.viewer, DocumentFilters(), PageRequest())
    assert [line.suspect for line in listed.items] == [True, False]


async def test_statistics_count_the_current_passages_exactly(shelf: Shelf) -> None:
    await shelf.put(OLD)
    await shelf.put(NEW)
    await shelf.put(OLD)
    async with shelf.open_work() as work:
        kept = {
            tuple(r)
            for r in await work.session.execute(
                sql("SELECT term, passages, length FROM search_statistics WHERE passages > 0")
            )
        }
        terms = [row[0] for row in kept if row[0]]
        counted = {
            (term, passages)
            for term, passages, _ in await work.session.execute(
                sql("SELECT * FROM search_frequencies(:terms, NULL)"), {"terms": terms}
            )
        }
    assert {(term, passages) for term, passages, _ in kept} == counted


async def test_a_stranger_finds_and_reads_nothing(shelf: Shelf, database: Database, stranger: Viewer) -> None:
    document_id = await shelf.put(OLD)
    async with database.workspace(stranger.workspace_id, stranger.user_id) as work:
        assert await evidence.search(work, stranger, SearchQuery("Acme Pro cost")) == []
        with pytest.raises(DocumentNotFound):
            await evidence.get_document(work, stranger, document_id)
        with pytest.raises(DocumentNotFound):
            await evidence.quote_at(work, document_id, 0, 4)


async def test_a_span_outside_the_text_and_a_damaged_text_are_refused(shelf: Shelf) -> None:
    document_id = await shelf.put(OLD)
    async with shelf.open_work() as work:
        for start, end in ((-1, 3), (0, len(OLD) + 1), (5, 5)):
            with pytest.raises(SpanOutside):
                await evidence.quote_at(work, document_id, start, end)
        await work.session.execute(sql("UPDATE ingested_data SET text = replace(text, '49', '94')"))
        with pytest.raises(EvidenceDamaged):
            await evidence.quote_at(work, document_id, 0, 4)


async def test_documents_are_paged_by_cursor_without_gap_or_repeat(shelf: Shelf) -> None:
    made = [await shelf.put(f"{OLD} {number}") for number in range(7)]
    seen: list[UUID] = []
    cursor = None
    while True:
        async with shelf.open_work() as work:
            page = PageRequest(page_size=3, cursor=Cursor.decode(cursor) if cursor else None)
            found = await evidence.find_documents(work, shelf.viewer, DocumentFilters(), page)
        seen += [line.id for line in found.items]
        cursor = found.next_cursor
        if cursor is None:
            break
    assert seen == made[::-1]
    async with shelf.open_work() as work:
        latest = await evidence.find_documents(work, shelf.viewer, DocumentFilters(latest=True), PageRequest())
    assert [line.id for line in latest.items] == made[-1:]


LONG = "Acme records every meeting. It writes the minutes. Everyone gets them. Data stays in Europe. Backups run daily."


async def test_passages_that_stay_are_not_written_again_and_are_told_from_the_newest_look(shelf: Shelf) -> None:
    first = await shelf.put(f"{LONG}\nReports hold two months of history.")
    between = shelf.clock.now()
    second = await shelf.put(f"A new line of news stands on top.\n{LONG}\nReports hold three months of history.")
    third = await shelf.put(f"A new line of news stands on top.\n{LONG}\nReports hold four months of history.")
    async with shelf.open_work() as work:
        rows = await work.session.execute(sql("SELECT document_id, count(*) FROM search_passages GROUP BY 1"))
        written = {row[0]: row[1] for row in rows}
        now = (await evidence.search(work, shelf.viewer, SearchQuery("reports history months")))[0]
        kept = (await evidence.search(work, shelf.viewer, SearchQuery("a line of news on top")))[0]
        then = (await evidence.search(work, shelf.viewer, SearchQuery("minutes of a meeting", as_of=between)))[0]
        words = [await evidence.quote_at(work, hit.document_id, hit.start, hit.end) for hit in (now, kept, then)]
    assert written[third] < written[second]
    assert [hit.document_id for hit in (now, kept, then)] == [third, third, first]
    assert words == [hit.quote for hit in (now, kept, then)]
    assert (kept.observed_at, then.observed_at) == (shelf.clock.now(), between)


async def test_what_stands_twice_on_a_page_and_goes_once_is_found_and_counted_once(shelf: Shelf) -> None:
    await shelf.put("Book a demo.\nPlans begin at nine dollars.\nBook a demo.")
    for text in ("Book a demo.\nPlans begin at nine dollars.", "Book a demo.\nBook a demo.\nBook a demo.", "Nothing."):
        await shelf.put(text)
        async with shelf.open_work() as work:
            kept = await work.session.execute(sql("SELECT passages, length FROM search_statistics WHERE term = ''"))
            counted = await work.session.execute(
                sql("SELECT count(*), sum(length) FROM search_passages WHERE superseded_at IS NULL")
            )
            assert tuple(kept.one()) == tuple(counted.one())
    assert await shelf.found("book a demo") == []
