"""What a company filed, from the submissions API of EDGAR (sec.gov/search-filings/edgar-application-programming-interfaces)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from .edgar_addresses import cik_in, document_of
from .edgar_filings import MAX_FILINGS, Filing
from .edgar_forms import item_codes
from .edgar_json import items, mapping, words
from .edgar_times import clock_of, day, moment

_COLUMNS: Final = ("accessionNumber", "form", "filingDate")  # without these it is something else
_ALSO: Final = ("reportDate", "acceptanceDateTime", "items", "size", "primaryDocument", "primaryDocDescription")


@dataclass(frozen=True)
class Submissions:
    """`reasons` say in words what was not read."""

    company: str
    cik: str
    filings: tuple[Filing, ...]
    reasons: tuple[str, ...] = ()


def read_submissions(data: object, url: str) -> Submissions | None:
    """The filings, newest first, of `CIK##########.json` or of one of its older pages; None when it is neither."""
    whole = mapping(data)
    recent = mapping(mapping(whole.get("filings")).get("recent")) or whole
    if not all(isinstance(recent.get(column), list) for column in _COLUMNS):
        return None
    company, cik = words(whole.get("name")), words(whole.get("cik")) or cik_in(url)
    cik = cik if cik.isdigit() else ""
    filings = tuple(islice(_filings(recent, company, cik), MAX_FILINGS))
    return Submissions(company, cik, filings, tuple(_reasons(whole, recent, filings)))


def _filings(recent: dict[str, Any], company: str, cik: str) -> Iterator[Filing]:  # Any: JSON
    zone = clock_of(items(recent.get("acceptanceDateTime"))[:MAX_FILINGS])
    columns = {name: items(recent.get(name)) for name in (*_COLUMNS, *_ALSO)}
    for row in range(len(columns["accessionNumber"])):
        value = {name: column[row] for name, column in columns.items() if row < len(column)}
        accession, document = words(value.get("accessionNumber")), words(value.get("primaryDocument"))
        size = value.get("size")
        yield Filing(
            accession=accession,
            form=words(value.get("form")),
            company=company,
            cik=cik,
            items=item_codes(words(value.get("items"))),
            accepted_at=moment(value.get("acceptanceDateTime"), zone),
            filed=day(value.get("filingDate")),
            report_date=day(value.get("reportDate")),
            url=document_of(cik, accession, document) if accession and cik else "",
            size=size if isinstance(size, int) and not isinstance(size, bool) else None,
            description=words(value.get("primaryDocDescription")),
        )


def _reasons(whole: dict[str, Any], recent: dict[str, Any], filings: tuple[Filing, ...]) -> Iterator[str]:  # Any: JSON
    listed = len(recent["accessionNumber"])
    if listed > len(filings):
        yield f"{listed - len(filings)} older of {listed} listed filings were not read: {MAX_FILINGS} are read at a look."
    for page in items(mapping(whole.get("filings")).get("files"))[:20]:
        told = {name: words(value) for name, value in mapping(page).items()}
        yield (
            f"Older filings are on a page of their own that is not read: {told.get('name', '?')}"
            f" ({told.get('filingCount', '?')} filings, {told.get('filingFrom', '?')} to {told.get('filingTo', '?')})."
        )
    nameless = sum(not filing.accession for filing in filings)
    if nameless:
        yield f"{nameless} of {len(filings)} filings had no accession number."
    undated = sum(filing.occurred_at is None for filing in filings)
    if undated:
        yield f"{undated} of {len(filings)} filings had no date."
