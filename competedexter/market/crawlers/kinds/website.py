"""Any page: its text, its links, where each piece stands. A sitemap: the pages it names."""

from collections.abc import Sequence

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.bundle import answers_of, bundled
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.page_finding import fetch_page, page_finding
from competedexter.market.crawlers.reading.page import page_of
from competedexter.market.crawlers.reading.site_pages import SiteReading, is_index, is_sitemap, read_site
from competedexter.market.crawlers.reading.sitemap import parse_sitemap
from competedexter.market.crawlers.reading.wholeness import unreadable_kind
from competedexter.market.evidence.records import Quality

MOST_PARTS = 10  # sitemaps of an index that are read


class WebsiteCrawler:
    """Reads a page as blocks of visible text, and a sitemap as a list of pages."""

    kind = "website"
    extractor_version = "website-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """Asks for the page; for an index of sitemaps also for its parts. Raises WebError."""
        first = await fetch_page(source, web)
        if first.status != 200 or not is_index(first):
            return first
        parts = [entry.url for entry in parse_sitemap(first.body)[:MOST_PARTS]]
        return bundled([first, *[await web.get(WebRequest(url)) for url in parts]])

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """One page record, or one record of a site's pages. Raises NothingToRead for other data."""
        answers = answers_of(response)
        if not is_sitemap(answers[0]):
            if kind := unreadable_kind(response):
                raise NothingToRead(reason=f"The address leads to {kind}, not to a page.")
            page = page_of(response)
            return (page_finding(source, response, page.text, article=page.is_article),)
        site = read_site(answers)
        if not site.record.pages:
            raise NothingToRead(reason="The sitemap names no page.")
        return (
            Finding(
                url=response.url,
                title=f"Pages of {answers[0].url}",
                text=site.text,
                data_type=source.source_type,
                snapshot_type="site",
                record=site.record,
                quality=_quality(site),
            ),
        )


def _quality(site: SiteReading) -> Quality:
    reasons = []
    if site.named > len(site.record.pages):
        reasons.append(f"{len(site.record.pages):,} of {site.named:,} pages were read")
    if site.parts:
        reasons.append(f"{site.parts:,} further sitemaps were not read")
    return Quality(score=0.8 if reasons else 1.0, reasons=tuple(reasons))
