"""The library over the market's rooms: each read opens a short transaction of its own and lets go of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import MAX_PAGE_SIZE, Cursor, PageRequest
from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.market.changes import service as changes
from competedexter.market.changes.kinds import SourceEvent
from competedexter.market.changes.schemas import ChangeFilters, ChangeView, EvidenceView, TimelineFilters
from competedexter.market.competitors import service as competitors
from competedexter.market.crawling import watching
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence import texts
from competedexter.market.evidence.records import PageRecord, Price
from competedexter.market.evidence.schemas import SearchQuery
from competedexter.market.evidence.texts import ArchivedText
from competedexter.market.snapshots import service as snapshots

from .counted import kinds_in
from .facts import ChangeFact, Company, EventFact, LookFact, PassageFact, Place, Role
from .happened import reading_of_event
from .library import ChangeQuery, ListedState, PricingState, Span
from .market_states import category_of, home_place, listed_state, passage, price_in, pricing_state, subject_of
from .money import reading_of
from .things import ListedType
from .told import is_asked

TIERS = ("primary", "secondary", "watch")


@dataclass
class MarketLibrary:
    """One viewer's library. `now` tells the newest reads from those of an earlier moment, which rank as they did then."""

    open_work: OpenWork
    viewer: Viewer
    now: datetime
    _watches: dict[tuple[UUID, datetime], tuple[watching.Watch, ...]] = field(default_factory=dict)
    _documents: dict[UUID, ArchivedText] = field(default_factory=dict)
    _priced: dict[tuple[UUID, datetime], list[PricingState]] = field(default_factory=dict)
    _listed: dict[tuple[UUID, ListedType, datetime], list[ListedState]] = field(default_factory=dict)
    _companies: str = ""

    async def companies(self) -> Sequence[Company]:
        async with self.open_work() as work:
            found = list(await competitors.watched(work))
        self._companies = max((str(one.updated_at) for one in found), default="") + str(len(found))
        found.sort(
            key=lambda one: (one.is_self, TIERS.index(one.tier) if one.tier in TIERS else 9, one.name.casefold())
        )
        return [Company.model_validate(one.model_dump(include=set(Company.model_fields))) for one in found]

    async def pricing(self, competitor_id: UUID, until: datetime) -> Sequence[PricingState]:
        """Read once a run: the plans' names are wanted before the prices are."""
        key = (competitor_id, until)
        if key not in self._priced:
            self._priced[key] = await self._read_pricing(competitor_id, until)
        return self._priced[key]

    async def _read_pricing(self, competitor_id: UUID, until: datetime) -> list[PricingState]:
        async with self.open_work() as work:
            found = await snapshots.latest(work, self.viewer, competitor_id, "pricing", as_of=until)
            seen = {watch.source_id: watch for watch in await self._watched(work, competitor_id, until)}
            states = [
                pricing_state(one, await self._document(work, one.document_id), seen.get(one.source_id))
                for one in found
            ]
        return sorted((state for state in states if state), key=lambda state: state.observed_at, reverse=True)

    async def listed(self, competitor_id: UUID, what: ListedType, until: datetime) -> Sequence[ListedState]:
        """Read once a run: counts are counted again, comparisons look twice."""
        key = (competitor_id, what, until)
        if key not in self._listed:
            async with self.open_work() as work:
                found = await snapshots.latest(work, self.viewer, competitor_id, what, as_of=until)
                seen = {watch.source_id: watch for watch in await self._watched(work, competitor_id, until)}
                states = [
                    listed_state(one, await self._document(work, one.document_id), seen.get(one.source_id))
                    for one in found
                ]
            self._listed[key] = sorted(
                (state for state in states if state), key=lambda state: state.observed_at, reverse=True
            )
        return self._listed[key]

    async def changes(self, query: ChangeQuery) -> Sequence[ChangeFact]:
        filters = ChangeFilters(
            competitor_id=query.competitor_id, kinds=kinds_in(query.kinds), since=query.since,
            until=query.seen_until, as_of=query.seen_until,
        )  # fmt: skip
        async with self.open_work() as work:
            found = await self._all_changes(work, filters, query.limit)
            views = [view for view in found if is_asked(self._change(view), query)]
            if query.with_places:
                await self._read(work, [view for view in views if not view.label.held_back])
        return sorted((self._change(view) for view in views), key=lambda fact: fact.happened_at, reverse=True)

    async def _all_changes(self, work: Work, filters: ChangeFilters, most: int) -> list[ChangeView]:
        """Every page of the ledger that matches: a count over its first page would be a wrong one."""
        found: list[ChangeView] = []
        cursor: Cursor | None = None
        while len(found) < most:
            request = PageRequest(page_size=min(most, MAX_PAGE_SIZE), cursor=cursor)
            page = await changes.find(work, self.viewer, filters, request)
            found += page.items
            if page.next_cursor is None:
                break
            cursor = Cursor.decode(page.next_cursor)
        return found

    async def events(self, query: ChangeQuery) -> Sequence[EventFact]:
        filters = TimelineFilters(
            kinds=tuple(SourceEvent), since=query.since, until=query.until, as_of=query.seen_until
        )
        async with self.open_work() as work:
            page = await changes.timeline(
                work, self.viewer, query.competitor_id, filters, PageRequest(page_size=min(query.limit, MAX_PAGE_SIZE))
            )
            types = {w.source_id: w for w in await self._watched(work, query.competitor_id, query.seen_until)}
        return [
            EventFact(
                competitor_id=entry.competitor_id,
                event=str(entry.kind),
                source_type=types[entry.source_id].source_type if entry.source_id in types else "website",
                url=types[entry.source_id].url if entry.source_id in types else "",
                reason=entry.title,
                observed_at=entry.observed_at,
            )
            for entry in page.items
            if entry.observed_at <= query.seen_until
        ]

    async def search(
        self, text: str, competitor_ids: Sequence[UUID], until: datetime, limit: int
    ) -> Sequence[PassageFact]:
        as_of = until if until < self.now else None
        async with self.open_work() as work:
            query = SearchQuery(text=text, competitor_ids=tuple(competitor_ids), as_of=as_of, limit=limit)
            hits = await evidence.search(work, self.viewer, query)
            seen = {
                watch.source_id: watch.last_seen_at
                for id_ in dict.fromkeys(hit.competitor_id for hit in hits)
                for watch in await self._watched(work, id_, until)
            }
        return [passage(hit, seen.get(hit.source_id)) for hit in hits]

    async def home(self, competitor_id: UUID, until: datetime) -> Place | None:
        async with self.open_work() as work:
            pages = await snapshots.latest(work, self.viewer, competitor_id, "page", as_of=until)
            watches = await self._watched(work, competitor_id, until)
            homes = {watch.source_id: watch for watch in watches if watch.source_type == "website"}
            for one in pages:
                if one.source_id in homes and isinstance(one.record, PageRecord):
                    document = await self._document(work, one.document_id)
                    seen = homes[one.source_id].last_seen_at
                    return home_place(one, one.record, document, seen) if document else None
        return None

    async def looks(self, competitor_id: UUID, until: datetime) -> Sequence[LookFact]:
        async with self.open_work() as work:
            watches = await self._watched(work, competitor_id, until)
        return [
            LookFact(
                competitor_id=watch.competitor_id, source_type=watch.source_type, url=watch.url, health=watch.health,
                reason=watch.reason, first_seen_at=watch.first_seen_at, last_seen_at=watch.last_seen_at,
            )
            for watch in watches
        ]  # fmt: skip

    async def quotes(self, spans: Sequence[Span]) -> Mapping[Span, str]:
        """Read anew, never remembered: what is shown must stand in the archive when it is shown."""
        async with self.open_work() as work:
            found = await texts.read_again(work, list({span[0] for span in spans}))
        return {
            span: found[span[0]].text[span[1] : span[2]]
            for span in spans
            if span[0] in found and 0 <= span[1] < span[2] <= len(found[span[0]].text)
        }

    async def edition(self, competitor_ids: Sequence[UUID]) -> str:
        async with self.open_work() as work:
            return f"{self._companies}|{await watching.edition(work, list(competitor_ids))}"

    async def _watched(self, work: Work, competitor_id: UUID, until: datetime) -> tuple[watching.Watch, ...]:
        key = (competitor_id, until)
        if key not in self._watches:
            self._watches[key] = await watching.watched(work, self.viewer, [competitor_id], until)
        return self._watches[key]

    async def _document(self, work: Work, document_id: UUID) -> ArchivedText | None:
        if document_id not in self._documents:
            self._documents.update(await texts.read_again(work, [document_id]))
        return self._documents.get(document_id)

    async def _read(self, work: Work, views: Sequence[ChangeView]) -> None:
        """The documents before and after all these changes, in one statement."""
        stands = (one for view in views for one in (view.evidence_before, view.evidence_after) if one)
        new = {one.document_id for one in stands} - self._documents.keys()
        self._documents.update(await texts.read_again(work, list(new)))

    def _change(self, view: ChangeView) -> ChangeFact:
        plan = view.data.get("plan")
        before, after = price_in(view.data.get("before")), price_in(view.data.get("after"))
        percent = view.data.get("percent")
        return ChangeFact(
            change_id=view.id,
            competitor_id=view.competitor_id,
            change_kind=view.kind,
            summary=view.summary,
            label=view.label,
            label_reason=view.label_reason,
            state=view.state,
            severity=view.severity,
            observed_at=view.observed_at,
            occurred_at=view.occurred_at,
            plan=plan if isinstance(plan, str) else "",
            before_price=before,
            after_price=after,
            percent=percent if isinstance(percent, int | float) else None,
            backfilled=view.backfilled,
            subject=subject_of(view),
            category=category_of(view),
            before=self._change_place(view, view.evidence_before, before, "before"),
            after=self._change_place(view, view.evidence_after, after, "after"),
        )

    def _change_place(
        self, view: ChangeView, stands: EvidenceView | None, price: Price | None, role: Role
    ) -> Place | None:
        document = self._documents.get(stands.document_id) if stands else None
        if stands is None or document is None or stands.start >= stands.end:
            return None
        plan = view.data.get("plan")
        return Place(
            document_id=document.document_id, competitor_id=view.competitor_id, title=document.title, url=document.url,
            observed_at=document.observed_at, occurred_at=view.occurred_at, last_seen_at=view.observed_at,
            start=stands.start, end=stands.end, quote=document.text[stands.start : stands.end],
            subject=plan if isinstance(plan, str) else "", role=role,
            reading=reading_of(price) if price else reading_of_event(view.kind, view.occurred_at),
        )  # fmt: skip
