"""One edit shown on several pages of a site (a title, a banner, a menu, a footer) is told by the first page that is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .edits import Edit
from .lines import NAVIGATION

REASON = "Another page of the site told the same edit."
QUOTE = 300  # characters of a line quoted in a change; of a longer one it is not known whether it is the same
SAME_EVENT = timedelta(hours=72)  # an edit is rolled out over a site's pages in days
FRAME = NAVIGATION | {"meta", "dialog"}

Side = tuple[str, str | None]  # words that came or went, and where they lead


@dataclass(frozen=True)
class Sides:
    """What went and what came."""

    gone: frozenset[Side] = frozenset()
    came: frozenset[Side] = frozenset()

    def hold(self, edit: Edit) -> bool:
        """Whether both sides of an edit are among them; a line changed here may be removed and added there."""
        return (edit.before is None or (edit.before.text, edit.target_before) in self.gone) and (
            edit.after is None or (edit.after.text, edit.target_after) in self.came
        )


NOTHING = Sides()


@dataclass(frozen=True)
class Elsewhere:
    """What other pages of the site told: lately, and of the frame that all pages share since this one was as before."""

    lately: Sides = NOTHING
    in_frame: Sides = NOTHING

    def tells(self, edit: Edit) -> bool:
        if max(len(line.text) for line in (edit.before, edit.after) if line) > QUOTE:
            return False
        return self.lately.hold(edit) or (edit.line.region in FRAME and self.in_frame.hold(edit))


def told_by_pages(changes: Iterable[tuple[datetime, Mapping[str, Any]]], now: datetime) -> Elsewhere:  # Any: JSON
    """From (observed_at, data) of page changes of the same site that were not held back."""
    edits = [(now - at, edit) for at, data in changes for edit in data.get("edits", ())]
    return Elsewhere(
        _sides(edit for age, edit in edits if age <= SAME_EVENT),
        _sides(edit for _, edit in edits if edit["region"] in FRAME),
    )


def untold(edits: Sequence[Edit], elsewhere: Elsewhere) -> list[Edit]:
    """The same edits, those held back that another page told."""
    return [edit.held_back(REASON) if not edit.reason and elsewhere.tells(edit) else edit for edit in edits]


def _sides(edits: Iterable[Mapping[str, Any]]) -> Sides:  # Any: JSON
    gone: set[Side] = set()
    came: set[Side] = set()
    for edit in edits:
        if edit["before"] is not None:
            gone.add((edit["before"], edit["targetBefore"]))
        if edit["after"] is not None:
            came.add((edit["after"], edit["targetAfter"]))
    return Sides(frozenset(gone), frozenset(came))
