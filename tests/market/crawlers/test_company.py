"""Facts about a company, each with who says it: Wikidata, the Organization of its page, sentences of its about page."""

from dataclasses import replace
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.bundle import MEDIA_TYPE
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.kinds.company_info import CompanyInfoCrawler
from competedexter.market.crawlers.outside import NothingToRead, Outside
from competedexter.market.crawlers.reading.company_about import about_facts
from competedexter.market.crawlers.reading.company_wikidata import entities_of, linked_items, wikidata_facts
from competedexter.market.crawlers.reading.page import page_of
from competedexter.market.evidence.listings import CompanyRecord

ITEM = "https://www.wikidata.org/wiki/Q42001"
SOURCE = SourceRef(UUID(int=1), UUID(int=2), "company_info", ITEM, {})
CRAWLER = CompanyInfoCrawler()
BASE = "http://127.0.0.1:9"


def claim(value: object, kind: str = "string", rank: str = "normal", **qualifiers: object) -> dict[str, object]:
    told = {name: [{"snaktype": "value", "datavalue": {"value": one}}] for name, one in qualifiers.items()}
    return {
        "mainsnak": {"snaktype": "value", "datavalue": {"value": value, "type": kind}},
        "rank": rank,
        "qualifiers": told,
    }


def item(number: int) -> dict[str, object]:
    return {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}


def year(told: str, precision: int = 9) -> dict[str, object]:
    return {"time": f"+{told}T00:00:00Z", "precision": precision}


def entity() -> dict[str, object]:
    return {
        "id": "Q42001",
        "labels": {"en": {"language": "en", "value": "Acme Corporation"}},
        "claims": {
            "P571": [claim(year("2015-03-00", 10), "time")],
            "P159": [claim(item(64)), claim(item(90), rank="deprecated")],
            "P1128": [
                claim({"amount": "+700", "unit": "1"}, P585=year("2019-01-01", 11)),
                claim({"amount": "+1200", "unit": "1"}, P585=year("2023-12-31", 11)),
            ],
            "P169": [claim(item(7), P582=year("2020-00-00")), claim(item(8))],
            "P112": [claim(item(7)), claim(item(8))],
            "P414": [claim(item(82059), P249="ACME")],
            "P856": [claim("https://acme.example/")],
            "P946": [{"mainsnak": {"snaktype": "novalue"}, "rank": "normal"}],
            "P452": "garbage",
        },
    }


LABELS = {"entities": {name: {"labels": {"en": {"value": label}}} for name, label in {
    "Q64": "Berlin", "Q7": "Ann Founder", "Q8": "Bob Chief", "Q82059": "Nasdaq"}.items()}}  # fmt: skip


def web() -> ScriptedWebClient:
    first, second = f"{BASE}/wiki/Special:EntityData/Q42001.json", f"{BASE}/w/api.php?action=wbgetentities"
    second += "&ids=Q64%7CQ8%7CQ7%7CQ82059&props=labels&format=json"
    return ScriptedWebClient(
        {
            first: page(first, orjson.dumps({"entities": {"Q42001": entity()}}), content_type="application/json"),
            second: page(second, orjson.dumps(LABELS), content_type="application/json"),
        }
    )


async def wikidata_answer() -> WebResponse:
    return await CRAWLER.fetch(replace(SOURCE, outside=Outside({"https://www.wikidata.org": BASE})), web())


async def test_an_item_of_wikidata_tells_the_facts_that_hold_with_their_properties() -> None:
    response = await wikidata_answer()
    assert response.media_type == MEDIA_TYPE
    (finding,) = CRAWLER.read(SOURCE, response)
    assert isinstance(finding.record, CompanyRecord)
    told = [(fact.name, fact.value, fact.source, fact.as_of) for fact in finding.record.facts]
    assert told == [
        ("name", "Acme Corporation", "Wikidata label", ""),
        ("founded", "2015-03", "Wikidata P571", ""),
        ("headquarters", "Berlin", "Wikidata P159", ""),
        ("employees", "1200", "Wikidata P1128", "2023-12-31"),
        ("chief_executive", "Bob Chief", "Wikidata P169", ""),
        ("founder", "Ann Founder", "Wikidata P112", ""),
        ("founder", "Bob Chief", "Wikidata P112", ""),
        ("stock_exchange", "Nasdaq", "Wikidata P414", ""),
        ("ticker", "ACME", "Wikidata P249", ""),
        ("website", "https://acme.example/", "Wikidata P856", ""),
    ]
    assert (finding.title, finding.quality.score) == ("Acme Corporation in Wikidata", 1.0)
    for fact in finding.record.facts:
        assert fact.value in finding.text[fact.start : fact.end]


async def test_an_item_that_is_not_there_is_refused_in_words() -> None:
    missing = page(ITEM, b'{"entities": {"Q1": {"id": "Q1", "missing": ""}}}', content_type="application/json")
    with pytest.raises(NothingToRead, match="item of Wikidata"):
        CRAWLER.read(SOURCE, missing)


