"""The first run: paste who you compete with; each one is looked at as soon as it is added."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from pydantic import ValidationError

from competedexter.foundation.errors import ProductError
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.ui.errors import sentence_for
from competedexter.ui.frame_state import Frame
from competedexter.ui.session import viewer_of, working

MOST_LINES = 50  # pasted at once


@dataclass(frozen=True)
class AddedRow:
    """A pasted line and what became of it."""

    line: str
    href: str
    problem: str


def read_line(line: str) -> NewCompetitor:
    """`acme.com`, `https://acme.com`, `Acme, acme.com` or `Acme acme.com`. Raises ValidationError."""
    parts = [part.strip() for part in line.replace(";", ",").replace("\t", ",").split(",") if part.strip()]
    if len(parts) == 1:
        words = parts[0].split()
        parts = [" ".join(words[:-1]), words[-1]] if len(words) > 1 else ["", parts[0]]
    looks_like_domain = [part for part in parts[:2] if "." in part or "//" in part]
    domain = looks_like_domain[-1] if looks_like_domain else parts[-1]
    name = next((part for part in parts[:2] if part != domain and part), "") or _name_of(domain)
    website = domain if "//" in domain else None
    return NewCompetitor(name=name, domain=domain, website_url=website, tier="primary")


def _name_of(domain: str) -> str:
    host = domain.split("//")[-1].split("/")[0].removeprefix("www.")
    return (host.split(".")[0] or domain).capitalize()


class Welcome(rx.State):
    """What was pasted and what became of each line."""

    added: list[AddedRow] = []
    problem: str = ""

    @rx.event
    async def submit(self, form: dict[str, Any]) -> list[Any]:  # Any: whatever the page sent; events
        lines = [line.strip() for line in str(form.get("who", "")).splitlines() if line.strip()][:MOST_LINES]
        if not lines:
            self.problem = "Paste at least one domain, like acme.com."
            return []
        self.problem, viewer, rows = "", await viewer_of(self), []
        for line in lines:
            try:
                async with working(viewer) as work:
                    view = await competitors.add(work, viewer, read_line(line))
                rows.append(AddedRow(f"{view.name} \u2013 {view.domain}", f"/competitors/{view.id}", ""))
            except (ProductError, ValidationError) as error:
                rows.append(AddedRow(line[:100], "", sentence_for(error)))
        self.added = rows
        good = [row for row in rows if row.href]
        return [rx.redirect(good[0].href)] if len(rows) == len(good) == 1 else [Frame.load]

    @rx.event
    def start(self) -> None:
        self.added, self.problem = [], ""
