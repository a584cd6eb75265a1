"""Whom the competitors compare themselves with, and nobody watches yet. Suggested, never added."""

from collections import defaultdict
from datetime import datetime
from typing import Final
from uuid import UUID

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.unit_of_work import Work
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawlers.reading.rival_names import rivals_in, slug
from competedexter.market.snapshots import service as snapshots

from .schemas import NamedBy, SuggestedCompetitor

MOST = 50
MOST_DISMISSED: Final = 500  # the oldest are suggested again
MAX_NAME: Final = 200
SETTING: Final = "suggested_competitors"
MOST_ADDRESSES = 20_000
COMPARING: Final = r"/(vs|versus|compare|comparisons?|alternatives?|competitors|switch)(/|-)|-vs-|-alternative"


async def suggestions(work: Work, viewer: Viewer) -> tuple[SuggestedCompetitor, ...]:
    """Names on /vs/, /compare/ and /alternatives pages of the watched sites, those that most of them name first."""
    viewer.require(Role.VIEWER)
    watched = {one.id: one for one in await competitors.watched(work)}
    known = {slug(name) for one in watched.values() for name in _spoken(one)} | set(await _dismissed(work, viewer))
    named: dict[str, list[NamedBy]] = defaultdict(list)
    names: dict[str, str] = {}
    for competitor_id, addresses in (await _addresses(work, viewer)).items():
        one = watched.get(competitor_id)
        for rival in rivals_in(addresses, _spoken(one)) if one else ():
            key = slug(rival.name)
            if one is None or key in known:
                continue
            names.setdefault(key, rival.name)
            named[key].append(
                NamedBy(competitor_id=one.id, competitor=one.name, url=rival.url, observed_at=addresses[rival.url])
            )
    found = [SuggestedCompetitor(name=names[key], named_by=tuple(by)) for key, by in named.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.named_by), one.name))[:MOST])


async def dismiss(work: Work, viewer: Viewer, name: str) -> None:
    """Not suggested any more, to anybody of the workspace."""
    viewer.require(Role.ADMIN)
    names = await _dismissed(work, viewer)
    kept = list(dict.fromkeys([*names, slug(name[:MAX_NAME])]))[-MOST_DISMISSED:]
    await accounts.keep_workspace_setting(work, viewer.workspace_id, SETTING, {"dismissed": kept})


async def suggest_again(work: Work, viewer: Viewer, name: str) -> None:
    """Takes a dismissal back."""
    viewer.require(Role.ADMIN)
    kept = [one for one in await _dismissed(work, viewer) if one != slug(name[:MAX_NAME])]
    await accounts.keep_workspace_setting(work, viewer.workspace_id, SETTING, {"dismissed": kept})


async def _dismissed(work: Work, viewer: Viewer) -> list[str]:
    stored = await accounts.workspace_settings(work, viewer.workspace_id)
    names = stored.values.get(SETTING, {}).get("dismissed", []) if stored else []
    return [str(name) for name in names]


async def _addresses(work: Work, viewer: Viewer) -> dict[UUID, dict[str, datetime]]:
    """Of each competitor the addresses that compare, and when they were seen."""
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    for competitor_id, url, seen in await snapshots.addresses(work, viewer, COMPARING, MOST_ADDRESSES):
        found[competitor_id][url] = seen
    return found


def _spoken(one: CompetitorView) -> list[str]:
    return [one.name, *one.aliases, one.domain.removeprefix("www.").partition(".")[0]]
