"""A company's patents: the US office's JSON (with a key), or an export of Google Patents."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.edgar_json import parsed
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.crawlers.reading.patents import Patent, doubts, patent_events
from competedexter.market.crawlers.reading.patents_csv import read_patents_csv
from competedexter.market.crawlers.reading.patents_json import read_patents
from competedexter.market.evidence.listings import EventsRecord
from competedexter.market.evidence.records import Quality

_WITH_KEY: Final = ("api.uspto.gov", "search.patentsview.org")  # hosts that answer only with a key


class PatentsCrawler:
    """Reads searches of the Open Data Portal and PatentsView, and Google Patents CSV."""

    kind = "patents"
    extractor_version = "patents-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """The address as it is, with the key where one is asked for. Raises WebError (KeyMissing without)."""
        headers: dict[str, str] = {}
        parts = urlsplit(source.url)
        if parts.scheme == "https" and parts.netloc.casefold() in _WITH_KEY:  # a key goes nowhere else
            headers["X-Api-Key"] = source.outside.key("uspto", name="The US patent office", setting="USPTO_API_KEY")
        return await web.get(
            WebRequest(
                url=source.outside.address(source.url),
                etag=source.etag,
                last_modified=source.last_modified,
                headers=headers,
            )
        )

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """Patents as events; none is an answer too. Raises NothingToRead."""
        patents, publisher = _patents(response)
        if patents is None:
            raise NothingToRead(
                reason="No patents were found there: USPTO or PatentsView JSON and the CSV of Google Patents are read."
            )
        text = ListingText()
        text.tell([f"Patents from {publisher}"])
        record = EventsRecord(publisher=publisher, events=patent_events(patents, text))
        undated = sum(one.occurred is None or not one.title for one in patents)
        quality = Quality(score=1.0 - undated / len(patents) if patents else 1.0, reasons=tuple(doubts(patents)))
        return (Finding(response.url, "Patents", text.text, source.source_type, "patents", record, quality),)


def _patents(response: WebResponse) -> tuple[tuple[Patent, ...] | None, str]:
    if response.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return read_patents(parsed(response.body)), "USPTO"
    return read_patents_csv(response.text), "Google Patents"
