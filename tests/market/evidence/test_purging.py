"""The end of a competitor: nothing of it is found, counted, remembered or archived any more."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text as sql

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.customers.conversations import tool_contexts
from competedexter.customers.conversations.schemas import NewContext
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.archive.errors import ArchiveError, ArchiveMissing
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.errors import PurgeNeedsOwner
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.evidence import purging
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.records import PageRecord, Quality
from competedexter.market.evidence.schemas import NewDocument, NewObject, SearchQuery
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from competedexter.models import CrawlRun, ImportJob

ACME = "Acme Pro costs 49 dollars a month. It includes single sign-on."
BETA = "Beta costs 12 dollars a month. Support answers within an hour."


async def store(work: Work, viewer: Viewer, name: str, text: str, key: str) -> UUID:
    """A competitor with one page. Returns the competitor's id."""
    domain = f"{name.lower()}.com"
    made = await competitors.add(work, viewer, NewCompetitor(name=name, domain=domain, discover=False))
    new = NewSource(source_type="website", source_url=f"https://{domain}")
    source = await sources.add(work, viewer, made.id, new)
    document = NewDocument(
        source_id=source.id, competitor_id=made.id, crawl_run_id=None, data_type="website", url=f"https://{domain}",
        title=name, text=text, records=(PageRecord(title=name),), blocks=(), quality=Quality(score=1.0), suspect=False,
        archive_key=key, raw={}, extractor_version="1", observed_at=work.now(),
    )  # fmt: skip
    await evidence.store(work, document)
    await evidence.note_object(work, NewObject(key, 1, 1, "text/html", key))
    return made.id


async def statistics(work: Work) -> dict[str, tuple[int, int]]:
    rows = await work.session.execute(sql("SELECT term, passages, length FROM search_statistics"))
    return {term: (passages, length) for term, passages, length in rows}


async def remember(work: Work, digest: str, *competitor_ids: UUID) -> None:
    new = NewContext(
        competitor_ids=competitor_ids, tool_name="get_pricing", tool_version="1", tool_args={}, args_hash=digest,
        result={"summary": digest}, description=digest, data_type="pricing", expires_at=work.now() + timedelta(days=1),
    )  # fmt: skip
    await tool_contexts.keep(work, new)


async def test_after_a_purge_search_counts_as_if_the_competitor_had_never_been_there(
    open_work: OpenWork, workspace: Viewer
) -> None:
    async with open_work() as work:
        await store(work, workspace, "Beta", BETA, "beta")
        before = await statistics(work)
        acme = await store(work, workspace, "Acme", ACME, "acme")
    async with open_work() as work:
        assert await statistics(work) != before
        left = await purging.purge_competitor(work, workspace, acme)
    assert left.bodies == ("acme",)
    async with open_work() as work:
        assert await statistics(work) == before
        assert await evidence.search(work, workspace, SearchQuery("Acme Pro single sign-on")) == []
        assert await evidence.search(work, workspace, SearchQuery("Beta dollars"))


async def test_what_tools_found_out_about_it_goes_too(open_work: OpenWork, workspace: Viewer) -> None:
    async with open_work() as work:
        beta = await store(work, workspace, "Beta", BETA, "beta")
        acme = await store(work, workspace, "Acme", ACME, "acme")
        await remember(work, "of acme", acme)
        await remember(work, "of both", beta, acme)
        await remember(work, "of all")
        await remember(work, "of beta", beta)
    async with open_work() as work:
        left = await purging.purge_competitor(work, workspace, acme)
    assert sorted(left.tool_results) == ["of acme", "of all", "of both"]
    async with open_work() as work:
        assert await tool_contexts.find(work, "get_pricing", "1", "of acme") is None
        assert await tool_contexts.find(work, "get_pricing", "1", "of beta") == {"summary": "of beta"}


async def test_whoever_is_no_owner_purges_nothing(open_work: OpenWork, workspace: Viewer) -> None:
    admin = Viewer(workspace.user_id, workspace.workspace_id, Role.ADMIN, workspace.email, workspace.name)
    async with open_work() as work:
        acme = await store(work, workspace, "Acme", ACME, "acme")
    with pytest.raises(PurgeNeedsOwner):
        async with open_work() as work:
            await purging.purge_competitor(work, admin, acme)


