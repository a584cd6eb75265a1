"""A source an analyst described: records taken from JSON, a table, a page or a feed by a mapping of their own."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from competedexter.integrations.web.protocol import WebClient, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.page_finding import fetch_page
from competedexter.market.crawlers.reading.custom_csv import take_csv
from competedexter.market.crawlers.reading.custom_feed import take_feed
from competedexter.market.crawlers.reading.custom_html import take_html
from competedexter.market.crawlers.reading.custom_items import Taken, refuse
from competedexter.market.crawlers.reading.custom_json import take_json
from competedexter.market.crawlers.reading.custom_rows import rows_of
from competedexter.market.crawlers.reading.custom_suggestion import suggested
from competedexter.market.evidence.listings import RowsRecord
from competedexter.market.sources.errors import InvalidMapping, MappingMissing
from competedexter.market.sources.mapping import RowMapping, mapping_of

MAX_NAME: Final = 150  # characters of an address shown as a title


class CustomCrawler:
    """Reads one answer as records."""

    kind = "custom"
    extractor_version = "custom-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """Asks for the address. Raises WebError."""
        return await fetch_page(source, web)

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """One finding of rows; added to those of `source.before` when there are some. Raises NothingToRead."""
        mapping = _mapping(source, response)
        before = source.before if isinstance(source.before, RowsRecord) else None
        taken = _taken(response, mapping, one_item=before is not None)
        read = rows_of(taken, mapping, before, complete=mapping.format != "feed")  # a feed lets its old entries go
        return (
            Finding(
                url=response.url,
                title=taken.title or _name_of(source.url),
                text=read.text,
                data_type=source.source_type,
                snapshot_type="custom",
                record=read.record,
                quality=read.quality,
            ),
        )


def _mapping(source: SourceRef, response: WebResponse) -> RowMapping:
    try:
        return mapping_of(source.config)
    except MappingMissing as error:
        guess = suggested(response)
        if guess is None:
            raise refuse("Nobody has said yet which part of this is a record. Give the source a config.") from error
        return guess.mapping
    except InvalidMapping as error:  # stored by a version that read more
        raise refuse(str(error)) from error


def _taken(response: WebResponse, mapping: RowMapping, *, one_item: bool) -> Taken:
    if mapping.format == "json":
        return take_json(response, mapping, one_item=one_item)
    if mapping.format == "csv":
        return take_csv(response, mapping)
    return take_html(response, mapping) if mapping.format == "html" else take_feed(response, mapping)


def _name_of(url: str) -> str:
    parts = urlsplit(url)
    return f"Records of {parts.hostname or ''}{parts.path.rstrip('/')}"[:MAX_NAME]
