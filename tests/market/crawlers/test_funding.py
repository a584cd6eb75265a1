"""Money raised: Form D and Form C of the SEC, Crunchbase's API and its CSV."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.kinds.funding import FundingCrawler
from competedexter.market.crawlers.outside import KeyMissing, NothingToRead, Outside
from competedexter.market.crawlers.reading.edgar_raised import short
from tests.market.crawlers.edgar_scene import answered, events, read, ref

CRAWLER = FundingCrawler()
Sample = Callable[[str], bytes]


@pytest.fixture
def sample(shared_data: Path) -> Sample:
    return lambda name: (shared_data / "sec-edgar-sample" / name).read_bytes()


FORMS = [
    ("D.1685REIT.xml", "1685 38th REIT, L.L.C.", 125_000, 125_000, "Raised USD 125,000 (Form D: 125 K sold of 125 K offered)"),
    ("D.APFund.xml", "AP Fund IV, a series of Inference Technology Partners, LP", 659_752, 659_752, "Raised USD 659,752 (Form D: 659.8 K sold of 659.8 K offered)"),
    ("D.Shepards.xml", "Shepherd's Finance, LLC", 8_000_000, 5_725_051, "Raised USD 5,725,051 (Form D/A: 5.7 M sold of 8 M offered)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "issuer", "offered", "sold", "title"), FORMS)
def test_form_d(sample: Sample, name: str, issuer: str, offered: int, sold: int, title: str) -> None:
    url = "https://www.sec.gov/Archives/edgar/data/1544190/000154419024000003/primary_doc.xml"
    [told] = events(CRAWLER, answered(sample(name), url, "text/xml")).values()
    assert (told.author, told.fields["amount"], told.fields["sold"], told.title) == (issuer, offered, sold, title)
    assert (told.what, told.key, told.fields["currency"]) == ("funding", "0001544190-24-000003", "USD")
    assert told.occurred_at is not None


def test_form_d_tells_investors_first_sale_and_securities(sample: Sample) -> None:
    [told] = events(CRAWLER, answered(sample("D.Shepards.xml"), content_type="text/xml")).values()
    assert (told.fields["investors"], told.fields["firstSale"], told.fields["round"]) == (13, "2017-03-16", "equity")
    assert told.fields["industry"] == "Other Banking and Financial Services"


def test_form_c(sample: Sample) -> None:
    [told] = events(CRAWLER, answered(sample("HiddenSea.FormCU.xml"), content_type="text/xml")).values()
    assert told.title == (
        "Crowdfunding of USD 10,000, at most USD 2,500,000 (Form C-U: 50% and 100% of Target Reached)"
    )
    assert told.fields["maximum"] == 2_500_000
    assert told.fields["deadline"] == "2024-11-14"
    assert told.occurred_at == datetime(2024, 3, 26, tzinfo=UTC)


def test_an_indefinite_offering_and_one_that_sold_nothing_yet(sample: Sample) -> None:
    body = sample("D.Shepards.xml")
    indefinite = body.replace(b"<totalOfferingAmount>8000000<", b"<totalOfferingAmount>Indefinite<")
    [told] = events(CRAWLER, answered(indefinite, content_type="text/xml")).values()
    assert told.title == "Raised USD 5,725,051 (Form D/A: 5.7 M sold of an indefinite amount offered)"
    assert told.fields["amount"] is None
    unsold = body.replace(b"<totalAmountSold>5725051<", b"<totalAmountSold>0<")
    [told] = events(CRAWLER, answered(unsold, content_type="text/xml")).values()
    assert told.title == "Offers USD 8,000,000 (Form D/A: nothing sold yet)"


def test_the_latest_offerings_of_everyone(sample: Sample) -> None:
    [found] = read(CRAWLER, answered(sample("getcurrent_0_200.xml"), content_type="application/atom+xml"))
    assert found.record.events
    assert {event.category for event in found.record.events} <= {"Form D", "Form D/A", "Form C", "Form C-U"}


ROUNDS = {
    "properties": {"identifier": {"value": "Acme", "permalink": "acme"}},
    "cards": {
        "raised_funding_rounds": [
            {
                "identifier": {"uuid": "r1", "value": "Series B - Acme", "permalink": "acme-series-b--r1"},
                "announced_on": "2024-05-02",
                "money_raised": {"value": 25_000_000, "currency": "EUR", "value_usd": 26_800_000},
                "investment_type": "series_b",
                "num_investors": 4,
                "lead_investor_identifiers": [{"value": "Example Capital"}],
                "investor_identifiers": [{"value": "Example Capital"}, {"value": "Sample Ventures"}],
            },
            {"identifier": {"uuid": "r0"}, "announced_on": {"value": "2021-01-01"}, "investment_type": "seed"},
        ]
    },
}


def test_rounds_of_crunchbase() -> None:
    [found] = read(CRAWLER, answered(ROUNDS))
    newest, first = found.record.events
    assert newest.title == "Raised EUR 25,000,000 (series b)"
    assert newest.fields["investors"] == 4
    assert newest.fields["leadInvestors"] == "Example Capital"
    assert (newest.key, newest.author) == ("crunchbase:r1", "Acme")
    assert newest.url == "https://www.crunchbase.com/funding_round/acme-series-b--r1"
    assert "Sample Ventures" in found.text[newest.start : newest.end]
    assert first.title == "Raised an undisclosed amount (seed)"
    assert first.occurred_at == datetime(2021, 1, 1, tzinfo=UTC)
    assert found.quality.reasons == ("1 of 2 fundings did not disclose an amount.",)


def test_a_search_of_crunchbase() -> None:
    row = ROUNDS["cards"]["raised_funding_rounds"][0] | {"funded_organization_identifier": {"value": "Acme"}}
    [told] = events(CRAWLER, answered({"count": 1, "entities": [{"uuid": "r1", "properties": row}]})).values()
    assert (told.author, told.fields["amount"]) == ("Acme", 25_000_000)


CSV = (
    "\ufeffTransaction Name,Transaction Name URL,Organization Name,Funding Type,Money Raised,Money Raised Currency,"
    "Announced Date,Number of Investors,Investor Names,Lead Investors\n"
    '"Series A - Acme",https://www.crunchbase.com/funding_round/acme-series-a--77,Acme,Series A,"$4,000,000",,'
    '2023-02-01,2,"Example Capital, Sample Ventures",Example Capital\n'
    "Seed - Acme,,Acme,Seed,,,2021-06-30,,,\n"
)


def test_the_export_of_crunchbase() -> None:
    [found] = read(CRAWLER, answered(CSV, content_type="text/csv"))
    series, seed = found.record.events
    assert series.title == "Raised USD 4,000,000 (Series A)"
    assert (series.key, series.fields["investors"]) == ("crunchbase:acme-series-a--77", 2)
    assert seed.title == "Raised an undisclosed amount (Seed)"


async def test_crunchbase_is_off_without_a_key() -> None:
    with pytest.raises(KeyMissing, match="CRUNCHBASE_KEY"):
        await CRAWLER.fetch(ref("https://www.crunchbase.com/organization/acme", "funding"), ScriptedWebClient())


async def test_an_organization_of_crunchbase_is_asked_with_the_key() -> None:
    asked = "http://127.0.0.1:9/cb/api/v4/entities/organizations/acme?card_ids=raised_funding_rounds"
    outside = Outside({"https://api.crunchbase.com": "http://127.0.0.1:9/cb"}, {"crunchbase": "k"})
    web = ScriptedWebClient({asked: answered(ROUNDS, asked)})
    source = ref("https://www.crunchbase.com/organization/acme/company_financials", "funding", outside)
    assert CRAWLER.read(source, await CRAWLER.fetch(source, web))
    assert web.requests[0].headers == {"X-cb-user-key": "k"}


async def test_the_xml_behind_a_rendered_form_is_asked_for() -> None:
    folder = "https://www.sec.gov/Archives/edgar/data/1/000000000124000001"
    web = ScriptedWebClient({f"{folder}/primary_doc.xml": page(folder, "<a/>")})
    await CRAWLER.fetch(ref(f"{folder}/xslFormDX01/primary_doc.xml", "funding"), web)
    assert web.requests[0].url == f"{folder}/primary_doc.xml"


def test_what_tells_of_no_funding_is_not_read() -> None:
    for body in ({"hello": 1}, "<html><body>Acme raised money</body></html>", "a,b\n1,2\n", {"entities": []}):
        with pytest.raises(NothingToRead):
            read(CRAWLER, answered(body))


@pytest.mark.parametrize(
    ("amount", "words"),
    [("18200000", "18.2 M"), ("25000000", "25 M"), ("1500", "1.5 K"), ("999", "999"), ("2100000000", "2.1 B")],
)
def test_amounts_in_short(amount: str, words: str) -> None:
    assert short(Decimal(amount)) == words


def test_a_crowdfunding_issuers_yearly_report_is_no_funding(sample: Sample) -> None:
    body = sample("HiddenSea.FormCU.xml").replace(b"<submissionType>C-U<", b"<submissionType>C-AR<")
    with pytest.raises(NothingToRead):
        read(CRAWLER, answered(body, content_type="text/xml"))
