"""A pricing page: its plans and prices, typed, and the page itself."""

from collections.abc import Sequence
from dataclasses import replace

from competedexter.integrations.web.protocol import WebClient, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.page_finding import fetch_page, page_finding
from competedexter.market.crawlers.reading.page import page_of
from competedexter.market.crawlers.reading.plans import read_pricing
from competedexter.market.crawlers.reading.quality import pricing_quality


class PricingCrawler:
    """Reads a page as plans with prices, and as blocks of visible text."""

    kind = "pricing"
    extractor_version = "pricing-2"
    reads_data = False

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """Asks for the page. Raises WebError."""
        return await fetch_page(source, web)

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """The pricing record first, then the page record of the same text.

        A page that shows no plan gives a record without plans: what it showed before is current no longer.
        """
        page = page_of(response)
        record = read_pricing(page)
        whole = page_finding(source, response, page.text)
        quality = pricing_quality(page.text, record)
        return (replace(whole, snapshot_type="pricing", record=record, quality=quality), whole)
