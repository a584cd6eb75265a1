"""Who a company is: its item in Wikidata, or its own about page with the Organization it describes to machines."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode, urlsplit

import orjson

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.bundle import answers_of, bundled
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.page_finding import fetch_page
from competedexter.market.crawlers.reading.company_about import about_facts
from competedexter.market.crawlers.reading.company_fact import LABELS, Said, in_order
from competedexter.market.crawlers.reading.company_organization import organization_facts
from competedexter.market.crawlers.reading.company_wikidata import entities_of, label_of, linked_items, wikidata_facts
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.crawlers.reading.page import is_markup, page_of
from competedexter.market.evidence.listings import CompanyRecord, Fact
from competedexter.market.evidence.records import Quality

_ITEM = re.compile(r"/(?:wiki|entity|wiki/Special:EntityData)/(Q\d{1,12})(?:\.json)?/?$")
_FEW: Final = 3  # facts; a company says more of itself


class CompanyInfoCrawler:
    """Reads facts about a company, each with where it is said."""

    kind = "company_info"
    extractor_version = "company_info-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """The page; or the item of Wikidata and the labels of those it names, as one. Raises WebError."""
        item = _ITEM.search(urlsplit(source.url).path)
        if item is None:
            return await fetch_page(source, web)
        site = "{0.scheme}://{0.netloc}".format(urlsplit(source.url))
        address = source.outside.address(f"{site}/wiki/Special:EntityData/{item[1]}.json")
        entity = await web.get(WebRequest(address, etag=source.etag, last_modified=source.last_modified))
        linked = [name for one in _entities(entity).values() for name in linked_items(one)]
        if not 200 <= entity.status < 300 or not linked:
            return entity
        query = {"action": "wbgetentities", "ids": "|".join(linked), "props": "labels", "format": "json"}
        labels = await web.get(WebRequest(f"{source.outside.address(f'{site}/w/api.php')}?{urlencode(query)}"))
        return bundled([entity, labels])

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """One record of facts. Raises NothingToRead for data that is no item of Wikidata."""
        answers = answers_of(response)
        if is_markup(answers[0]):
            return (_of_page(source, answers[0]),)
        entities = _entities(answers[0])
        if not entities:
            raise NothingToRead(reason="The address leads neither to a page nor to an item of Wikidata.")
        entity = next(iter(entities.values()))
        labels = {
            name: label for answer in answers[1:] for name, one in _entities(answer).items() if (label := label_of(one))
        }
        title = label_of(entity) or "A company without a name"
        return (_finding(source, f"{title} in Wikidata", wikidata_facts(entity, labels)),)


def _entities(answer: WebResponse) -> dict[str, dict[str, object]]:
    try:
        return entities_of(orjson.loads(answer.body))
    except orjson.JSONDecodeError:
        return {}


def _of_page(source: SourceRef, response: WebResponse) -> Finding:
    page = page_of(response)
    told = organization_facts(page.data, response.url)
    name = next((fact.value for fact in told if fact.name == "name"), "")
    return _finding(source, page.text.title or source.url, [*told, *about_facts(page.text, name)])


def _finding(source: SourceRef, title: str, said: list[Said]) -> Finding:
    text, facts = ListingText(), []
    for fact in in_order(said):
        dated = f"{fact.value} ({fact.as_of})" if fact.as_of else fact.value
        start, end = text.tell([f"{LABELS.get(fact.name, fact.name)}: {dated}", fact.quote, f"Source: {fact.source}"])
        facts.append(Fact(name=fact.name, value=fact.value, source=fact.source, as_of=fact.as_of, start=start, end=end))
    return Finding(
        url=source.url,
        title=title,
        text=text.text or "No fact about the company was found.",
        data_type=source.source_type,
        snapshot_type="company_info",
        record=CompanyRecord(facts=tuple(facts)),
        quality=_quality(facts),
    )


def _quality(facts: Sequence[Fact]) -> Quality:
    if not facts:
        return Quality(score=0.6, reasons=("no fact about the company was found",))
    if len({fact.name for fact in facts}) < _FEW:
        return Quality(score=0.8, reasons=("few facts about the company were found",))
    return Quality(score=1.0)
