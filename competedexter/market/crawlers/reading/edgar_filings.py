"""A filing as an event: whatever told of it (submissions, a feed, the document itself), it is told in the same way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from competedexter.market.crawlers.reading.listing_text import ListingText, fold
from competedexter.market.evidence.listings import Event

from .edgar_forms import category_of, headline, is_amendment, item_words
from .edgar_times import midnight

MAX_FILINGS: Final = 1_000  # of one look
MAX_TITLE: Final = 300  # characters


@dataclass(frozen=True)
class Filing:
    """One filing. `accession` is "" when the source does not say; `size` is in EDGAR's words or bytes; `said` are lines
    of the document itself, where it was read."""

    accession: str
    form: str
    company: str = ""
    cik: str = ""
    items: tuple[str, ...] = ()
    accepted_at: datetime | None = None
    filed: date | None = None
    report_date: date | None = None
    url: str = ""
    size: str | int | None = None
    description: str = ""
    said: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The accession number, which is one in all of EDGAR; without it the address, else what else is known."""
        return self.accession or self.url or f"{self.cik}:{self.form}:{self.filed}:{self.description}"

    @property
    def occurred_at(self) -> datetime | None:
        return self.accepted_at or midnight(self.filed) or midnight(self.report_date)


def filing_events(filings: Sequence[Filing], text: ListingText) -> tuple[Event, ...]:
    """Newest first, each once, at most MAX_FILINGS, told into `text`."""
    once = {filing.key: filing for filing in reversed(filings)}
    ordered = sorted(once.values(), key=lambda one: (one.occurred_at is not None, one.occurred_at), reverse=True)
    return tuple(_event(filing, text) for filing in ordered[:MAX_FILINGS])


def _event(filing: Filing, text: ListingText) -> Event:
    title = fold(headline(filing.company, filing.form, filing.items, filing.description))[:MAX_TITLE] or "(untitled)"
    start, end = text.tell([title, *_lines(filing)])
    return Event(
        start=start,
        end=end,
        key=filing.key,
        what="filing",
        title=title,
        url=filing.url,
        occurred_at=filing.occurred_at,
        author=filing.company,
        category=category_of(filing.form, filing.items),
        fields={
            "form": filing.form,
            "items": ", ".join(filing.items),
            "accession": filing.accession,
            "filed": filing.filed.isoformat() if filing.filed else None,
            "reportDate": filing.report_date.isoformat() if filing.report_date else None,
            "size": filing.size,
            "amendment": is_amendment(filing.form),
        },
    )


def _lines(filing: Filing) -> Iterable[str]:
    told = [f"Form {filing.form}" if filing.form else "", filing.description]
    told += [f"filed on {filing.filed}" if filing.filed else ""]
    told += [f"report of {filing.report_date}" if filing.report_date else ""]
    told += [f"accession number {filing.accession}" if filing.accession else ""]
    yield ", ".join(piece for piece in told if piece)
    for code in filing.items:
        yield f"Item {code}: {item_words(code)}"
    yield from filing.said
