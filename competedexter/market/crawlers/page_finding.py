"""What every page crawler does: asks for the page once, and reads it as blocks of visible text."""

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.quality import page_quality
from competedexter.market.evidence.records import PageRecord


async def fetch_page(source: SourceRef, web: WebClient) -> WebResponse:
    """One page, conditionally when the source was read before. Raises WebError."""
    request = WebRequest(
        url=source.url,
        etag=source.etag,
        last_modified=source.last_modified,
        render=source.config.get("render") is True,
    )
    return await web.get(request)


def page_finding(source: SourceRef, response: WebResponse, page: VisibleText) -> Finding:
    """The page record of a response."""
    record = PageRecord(title=page.title, description=page.description, language=page.language, blocks=page.blocks())
    return Finding(
        url=response.url,
        title=page.title or source.url,
        text=page.text,
        data_type=source.source_type,
        snapshot_type="page",
        record=record,
        quality=page_quality(page),
    )
