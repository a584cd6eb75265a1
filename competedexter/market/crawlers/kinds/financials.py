"""What a company files with the SEC, and the figures it reports there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from competedexter.integrations.web.protocol import WebClient, WebResponse
from competedexter.market.crawlers.bundle import bundled
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading import edgar_addresses as addresses
from competedexter.market.crawlers.reading.edgar_asking import MAX_FACTS, ask, ask_submissions
from competedexter.market.crawlers.reading.edgar_atom import read_atom
from competedexter.market.crawlers.reading.edgar_document import read_document, read_instance
from competedexter.market.crawlers.reading.edgar_facts import CompanyFacts, read_facts
from competedexter.market.crawlers.reading.edgar_figures import told_figures
from competedexter.market.crawlers.reading.edgar_filings import Filing, filing_events
from competedexter.market.crawlers.reading.edgar_json import parsed, parts_of
from competedexter.market.crawlers.reading.edgar_submissions import read_submissions
from competedexter.market.crawlers.reading.edgar_xml import root_of
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.evidence.listings import EventsRecord, FiguresRecord
from competedexter.market.evidence.records import Quality


class FinancialsCrawler:
    """Reads EDGAR: submissions, company facts, Atom feeds, and 8-Ks themselves."""

    kind = "financials"
    extractor_version = "financials-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """A company's submissions with its facts (private filers have none); any other address by itself. Raises WebError."""
        company = addresses.company_of(source.url)
        if not company:
            return await ask(source, web, source.outside.address(source.url), max_bytes=MAX_FACTS)
        submissions = await ask_submissions(source, web, company)
        cik = addresses.cik_in(submissions.url) or company
        if submissions.status != 200 or not cik.isdigit():
            return submissions
        facts = await ask(source, web, addresses.beside(source, addresses.facts_of(cik)), max_bytes=MAX_FACTS)
        return submissions if facts.status in (404, 410) else bundled([submissions, facts])

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """Filings as events and figures as a state, whichever came. Raises NothingToRead."""
        seen = _Seen()
        for part in parts_of(response):
            seen.look_at(part)
        if not seen.has_filings and not seen.facts:
            raise NothingToRead(
                reason="Nothing of EDGAR's was found there: submissions, company facts, a feed of filings or an 8-K are read."
            )
        return seen.findings(source, response.url)


@dataclass
class _Seen:
    """What the answers of one look say."""

    filings: list[Filing] = field(default_factory=list)
    has_filings: bool = False
    facts: CompanyFacts | None = None
    company: str = ""
    reasons: list[str] = field(default_factory=list)

    def look_at(self, part: WebResponse) -> None:
        """Recognised by what it says, not by where it is."""
        data = parsed(part.body) if part.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else None
        if data is not None:
            self._json(data, part.url)
            return
        root = root_of(part.body)
        found = read_atom(root) if root is not None else None
        if found is None:
            document = read_instance(root, part.url) if root is not None else None
            document = document or read_document(part)
            found = (document,) if document else None
        if found is not None:
            self.filings.extend(found)
            self.has_filings = True

    def _json(self, data: object, url: str) -> None:
        submissions = read_submissions(data, url)
        if submissions is not None:
            self.filings.extend(submissions.filings)
            self.has_filings = True
            self.company = submissions.company
            self.reasons.extend(submissions.reasons)
        self.facts = self.facts or read_facts(data)

    def findings(self, source: SourceRef, url: str) -> Sequence[Finding]:
        """One text for all: the filings first."""
        text = ListingText()
        company = self.company or (self.facts.company if self.facts else "")
        name = f"{company} on EDGAR" if company else "Filings on EDGAR"
        text.tell([name])
        filings = [one for one in self.filings if addresses.asks_for(source.url, one.form)]
        events = filing_events(filings, text)
        doubtful = sum(not one.accession or one.occurred_at is None for one in filings)
        figures = told_figures(self.facts, text) if self.facts else ()
        told = text.text

        def finding(snapshot_type: str, record: EventsRecord | FiguresRecord, quality: Quality) -> Finding:
            return Finding(url, name, told, source.source_type, snapshot_type, record, quality)

        found = []
        if self.has_filings:
            quality = Quality(score=1 - 0.5 * doubtful / max(1, len(filings)), reasons=tuple(self.reasons))
            found.append(finding("filings", EventsRecord(publisher="SEC EDGAR", events=events), quality))
        if self.facts:
            quality = Quality(score=1.0, reasons=self.facts.reasons)
            found.append(finding("financials", FiguresRecord(figures=figures), quality))
        return found
