"""Adding a source: its type, its address, what would be read there, then saved."""

import logging
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.unit_of_work import Work
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import SLOTS, SlotState, SlotView
from competedexter.market.crawling import runs
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceEdit, SourceView
from competedexter.runtime import get_runtime, outside_services
from competedexter.ui.addresses import as_id, query_of, short_url, with_query
from competedexter.ui.components.rows import FactRow
from competedexter.ui.errors import UNEXPECTED, Loading, load_page, sentence_for
from competedexter.ui.looks import Follow
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working
from competedexter.ui.source_rows import EVERY
from competedexter.ui.source_types import BY_TYPE, KINDS, keys_missing

from .mapping import MappingRow, config_of, mapping_row
from .options import fed_by, options_of
from .preview_rows import FED, PreviewRow, preview_row
from .previewing import look_first

log = logging.getLogger(__name__)

SLOT_TYPES = {
    "pricing": "pricing", "features": "features", "careers": "jobs", "feed": "news", "changelog": "website",
    "docs": "website",
}  # fmt: skip


class AddSource(Loading, rx.State):
    """The form, and what a first look at its address brought."""

    names: list[FactRow] = []
    who: str = ""
    type: str = ""
    type_name: str = ""
    reads: str = ""
    example: str = ""
    slot: str = ""
    editing: str = ""
    address: str = ""
    frequency: str = "daily"
    fed: str = ""
    needs: list[str] = []
    missing: dict[str, str] = {}
    mapping: MappingRow = MappingRow()
    filled: int = 0
    problem_words: str = ""
    busy: bool = False
    preview: PreviewRow = PreviewRow()
    saves: str = ""
    _draft: NewSource | None = None
    _for: str = ""
    _turn: int = 0

    @rx.event
    async def load(self) -> EventSpec | None:
        query = query_of(self)
        slot = query.get("slot", "") if query.get("slot") in SLOTS else ""
        wanted = query.get("type", "") or SLOT_TYPES.get(slot, "")
        if (wanted, slot) != (self.type, self.slot):
            self._forget()
        self.slot, self.type = slot, wanted if wanted in BY_TYPE else ""
        self.who, self.editing = query.get("competitor", "")[:36], query.get("source", "")[:36]
        return await load_page(self, self._read)

    def _forget(self) -> None:
        self.mapping, self.preview, self.saves, self.problem_words = MappingRow(), PreviewRow(), "", ""
        self.address, self.frequency, self.fed = "", "daily", ""
        self._draft, self._turn, self.busy = None, self._turn + 1, False
        self.filled += 1

    async def _read(self, viewer: Viewer) -> None:
        async with working(viewer) as work:
            watched = await competitors.watched(work)
            if self.editing:
                self._take_up(await sources.get(work, as_id(self.editing)))
        self.names = [FactRow(one.name, str(one.id)) for one in watched]
        if len(self.names) == 1 and not self.who:
            self.who = self.names[0].value
        kind = BY_TYPE.get(self.type)
        self.type_name, self.reads, self.example = (kind.name, kind.reads, kind.example) if kind else ("", "", "")
        keys = [name for name, key in outside_services(get_runtime().settings).keys.items() if key]
        self.needs = keys_missing(kind, keys) if kind else []
        lacking = {one.type: keys_missing(one, keys) for one in KINDS}
        self.missing = {source_type: words[0] for source_type, words in lacking.items() if words}

    def _take_up(self, view: SourceView) -> None:
        """A source that is there: its mapping is tried anew before it is saved."""
        self._forget()
        self.type, self.who = view.source_type, str(view.competitor_id)
        self.address, self.frequency, self.mapping = view.source_url, view.crawl_frequency, mapping_row(view.config)
        self.fed = fed_by(view.config)

    @rx.event
    def choose(self, source_type: str) -> EventSpec:
        said = {"competitor": self.who, "type": str(source_type)[:20], "slot": self.slot}
        return rx.redirect(with_query("/sources/add", **said), replace=True)

    @rx.event
    def feed_by(self, fed: str) -> None:
        """How it comes: fetched from its address, or brought to it."""
        self.fed, self.preview, self.saves, self._draft = fed_by({"feedBy": fed}), PreviewRow(), "", None
        self._turn += 1

    @rx.event(background=True)
    async def look(self, form: dict[str, Any]) -> None:  # Any: whatever the page sent
        """Looks at the address as the source would, and keeps what was typed until it is saved."""
        async with self:
            viewer = await viewer_of(self)
            if not self._take(form):
                return
            draft, turn = self._draft, self._turn
        if draft is None or draft.config.get("feedBy"):
            return
        row, suggested, problem = PreviewRow(), {}, ""
        try:
            found = await look_first(viewer, draft)
            row, suggested = preview_row(draft.source_type, found), dict(found.suggested_config or {})
        except ProductError as error:
            problem = _all_said(error)
        except Exception:
            log.exception("a source could not be previewed")
            problem = UNEXPECTED
        async with self:
            if self._turn == turn:
                self._show(row, suggested, problem)

    def _take(self, form: dict[str, Any]) -> bool:  # Any: as above
        """Keeps what was typed; False with the problem in words when it is no source."""
        self.problem_words, self.preview, self.saves, self._draft = "", PreviewRow(), "", None
        self._turn += 1
        try:
            self._for = str(as_id(form.get("competitor")))
            is_custom = self.type == "custom"
            config = {**(config_of(form) if is_custom else {}), **options_of(self.type, form)}
            config = {**config, "feedBy": self.fed} if self.fed else config
            self._draft = NewSource.model_validate(
                {
                    "source_type": self.type,
                    "source_url": str(form.get("url") or "").strip(),
                    "crawl_frequency": form.get("frequency") or "daily",
                    "config": config,
                }
            )
        except ValidationError as error:
            self.problem_words = sentence_for(error)
        except ProductError:
            self.problem_words = "Choose whose source it is."
        if self._draft is not None and is_custom:
            self.mapping = mapping_row(self._draft.config)
        if self.fed and self._draft is not None:
            self.preview, self.saves = FED, f"{self.type_name}, whenever something comes"
        self.busy = self._draft is not None and not self.fed
        return self._draft is not None

    def _show(self, row: PreviewRow, suggested: dict[str, Any], problem: str) -> None:  # Any: a source's config
        """A suggested mapping takes the place of one that was left empty: it is what was previewed."""
        self.busy, self.preview, self.problem_words = False, row, problem
        if suggested and self._draft is not None and not self._draft.config:
            self.mapping, self.filled = mapping_row(suggested), self.filled + 1
            self._draft = self._draft.model_copy(update={"config": suggested})
        if self._draft is not None and not problem:
            every = EVERY.get(self._draft.crawl_frequency, "")
            self.saves = f"{short_url(self._draft.source_url)}, {every}"

    @rx.event
    async def save(self) -> list[Follow]:
        """Saves what was previewed, as it was previewed, and looks at once."""
        draft = self._draft
        if draft is None:
            return []
        self.problem_words = ""
        try:
            viewer = await viewer_of(self)
            competitor_id = as_id(self._for)
            async with working(viewer) as work:
                view = await self._write(work, viewer, competitor_id, draft)
                if not draft.config.get("feedBy"):
                    await runs.request(work, viewer, view.id)
                if self.slot:
                    await competitors.note_slots(work, competitor_id, [_looking(self.slot, view.source_url)])
        except (ProductError, ValidationError) as error:
            self.problem_words = sentence_for(error)
            return []
        words = "Saved." if self.editing else "Added."
        words += " Bring it something now." if draft.config.get("feedBy") else " Looking now."
        self._forget()
        return [rx.redirect(f"/sources/{view.id}"), Notes.tell(words)]

    async def _write(self, work: Work, viewer: Viewer, competitor_id: UUID, draft: NewSource) -> SourceView:
        if not self.editing:
            own = get_runtime().settings.base_url
            return await sources.add(work, viewer, competitor_id, draft, slot=self.slot or None, own=own)
        edit = SourceEdit(
            source_url=draft.source_url or None, crawl_frequency=draft.crawl_frequency, config=draft.config or None
        )
        return await sources.edit(work, viewer, as_id(self.editing), edit)


def _all_said(error: ProductError) -> str:
    """The sentence, and what is wrong with each part of a mapping."""
    told = error.details if isinstance(error.details, list) else []
    faults = [f"{one.get('field', '')}: {one.get('reason', '')}" for one in told if isinstance(one, dict)]
    return " ".join([str(error), *faults[:5]])


def _looking(slot: str, url: str) -> SlotView:
    return SlotView(slot=slot, state=SlotState.LOOKING, url=url)
