"""Competitors: added, found, edited, archived, restored, purged; fenced from strangers."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.errors import Forbidden
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.jobs import DiscoverCompetitor
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.addresses import host_of, website_of
from competedexter.market.competitors.errors import (
    CompetitorNotFound,
    DomainTaken,
    InvalidDomain,
    InvalidWebsite,
    NotArchived,
    PurgeNeedsOwner,
)
from competedexter.market.competitors.schemas import (
    CompetitorEdit,
    CompetitorFilters,
    NewCompetitor,
    SlotState,
    SlotView,
)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Acme.com", "acme.com"),
        ("https://Acme.com/pricing?x=1", "acme.com"),
        ("acme.com:8443", "acme.com"),
        ("127.0.0.1:9000", "127.0.0.1"),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("localhost", "localhost"),
    ],
)
def test_what_people_paste_becomes_a_host(text: str, host: str) -> None:
    assert host_of(text) == host


@pytest.mark.parametrize(
    "text", ["", "acme", "acme com", "-acme.com", "http://", "a" * 300 + ".com", "acme..com", "\x00.com"]
)
def test_what_is_no_domain_is_refused(text: str) -> None:
    with pytest.raises(InvalidDomain):
        host_of(text)


@given(st.text(max_size=300))
def test_any_text_is_a_host_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidDomain):
        assert host_of(text) == host_of(text).lower()


@pytest.mark.parametrize(
    "text",
    [
        "ftp://acme.com",
        "javascript:alert(1)",
        "https://u:p@acme.com",
        "https://",
        "https://a b.com",
        "http://acme.com:99999",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidWebsite):
        website_of(text, "acme.com")


FIRST_PAGE = PageRequest()


def acme(**changes: object) -> NewCompetitor:
    return NewCompetitor.model_validate({"name": "Acme", "domain": "acme.com", **changes})


async def test_adding_starts_discovery_and_gives_each_its_own_colour(
    open_work: OpenWork, workspace: Viewer, queue: RecordingQueue
) -> None:
    async with open_work() as work:
        first = await competitors.add(work, workspace, acme(tags=["a", " a ", "b"]))
        second = await competitors.add(work, workspace, acme(name="Beta", domain="beta.io", discover=False))
    assert (first.website_url, first.tags, first.colour_slot) == ("https://acme.com", ("a", "b"), 0)
    assert {slot.state for slot in first.slots} == {"looking"}
    assert (second.colour_slot, second.slots) == (1, ())
    assert queue.take() == [DiscoverCompetitor(workspace.workspace_id, first.id)]


async def test_a_discovery_that_was_lost_is_asked_for_again_after_a_minute_and_once_a_minute(
    database: Database, open_work: OpenWork, workspace: Viewer, queue: RecordingQueue, clock: FixedClock
) -> None:
    async with open_work() as work:
        view = await competitors.add(work, workspace, acme())
        await competitors.add(work, workspace, acme(name="Beta", domain="beta.io", discover=False))
        gone = await competitors.add(work, workspace, acme(name="Gone", domain="gone.io"))
        await competitors.archive(work, workspace, gone.id)
    queue.take()  # lost
    assert await swept(database) == 0
    clock.advance(timedelta(seconds=61))
    assert [await swept(database), await swept(database)] == [1, 0]
    assert queue.take() == [DiscoverCompetitor(workspace.workspace_id, view.id)]
    clock.advance(timedelta(seconds=61))
    assert await swept(database) == 1


async def test_a_discovery_under_way_or_done_is_not_asked_for_again(
    database: Database, open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    async with open_work() as work:
        view = await competitors.add(work, workspace, acme())
    clock.advance(timedelta(seconds=61))
    async with open_work() as work:
        await competitors.note_slots(work, view.id, ())  # how a discovery begins
    assert await swept(database) == 0
    waits_for_its_run = SlotView(slot="pricing", state=SlotState.LOOKING, url="https://acme.com/pricing")
    others = [SlotView(slot=slot.slot, state=SlotState.MISSING) for slot in view.slots if slot.slot != "pricing"]
    async with open_work() as work:
        await competitors.note_slots(work, view.id, [waits_for_its_run, *others])
    clock.advance(timedelta(hours=1))
    assert await swept(database) == 0


async def swept(database: Database) -> int:
    async with database.system() as work:
        return await competitors.sweep(work)


async def test_a_domain_is_watched_once_until_it_is_archived(open_work: OpenWork, workspace: Viewer) -> None:
    async with open_work() as work:
        first = await competitors.add(work, workspace, acme())
    with pytest.raises(DomainTaken):
        async with open_work() as work:
            await competitors.add(work, workspace, acme(name="Acme again", domain="https://ACME.com/"))
    async with open_work() as work:
        await competitors.archive(work, workspace, first.id)
        await competitors.add(work, workspace, acme())
    with pytest.raises(DomainTaken):
        async with open_work() as work:
            await competitors.restore(work, workspace, first.id)


async def test_archived_ones_are_shown_when_asked_for_and_can_come_back(open_work: OpenWork, workspace: Viewer) -> None:
    async with open_work() as work:
        view = await competitors.add(work, workspace, acme())
        with pytest.raises(NotArchived):
            await competitors.restore(work, workspace, view.id)
        await competitors.archive(work, workspace, view.id)
        hidden = await competitors.find(work, workspace, CompetitorFilters(), PageRequest())
        shown = await competitors.find(work, workspace, CompetitorFilters(include_archived=True), PageRequest())
        restored = await competitors.restore(work, workspace, view.id)
    assert (hidden.pagination.total, shown.pagination.total) == (0, 1)
    assert restored.archived_at is None


async def test_search_tag_tier_sort_and_pages(open_work: OpenWork, workspace: Viewer) -> None:
    async with open_work() as work:
        for name, tier, tag in (("zeta", "primary", "x"), ("Alpha", "watch", "x"), ("beta_1", "secondary", "y")):
            new = acme(name=name, domain=f"{name.replace('_', '')}.com", tier=tier, tags=[tag], aliases=[f"{name} Inc"])
            await competitors.add(work, workspace, new)

        async def names(page: PageRequest = FIRST_PAGE, **filters) -> list[str]:
            found = await competitors.find(work, workspace, CompetitorFilters(**filters), page)
            return [view.name for view in found.items]

        assert await names() == ["Alpha", "beta_1", "zeta"]
        assert await names(sort="-name") == ["zeta", "beta_1", "Alpha"]
        assert await names(sort="tier") == ["zeta", "beta_1", "Alpha"]
        assert await names(tag="x") == ["Alpha", "zeta"]
        assert await names(tier="watch") == ["Alpha"]
        assert await names(q="alp") == ["Alpha"]
        assert await names(q="zeta inc") == ["zeta"]
        assert await names(q="_") == ["beta_1"]
        assert await names(q="%") == []
        assert await names(PageRequest(page=2, page_size=2)) == ["zeta"]


async def test_editing_changes_what_is_given_and_nothing_else(open_work: OpenWork, workspace: Viewer) -> None:
    async with open_work() as work:
        view = await competitors.add(work, workspace, acme(description="old", tags=["a"]))
        edited = await competitors.edit(work, workspace, view.id, CompetitorEdit(name="Acme 2", tags=()))
    assert (edited.name, edited.description, edited.tags, edited.domain) == ("Acme 2", "old", (), "acme.com")


async def test_a_stranger_sees_and_moves_nothing(
    database: Database, open_work: OpenWork, workspace: Viewer, stranger: Viewer
) -> None:
    async with open_work() as work:
        view = await competitors.add(work, workspace, acme())
    for verb in (competitors.get, competitors.archive, competitors.restore, competitors.purge):
        with pytest.raises(CompetitorNotFound):
            async with database.workspace(stranger.workspace_id, stranger.user_id) as work:
                await verb(work, stranger, view.id)


async def test_only_admins_write_and_only_owners_purge(open_work: OpenWork, workspace: Viewer) -> None:
    member = Viewer(workspace.user_id, workspace.workspace_id, Role.MEMBER, "m@example.com", "M")
    admin = Viewer(workspace.user_id, workspace.workspace_id, Role.ADMIN, "a@example.com", "A")
    async with open_work() as work:
        with pytest.raises(Forbidden):
            await competitors.add(work, member, acme())
        view = await competitors.add(work, admin, acme())
        with pytest.raises(PurgeNeedsOwner):
            await competitors.purge(work, admin, view.id)
        await competitors.purge(work, workspace, view.id)
        with pytest.raises(CompetitorNotFound):
            await competitors.get(work, workspace, view.id)
