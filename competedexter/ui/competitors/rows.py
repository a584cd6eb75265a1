"""A competitor as the table shows it."""

from dataclasses import dataclass, field

from competedexter.foundation.views import as_rfc3339
from competedexter.market.competitors.schemas import SLOTS, CompetitorView

TIERS = {"primary": "Primary", "secondary": "Secondary", "watch": "Watch"}


@dataclass(frozen=True)
class CompetitorRow:
    id: str
    href: str
    name: str
    domain: str
    initial: str
    tier: str
    tags: list[str] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    coverage: str = ""
    added_at: str = ""
    archived: bool = False
    is_self: bool = False


def coverage_words(view: CompetitorView) -> str:
    """`3 of 6 found, 1 blocked`."""
    if not view.slots:
        return "Not looked for"
    if any(slot.state == "looking" for slot in view.slots):
        return "Looking"
    words = f"{len(view.coverage.found)} of {len(SLOTS)} found"
    return f"{words}, {len(view.coverage.blocked)} blocked" if view.coverage.blocked else words


def row_of(view: CompetitorView) -> CompetitorRow:
    states = {slot.slot: str(slot.state) for slot in view.slots}
    return CompetitorRow(
        id=str(view.id),
        href=f"/competitors/{view.id}",
        name=view.name,
        domain=view.domain,
        initial=view.name[:1].upper(),
        tier=TIERS.get(view.tier, view.tier),
        tags=list(view.tags),
        slots=[states.get(slot, "missing") for slot in SLOTS],
        coverage=coverage_words(view),
        added_at=as_rfc3339(view.created_at),
        archived=view.archived_at is not None,
        is_self=view.is_self,
    )
