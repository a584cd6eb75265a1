"""The technology behind a site: what its page loads and its server says, or BuiltWith's account of it with a key."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.bundle import answers_of, enclosed
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.page_finding import fetch_page
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.crawlers.reading.page import is_markup
from competedexter.market.crawlers.reading.response_class import classify
from competedexter.market.crawlers.reading.technology import Proven, proven_technologies
from competedexter.market.crawlers.reading.technology_builtwith import (
    builtwith_refusal,
    builtwith_technologies,
    is_builtwith,
)
from competedexter.market.crawlers.reading.technology_marks import marks_of
from competedexter.market.evidence.listings import TechnologiesRecord, Technology
from competedexter.market.evidence.records import Quality

BUILTWITH: Final = "https://api.builtwith.com/v21/api.json"
_READABLE: Final = ("half_rendered", "empty")  # without words a page still loads what it loads


class TechStackCrawler:
    """Reads headers, scripts, meta, cookies and elements; never what the words claim."""

    kind = "tech_stack"
    extractor_version = "tech_stack-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """The page with its headers, or BuiltWith's answer. Raises WebError (KeyMissing among them).

        A page that is judged no good (a wall, an error) comes as it is, to be judged as a page.
        """
        if _asks_builtwith(source):
            return await _ask_builtwith(source, web)
        answer = await fetch_page(source, web)
        is_good = 200 <= answer.status < 300 and await asyncio.to_thread(_is_page, answer)
        return enclosed([answer]) if is_good else answer

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """One record of the technologies in use. Raises NothingToRead for data that is no answer of BuiltWith."""
        answer = answers_of(response)[0]
        found = proven_technologies(marks_of(answer)) if is_markup(answer) else _of_builtwith(answer)
        return (_finding(source, found),)


def _is_page(answer: WebResponse) -> bool:
    if not is_markup(answer):
        return False
    verdict = classify(answer)
    return verdict.state == "succeeded" or verdict.code in _READABLE


def _asks_builtwith(source: SourceRef) -> bool:
    """An address of the API, or of a site with `{"via": "builtwith"}`."""
    parts = urlsplit(source.url)
    is_api = parts.path.rstrip("/").endswith("/api.json") and "lookup=" in parts.query.lower()
    return is_api or source.config.get("via") == "builtwith"


async def _ask_builtwith(source: SourceRef, web: WebClient) -> WebResponse:
    """The key goes to BuiltWith alone: the answer is kept under the source's own address."""
    key = source.outside.key("builtwith", name="BuiltWith", setting="BUILTWITH_KEY")
    parts = urlsplit(source.url)
    asked = {name.lower(): value for name, value in parse_qsl(parts.query)}
    domain = asked.get("lookup") or (parts.hostname or "").removeprefix("www.")
    query = urlencode({"KEY": key, "LOOKUP": domain, "HIDETEXT": "yes", "HIDEDL": "yes"})
    answer = await web.get(WebRequest(f"{source.outside.address(BUILTWITH)}?{query}"))
    return replace(answer, url=source.url, redirects=())


def _of_builtwith(answer: WebResponse) -> tuple[Proven, ...]:
    try:
        told: object = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        told = None
    if not is_builtwith(told):
        raise NothingToRead(reason="The address leads neither to a page nor to an answer of BuiltWith.")
    refusal = builtwith_refusal(told)
    if refusal:
        raise NothingToRead(reason=f"BuiltWith did not answer: {refusal}")
    return builtwith_technologies(told)


def _finding(source: SourceRef, found: Sequence[Proven]) -> Finding:
    text, technologies = ListingText(), []
    for one in sorted(found, key=lambda proven: proven.name.casefold()):
        named = f"{one.name} {one.version}" if one.version else one.name
        start, end = text.tell([f"{named} ({one.category})", one.proof])
        technologies.append(
            Technology(name=one.name, category=one.category, version=one.version, proof=one.proof, start=start, end=end)
        )
    quality = Quality(score=1.0) if found else Quality(score=0.6, reasons=("no technology we know was found",))
    host = urlsplit(source.url).hostname or source.url
    return Finding(
        url=source.url,
        title=f"Technology of {host.removeprefix('www.')}",
        text=text.text or "No technology we know was found.",
        data_type=source.source_type,
        snapshot_type="tech_stack",
        record=TechnologiesRecord(technologies=tuple(technologies)),
        quality=quality,
    )