async def test_bodies_that_no_document_names_are_swept_unless_they_are_young(
    open_work: OpenWork, workspace: Viewer, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    archive = FolderArchive(tmp_path / "archive")
    named, lost, again = [await archive.put(workspace.workspace_id, body, "text/html") for body in (b"1", b"2", b"3")]
    async with open_work() as work:
        await store(work, workspace, "Acme", ACME, named.key)
        for kept in (lost, again):
            await evidence.note_object(work, NewObject(kept.key, 1, 1, "text/html", kept.sha256))
    assert await purging.sweep_archive(database.system, archive) == 0
    clock.advance(timedelta(hours=2))
    for file in (tmp_path / "archive").rglob("*.zst"):
        os.utime(file, (time.time() - 7_200,) * 2)
    await archive.put(workspace.workspace_id, b"3", "text/html")
    assert await purging.sweep_archive(database.system, archive) == 1
    assert [await archive.get(kept.key) for kept in (named, again)] == [b"1", b"3"]
    with pytest.raises(ArchiveMissing):
        await archive.get(lost.key)
    async with database.system() as work:
        keys = set((await work.session.execute(sql("SELECT key FROM archive_objects"))).scalars())
    assert keys == {named.key, again.key}


async def test_many_are_swept_in_batches_and_those_that_cannot_go_do_not_keep_it_busy(
    open_work: OpenWork, workspace: Viewer, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "MOST_ORPHANS", 2)
    asked: list[str] = []

    class Bodies:
        async def delete_unused(self, key: str, *, seconds: float) -> bool:
            asked.append(key)
            if stuck:
                raise ArchiveError(reason="it did not answer in time")
            return True

    async with open_work() as work:
        for number in range(5):
            await evidence.note_object(work, NewObject(f"k/{number}", 1, 1, "text/html", "sum"))
    clock.advance(timedelta(hours=2))
    stuck = True
    assert await purging.sweep_archive(database.system, Bodies()) == 0  # type: ignore[arg-type]
    assert len(asked) == 2
    stuck = False
    assert await purging.sweep_archive(database.system, Bodies()) == 5  # type: ignore[arg-type]


async def test_bodies_that_no_row_speaks_of_are_swept_unless_young_or_somebody_elses(
    open_work: OpenWork, workspace: Viewer, database: Database, tmp_path: Path
) -> None:
    archive = FolderArchive(tmp_path / "archive")
    theirs = await archive.put(uuid4(), b"theirs", "text/html")
    named, lost = [await archive.put(workspace.workspace_id, body, "text/html") for body in (b"1", b"2")]
    async with open_work() as work:
        await store(work, workspace, "Acme", ACME, named.key)
    for file in (tmp_path / "archive").rglob("*.zst"):
        os.utime(file, (time.time() - 7_200,) * 2)
    young = await archive.put(workspace.workspace_id, b"3", "text/html")
    assert await purging.sweep_unlisted(database.system, archive) == 1
    assert [await archive.get(kept.key) for kept in (theirs, named, young)] == [b"theirs", b"1", b"3"]
    with pytest.raises(ArchiveMissing):
        await archive.get(lost.key)


async def test_a_picture_is_kept_with_its_page_and_goes_with_its_competitor(
    open_work: OpenWork, workspace: Viewer, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    archive = FolderArchive(tmp_path / "archive")
    picture = await archive.put(workspace.workspace_id, b"PNG", "image/png")
    async with open_work() as work:
        acme = await store(work, workspace, "Acme", ACME, "acme")
        await evidence.note_object(work, NewObject(picture.key, 1, 1, "image/png", picture.sha256))
        await work.session.execute(
            sql("UPDATE ingested_data SET raw_data = jsonb_build_object('screenshot', CAST(:key AS text))"),
            {"key": picture.key},
        )
    clock.advance(timedelta(hours=2))
    assert await purging.sweep_archive(database.system, archive) == 0
    async with open_work() as work:
        left = await purging.purge_competitor(work, workspace, acme)
    assert set(left.bodies) == {"acme", picture.key}


async def test_what_was_brought_and_waits_to_be_read_is_not_swept(
    open_work: OpenWork, workspace: Viewer, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    archive = FolderArchive(tmp_path / "archive")
    file, delivery, done = [await archive.put(workspace.workspace_id, body, "text/csv") for body in (b"1", b"2", b"3")]
    async with open_work() as work:
        acme = await store(work, workspace, "Acme", ACME, "acme")
        (source,) = await sources.list_for(work, workspace, acme)
        for kept in (file, delivery, done):
            await evidence.note_object(work, NewObject(kept.key, 1, 1, "text/csv", kept.sha256))
        for kept, state in ((file, "queued"), (done, "completed")):
            asked = {"archiveKey": kept.key}
            work.session.add(
                ImportJob(
                    workspace_id=work.tenant, user_id=workspace.user_id, kind="import", request=asked, state=state
                )
            )
        slot = f'delivery:{{"key":"{delivery.key}"}}'
        work.session.add(
            CrawlRun(
                workspace_id=work.tenant, data_source_id=source.id, competitor_id=acme, slot=slot, trigger="import",
                queued_at=work.now(),
            )
        )  # fmt: skip
    clock.advance(timedelta(hours=2))
    for path in (tmp_path / "archive").rglob("*.zst"):
        os.utime(path, (time.time() - 7_200,) * 2)
    assert await purging.sweep_archive(database.system, archive) == 1
    assert [await archive.get(kept.key) for kept in (file, delivery)] == [b"1", b"2"]
