"""An archived document, with the cited span lit."""

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.views import as_rfc3339
from competedexter.market.competitors import service as competitors
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.listings import Event
from competedexter.market.evidence.retention import history_of
from competedexter.market.evidence.schemas import DocumentView
from competedexter.runtime import get_runtime
from competedexter.ui.addresses import id_at, query_of, site_link
from competedexter.ui.components.rows import FactRow
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.session import working

SHOWN = 120_000  # code points around the span; a longer document is cut there and says so
EVENT_WORDS: Final = {"post": "Post", "news": "Article"}
LONGEST_OFFSET = 9  # digits


def offset_of(text: str) -> int | None:
    """A code point offset from an address; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_OFFSET else None


def window(length: int, start: int) -> tuple[int, int]:
    """Which part of a long document is shown: the whole of a short one, else SHOWN code points around the span."""
    if length <= SHOWN:
        return 0, length
    first = max(0, min(start - SHOWN // 2, length - SHOWN))
    return first, first + SHOWN


class DocumentPage(Loading, rx.State):
    """Three pieces of text: before the span, the span, after it."""

    title: str = ""
    url: str = ""
    live_url: str = ""
    site: str = ""
    competitor: str = ""
    competitor_href: str = ""
    observed_at: str = ""
    before: str = ""
    quoted: str = ""
    after: str = ""
    cut: bool = False
    warning: str = ""
    what: str = ""
    happened_at: str = ""
    outside: str = ""
    picture: str = ""
    pictured_at: str = ""
    archived: str = ""
    let_go: str = ""
    facts: list[FactRow] = []

    @rx.event
    async def load(self) -> EventSpec | None:
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        document_id = id_at(self)
        start, end = offset_of(query_of(self).get("start", "")), offset_of(query_of(self).get("end", ""))
        self.warning, span = "", None
        async with working(viewer) as work:
            document = await evidence.get_document(work, viewer, document_id)
            name = (await competitors.get(work, viewer, document.competitor_id)).name
            if start is not None and end is not None:
                try:
                    await evidence.quote_at(work, document_id, start, end)
                    span = (start, end)
                except ProductError as error:
                    self.warning = str(error)
        self._show(document, name, span)
        self.live_url = site_link(document.source_url, viewer.workspace_id) if is_web(document.source_url) else ""
        self._show_kept(document)
        self._show_event(document, viewer)

    def _show(self, document: DocumentView, competitor: str, span: tuple[int, int] | None) -> None:
        start, end = span or (0, 0)
        first, last = window(len(document.text), start)
        self.before = document.text[first:start] if span else document.text[first:last]
        self.quoted = document.text[start:end] if span else ""
        self.after = document.text[end:last] if span else ""
        self.cut = last - first < len(document.text)
        self.title = document.title or document.source_url
        self.url, self.site = document.source_url, urlsplit(document.source_url).netloc
        self.competitor, self.competitor_href = competitor, f"/competitors/{document.competitor_id}?tab=evidence"
        self.observed_at = as_rfc3339(document.observed_at)
        self.facts = _facts(document)

    def _show_kept(self, document: DocumentView) -> None:
        """What there is beside the text: the picture and the page, or when they were let go."""
        let_go, pictured = document.raw_let_go_at, document.screenshot_at
        settings = get_runtime().settings
        history = history_of(settings.default_plan, settings.history_days)
        self.let_go = let_go_words(let_go, history.days if history else None) if let_go else ""
        self.archived = "" if let_go else f"/archive/{document.id}/page"
        self.picture = f"/archive/{document.id}/picture" if pictured and not let_go else ""
        self.pictured_at = as_rfc3339(pictured) if pictured else ""

    def _show_event(self, document: DocumentView, viewer: Viewer) -> None:
        """An event is told once and kept by itself: what it is, when it happened, where it is to be read."""
        told = document.processed_data.get("event")
        event = Event.model_validate(told) if told else None
        self.what = EVENT_WORDS.get(event.what, event.what.capitalize()) if event else ""
        self.outside = site_link(event.url, viewer.workspace_id) if event and is_web(event.url) else ""
        self.happened_at = as_rfc3339(document.occurred_at) if document.occurred_at else ""
        if event:
            said = (("Category", event.category), ("Author", event.author))
            self.facts = [*(FactRow(name, value) for name, value in said if value), *self.facts]


def let_go_words(day: datetime, history_days: int | None) -> str:
    """`Bytes let go on 2 March 2026 (history of 30 days)`."""
    kept = f" (history of {history_days:,} days)" if history_days else ""
    return f"Bytes let go on {day.day} {day:%B %Y}{kept}. The text and what was read in it stay."


def is_web(url: str | None) -> bool:
    return (url or "").startswith(("https://", "http://"))


def _facts(document: DocumentView) -> list[FactRow]:
    rows = [
        FactRow("Type", document.data_type.replace("_", " ").capitalize()),
        FactRow("Length", f"{len(document.text):,} characters"),
        FactRow("Quality", f"{document.quality:.0%}".replace("%", "\u00a0%")),
        FactRow("Checksum", document.content_hash[:12]),
    ]
    if document.quality_reasons:
        rows.insert(3, FactRow("Because", "; ".join(document.quality_reasons)))
    return rows
