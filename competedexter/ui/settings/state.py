"""Settings: the person and the workspace."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from pydantic import ValidationError
from reflex.event import EventSpec

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import ProfileEdit, WorkspaceEdit
from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.views import as_rfc3339
from competedexter.runtime import get_runtime
from competedexter.ui.errors import Loading, load_page, sentence_for
from competedexter.ui.notes import Notes
from competedexter.ui.session import Session, viewer_of


@dataclass(frozen=True)
class MemberRow:
    name: str
    email: str
    role: str
    since: str


class SettingsPage(Loading, rx.State):
    """What is stored of the person and their workspace; edits come back through the session."""

    name: str = ""
    email: str = ""
    workspace: str = ""
    role: str = ""
    plan: str = ""
    questions: int = 0
    members: list[MemberRow] = []
    trouble: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        runtime = get_runtime()
        async with runtime.database.system() as work:
            profile = await accounts.profile(work, viewer, runtime.settings)
            people = await accounts.members(work, viewer)
        self.name, self.email, self.plan = profile.name, profile.email, profile.plan.capitalize()
        self.questions, self.role = profile.usage.questions, viewer.role.value.capitalize()
        self.workspace = next((one.name for one in profile.memberships if one.id == viewer.workspace_id), "")
        self.members = [MemberRow(m.name, m.email, m.role.value.capitalize(), as_rfc3339(m.created_at)) for m in people]

    @rx.event
    async def save_profile(self, form: dict[str, Any]) -> list[Any]:  # Any: whatever the page sent; events
        self.trouble = ""
        try:
            viewer = await viewer_of(self)
            edit = ProfileEdit.model_validate({"name": form.get("name")})
            runtime = get_runtime()
            async with runtime.database.system() as work:
                profile = await accounts.edit_profile(work, viewer, edit, runtime.settings)
        except (ProductError, ValidationError) as error:
            self.trouble = sentence_for(error)
            return []
        session = await self.get_state(Session)
        self.name = session.name = profile.name
        return [Notes.tell("Saved.")]

    @rx.event
    async def save_workspace(self, form: dict[str, Any]) -> list[Any]:  # Any: whatever the page sent; events
        self.trouble = ""
        try:
            viewer = await viewer_of(self)
            edit = WorkspaceEdit.model_validate({"name": form.get("name")})
            async with get_runtime().database.system() as work:
                view = await accounts.rename_workspace(work, viewer, edit)
        except (ProductError, ValidationError) as error:
            self.trouble = sentence_for(error)
            return []
        session = await self.get_state(Session)
        self.workspace = session.workspace = view.name
        return [Notes.tell("Saved.")]
