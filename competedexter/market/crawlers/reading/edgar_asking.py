"""Asking EDGAR, as the SEC wants to be asked: saying who asks."""

from typing import Final

from competedexter.integrations.web.protocol import MB, WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.outside import NothingToRead

from . import edgar_addresses as addresses
from .edgar_json import mapping, parsed, words

MAX_FACTS: Final = 40 * MB  # the facts of a bank of a hundred years are near 20 MB


async def ask(source: SourceRef, web: WebClient, url: str, *, max_bytes: int = 20 * MB) -> WebResponse:
    """One address. Raises WebError."""
    contact = source.outside.contact
    headers = {"From": contact} if "@" in contact else {}
    same = url == source.outside.address(source.url)
    return await web.get(
        WebRequest(
            url=url,
            etag=source.etag if same else None,
            last_modified=source.last_modified if same else None,
            max_bytes=max_bytes,
            headers=headers,
        )
    )


async def ask_submissions(source: SourceRef, web: WebClient, company: str) -> WebResponse:
    """What a company filed; `company` is a CIK or a ticker. The answer may be a bad one. Raises WebError."""
    if not company.isdigit():
        tickers = await ask(source, web, addresses.beside(source, addresses.TICKERS))
        if tickers.status != 200:
            return tickers
        company = _cik_of(tickers, company)
    return await ask(source, web, addresses.beside(source, addresses.submissions_of(company)))


def _cik_of(tickers: WebResponse, ticker: str) -> str:
    wanted = ticker.casefold()
    for entry in mapping(parsed(tickers.body)).values():
        if words(mapping(entry).get("ticker")).casefold() == wanted:
            cik = words(mapping(entry).get("cik_str"))
            if cik.isdigit() and len(cik) <= 10:
                return cik
    raise NothingToRead(reason=f"The SEC knows no company with the ticker {ticker}. Its CIK works as well.")
