"""Whom a source asks at EDGAR: a company's page leads to its data, wherever EDGAR stands."""

import pytest

from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.bundle import answers_of
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.kinds.financials import FinancialsCrawler
from competedexter.market.crawlers.kinds.funding import FundingCrawler
from competedexter.market.crawlers.outside import NothingToRead, Outside
from tests.market.crawlers.edgar_scene import answered, facts, filing, ref, submissions, year_report

SUBMISSIONS = "https://data.sec.gov/submissions/CIK0000320193.json"
FACTS = "https://data.sec.gov/api/xbrl/companyfacts/CIK0000320193.json"
FILED = submissions(filing(1, "10-K", "2024-11-01"))
FIGURES = facts(Revenues=[year_report(2023, 1_000)])
CRAWLER = FinancialsCrawler()


@pytest.fixture
def edgar() -> ScriptedWebClient:
    return ScriptedWebClient({SUBMISSIONS: answered(FILED, SUBMISSIONS), FACTS: answered(FIGURES, FACTS)})


async def snapshots(source: SourceRef, web: ScriptedWebClient) -> list[str]:
    response = await CRAWLER.fetch(source, web)
    return [finding.snapshot_type for finding in CRAWLER.read(source, response)]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=320193&type=10-K",
        "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&cik=0000320193&owner=exclude",
        "https://www.sec.gov/edgar/browse/?CIK=320193",
        "https://www.sec.gov/edgar/browse/?cik=0000320193#facts",
        SUBMISSIONS,
    ],
)
async def test_a_company_is_its_submissions_and_its_facts(edgar: ScriptedWebClient, url: str) -> None:
    assert await snapshots(ref(url), edgar) == ["filings", "financials"]
    assert [request.url for request in edgar.requests] == [SUBMISSIONS, FACTS]


async def test_a_ticker_is_looked_up(edgar: ScriptedWebClient) -> None:
    tickers = "https://www.sec.gov/files/company_tickers.json"
    edgar.answer(tickers, answered({"0": {"cik_str": 320193, "ticker": "EXMP", "title": "Example"}}, tickers))
    assert await snapshots(ref("https://www.sec.gov/edgar/browse/?CIK=exmp"), edgar) == ["filings", "financials"]
    with pytest.raises(NothingToRead, match="no company with the ticker NONE"):
        await CRAWLER.fetch(ref("https://www.sec.gov/edgar/browse/?CIK=NONE"), edgar)


async def test_private_filers_have_no_facts(edgar: ScriptedWebClient) -> None:
    edgar.answer(FACTS, page(FACTS, "<Error/>", status=404))
    assert await snapshots(ref(SUBMISSIONS), edgar) == ["filings"]


async def test_a_service_that_is_down_is_the_state_of_the_look(edgar: ScriptedWebClient) -> None:
    edgar.answer(FACTS, page(FACTS, "<html>Undergoing maintenance</html>", status=503))
    assert (await CRAWLER.fetch(ref(SUBMISSIONS), edgar)).status == 503
    edgar.answer(SUBMISSIONS, page(SUBMISSIONS, "Request Rate Threshold Exceeded", status=403))
    assert (await CRAWLER.fetch(ref(SUBMISSIONS), edgar)).status == 403


async def test_what_stands_in_for_edgar_is_asked_instead() -> None:
    base = "http://127.0.0.1:9/edgar"
    outside = Outside({"https://data.sec.gov": base, "https://www.sec.gov": base}, contact="ops@example.com")
    web = ScriptedWebClient(
        {f"{base}/submissions/CIK0000320193.json": answered(FILED), f"{base}/api/xbrl/companyfacts/CIK0000320193.json": answered(FIGURES)}
    )  # fmt: skip
    source = ref("https://www.sec.gov/edgar/browse/?CIK=320193", outside=outside)
    response = await CRAWLER.fetch(source, web)
    assert len(answers_of(response)) == 2
    assert [request.headers for request in web.requests] == [{"From": "ops@example.com"}] * 2


async def test_edgar_on_any_host_is_edgar() -> None:
    there = "http://mirror.example:8080"
    web = ScriptedWebClient(
        {
            f"{there}/submissions/CIK0000320193.json": answered(FILED),
            f"{there}/api/xbrl/companyfacts/CIK0000320193.json": answered(FIGURES),
        }
    )
    assert await snapshots(ref(f"{there}/cgi-bin/browse-edgar?action=getcompany&CIK=320193"), web) == [
        "filings",
        "financials",
    ]


async def test_any_other_address_is_asked_as_it_is() -> None:
    feed = "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=320193&output=atom"
    web = ScriptedWebClient({feed: answered("<feed/>", feed)})
    await CRAWLER.fetch(ref(feed), web)
    assert [request.url for request in web.requests] == [feed]


FORM_D = """<?xml version="1.0"?><edgarSubmission><submissionType>D</submissionType><primaryIssuer><cik>320193</cik>
<entityName>Example Corp</entityName></primaryIssuer><offeringData><typesOfSecuritiesOffered><isEquityType>true</isEquityType>
</typesOfSecuritiesOffered><offeringSalesAmounts><totalOfferingAmount>{offered}</totalOfferingAmount>
<totalAmountSold>{sold}</totalAmountSold></offeringSalesAmounts><investors>
<totalNumberAlreadyInvested>12</totalNumberAlreadyInvested></investors></offeringData></edgarSubmission>"""


async def test_funding_asks_for_the_five_newest_offerings() -> None:
    rows = [
        filing(number, "D", f"2024-0{8 - number}-01", primaryDocument="xslFormDX01/primary_doc.xml")
        for number in range(1, 8)
    ]
    listed = submissions(filing(9, "10-K", "2024-11-01"), *rows)
    web = ScriptedWebClient({SUBMISSIONS: answered(listed, SUBMISSIONS)})
    for number in range(1, 8):
        url = f"https://www.sec.gov/Archives/edgar/data/320193/00003201932400000{number}/primary_doc.xml"
        answer = answered(FORM_D.format(offered=25_000_000, sold=number * 1_000_000), url, "text/xml")
        web.answer(url, page(url, "gone", status=404) if number == 3 else answer)
    crawler = FundingCrawler()
    source = ref("https://www.sec.gov/edgar/browse/?CIK=320193", "funding")
    [found] = crawler.read(source, await crawler.fetch(source, web))
    assert len(web.requests) == 6
    assert [event.fields["sold"] for event in found.record.events] == [
        1_000_000,
        2_000_000,
        None,
        4_000_000,
        5_000_000,
        None,
        None,
    ]
    assert found.record.events[0].title == "Raised USD 1,000,000 (Form D: 1 M sold of 25 M offered)"
    assert found.record.events[0].key == "0000320193-24-000001"
    assert "3 of 7 fundings are told without amounts." in found.quality.reasons


async def test_a_company_that_raised_nothing_is_an_answer() -> None:
    crawler = FundingCrawler()
    web = ScriptedWebClient({SUBMISSIONS: answered(FILED, SUBMISSIONS)})
    [found] = crawler.read(ref(SUBMISSIONS, "funding"), await crawler.fetch(ref(SUBMISSIONS, "funding"), web))
    assert found.record.events == ()
    assert found.text == "Funding of Example Corp"
