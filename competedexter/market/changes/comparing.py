"""Two consecutive states of one source, compared: which drafts come out, and what is made of a second look. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from competedexter.market.snapshots.schemas import StoredSnapshot

from .drafts import Draft, SpanRef
from .kinds import Label

QUOTE = 500  # characters of a document quoted as evidence of a change
STAYS_AFTER = timedelta(hours=24)  # a state that stays this long is no test any more


@dataclass(frozen=True)
class State:
    """A snapshot with the text of its document."""

    snapshot: StoredSnapshot
    text: str


@dataclass(frozen=True)
class Opinion:
    """What a new change is worth, in the order in which it is written down; the last one counts."""

    label: Label
    reason: str


def opinions(
    draft: Draft, *, leaves_variant: bool, enters_variant: bool, seen_before: datetime | None
) -> Iterator[Opinion]:
    """The draft's own label, and over it that the page only shows a view of itself it showed before."""
    yield Opinion(draft.label, draft.reason)
    if draft.label.held_back:
        return
    if enters_variant:
        yield Opinion(Label.VARIANT, "The page shows a view of itself that came and went before.")
    elif leaves_variant and seen_before is not None:
        when = f"{seen_before:%Y-%m-%d %H:%M} UTC"
        yield Opinion(Label.VARIANT, f"The page went back to what it showed at {when}; the other view did not stay.")


def exact(span: SpanRef | None, text: str) -> SpanRef | None:
    """The span with the words that really stand there, cut to a readable quote; None when it is outside the text."""
    if span is None or not 0 <= span.start < span.end <= len(text):
        return None
    end = min(span.end, span.start + QUOTE)
    return SpanRef(span.start, end, text[span.start : end])
