"""Reading many documents again, for checking what is said of them: one statement, every checksum verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from competedexter.foundation.unit_of_work import Work

from .service import checksum
from .text_repository import TextRepository


@dataclass(frozen=True)
class ArchivedText:
    """A document's text as it stands in the archive, and where it is from."""

    document_id: UUID
    title: str
    url: str
    observed_at: datetime
    text: str


async def read_again(work: Work, document_ids: Sequence[UUID]) -> dict[UUID, ArchivedText]:
    """Those that exist and are undamaged; a text that does not match its checksum is left out."""
    if not document_ids:
        return {}
    rows = await TextRepository(work).texts(document_ids)
    return {
        row.id: ArchivedText(row.id, row.title, row.source_url, row.observed_at, row.text)
        for row in rows
        if checksum(row.text) == row.content_hash
    }
