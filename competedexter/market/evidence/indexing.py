"""What a look changes in search: passages that stood on the page before stay, only those that went or came are written.

A passage that stays keeps the document it was first read in; its words and its heading are the same, letter for letter, or
it would not stay. Search tells it from the newest document that shows it (standing.py), so that a page of 450 passages of
which two moved costs two, and what is found is as fresh as before. Imported passages are never kept: an import that comes
later may still be put between them and our own first look (past.py).
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from competedexter.models import Document

from .passages import Passage
from .repository import EvidenceRepository
from .schemas import NewPassage
from .terms import terms


async def replace(evidence: EvidenceRepository, document: Document, passages: Sequence[Passage]) -> None:
    """These are what the page shows from now on; those that went stay for `asOf`."""
    standing: dict[bytes | None, list[UUID]] = defaultdict(list)
    for passage_id, digest in await evidence.standing_passages(document):
        standing[digest].append(passage_id)
    come: list[NewPassage] = []
    for position, passage in enumerate(passages):
        same = standing.get(_digest(passage))
        if same:
            same.pop()
        else:
            come.append(indexed(position, passage))
    gone = await evidence.supersede([one for ids in standing.values() for one in ids], document.observed_at)
    await evidence.add_passages(document, come)
    await evidence.count_terms(gone, [passage.terms for passage in come])


def indexed(position: int, passage: Passage) -> NewPassage:
    return NewPassage(position, passage.start, passage.end, passage.heading, passage.text, terms(passage.indexed))


def _digest(passage: Passage) -> bytes:
    """As the database makes it of what it keeps (repository.py)."""
    return hashlib.sha256(passage.indexed.encode("utf-8", "surrogatepass")).digest()
