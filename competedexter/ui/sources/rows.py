"""A source among all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.sources.schemas import SourceView
from competedexter.ui.addresses import site_link


@dataclass(frozen=True)
class SourceRow:
    id: str
    competitor: str
    href: str
    url: str
    short: str
    type: str
    health: str
    reason: str
    errors: str
    last_success_at: str
    next_due_at: str
    paused: bool


def row_of(view: SourceView, names: Mapping[UUID, str], workspace_id: UUID) -> SourceRow:
    parts = urlsplit(view.source_url)
    return SourceRow(
        id=str(view.id),
        competitor=names.get(view.competitor_id, ""),
        href=f"/competitors/{view.competitor_id}?tab=evidence",
        url=site_link(view.source_url, workspace_id),
        short=parts.netloc.removeprefix("www.") + parts.path.rstrip("/"),
        type=view.source_type.replace("_", " ").capitalize(),
        health="paused" if view.status == "paused" else view.health,
        reason=view.health_reason if view.health != "ok" else "",
        errors=f"{view.error_count} in a row" if view.error_count else "",
        last_success_at=as_rfc3339(view.last_success_at) if view.last_success_at else "",
        next_due_at=as_rfc3339(view.next_due_at) if view.next_due_at else "",
        paused=view.status == "paused",
    )