ABOUT = """<html lang="en"><head><title>About Acme</title><script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "Organization", "name": "A partner"},
{"@type": ["Organization", "Brand"], "name": "Acme", "legalName": "Acme Corporation GmbH", "url": "https://www.acme.example",
 "foundingDate": "2015-03-01", "numberOfEmployees": {"@type": "QuantitativeValue", "minValue": 100, "maxValue": 150},
 "address": {"@type": "PostalAddress", "streetAddress": "1 Main Street", "postalCode": "10115", "addressLocality": "Berlin",
  "addressCountry": "DE"}, "founders": [{"@type": "Person", "name": "Ann Founder"}], "logo": {"url": "https://acme.example/l.png"},
 "sameAs": ["https://www.linkedin.com/company/acme"]}]}</script></head><body><nav><p>Founded in 1999</p></nav><main>
<h1>About us</h1><p>Acme was founded by two friends in March 2015. We are a remote team of 120+ people. Acme is headquartered in
Berlin, Germany. Companies with 50+ employees rely on us since 2011.</p>
<p>Otherco, founded in 1987, was our first customer.</p>
<section><h3>Bob Chief</h3><p>Co-founder &amp; CEO</p></section><section><h3>Eve Other</h3><p>CEO, Otherco</p></section>
</main></body></html>"""


def test_a_page_tells_facts_by_its_organization_and_by_its_sentences() -> None:
    (finding,) = CRAWLER.read(SOURCE, page("https://acme.example/about", ABOUT))
    assert isinstance(finding.record, CompanyRecord)
    told = {(fact.name, fact.source): fact.value for fact in finding.record.facts}
    assert told == {
        ("name", "Organization JSON-LD"): "Acme",
        ("legal_name", "Organization JSON-LD"): "Acme Corporation GmbH",
        ("founded", "Organization JSON-LD"): "2015-03-01",
        ("founded", "about page"): "2015",
        ("headquarters", "Organization JSON-LD"): "1 Main Street, 10115 Berlin, DE",
        ("headquarters", "about page"): "Berlin, Germany",
        ("employees", "Organization JSON-LD"): "100-150",
        ("employees", "about page"): "120+",
        ("founder", "Organization JSON-LD"): "Ann Founder",
        ("chief_executive", "about page"): "Bob Chief",
        ("website", "Organization JSON-LD"): "https://www.acme.example",
        ("logo", "Organization JSON-LD"): "https://acme.example/l.png",
        ("profile", "Organization JSON-LD"): "https://www.linkedin.com/company/acme",
    }
    assert "Acme was founded by two friends in March 2015." in finding.text


@pytest.mark.parametrize(
    ("sentence", "name", "value"),
    [
        ("Founded in 2009, we make bicycles.", "founded", "2009"),
        ("Established: 1998", "founded", "1998"),
        ("Today we are over 1,200 employees in nine countries.", "employees", "1200"),
        ("Our team of 45 builds it.", "employees", "45"),
        ("350+ employees", "employees", "350+"),
        ("We are based in San Francisco, California.", "headquarters", "San Francisco, California"),
        ("Headquartered in Zürich with offices in Oslo.", "headquarters", "Zürich"),
    ],
)
def test_sentences_that_tell_a_fact(sentence: str, name: str, value: str) -> None:
    read = about_facts(page_of(page("https://acme.example/about", f"<main><p>{sentence}</p></main>")).text)
    assert [(fact.name, fact.value) for fact in read] == [(name, value)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Our customers include a bank founded in 1870.",
        "Made for companies with 50+ employees.",
        "We help teams of 20 work together.",
        "We serve businesses with more than 500 employees.",
        "In 2015 we launched version 2.",
        "Trusted by 10,000 people.",
        "Our plans are based in part on usage.",
        "Jane Roe is CEO of Otherco, based in Paris.",
    ],
)
def test_sentences_about_others_tell_none(sentence: str) -> None:
    assert (
        about_facts(page_of(page("https://acme.example/about", f"<main><p>{sentence}</p></main>")).text, "Acme") == []
    )


def test_two_chief_executives_are_quotes_of_customers() -> None:
    people = "".join(f"<div><b>{name}</b><p>CEO</p></div>" for name in ("Ann One", "Bob Two"))
    assert about_facts(page_of(page("https://acme.example/", f"<main>{people}</main>")).text) == []


def test_a_page_that_tells_nothing_says_so() -> None:
    (finding,) = CRAWLER.read(SOURCE, page("https://acme.example/", "<html><body><p>Hello</p></body></html>"))
    assert finding.quality.reasons == ("no fact about the company was found",)


json = st.recursive(
    st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["entities", "Q1", "claims", "P571", "mainsnak", "datavalue", "value", "time", "precision", "id",
                         "qualifiers", "P582", "P414", "P249", "rank", "labels", "en"]), inner, max_size=4), max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(answer=json)
def test_no_answer_breaks_it(answer: object) -> None:
    for told in (
        answer,
        {"entities": {"Q1": answer}},
        {"entities": {"Q1": {"claims": {"P571": answer, "P1128": answer}}}},
    ):
        for one in entities_of(told).values():
            linked_items(one)
            wikidata_facts(one, {})


@settings(max_examples=50, deadline=None)
@given(text=st.text(alphabet="weourfoundedin2015 team,.of120+employeesCEO&Abased-", max_size=200))
def test_no_sentence_breaks_it(text: str) -> None:
    about_facts(page_of(page("https://acme.example/", f"<main><p>{text}</p></main>")).text, text[:5])
