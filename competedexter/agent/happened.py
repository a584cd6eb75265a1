"""Things that happened once: what each is called, when, and how it is told. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from competedexter.market.changes.kinds import ChangeKind

from .facts import ChangeFact
from .money import day_words
from .source_words import SourceType

KIND_OF: Final[dict[SourceType, str]] = {
    "news": ChangeKind.NEWS_PUBLISHED.value,
    "social": ChangeKind.SOCIAL_POSTED.value,
    "filings": ChangeKind.FILING_PUBLISHED.value,
    "funding": ChangeKind.FUNDING_ANNOUNCED.value,
    "reviews": ChangeKind.REVIEW_POSTED.value,
    "patents": ChangeKind.PATENT_PUBLISHED.value,
}
_DONE: Final[dict[str, tuple[str, str]]] = {
    ChangeKind.NEWS_PUBLISHED: ("Article about {name}", "published"),
    ChangeKind.SOCIAL_POSTED: ("Post about {name}", "posted"),
    ChangeKind.FILING_PUBLISHED: ("Filing of {name}", "filed"),
    ChangeKind.FUNDING_ANNOUNCED: ("Funding of {name}", "announced"),
    ChangeKind.REVIEW_POSTED: ("Review of {name}", "posted"),
    ChangeKind.PATENT_PUBLISHED: ("Patent of {name}", "published"),
}
"""What it is called, and what was done on its day."""
_FORM: Final = re.compile(r"\b(?:10-?[KQ]|8-?K|S-1|20-F|6-K|DEF ?14A|13[DG]|form [345D])\b", re.IGNORECASE)
_ROUTINE: Final = re.compile(r"\b(?:ownership of an insider|SC 13G|SCHEDULE 13G|CORRESP|UPLOAD|144)\b", re.IGNORECASE)
MAX_TITLE: Final = 200  # characters of a title in a sentence


def forms_in(text: str) -> tuple[str, ...]:
    """Forms that a question names: "10-K", "form 4"."""
    return tuple(dict.fromkeys(match.group() for match in _FORM.finditer(text)))


def is_of_form(change: ChangeFact, forms: Sequence[str]) -> bool:
    """The form stands at the start of a filing's category: "10-K: annual report"."""
    own = _bare(change.category.partition(":")[0])
    return any(own == _bare(form) or own.startswith(f"{_bare(form)}/") for form in forms)


def _bare(form: str) -> str:
    return form.casefold().removeprefix("form ").replace("-", "").replace(" ", "")


def is_of_routine(change: ChangeFact) -> bool:
    """Filings of insiders and shareholders, told after those of the business."""
    return change.change_kind == ChangeKind.FILING_PUBLISHED and _ROUTINE.search(change.category) is not None


def title_of(change: ChangeFact) -> str:
    """The title as the source has it, shortened where it ends a word."""
    title = change.subject or change.summary
    if len(title) <= MAX_TITLE:
        return title
    return title[:MAX_TITLE].rpartition(" ")[0] or title[:MAX_TITLE]


def when_of(change: ChangeFact) -> str:
    """`published on 6 October 2026`; without a date when it was first seen, said as that."""
    done = _DONE.get(change.change_kind, ("", "dated"))[1]
    if change.occurred_at is None:
        return f"undated; first seen on {day_words(change.observed_at)}"
    if change.occurred_at > change.observed_at:
        return f"dated {day_words(change.occurred_at)}, seen on {day_words(change.observed_at)}"
    return f"{done} on {day_words(change.occurred_at)}"


def reading_of_event(kind: str, occurred_at: datetime | None) -> str:
    """What is known of an event beside its text: what it is and of which day; "" for other changes."""
    called, done = _DONE.get(kind, ("", ""))
    dated = f"{done} on {day_words(occurred_at)}" if occurred_at else "undated"
    return f"{called.partition(' ')[0].casefold()} {dated}" if called else ""


def event_words(change: ChangeFact, name: str) -> str:
    """`Article about Acme: “Acme raises a round” (published on 6 October 2026)`."""
    called = _DONE.get(change.change_kind, ("At {name}", ""))[0].format(name=name)
    return f"{called}: “{title_of(change)}” ({when_of(change)})"
