"""The competitors table: search, tier, sort and page live in the address; adding, archiving, restoring."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import TypeAdapter, ValidationError
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError, Unauthorized
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.market.changes import volumes
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import CompetitorFilters, NewCompetitor, Sort, Tier
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.ui.adding import AddedRow, add_pasted
from competedexter.ui.addresses import as_id, page_number, query_of, span_words, with_query
from competedexter.ui.change_groups import kinds_of
from competedexter.ui.errors import Loading, load_page, sentence_for
from competedexter.ui.frame_state import Frame
from competedexter.ui.notes import Notes
from competedexter.ui.pasted import pasted_lines
from competedexter.ui.session import viewer_of, working

from .rows import CompetitorRow, Seen, row_of

PAGE_SIZE = 50
NEWS_SPAN = timedelta(days=30)
LONGEST_SEARCH = 100  # characters
_TIER: TypeAdapter[Tier] = TypeAdapter(Tier)
_SORT: TypeAdapter[Sort] = TypeAdapter(Sort)


def _chosen(adapter: TypeAdapter[Any], text: str, otherwise: str) -> str:  # Any: either Literal
    """What the address asks for where it is one of ours."""
    try:
        return str(adapter.validate_python(text))
    except ValidationError:
        return otherwise


class CompetitorTable(Loading, rx.State):
    """One page of competitors and what narrows it."""

    rows: list[CompetitorRow] = []
    q: str = ""
    tier: str = ""
    sort: str = "name"
    archived: bool = False
    page_at: int = 1
    total: int = 0
    any_at_all: bool = True

    @rx.var
    def span(self) -> str:
        return span_words(self.page_at, PAGE_SIZE, self.total)

    @rx.var
    def has_next(self) -> bool:
        return self.page_at * PAGE_SIZE < self.total

    @rx.var
    def narrowed(self) -> bool:
        return bool(self.q or self.tier or self.archived)

    @rx.event
    async def load(self) -> EventSpec | None:
        query = query_of(self)
        self.q = query.get("q", "")[:LONGEST_SEARCH]
        self.tier = _chosen(_TIER, query.get("tier", ""), "")
        self.sort = _chosen(_SORT, query.get("sort", ""), "name")
        self.archived = query.get("archived") == "1"
        self.page_at = page_number(query.get("page", ""))
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        filters = CompetitorFilters(
            tier=self.tier or None,
            q=self.q or None,
            sort=_SORT.validate_python(self.sort),
            only_archived=self.archived,
        )
        async with working(viewer) as work:
            page = await competitors.find(work, viewer, filters, PageRequest(self.page_at, PAGE_SIZE))
            seen = await _seen(work, viewer, [view.id for view in page.items])
        self.rows = [row_of(view, seen) for view in page.items]
        self.total = page.pagination.total
        self.any_at_all = self.total > 0 or self.narrowed

    @rx.event
    def search(self, text: str) -> EventSpec:
        return self._go(q=str(text)[:LONGEST_SEARCH])

    @rx.event
    def narrow(self, tier: str) -> EventSpec:
        return self._go(tier=_chosen(_TIER, str(tier), ""))

    @rx.event
    def show_archived(self, archived: bool) -> EventSpec:
        return self._go(archived=bool(archived))

    @rx.event
    def sort_by(self, name: str) -> EventSpec:
        """The same head again turns the order around."""
        return self._go(sort=f"-{name}" if self.sort == name else str(name))

    @rx.event
    def turn(self, by: int) -> EventSpec:
        return self._go(page=max(1, self.page_at + (1 if by > 0 else -1)))

    @rx.event
    def clear(self) -> EventSpec:
        return rx.redirect("/competitors", replace=True)

    def _go(self, **changed: object) -> EventSpec:
        self.status = "refreshing" if self.status == "ready" else self.status
        now = {"q": self.q, "tier": self.tier, "sort": self.sort, "archived": self.archived, "page": 1, **changed}
        said = {**now, "archived": "1" if now["archived"] else "", "page": now["page"] if now["page"] != 1 else ""}
        said["sort"] = "" if said["sort"] == "name" else said["sort"]
        address = with_query("/competitors", **said)
        if address == with_query("/competitors", **dict(query_of(self))):
            self.status = "ready"
        return rx.redirect(address, replace=True)

    @rx.event
    async def archive(self, competitor_id: str) -> list[Any]:  # Any: event handlers and specs
        """Undone by restoring it."""
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await competitors.archive(work, viewer, as_id(competitor_id))
        return [Notes.tell("Archived. It is under \u201cArchived\u201d for 30 days."), CompetitorTable.load, Frame.load]

    @rx.event
    async def restore(self, competitor_id: str) -> list[Any]:  # Any: event handlers and specs
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await competitors.restore(work, viewer, as_id(competitor_id))
        return [Notes.tell("Restored. It is watched again."), CompetitorTable.load, Frame.load]


async def _seen(work: Work, viewer: Viewer, ids: Sequence[UUID]) -> Seen:
    """What is known of a page of competitors: five queries, however many they are."""
    jobs: Counter[UUID] = Counter()
    for counted in await snapshots.counts_of(work, viewer, ids, "jobs"):
        jobs[counted.competitor_id] += counted.count
    news: Counter[UUID] = Counter()
    for day in await volumes.by_day(work, viewer, ids, kinds_of("news"), since=work.now() - NEWS_SPAN):
        news[day.competitor_id] += day.count
    return Seen(
        changes=await volumes.last_of(work, viewer, ids),
        plans=await snapshots.latest_of(work, viewer, ids, "pricing"),
        jobs=jobs,
        news=news,
        health=await sources.health_of(work, viewer, ids),
    )


class AddMany(rx.State):
    """The sheet for many at once: what was pasted and what became of each line."""

    added: list[AddedRow] = []
    problem: str = ""

    @rx.event
    async def submit(self, form: dict[str, Any]) -> list[Any]:  # Any: whatever the page sent; events
        tier = _chosen(_TIER, str(form.get("tier", "")), "secondary")
        lines = pasted_lines(str(form.get("who", "")), tier=tier)
        self.problem = "" if lines else "Paste at least one domain, like acme.com."
        viewer = await viewer_of(self)
        self.added = [await add_pasted(viewer, one) for one in lines]
        return [CompetitorTable.load, Frame.load] if any(row.href for row in self.added) else []


class AddCompetitor(rx.State):
    """The add sheet: what went wrong stays beside the fields."""

    problem: str = ""
    busy: bool = False
    suggested: str = ""

    @rx.event
    def suggest(self, name: str) -> None:
        """Fills the name in; the domain is for a person to say. Without a name the form starts empty."""
        self.suggested, self.problem = str(name)[:200], ""

    @rx.event
    async def submit(self, form: dict[str, Any]) -> EventSpec | None:  # Any: whatever the page sent
        self.problem = "" if str(form.get("domain") or "").strip() else "Type a domain, like acme.com."
        if self.problem:
            return None
        try:
            viewer = await viewer_of(self)
            new = NewCompetitor.model_validate(_typed(form))
            async with working(viewer) as work:
                view = await competitors.add(work, viewer, new)
        except Unauthorized:
            return rx.redirect("/sign-in")
        except (ProductError, ValidationError) as error:
            self.problem = sentence_for(error)
            return None
        return rx.redirect(f"/competitors/{view.id}")


def _typed(form: dict[str, Any]) -> dict[str, object]:  # Any: whatever the page sent
    """The form as the command knows it; an empty name is the domain's first label."""
    domain = str(form.get("domain", "")).strip()
    name = (
        str(form.get("name", "")).strip()
        or domain.removeprefix("https://").removeprefix("www.").split(".")[0].capitalize()
    )
    tags = tuple(word.strip() for word in str(form.get("tags", "")).split(",") if word.strip())
    has_address = "//" in domain
    return {
        "name": name, "domain": domain, "website_url": domain if has_address else None,
        "tier": str(form.get("tier") or "secondary"), "tags": tags,
    }  # fmt: skip
