"""Patents and applications as events, whoever told of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from competedexter.market.crawlers.reading.listing_text import ListingText, fold
from competedexter.market.evidence.listings import Event

MAX_PATENTS: Final = 1_000
MAX_TITLE: Final = 300  # characters
_NUMBER = re.compile(r"([A-Z]{2})?((?:D|PP|RE|H|T|X)?\d{2,15})([A-Z]\d?)?")
_UNITED_STATES: Final = "US"


@dataclass(frozen=True)
class Patent:
    """A publication. `number` is as an office or export writes it ("US 2014-0167116 A1"); "" when it has none yet."""

    number: str
    title: str
    assignees: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    priority: date | None = None
    filed: date | None = None
    published: date | None = None
    granted: date | None = None
    kind: str = ""
    url: str = ""
    application: str = ""
    status: str = ""

    @property
    def key(self) -> str:
        """The publication number without spaces, dashes or commas; without one the application's, or the title's."""
        if self.number:
            return compact(self.number)
        application = compact(self.application)
        return f"application:{application}" if application else f"untitled:{self.title}:{self.filed}"

    @property
    def occurred(self) -> date | None:
        return self.published or self.granted or self.filed


def patent_events(patents: Iterable[Patent], text: ListingText) -> tuple[Event, ...]:
    """Newest first, each once, at most MAX_PATENTS, told into `text`."""
    once: dict[str, Patent] = {}
    for patent in patents:
        once.setdefault(patent.key, patent)
    ordered = sorted(once.values(), key=lambda one: one.occurred or date.min, reverse=True)
    return tuple(_event(patent, text) for patent in ordered[:MAX_PATENTS])


def doubts(patents: Sequence[Patent]) -> Iterator[str]:
    """What entries lack, counted in sentences."""
    lacks = (
        (sum(not one.title for one in patents), "had no title"),
        (sum(not one.number for one in patents), "have no publication number yet"),
        (sum(one.occurred is None for one in patents), "had no date"),
    )
    yield from (f"{count} of {len(patents)} patents {what}." for count, what in lacks if count)
    if len(patents) > MAX_PATENTS:
        yield f"{len(patents) - MAX_PATENTS} older patents were not read."


def compact(number: str) -> str:
    """ "US 2014-0167116 A1" is "US20140167116A1"."""
    return re.sub(r"[\s,./-]+", "", number).upper()


def kind_of(number: str) -> str:
    """The kind code at the end of a publication number ("B2"); "" without."""
    found = _NUMBER.fullmatch(compact(number))
    return (found[3] or "") if found else ""


def american(number: str, kind: str = "") -> str:
    """A number of the US office with its country and kind, where they are not there already."""
    bare = compact(number)
    if not bare:
        return ""
    numbered = bare if bare[:2].isalpha() and bare.startswith(_UNITED_STATES) else f"{_UNITED_STATES}{bare}"
    return numbered if kind_of(numbered) or not kind else f"{numbered}{compact(kind)}"


def _event(patent: Patent, text: ListingText) -> Event:
    title = fold(patent.title)[:MAX_TITLE] or "(untitled)"
    start, end = text.tell([title, *_lines(patent)])
    kind = patent.kind or kind_of(patent.number)
    when = patent.occurred
    return Event(
        start=start,
        end=end,
        key=patent.key,
        what="patent",
        title=title,
        url=patent.url,
        occurred_at=datetime(when.year, when.month, when.day, tzinfo=UTC) if when else None,
        author=", ".join(patent.assignees)[:300],
        category="granted patent" if patent.granted else "patent application",
        fields={
            "number": compact(patent.number) or None,
            "assignee": ", ".join(patent.assignees)[:500] or None,
            "inventors": ", ".join(patent.inventors)[:1_000] or None,
            "priority": _iso(patent.priority),
            "filed": _iso(patent.filed),
            "published": _iso(patent.published),
            "granted": _iso(patent.granted),
            "kind": kind or None,
            "application": patent.application or None,
            "status": patent.status or None,
        },
    )


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _lines(patent: Patent) -> Iterator[str]:
    yield " ".join((compact(patent.number) or f"Application {patent.application or 'without a number'}",))
    told = (
        ("Assignee", ", ".join(patent.assignees)),
        ("Inventors", ", ".join(patent.inventors)),
        ("Filed", patent.filed),
        ("Published", patent.published),
        ("Granted", patent.granted),
        ("Status", patent.status),
    )
    yield from (f"{name}: {value}" for name, value in told if value)
