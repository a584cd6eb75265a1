"""What routes ask for: who is looking and their transaction, a page, a moment. Names as in api.md."""

from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Path, Query, Request
from pydantic import Field

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE, MAX_PAGE_SIZE, Cursor, PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import GivenMoment, Page, Pagination
from competedexter.runtime import Runtime

from .visit import Visit

T = TypeVar("T")
MAX_CURSOR = 200  # characters; ours have about 100
MAX_SEARCH = 1_000


@dataclass(frozen=True)
class Inside:
    """Somebody of a workspace, and the transaction fenced to it."""

    viewer: Viewer
    work: Work
    runtime: Runtime


def visit_of(request: Request) -> Visit:
    visit: Visit = request.state.visit
    return visit


async def _inside(request: Request) -> Inside:
    visit = visit_of(request)
    return Inside(await visit.viewer(), await visit.work(), visit.runtime)


async def _visiting(request: Request) -> Visit:
    return visit_of(request)


InWorkspace = Annotated[Inside, Depends(_inside)]
Visiting = Annotated[Visit, Depends(_visiting)]


IncludeArchived = Annotated[bool, Query(alias="includeArchived", description="Those of archived competitors too.")]
AsOf = Annotated[GivenMoment | None, Query(alias="asOf", description="Use nothing observed later than this moment.")]
Since = Annotated[GivenMoment | None, Query(alias="from", description="From this moment on.")]
Until = Annotated[GivenMoment | None, Query(alias="to", description="Up to this moment.")]
Id = Annotated[UUID, Path(alias="id")]
CompetitorId = Annotated[UUID | None, Query(alias="competitorId")]
SourceId = Annotated[UUID | None, Query(alias="sourceId")]
Text = Annotated[str, Field(max_length=MAX_SEARCH)]


async def _page(
    page: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Counts from 1.")] = 1,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE,
) -> PageRequest:
    return PageRequest(page, page_size)


async def _walk(
    page: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Counts from 1; ignored with a cursor.")] = 1,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE,
    cursor: Annotated[
        str | None, Query(max_length=MAX_CURSOR, description="The nextCursor of the page before.")
    ] = None,
) -> PageRequest:
    return PageRequest(page, page_size, Cursor.decode(cursor) if cursor else None)


Paging = Annotated[PageRequest, Depends(_page)]
Walking = Annotated[PageRequest, Depends(_walk)]


def page_of(items: tuple[T, ...], page: PageRequest) -> Page[T]:
    """One page of a list that is short and at hand."""
    shown = items[page.offset : page.offset + page.page_size]
    return Page(items=shown, pagination=Pagination(total=len(items), page=page.page, page_size=page.page_size))
