"""SQL of where a passage stands now: in the newest document of its page, however long ago its words were first read.

Passages that a look leaves as they were are not written again (indexing.py); so what is found is told from the document
that showed it last, at `asOf` if given, with its place there, its title and when that was seen.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Text, Uuid, bindparam, text

from competedexter.foundation.unit_of_work import Work

from .repository import FoundPassage

_NEWEST = text("""
SELECT page.source, page.url, n.id, n.title, n.observed_at
FROM unnest(:sources, :urls) AS page(source, url)
CROSS JOIN LATERAL (
  SELECT d.id, d.title, d.observed_at FROM ingested_data d
  WHERE d.workspace_id = :workspace AND d.data_source_id = page.source AND d.source_url = page.url
    AND d.item_key IS NULL AND NOT d.suspect AND d.observed_at <= coalesce(:as_of, 'infinity')
  ORDER BY d.observed_at DESC, d.id DESC LIMIT 1
) n
""").bindparams(
    bindparam("sources", type_=ARRAY(Uuid)),
    bindparam("urls", type_=ARRAY(Text)),
    bindparam("as_of", type_=DateTime(timezone=True)),
)
_PLACES = text("""
SELECT p.id, strpos(d.text, p.text) - 1
FROM unnest(:passages, :documents) AS wanted(passage, document)
JOIN search_passages p ON p.id = wanted.passage AND p.workspace_id = :workspace
JOIN ingested_data d ON d.id = wanted.document AND d.workspace_id = :workspace
""").bindparams(*(bindparam(name, type_=ARRAY(Uuid)) for name in ("passages", "documents")))


class StandingRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def seen_last(self, found: Sequence[FoundPassage], as_of: datetime | None) -> list[FoundPassage]:
        """Each with the newest document of its page in place of its own; an event is a document of its own."""
        pages = sorted({(one.source_id, one.url) for one in found if not one.is_event})
        if not pages:
            return list(found)
        sources, urls = zip(*pages, strict=True)
        values = {"workspace": self._tenant, "sources": list(sources), "urls": list(urls), "as_of": as_of}
        rows = await self._session.execute(_NEWEST, values)
        newest = {(row.source, row.url): row for row in rows}
        told = []
        for one in found:
            row = None if one.is_event else newest.get((one.source_id, one.url))
            if row is not None and row.observed_at >= one.observed_at:
                one = replace(one, document_id=row.id, title=row.title, observed_at=row.observed_at)
            told.append(one)
        return told

    async def places(self, found: Collection[FoundPassage]) -> dict[UUID, int]:
        """Where each passage begins in the document it is told from, in code points; -1 when it is not there."""
        moved = [one for one in found if one.document_id != one.passage.document_id]
        if not moved:
            return {}
        passages, documents = [one.passage.id for one in moved], [one.document_id for one in moved]
        values = {"workspace": self._tenant, "passages": passages, "documents": documents}
        return {row[0]: row[1] for row in await self._session.execute(_PLACES, values)}
