"""The verbs of a source's hook: given out once, found by its token, taken back."""

from dataclasses import dataclass
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.crypto import token_digest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import as_rfc3339

from .errors import HookNotFound, SourceNotFound
from .hook_tokens import new_hook_token, opens, source_of
from .repository import SourceRepository


@dataclass(frozen=True)
class Hooked:
    """The source that a token opens, and whose it is."""

    workspace_id: UUID
    source_id: UUID


async def open_hook(work: Work, viewer: Viewer, source_id: UUID) -> str:
    """A new token; the one before opens nothing any more. It is told this once. Raises SourceNotFound."""
    token = new_hook_token(source_id)
    await _set(work, viewer, source_id, {"digest": token_digest(token), "since": as_rfc3339(work.now())})
    return token


async def close_hook(work: Work, viewer: Viewer, source_id: UUID) -> None:
    """What was sent stays; nothing more is taken. Raises SourceNotFound."""
    await _set(work, viewer, source_id, None)


async def by_token(work: Work, token: str) -> Hooked:
    """Raises HookNotFound, the same for every token that opens nothing. System work."""
    source_id = source_of(token)
    source = await SourceRepository(work).hooked(source_id) if source_id is not None else None
    hook = source.config.get("hook") if source is not None else None
    if source is None or not isinstance(hook, dict) or not opens(token, hook.get("digest")):
        raise HookNotFound
    return Hooked(source.workspace_id, source.id)


async def _set(work: Work, viewer: Viewer, source_id: UUID, hook: dict[str, str] | None) -> None:
    viewer.require(Role.ADMIN)
    sources = SourceRepository(work)
    source = await sources.locked(source_id)
    if source is None:
        raise SourceNotFound
    others = {name: value for name, value in source.config.items() if name != "hook"}
    source.config = others if hook is None else {**others, "hook": hook}
    await sources.add(source)
