"""A document of the past, put where it belongs among the looks that are there: found with `asOf`, current only if newest.

`observed_at` of an imported document is when it was seen by whoever made the file (the capture of an archive, the date of
a row), not when it was sent to us: promise 3 says that any read with `asOf` uses nothing observed later, and a history
that counted as observed today could answer no question about its own time. `ingested_at` says when it reached us.
"""

from uuid import UUID

from competedexter.foundation.unit_of_work import Work

from .past_repository import PastRepository
from .repository import EvidenceRepository
from .schemas import NewDocument
from .service import document_of, passages_to_index


async def store_past(work: Work, new: NewDocument) -> UUID:
    """Keeps a document of the past; what it shows held until the next look at its source. Returns its id."""
    evidence, past = EvidenceRepository(work), PastRepository(work)
    document = document_of(work, new)
    await evidence.add_document(document)
    if new.suspect or new.split:
        return document.id
    until = await past.next_look(document)
    gone = await past.cut_before(document, until)
    passages = passages_to_index(new)
    await evidence.add_passages(document, passages)
    if until is not None:
        await past.end(document, until)
    await evidence.count_terms(gone, [] if until else [passage.terms for passage in passages])
    return document.id
