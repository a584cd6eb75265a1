"""A source as lists of them show it: what it is, how it is, what is under way. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.crawling.schemas import CrawlRunView
from competedexter.market.sources.schemas import SourceView

from .addresses import short_url, site_link
from .source_types import type_name

EVERY = {"hourly": "every hour", "daily": "every day", "weekly": "every week"}
FED = {"upload": "uploaded", "webhook": "sent to its hook"}  # what is brought to us is never due


@dataclass(frozen=True)
class SourceRow:
    """`state` is what is under way (queued, running), else paused, else its health. Times are RFC 3339.

    `waits` says when it is next read where there is no time for it. What is brought to it is `fed`; then it may have no
    `url` on the web.
    """

    id: str = ""
    href: str = ""
    competitor: str = ""
    competitor_href: str = ""
    url: str = ""
    short: str = ""
    type: str = ""
    type_name: str = ""
    state: str = "ok"
    reason: str = ""
    busy: bool = False
    failures: str = ""
    every: str = ""
    frequency: str = "daily"
    last_success_at: str = ""
    next_due_at: str = ""
    waits: str = "soon"
    paused: bool = False
    fed: bool = False


def row_of(
    view: SourceView, names: Mapping[UUID, str], open_runs: Mapping[UUID, CrawlRunView], workspace_id: UUID
) -> SourceRow:
    run = open_runs.get(view.id)
    paused, fed = view.status == "paused", str(view.config.get("feedBy") or "")
    health = "paused" if paused else view.health
    is_ours = bool(fed) and view.source_url.endswith(f"/{view.id}/upload")
    named = f"{type_name(view.source_type)}, {FED.get(fed, fed)}" if is_ours else short_url(view.source_url)
    resting = "" if view.health == "ok" else view.health_reason
    return SourceRow(
        id=str(view.id),
        href=f"/sources/{view.id}",
        competitor=names.get(view.competitor_id, "Archived"),
        competitor_href=f"/competitors/{view.competitor_id}",
        url="" if is_ours else site_link(view.source_url, workspace_id),
        short=named,
        type=view.source_type,
        type_name=type_name(view.source_type),
        state=run.state if run else health,
        reason=run.reason if run else resting,
        busy=run is not None,
        failures=f"{view.error_count} in a row" if view.error_count else "",
        every=FED.get(fed, EVERY.get(view.crawl_frequency, view.crawl_frequency)),
        frequency=view.crawl_frequency,
        last_success_at=as_rfc3339(view.last_success_at) if view.last_success_at else "",
        next_due_at=as_rfc3339(view.next_due_at) if view.next_due_at and not fed else "",
        waits="when it is brought" if fed else "soon",
        paused=paused,
        fed=bool(fed),
    )
