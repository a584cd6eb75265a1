"""Two looks at the technology behind a site: what came into use, what went. A version alone is no change."""

from collections.abc import Iterator
from typing import Final

from competedexter.market.evidence.listings import TechnologiesRecord, Technology

from .diffing_items import matched, place_of
from .drafts import Draft, draft
from .kinds import ChangeKind, Label

_OF_BUILDERS: Final = frozenset(
    ["fonts", "library", "library CDN", "language", "web server", "framework", "static site", "maps", "video", "tag manager",
     "document", "encoding", "meta", "robots", "link", "feeds", "widget"]
)  # fmt: skip
"""Categories that tell of how a site is built, not of how its owner does business."""


def diff_technologies(before: TechnologiesRecord, after: TechnologiesRecord) -> tuple[Draft, ...]:
    """What went is looked at again before it counts: tests and networks come and go by the look."""
    found = matched(before.technologies, after.technologies, lambda technology: technology.name.casefold())
    return (*_added(found.added), *_removed(found.removed))


def _added(technologies: tuple[Technology, ...]) -> Iterator[Draft]:
    for one in technologies:
        label, reason = _worth(one, "came into use")
        yield draft(
            ChangeKind.TECHNOLOGY_ADDED,
            f"technology:{one.name.casefold()}",
            f"{one.name} ({one.category}) is in use now",
            {"technology": one.name, "category": one.category, "version": one.version, "proof": one.proof},
            label=label,
            reason=reason,
            after=place_of(one),
        )


def _removed(technologies: tuple[Technology, ...]) -> Iterator[Draft]:
    for one in technologies:
        label, reason = _worth(one, "is not seen any more")
        yield draft(
            ChangeKind.TECHNOLOGY_REMOVED,
            f"technology:{one.name.casefold()}",
            f"{one.name} ({one.category}) is not in use any more",
            {"technology": one.name, "category": one.category, "version": one.version, "proof": one.proof},
            label=label,
            reason=reason,
            suspicious=True,
            before=place_of(one),
        )


def _worth(one: Technology, what: str) -> tuple[Label, str]:
    if one.category in _OF_BUILDERS:
        return Label.MINOR, f"A technology {what}, of a kind that tells how the site is built ({one.category})."
    return Label.SIGNIFICANT, f"A technology {what} ({one.category})."
