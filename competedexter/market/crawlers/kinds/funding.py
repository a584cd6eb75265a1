"""Money a company raised: Form D and Form C of the SEC, and rounds from Crunchbase."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.bundle import bundled
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading import edgar_addresses as addresses
from competedexter.market.crawlers.reading.edgar_asking import ask, ask_submissions
from competedexter.market.crawlers.reading.edgar_json import parsed, parts_of
from competedexter.market.crawlers.reading.edgar_raised import told_funding
from competedexter.market.crawlers.reading.edgar_raising import Raising
from competedexter.market.crawlers.reading.edgar_submissions import read_submissions
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.evidence.listings import EventsRecord
from competedexter.market.evidence.records import Quality

MAX_DOCUMENTS: Final = 5  # Form D documents asked for at a look, newest first
_CRUNCHBASE: Final = "https://api.crunchbase.com"
_ORGANIZATION = re.compile(r"^/organization/([\w-]{1,100})(?:/|$)")


class FundingCrawler:
    """Reads offerings from EDGAR, and rounds from Crunchbase's API (with a key) or its CSV."""

    kind = "funding"
    extractor_version = "funding-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """A company on EDGAR with its newest offerings, an organization of Crunchbase, or the address. Raises WebError."""
        company = addresses.company_of(source.url)
        if company:
            return await _company(source, web, company)
        asked = _crunchbase(source.url)
        if asked:
            key = source.outside.key("crunchbase", name="Crunchbase", setting="CRUNCHBASE_KEY")
            return await web.get(WebRequest(url=source.outside.address(asked), headers={"X-cb-user-key": key}))
        return await ask(source, web, addresses.unrendered(source.outside.address(source.url)))

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """Rounds and offerings as events; none is an answer too. Raises NothingToRead."""
        raising = Raising.of(parts_of(response))
        if raising is None:
            raise NothingToRead(
                reason="No funding was found there: Form D or C, a company on EDGAR, Crunchbase rounds or its CSV are read."
            )
        text = ListingText()
        name = f"Funding of {raising.company}" if raising.company else "Funding"
        text.tell([name])
        events = told_funding(raising.raised, text)
        record = EventsRecord(publisher=raising.publisher, events=events)
        quality = Quality(score=raising.score, reasons=raising.reasons)
        return (Finding(response.url, name, text.text, source.source_type, "funding", record, quality),)


async def _company(source: SourceRef, web: WebClient, company: str) -> WebResponse:
    """The submissions, and the newest Form D documents behind them; one that is gone is left out."""
    submissions = await ask_submissions(source, web, company)
    listed = read_submissions(parsed(submissions.body), submissions.url) if submissions.status == 200 else None
    if listed is None:
        return submissions
    offerings = [one for one in listed.filings if one.form in ("D", "D/A") and one.url][:MAX_DOCUMENTS]
    answers = [submissions]
    for filing in offerings:
        answer = await ask(source, web, addresses.beside(source, addresses.unrendered(filing.url)))
        if answer.status not in (404, 410):
            answers.append(answer)
    return bundled(answers)


def _crunchbase(url: str) -> str:
    """Where Crunchbase's API has the rounds of an organization; "" for other addresses."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.netloc.casefold() == "api.crunchbase.com":  # a key goes nowhere else
        return url
    page = _ORGANIZATION.match(parts.path) if parts.hostname in ("www.crunchbase.com", "crunchbase.com") else None
    return f"{_CRUNCHBASE}/api/v4/entities/organizations/{page[1]}?card_ids=raised_funding_rounds" if page else ""
