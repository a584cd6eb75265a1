"""What every page crawler does: asks for the page once, and reads it as blocks of visible text."""

from collections.abc import Sequence
from typing import Final

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.reading.main_text import main_lines
from competedexter.market.crawlers.reading.markup import is_read_in_part
from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.quality import page_quality
from competedexter.market.evidence.records import Block, PageRecord

MIN_ARTICLE: Final = 500  # code points; a main text below that is rather a teaser, and the page is searched whole


async def fetch_page(source: SourceRef, web: WebClient) -> WebResponse:
    """One page, conditionally when the source was read before. Raises WebError."""
    request = WebRequest(
        url=source.url,
        etag=source.etag,
        last_modified=source.last_modified,
        render=source.config.get("render") is True,
    )
    return await web.get(request)


def page_finding(source: SourceRef, response: WebResponse, page: VisibleText, *, article: bool = False) -> Finding:
    """The page record of a response; of an `article` the main text is named besides."""
    blocks = page.blocks()
    record = PageRecord(title=page.title, description=page.description, language=page.language, blocks=blocks)
    return Finding(
        url=response.url,
        title=page.title or source.url,
        text=page.text,
        data_type=source.source_type,
        snapshot_type="page",
        record=record,
        quality=page_quality(page, in_part=is_read_in_part(response.text)),
        main=_main(page, blocks) if article else None,
    )


def _main(page: VisibleText, blocks: Sequence[Block]) -> tuple[Block, ...] | None:
    """The blocks of an article's main text; None when so little is left that it was not found."""
    lines = main_lines(page)
    if sum(len(line.text) for line in lines) < MIN_ARTICLE:
        return None
    starts = {line.start for line in lines}
    return tuple(block for block in blocks if block.start in starts)
