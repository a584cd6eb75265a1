"""Any page: its text, its links, where each piece stands."""

from collections.abc import Sequence

from competedexter.integrations.web.protocol import WebClient, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.page_finding import fetch_page, page_finding
from competedexter.market.crawlers.reading.page import page_of


class WebsiteCrawler:
    """Reads a page as blocks of visible text."""

    kind = "website"
    extractor_version = "website-1"
    reads_data = False

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """Asks for the page. Raises WebError."""
        return await fetch_page(source, web)

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """One page record. Pure, never raises."""
        return (page_finding(source, response, page_of(response).text),)
