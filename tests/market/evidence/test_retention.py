"""What is older than a plan's history loses its raw page and its passages; what something stands on stays whole."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import null
from sqlalchemy import text as sql

from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations.schemas import NewQuery
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.market.evidence import purging, retention
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.errors import RawLetGo
from competedexter.market.evidence.schemas import NewObject, SearchQuery
from competedexter.market.evidence.terms import terms
from competedexter.models import Change, Document, Evidence, Subscription
from tests.market.scene import Scene, make_scene, page_of, plan, pricing

DAY = timedelta(days=1)


@dataclass
class Attic:
    """A source that is looked at once a day; `daily` gives the document of each look, oldest first."""

    scene: Scene
    database: Database

    async def look(self, text: str) -> UUID:
        """A look that brings this text and no state."""
        self.scene.clock.advance(DAY)
        async with self.database.workspace(self.scene.viewer.workspace_id) as work:
            made = await self.scene._document(work, new_id(), page_of(text))
            await evidence.note_object(work, NewObject(f"key/{made}", 1, 1, "text/html", "sum"))
            (await self._row(work, made)).archive_key = f"key/{made}"
        return made

    async def _row(self, work: Work, document_id: UUID) -> Document:
        found = await work.session.get(Document, document_id)
        assert found is not None
        return found

    async def let_go(self, plan_name: str = "free", days: int | None = None) -> int:
        database = self.database
        return await retention.let_old_go(database.system, database.workspace, default_plan=plan_name, days=days)

    async def whole(self, document_id: UUID) -> bool:
        async with self.database.workspace(self.scene.viewer.workspace_id) as work:
            row = await self._row(work, document_id)
            passages = await work.session.scalar(
                sql("SELECT count(*) FROM search_passages WHERE document_id = :id"), {"id": document_id}
            )
        assert (row.archive_key != "") == ("letGoAt" not in row.raw_data)
        assert row.archive_key or not passages
        return row.archive_key != ""


@pytest.fixture
async def attic(database: Database, clock: FixedClock, workspace: Viewer) -> Attic:
    scene = await make_scene(database, clock, workspace)
    return Attic(scene, database)


async def test_old_looks_lose_raw_page_and_passages_and_say_when(
    attic: Attic, open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    old, newer, newest = [await attic.look(f"Acme Pro costs {amount} dollars a month.") for amount in (1, 2, 3)]
    clock.advance(29 * DAY - timedelta(hours=12))
    assert await attic.let_go() == 1
    assert [await attic.whole(one) for one in (old, newer, newest)] == [False, True, True]
    async with open_work() as work:
        view = await evidence.get_document(work, workspace, old)
        with pytest.raises(RawLetGo, match="was let go on 2026"):
            await evidence.raw_of(work, workspace, old)
    assert view.raw_let_go_at == clock.now()
    assert "costs 1 dollars" in view.text


async def test_the_newest_stays_however_old_and_a_second_run_finds_nothing(attic: Attic, clock: FixedClock) -> None:
    old, newest = [await attic.look(f"Acme Pro costs {amount} dollars a month.") for amount in (1, 2)]
    clock.advance(2_000 * DAY)
    assert [await attic.let_go(), await attic.let_go()] == [1, 0]
    assert [await attic.whole(one) for one in (old, newest)] == [False, True]


async def test_what_an_answer_cites_stays(
    attic: Attic, open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    cited, _ = [await attic.look(f"Acme Pro costs {amount} dollars a month.") for amount in (1, 2)]
    async with open_work() as work:
        lease = clock.now() + timedelta(seconds=30)
        query_id = (
            await conversations.begin(work, workspace, NewQuery("How much?", (), None, None, "tests", lease))
        ).query_id
        work.session.add(
            Evidence(
                workspace_id=work.tenant, query_id=query_id, number=1, document_id=cited, start=0, end=4, derived=null()
            )
        )
    clock.advance(2_000 * DAY)
    assert await attic.let_go() == 0
    assert await attic.whole(cited)


async def test_what_carries_a_change_or_is_the_current_state_stays(
    attic: Attic, database: Database, workspace: Viewer, clock: FixedClock
) -> None:
    for amount in ("49", "59", "59"):
        await attic.scene.observe((pricing(plan("Pro", amount)), f"Pro {amount}"))
    await attic.look("Nothing that is a state.")
    clock.advance(2_000 * DAY)
    async with database.workspace(workspace.workspace_id) as work:
        before, after, same = [
            (await work.session.execute(sql("SELECT id FROM ingested_data WHERE crawl_run_id = :run"), {"run": run})).scalar_one()
            for run in attic.scene.looks
        ]  # fmt: skip
    assert await attic.let_go() == 1
    assert [await attic.whole(one) for one in (before, after, same)] == [True, True, False]


async def test_evidence_of_an_event_stays_though_no_state_stands_behind_it(
    attic: Attic, open_work: OpenWork, clock: FixedClock
) -> None:
    told, _ = [await attic.look(f"Acme launched version {number}.") for number in (1, 2)]
    async with open_work() as work:
        work.session.add(
            Change(
                workspace_id=work.tenant, competitor_id=attic.scene.competitor_id, data_source_id=attic.scene.source_id,
                snapshot_type="news", kind="news", summary="Launched.", severity="low", observed_at=clock.now(),
                evidence_after={"documentId": str(told), "start": 0, "end": 4, "quote": "Acme"},
            )
        )  # fmt: skip
    clock.advance(2_000 * DAY)
    assert await attic.let_go() == 0


@pytest.mark.parametrize(
    ("plan_name", "age", "gone"),
    [
        ("free", 31, 1),
        ("free", 29, 0),
        ("starter", 364, 0),
        ("starter", 367, 1),
        ("professional", 1_094, 0),
        ("professional", 1_097, 1),
        ("enterprise", 9_999, 0),
    ],
)
async def test_each_plan_has_its_history(attic: Attic, clock: FixedClock, plan_name: str, age: int, gone: int) -> None:
    for amount in (1, 2):
        await attic.look(f"Acme Pro costs {amount} dollars a month.")
    clock.advance((age - 1) * DAY)
    assert await attic.let_go(plan_name) == gone


async def test_what_a_workspace_bought_counts_before_the_default_and_the_operator_before_both(
    attic: Attic, open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    for amount in (1, 2):
        await attic.look(f"Acme Pro costs {amount} dollars a month.")
    async with open_work() as work:
        work.session.add(
            Subscription(workspace_id=work.tenant, user_id=workspace.user_id, plan="starter", status="active")
        )
    clock.advance(100 * DAY)
    assert await attic.let_go("free") == 0
    assert await attic.let_go("free", days=90) == 1


async def test_a_demo_keeps_its_year(attic: Attic, database: Database, clock: FixedClock) -> None:
    for amount in (1, 2):
        await attic.look(f"Acme Pro costs {amount} dollars a month.")
    async with database.system() as work:
        await work.session.execute(sql("UPDATE workspaces SET is_demo = true"))
    clock.advance(2_000 * DAY)
    assert await attic.let_go() == 0


async def test_many_go_in_batches(attic: Attic, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "DOCUMENTS_AT_ONCE", 2)
    for amount in range(6):
        await attic.look(f"Acme Pro costs {amount} dollars a month.")
    clock.advance(2_000 * DAY)
    assert await attic.let_go() == 5


async def test_its_body_is_swept_then_and_a_body_that_another_document_names_is_not(
    attic: Attic, open_work: OpenWork, database: Database, clock: FixedClock
) -> None:
    removed: list[str] = []

    class Bodies:
        async def delete_unused(self, key: str, *, seconds: float) -> bool:
            removed.append(key)
            return True

    old, _ = [await attic.look(f"Acme Pro costs {amount} dollars a month.") for amount in (1, 2)]
    shared = await attic.look("Both.")
    twin = await attic.look("Both.")
    async with open_work() as work:
        (await attic._row(work, twin)).archive_key = f"key/{shared}"
        (await attic._row(work, twin)).raw_data = {"screenshot": f"key/{twin}"}
    clock.advance(2_000 * DAY)
    assert await attic.let_go() == 3
    await purging.sweep_archive(database.system, Bodies())  # type: ignore[arg-type]
    assert f"key/{old}" in removed
    assert not {f"key/{shared}", f"key/{twin}"} & set(removed)


async def test_search_counts_what_is_left(
    attic: Attic, open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    await attic.look("Gold costs 1 dollar a month.")
    async with open_work() as work:
        await work.session.execute(sql("UPDATE ingested_data SET source_url = 'https://acme.test/former'"))
    await attic.look("Silver costs 2 dollars a month.")  # at a new address: the old passages are still current
    clock.advance(2_000 * DAY)
    assert await attic.let_go() == 1
    async with open_work() as work:
        counted = set(
            (await work.session.execute(sql("SELECT term FROM search_statistics WHERE passages > 0"))).scalars()
        )
        assert await evidence.search(work, workspace, SearchQuery("gold")) == []
        assert await evidence.search(work, workspace, SearchQuery("silver"))
    assert terms("silver")[0] in counted
    assert terms("gold")[0] not in counted


async def test_a_passage_that_later_looks_left_as_it_was_goes_when_it_is_old_itself(
    attic: Attic, open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    async def found(as_of: datetime | None = None) -> list[UUID]:
        async with open_work() as work:
            return [
                hit.document_id
                for hit in await evidence.search(work, workspace, SearchQuery("meetings minutes", as_of=as_of))
            ]

    lasting = "Acme keeps the minutes of meetings. Everyone gets them. They are private.\n"
    old, second = [await attic.look(f"{lasting}Acme Pro costs {amount} dollars a month.") for amount in (1, 2)]
    clock.advance(20 * DAY)
    while_it_stood = clock.now()
    third = await attic.look("Acme Pro costs 3 dollars a month.")
    clock.advance(19 * DAY)
    assert await attic.let_go() == 2
    assert set(await found(while_it_stood)) == {second}
    assert await found() == []
    clock.advance(20 * DAY)
    newest = await attic.look("Acme Pro costs 4 dollars a month.")
    assert [await attic.let_go(), await attic.whole(third), await attic.whole(newest)] == [1, False, True]
    async with open_work() as work:
        left = await work.session.scalar(sql("SELECT count(*) FROM search_passages WHERE text LIKE '%minutes%'"))
    assert (old != second, left) == (True, 0)
