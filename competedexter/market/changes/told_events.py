"""An event that a source tells, as a change: it happened once, so it is told once and never taken back. Pure."""

import re
from datetime import datetime, timedelta
from typing import Final

from competedexter.market.evidence.listings import Event, EventKind
from competedexter.market.evidence.schemas import EventDocument

from .drafts import Draft, SpanRef, draft
from .kinds import ChangeKind, Label

OLD_NEWS: Final = timedelta(days=30)  # older than that when first seen: a feed that grew backwards, not news
BEFORE_WATCHING: Final = "It was there when this source was first looked at."

KINDS: Final[dict[EventKind, ChangeKind]] = {
    "news": ChangeKind.NEWS_PUBLISHED,
    "post": ChangeKind.SOCIAL_POSTED,
    "filing": ChangeKind.FILING_PUBLISHED,
    "funding": ChangeKind.FUNDING_ANNOUNCED,
    "review": ChangeKind.REVIEW_POSTED,
    "patent": ChangeKind.PATENT_PUBLISHED,
}

# Filed by insiders and shareholders, or about a form: hundreds a year that say nothing of the business.
_ROUTINE: Final = re.compile(
    r"(?:3|4|5|144|SC 13G|SCHEDULE 13G|DEFA14A|PX14A6G|CORRESP|UPLOAD|LETTER|CERT|EFFECT)(?:/A)?"
)


def is_routine(form: str) -> bool:
    return _ROUTINE.fullmatch(form.strip().upper()) is not None


def told_event(found: EventDocument, *, backfilled: bool) -> Draft:
    """The change of a new event. `backfilled` says that it was there at the first look: dated, kept, never alerted."""
    event = found.event
    label, reason = _worth(event, found.observed_at, backfilled=backfilled)
    return draft(
        KINDS[event.what],
        str(found.document_id),
        event.title,
        _data(event),
        label=label,
        reason=reason,
        after=SpanRef(0, len(found.text), ""),
        occurred_at=event.occurred_at,
    )


def _worth(event: Event, seen: datetime, *, backfilled: bool) -> tuple[Label, str]:
    if backfilled:
        return Label.MINOR, BEFORE_WATCHING
    if event.what == "filing" and is_routine(str(event.fields.get("form") or "")):
        return Label.MINOR, "It is a filing of routine: of an insider, a shareholder or a correspondence."
    if event.occurred_at is not None and seen - event.occurred_at > OLD_NEWS:
        return Label.MINOR, f"It is of {event.occurred_at:%Y-%m-%d}, and was seen only now."
    return Label.SIGNIFICANT, "It is new in this source."


def _data(event: Event) -> dict[str, object]:
    told = event.model_dump(mode="json", by_alias=True, exclude={"start", "end", "key", "what"})
    return {name: value for name, value in told.items() if value not in ("", None, {})}
