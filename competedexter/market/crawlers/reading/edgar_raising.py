"""All funding that the answers of one look tell of, put together: lists of filings with the documents behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from competedexter.integrations.web.protocol import WebResponse

from .crunchbase import Round, read_rounds, read_rounds_csv
from .edgar_addresses import accession_in, cik_in
from .edgar_atom import read_atom
from .edgar_filings import Filing
from .edgar_json import parsed
from .edgar_offerings import CROWDFUNDING, Offering, read_offering
from .edgar_raised import Raised, of_filing, of_offering, of_round
from .edgar_submissions import read_submissions
from .edgar_xml import root_of

MAX_EVENTS: Final = 1_000
_FORMS: Final = ("D", "D/A", *CROWDFUNDING)


@dataclass
class Raising:
    """What was found. `score` falls with rounds that lack a date or an amount."""

    company: str = ""
    publisher: str = ""
    raised: tuple[Raised, ...] = ()
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    _filings: dict[str, Filing] = field(default_factory=dict)
    _offerings: list[tuple[Offering, str]] = field(default_factory=list)
    _rounds: list[Round] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, parts: Sequence[WebResponse]) -> "Raising | None":
        """None when no part is anything that tells of funding."""
        raising = cls()
        told = [raising._look_at(part) for part in parts]
        if not any(told):
            return None
        raising._conclude()
        return raising

    def _look_at(self, part: WebResponse) -> bool:
        start = part.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if start in (b"{", b"["):
            return self._json(parsed(part.body), part.url)
        if start == b"<":
            return self._xml(part)
        rounds = read_rounds_csv(part.text)
        return self._crunchbase(rounds)

    def _json(self, data: object, url: str) -> bool:
        submissions = read_submissions(data, url)
        if submissions is None:
            return self._crunchbase(read_rounds(data))
        self.company, self.publisher = submissions.company, "SEC EDGAR"
        self._notes.extend(submissions.reasons)
        self._listed(submissions.filings)
        return True

    def _xml(self, part: WebResponse) -> bool:
        root = root_of(part.body)
        offering = read_offering(root) if root is not None else None
        filings = read_atom(root) if root is not None and offering is None else None
        if offering is not None:
            self._offerings.append((offering, part.url))
        elif filings is not None:
            self._listed(filings)
        self.publisher = self.publisher or "SEC EDGAR"
        return offering is not None or filings is not None

    def _crunchbase(self, rounds: tuple[Round, ...] | None) -> bool:
        if rounds is None:
            return False
        self.publisher = "Crunchbase"
        self._rounds.extend(rounds)
        self.company = self.company or next((one.company for one in rounds if one.company), "")
        return True

    def _listed(self, filings: Sequence[Filing]) -> None:
        self._filings.update((one.key, one) for one in filings if one.form in _FORMS)

    def _conclude(self) -> None:
        told = [*self._told()]
        self.raised = tuple(told[:MAX_EVENTS])
        issuers = [name for offering, _ in self._offerings for name in offering.issuers]
        self.company = self.company or (issuers[0] if issuers else "")
        undated = sum(one.occurred_at is None for one in self.raised)
        unread = sum(one.unread for one in self.raised)
        silent = sum(one.amount is None for one in self._rounds)
        counts = (
            (undated, "had no date"),
            (silent, "did not disclose an amount"),
            (unread, "are told without amounts"),
        )
        said = [f"{count} of {len(self.raised)} fundings {what}." for count, what in counts if count]
        if len(told) > MAX_EVENTS:
            said.append(f"{len(told) - MAX_EVENTS} more fundings were not read.")
        self.reasons = (*said, *self._notes)
        self.score = 1.0 - 0.5 * undated / len(self.raised) if self.raised else 1.0

    def _told(self) -> Iterator[Raised]:
        """Offerings with the filing that lists them, then filings whose document was not read, then rounds."""
        read: set[str] = set()
        for offering, url in self._offerings:
            accession = accession_in(url)
            listed = self._filings.get(accession)
            filing = listed or Filing(accession=accession, form=offering.form, cik=cik_in(url), url=url)
            read.add(filing.key)
            yield of_offering(offering, filing)
        yield from (of_filing(filing) for key, filing in self._filings.items() if key not in read)
        yield from (of_round(one) for one in self._rounds)
