"""What lists of documents ask for, in SQL."""

from typing import Any, get_args
from uuid import UUID

from sqlalchemy import Select, Text, case, column, func, select, true, values
from sqlmodel import col

from competedexter.market.sources.schemas import SourceType
from competedexter.models import Document

from .schemas import DocumentFilters


def conditions_of(filters: DocumentFilters, tenant: UUID) -> list[Any]:  # Any: SQL expressions
    """Feeds whose events are documents of their own are not listed beside them."""
    conditions: list[Any] = [col(Document.workspace_id) == tenant, ~col(Document.split)]
    if filters.competitor_id:
        conditions.append(col(Document.competitor_id) == filters.competitor_id)
    if filters.source_id:
        conditions.append(col(Document.data_source_id) == filters.source_id)
    if filters.data_type:
        conditions.append(col(Document.data_type) == filters.data_type)
    if filters.as_of:
        conditions.append(col(Document.observed_at) <= filters.as_of)
    return conditions


def latest_of_each_type(filters: DocumentFilters, tenant: UUID) -> Select[Any]:  # Any: one column
    """Ids of the newest document of each type: one step down the index a type instead of a walk over all of them."""
    wanted = values(column("name", Text), name="wanted").data([(name,) for name in get_args(SourceType)])
    newest = (
        select(col(Document.id).label("id"))
        .where(*conditions_of(filters, tenant), col(Document.data_type) == wanted.c.name)
        .order_by(col(Document.observed_at).desc(), col(Document.id).desc())
        .limit(1)
        .correlate(wanted)
        .lateral("newest")
    )
    return select(newest.c.id).select_from(wanted).join(newest, true())


def contents(most: int) -> list[Any]:  # Any: SQL expressions
    """What a list shows of a document beside its line, bounded: a page of a hundred hostile ones must fit in memory."""
    short = func.length(col(Document.text)) <= most
    return [
        col(Document.created_at), col(Document.quality_reasons), col(Document.content_hash), short.label("complete"),
        func.left(col(Document.text), most).label("text"),
        case((short, col(Document.processed_data))).label("processed_data"),
    ]  # fmt: skip
