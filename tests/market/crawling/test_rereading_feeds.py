"""A better reader of feeds and boards: what it finds besides is kept, tells nobody, and only what is new is told after."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawlers import registry
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawling import rereading, runs
from competedexter.market.crawling.schemas import Parties
from competedexter.market.sources.schemas import SourceView
from tests.market.crawling.test_events import FRESH, FUNDED, LAUNCH, Newsroom, PlainBoard, PlainFeed


class ShortSighted(PlainFeed):
    """Overlooks the last event of a feed."""

    extractor_version = "plain-0"

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        (found,) = super().read(source, response)
        return (replace(found, record=found.record.model_copy(update={"events": found.record.events[:-1]})),)  # type: ignore[union-attr]


class ShortSightedBoard(PlainBoard):
    """The same of openings."""

    extractor_version = "plain-0"

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        (found,) = super().read(source, response)
        return (replace(found, record=found.record.model_copy(update={"jobs": found.record.jobs[:-1]})),)  # type: ignore[union-attr]


@pytest.fixture
def newsroom(
    open_work: OpenWork, workspace: Viewer, competitor: CompetitorView, web: ScriptedWebClient, parties: Parties
) -> Newsroom:
    return Newsroom(open_work, workspace, competitor, web, parties)


async def read_by_a_better_one(newsroom: Newsroom, source: SourceView) -> bool:
    return await rereading.reread(newsroom.open_work, source.id, newsroom.parties.archive, newsroom.parties.outside)


async def state_of_last(newsroom: Newsroom, source: SourceView, *entries: dict[str, str | None]) -> str:
    run_id = await newsroom.look(source, *entries)
    async with newsroom.open_work() as work:
        return (await runs.get(work, newsroom.viewer, run_id)).state


@pytest.mark.parametrize(
    ("kind", "old", "new"), [("news", ShortSighted, PlainFeed), ("jobs", ShortSightedBoard, PlainBoard)]
)
async def test_what_it_finds_besides_is_no_news_and_what_comes_after_is(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, kind: str, old: type[PlainFeed], new: type[PlainFeed]
) -> None:
    monkeypatch.setitem(registry._CRAWLERS, kind, old())
    source = await newsroom.add(source_type=kind)
    await newsroom.look(source, LAUNCH, FUNDED)
    before = {one.id for one in await newsroom.told()}
    monkeypatch.setitem(registry._CRAWLERS, kind, new())
    assert await read_by_a_better_one(newsroom, source)
    assert await state_of_last(newsroom, source, LAUNCH, FUNDED) == "unchanged"
    assert {one.id for one in await newsroom.told()} == before
    await newsroom.look(source, FRESH, LAUNCH, FUNDED)
    (told,) = [one for one in await newsroom.told() if one.id not in before]
    assert FRESH["title"] in told.summary
