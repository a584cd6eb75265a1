"""Whom the watched competitors compare themselves with: suggested above the table, added or dismissed by hand."""

from dataclasses import dataclass
from typing import Any, Final

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.market.crawling import suggesting
from competedexter.market.crawling.schemas import SuggestedCompetitor
from competedexter.ui.addresses import short_url, site_link
from competedexter.ui.components.basics import button, icon, some
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.session import Session, viewer_of, working

from .state import AddCompetitor

SHOWN: Final = 4
LONGEST_NAME: Final = 200


@dataclass(frozen=True)
class SuggestedRow:
    """`who` compares itself with `name` on the page `href`; `others` counts who else does."""

    name: str
    who: str
    href: str
    short: str
    others: str = ""


class Suggested(Loading, rx.State):
    """The first few, those that most competitors name first; and the last one dismissed, to take it back."""

    rows: list[SuggestedRow] = []
    more: str = ""
    dismissed: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        self.dismissed = ""
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        async with working(viewer) as work:
            found = await suggesting.suggestions(work, viewer)
        self.rows = [suggested_row(one, viewer) for one in found[:SHOWN]]
        self.more = f"{len(found) - SHOWN} more follow as these are added or dismissed" if len(found) > SHOWN else ""

    @rx.event
    async def dismiss(self, name: str) -> None:
        viewer, name = await viewer_of(self), str(name)[:LONGEST_NAME]
        async with working(viewer) as work:
            await suggesting.dismiss(work, viewer, name)
        await self._read(viewer)
        self.dismissed = name

    @rx.event
    async def undo(self) -> None:
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await suggesting.suggest_again(work, viewer, self.dismissed)
        await self._read(viewer)
        self.dismissed = ""


def suggested_row(one: SuggestedCompetitor, viewer: Viewer) -> SuggestedRow:
    first, others = (
        one.named_by[0],
        len({by.competitor_id for by in one.named_by[1:]} - {one.named_by[0].competitor_id}),
    )
    told = "" if not others else " and 1 other" if others == 1 else f" and {others} others"
    return SuggestedRow(
        one.name, first.competitor, site_link(first.url, viewer.workspace_id), short_url(first.url), told
    )


def _row(row: rx.Var[SuggestedRow]) -> rx.Component:
    page = rx.el.a(
        row.short, " ", icon("external-link", 12), href=row.href, class_name="text-link out-link meta", target="_blank",
        rel="noopener noreferrer nofollow", title="Leads to the site",
    )  # fmt: skip
    said = rx.el.div(
        rx.el.span(
            row.who, row.others, rx.cond(row.others == "", " compares itself with ", " compare themselves with "),
            rx.el.span(row.name, class_name="strong"),
        ),
        page,
        class_name="lines grow",
    )  # fmt: skip
    acts: Any = rx.el.div(
        button(
            "Add", symbol="plus", data_opens="#add-competitor", on_click=AddCompetitor.suggest(row.name),
            aria_label=rx.Var.create("Add ") + row.name,
        ),
        button(
            "Dismiss", kind="quiet", on_click=Suggested.dismiss(row.name),
            aria_label=rx.Var.create("Dismiss ") + row.name,
        ),
        class_name="line",
    )  # fmt: skip
    return rx.el.div(said, rx.cond(Session.may_edit, acts, rx.fragment()), class_name="row wrap", key=row.name)


def suggested() -> rx.Component:
    """Nothing at all while nobody is suggested: it is an offer, not a part of the page."""
    undo = rx.cond(
        Suggested.dismissed != "",
        rx.el.p(
            Suggested.dismissed, " is not suggested any more. ",
            rx.el.button("Undo", type="button", class_name="text-link", on_click=Suggested.undo),
            class_name="meta pad-line", role="status",
        ),
        rx.fragment(),
    )  # fmt: skip
    more = rx.cond(Suggested.more != "", rx.el.p(Suggested.more, class_name="meta pad-line"), rx.fragment())
    card = rx.el.section(
        rx.el.div(rx.el.h2("They compare themselves with"), class_name="card-head"),
        rx.el.div(rx.foreach(Suggested.rows, _row), class_name="rows"),
        more,
        undo,
        class_name="card suggested",
        aria_label="Suggested competitors",
    )
    return rx.cond(some(Suggested.rows) | (Suggested.dismissed != ""), card, rx.fragment())
