"""Pictures of pages: kept in the archive beside the page, named by the document of the look that they show.

A document's `raw_data` holds `screenshot` (its key), `screenshotType`, `screenshotAt`; or `screenshotReason`, why there is
none. So nothing else need know of them but what counts the keys that are in use (archive_repository.py).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.unit_of_work import Work

from .errors import DocumentNotFound, NoScreenshot
from .picture_repository import PictureRepository
from .repository import EvidenceRepository
from .schemas import NewObject

NOT_ASKED_FOR: Final = (
    "None was taken: they are taken where a browser is, of pages that are watched closely, when asked."
)


@dataclass(frozen=True)
class Picture:
    """Where it lies; `taken_at` is moments after the look it belongs to."""

    archive_key: str
    media_type: str
    taken_at: datetime


@dataclass(frozen=True)
class NewestPage:
    """The newest good look at a source. `settled` says that it has a picture, or why it has none; `source_pictured` that
    some look at its source has one."""

    document_id: UUID
    is_html: bool
    settled: bool
    source_pictured: bool


async def newest_page(work: Work, source_id: UUID) -> NewestPage | None:
    """None when there was no good look yet, or its page was let go."""
    row = await PictureRepository(work).newest_look(source_id)
    if row is None or not row.archive_key:
        return None
    raw = row.raw_data
    return NewestPage(
        document_id=row.id,
        is_html="html" in str(raw.get("media_type")),
        settled="screenshot" in raw or "screenshotReason" in raw,
        source_pictured=await PictureRepository(work).is_pictured(source_id),
    )


async def source_of(work: Work, document_id: UUID) -> UUID | None:
    row = await EvidenceRepository(work).document(document_id)
    return None if row is None else row.data_source_id


async def keep(work: Work, document_id: UUID, new: NewObject) -> None:
    """Ties a stored picture to its document."""
    await EvidenceRepository(work).add_object(new)
    label = {"screenshot": new.key, "screenshotType": new.media_type, "screenshotAt": work.now().isoformat()}
    await PictureRepository(work).note(document_id, label)


async def note_none(work: Work, document_id: UUID, reason: str) -> None:
    """Says why there is none, in a sentence."""
    await PictureRepository(work).note(document_id, {"screenshotReason": reason})


async def picture_of(work: Work, viewer: Viewer, document_id: UUID) -> Picture:
    """Raises DocumentNotFound, NoScreenshot."""
    viewer.require(Role.VIEWER)
    row = await EvidenceRepository(work).document(document_id)
    if row is None:
        raise DocumentNotFound
    raw = row.raw_data
    if "screenshot" in raw:
        taken_at = datetime.fromisoformat(str(raw["screenshotAt"]))
        return Picture(str(raw["screenshot"]), str(raw["screenshotType"]), taken_at)
    if raw.get("letGoAt"):
        raise NoScreenshot(reason=f"What there was of it was let go on {str(raw['letGoAt'])[:10]}.")
    raise NoScreenshot(reason=str(raw.get("screenshotReason") or NOT_ASKED_FOR))
