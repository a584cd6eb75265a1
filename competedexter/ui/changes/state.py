"""The ledger of changes, held-back ones included, and one change."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import as_rfc3339
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters
from competedexter.market.changes import service as changes
from competedexter.market.changes.kinds import PLAN_KINDS, ChangeKind, Label
from competedexter.market.changes.schemas import ChangeFilters, ChangeView, NewLabel
from competedexter.market.competitors import service as competitors
from competedexter.market.evidence import pictures
from competedexter.market.evidence.errors import DocumentNotFound, NoScreenshot
from competedexter.ui.addresses import as_id, id_at, query_of, with_query
from competedexter.ui.change_groups import GROUPS, kinds_of
from competedexter.ui.change_rows import card_of, evidence_href, line_of
from competedexter.ui.components.rows import ChangeRow, FactRow
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working

PAGE_SIZE = 50
LABELS = tuple(label.value for label in Label)
TWO_SIDED = PLAN_KINDS | {ChangeKind.PAGE_CHANGED}  # that nothing stood there before says something
COUNTED = ("significant", "minor", "noise", "variant")


@dataclass(frozen=True)
class PictureRow:
    """The page as a browser showed it, on one side of a change."""

    side: str
    src: str
    taken_at: str
    href: str


class ChangesPage(Loading, rx.State):
    """One page of the ledger."""

    rows: list[ChangeRow] = []
    names: list[FactRow] = []
    label: str = ""
    about: str = ""
    who: str = ""
    total: int = 0
    next: str = ""
    is_first: bool = True

    @rx.var
    def narrowed(self) -> bool:
        return bool(self.label or self.about or self.who)

    @rx.var
    def words(self) -> str:
        return f"{self.total:,} change" + ("" if self.total == 1 else "s")

    @rx.event
    async def load(self) -> EventSpec | None:
        query = query_of(self)
        self.label = query.get("label", "") if query.get("label") in LABELS else ""
        self.about = query.get("about", "") if query.get("about") in GROUPS else ""
        self.who = query.get("competitor", "")[:36]
        self.is_first = not query.get("after")
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        after = query_of(self).get("after", "")
        page = PageRequest(1, PAGE_SIZE, cursor=Cursor.decode(after) if after else None)
        filters = ChangeFilters(
            competitor_id=as_id(self.who) if self.who else None,
            kinds=kinds_of(self.about),
            labels=(self.label,) if self.label else (),
        )
        async with working(viewer) as work:
            watched = {one.id: one.name for one in await competitors.watched(work)}
            found = await changes.find(work, viewer, filters, page)
        self.rows = [line_of(view, watched.get(view.competitor_id, "Archived")) for view in found.items]
        self.total, self.next = found.pagination.total, found.next_cursor or ""
        self.names = [FactRow(name, str(id_)) for id_, name in watched.items()]

    @rx.event
    def narrow(self, name: str, value: str) -> EventSpec:
        """One filter; the address says all of them."""
        said = {"label": self.label, "about": self.about, "competitor": self.who}
        if name in said:
            said[name] = str(value)[:40]
        return rx.redirect(with_query("/changes", **said), replace=True)

    @rx.event
    def more(self) -> EventSpec:
        return rx.redirect(
            with_query("/changes", label=self.label, about=self.about, competitor=self.who, after=self.next)
        )

    @rx.event
    def clear(self) -> EventSpec:
        return rx.redirect("/changes", replace=True)


class ChangePage(Loading, rx.State):
    """One change: its card, both passages, what else is known."""

    row: ChangeRow = ChangeRow()
    before: str = ""
    before_href: str = ""
    after: str = ""
    after_href: str = ""
    has_sides: bool = True
    pictures: list[PictureRow] = []
    alert_id: str = ""
    unread: bool = False

    @rx.event
    async def load(self) -> EventSpec | None:
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        change_id = id_at(self)
        async with working(viewer) as work:
            view = await changes.get(work, viewer, change_id)
            competitor = await competitors.get(work, viewer, view.competitor_id)
            about = AlertFilters(competitor_id=view.competitor_id, alert_type=view.kind.value)
            found = await alerts.find(work, viewer, about, PageRequest(1, 100))
            self.pictures = await both_pictures(work, viewer, view)
        alert = next((one for one in found.items if one.change_id == view.id), None)
        self.row = card_of(view, competitor.name, tuple(rule.name for rule in alert.rules) if alert else ())
        self.before = view.evidence_before.quote if view.evidence_before else ""
        self.after = view.evidence_after.quote if view.evidence_after else ""
        self.before_href, self.after_href = evidence_href(view.evidence_before), evidence_href(view.evidence_after)
        self.has_sides = bool(self.before_href and self.after_href) or view.kind in TWO_SIDED
        self.alert_id, self.unread = (str(alert.id), not alert.read) if alert else ("", False)

    @rx.event
    async def label_as(self, label: str) -> list[Any]:  # Any: event handlers and specs
        """Restore (significant) or mute (noise); it stands until a person says otherwise."""
        viewer = await viewer_of(self)
        new = NewLabel.model_validate({"label": label})
        async with working(viewer) as work:
            await changes.label(work, viewer, id_at(self), new)
        held_back = new.label.held_back
        return [ChangePage.load, Notes.tell("Muted. It stays in the ledger." if held_back else "Restored.")]


async def both_pictures(work: Work, viewer: Viewer, view: ChangeView) -> list[PictureRow]:
    """Before and after, when there is a picture of both; one alone shows no change."""
    found: list[PictureRow] = []
    for side, told in (("Before", view.evidence_before), ("After", view.evidence_after)):
        if told is None:
            return []
        try:
            picture = await pictures.picture_of(work, viewer, told.document_id)
        except (NoScreenshot, DocumentNotFound):
            return []
        href = f"/documents/{told.document_id}"
        found.append(PictureRow(side, f"/archive/{told.document_id}/picture", as_rfc3339(picture.taken_at), href))
    return found if found[0].src != found[1].src else []
