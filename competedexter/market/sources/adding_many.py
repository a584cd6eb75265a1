"""Many sources of one competitor at once: what can be added is, the rest is told by its place in the list.

The number of statements does not grow with the list: one that looks for what is there already, one that adds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Command, View
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.errors import CompetitorArchived
from competedexter.models import DataSource

from .errors import SourceTaken
from .hook_tokens import own_address
from .mapping import checked_config, is_fed
from .repository import SourceRepository
from .schemas import NewSource, SourceView
from .service import clean_url, due_at_once, view_of, woken, write

MOST = 1_000  # sources of one request; a list of that length takes half a second

Place = tuple[str, str]  # source type and address


class NewSources(Command):
    sources: Annotated[list[NewSource], Field(min_length=1, max_length=MOST)]


class SourceProblem(View):
    """Why the source at `index` of what was sent (from 0) was not added."""

    index: int
    code: str
    reason: str


class AddedSources(View):
    """`created` in the order they were sent."""

    created: list[SourceView]
    problems: list[SourceProblem]


async def add_many(work: Work, viewer: Viewer, competitor_id: UUID, new: NewSources, *, own: str = "") -> AddedSources:
    """Each due at once, as if added alone. Custom ones need their config: nothing is looked at here.

    Raises CompetitorNotFound, CompetitorArchived; SourceTaken when someone else adds one of them at this moment.
    """
    viewer.require(Role.ADMIN)
    if (await competitors.get(work, viewer, competitor_id)).archived_at is not None:
        raise CompetitorArchived
    problems: list[SourceProblem] = []
    wanted: dict[Place, _Wanted] = {}
    for index, one in enumerate(new.sources):
        with _told(index, problems):
            source = _wanted(one, index, own)
            if source.place in wanted:
                raise SourceTaken(source_type=one.source_type)
            wanted[source.place] = source
    repository = SourceRepository(work)
    known = {(row.source_type, row.source_url): row for row in await repository.among(competitor_id, list(wanted))}
    added = []
    for place, source in wanted.items():
        with _told(source.index, problems):
            added.append(_row(work, competitor_id, source, known.get(place)))
    if added:
        await write(work, added)
    problems.sort(key=lambda problem: problem.index)
    return AddedSources(created=[view_of(row) for row in added], problems=problems)


@dataclass(frozen=True)
class _Wanted:
    index: int
    id: UUID
    new: NewSource
    config: dict[str, Any]  # Any: NewSource's own
    place: Place


def _wanted(new: NewSource, index: int, own: str) -> _Wanted:
    """What is asked for, checked. Raises InvalidSourceUrl, InvalidMapping, MappingMissing."""
    source_id, config = new_id(), checked_config(new.source_type, new.config)
    is_ours = is_fed(config) and bool(own) and not new.source_url.strip()
    url = own_address(own, source_id) if is_ours else clean_url(new.source_url)
    return _Wanted(index, source_id, new, config, (new.source_type, url))


def _row(work: Work, competitor_id: UUID, source: _Wanted, known: DataSource | None) -> DataSource:
    """A new row, or the one of which only an imported past was known. Raises SourceTaken."""
    if known is not None and not known.config.get("history"):
        raise SourceTaken(source_type=source.new.source_type)
    return (
        woken(work, known, source.new)
        if known
        else DataSource(
            id=source.id,
            workspace_id=work.tenant,
            competitor_id=competitor_id,
            source_type=source.new.source_type,
            source_url=source.place[1],
            crawl_frequency=source.new.crawl_frequency,
            config=source.config,
            next_due_at=due_at_once(work, source.config),
            created_at=work.now(),
        )
    )


@contextmanager
def _told(index: int, problems: list[SourceProblem]) -> Iterator[None]:
    """An error of one is a line of the answer, and stops none of the others."""
    try:
        yield
    except ProductError as error:
        problems.append(SourceProblem(index=index, code=error.code, reason=str(error)))
