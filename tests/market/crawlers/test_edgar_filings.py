"""Filings from submissions, from Atom feeds and from 8-Ks themselves: the same event whoever tells it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from competedexter.market.crawlers.kinds.financials import FinancialsCrawler
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.edgar_forms import category_of, headline, item_codes
from tests.market.crawlers.edgar_scene import answered, events, filing, read, ref, submissions

CRAWLER = FinancialsCrawler()
Sample = Callable[[str], bytes]


@pytest.fixture
def sample(shared_data: Path) -> Sample:
    return lambda name: (shared_data / "sec-edgar-sample" / name).read_bytes()


def test_submissions_are_events_with_their_items(sample: Sample) -> None:
    told = events(CRAWLER, answered(sample("company_submission.json")))
    assert len(told) == 1_000
    results = next(one for one in told.values() if one.category.startswith("8-K item 2.02") and one.occurred_at)
    assert results.title == "Tesla, Inc.: 8-K (results of operations and financial condition)"
    assert results.category.endswith("; item 9.01: financial statements and exhibits")
    assert results.fields["items"] == "2.02, 9.01"
    assert results.fields["reportDate"] == "2022-10-19"
    assert (
        results.url
        == f"https://www.sec.gov/Archives/edgar/data/1318605/{results.key.replace('-', '')}/tsla-8k_20221019.htm"
    )
    amended = next(one for one in told.values() if one.fields["form"] == "8-K/A")
    assert "amendment of 8-K" in amended.title
    assert amended.category.endswith("(amendment)")


def test_what_of_the_submissions_is_not_read_is_said(sample: Sample) -> None:
    [found] = read(CRAWLER, answered(sample("company_submission.json")))
    assert found.snapshot_type == "filings"
    assert found.quality.score == 1.0
    assert any(
        "CIK0001318605-submissions-001.json (347 filings, 2005-02-17 to 2013-12-10)" in one
        for one in found.quality.reasons
    )
    assert any(one.startswith("1 older of 1001") for one in found.quality.reasons)


def test_the_older_page_of_submissions_is_read_too() -> None:
    columns = submissions(filing(1, "10-K", "2012-02-27"))["filings"]["recent"]
    told = events(CRAWLER, answered(columns, "https://data.sec.gov/submissions/CIK0000320193-submissions-001.json"))
    assert (
        told["0000320193-24-000001"].url == "https://www.sec.gov/Archives/edgar/data/320193/000032019324000001/doc.htm"
    )


def test_washington_time_that_calls_itself_utc_is_put_right() -> None:
    """EDGAR is closed at 6 in the morning UTC; a list with such times is in Washington time."""
    early = filing(1, "8-K", "2022-10-03", acceptanceDateTime="2022-10-03T06:05:40.000Z")
    noon = filing(2, "8-K", "2022-10-04", acceptanceDateTime="2022-10-04T12:00:00.000Z")
    told = events(CRAWLER, answered(submissions(noon, early)))
    assert told["0000320193-24-000001"].occurred_at == datetime(2022, 10, 3, 10, 5, 40, tzinfo=UTC)
    assert told["0000320193-24-000002"].occurred_at == datetime(2022, 10, 4, 16, 0, tzinfo=UTC)


def test_true_utc_is_believed() -> None:
    evening = filing(1, "10-Q", "2024-11-01", acceptanceDateTime="2024-11-02T01:45:00.000Z")
    morning = filing(2, "10-K", "2024-11-01", acceptanceDateTime="2024-11-01T10:01:36.000Z")
    told = events(CRAWLER, answered(submissions(evening, morning)))
    assert told["0000320193-24-000001"].occurred_at == datetime(2024, 11, 2, 1, 45, tzinfo=UTC)


def test_without_an_acceptance_time_the_filing_date_counts() -> None:
    told = events(CRAWLER, answered(submissions(filing(1, "10-K", "2024-11-01", primaryDocument=""))))
    one = told["0000320193-24-000001"]
    assert one.occurred_at == datetime(2024, 11, 1, tzinfo=UTC)
    assert one.url.endswith("/000032019324000001/0000320193-24-000001-index.htm")


def test_what_rows_lack_is_counted() -> None:
    [found] = read(CRAWLER, answered(submissions(filing(1, "10-K", ""), {"form": "8-K", "filingDate": "2024-01-02"})))
    assert "1 of 2 filings had no accession number." in found.quality.reasons
    assert "1 of 2 filings had no date." in found.quality.reasons
    assert len(found.record.events) == 2


@pytest.mark.parametrize(
    ("form", "items", "expected"),
    [
        ("8-K", "2.02", "8-K item 2.02: results of operations and financial condition"),
        ("8-K/A", "4.02", "8-K/A item 4.02: earlier financial statements are not to be relied on (amendment)"),
        ("8-K", "12", "8-K item 12: results of operations"),  # as before August 2004
        ("8-K", "77.77", "8-K item 77.77"),
        ("10-K", "", "10-K: annual report"),
        ("10-K405", "", "10-K405"),
    ],
)
def test_forms_and_items_in_words(form: str, items: str, expected: str) -> None:
    assert category_of(form, item_codes(items)) == expected


def test_a_form_without_words_is_told_by_its_description() -> None:
    assert headline("Acme", "CFPORTAL", (), "Funding portal") == "Acme: CFPORTAL (Funding portal)"
    assert headline("", "", (), "") == "filing"


@pytest.mark.parametrize("number", [0, 1, 2, 3, 6])
def test_the_latest_filings_of_everyone(sample: Sample, number: int) -> None:
    body = sample(f"getcurrent_{number}_200.xml")
    told = events(CRAWLER, answered(body, content_type="application/atom+xml"))
    assert {key.encode() for key in told} <= set(body.replace(b"accession-number=", b" ").replace(b"<", b" ").split())
    assert all(
        one.occurred_at and one.url.startswith("https://www.sec.gov/") and one.fields["form"] for one in told.values()
    )
    moments = [one.occurred_at for one in told.values()]
    assert moments == sorted(moments, reverse=True)


def test_a_feed_names_items_parties_and_size(sample: Sample) -> None:
    told = events(CRAWLER, answered(sample("getcurrent_0_200.xml"), content_type="application/atom+xml"))
    report = told["0001935979-26-000005"]
    assert report.title == "Biohaven Ltd.: 8-K (Regulation FD disclosure)"
    assert (report.fields["items"], report.fields["size"]) == ("7.01, 9.01", "14 MB")
    assert report.occurred_at == datetime(2026, 1, 12, 16, 19, 8, tzinfo=UTC)


def test_a_filing_of_several_parties_is_one_event(sample: Sample) -> None:
    told = events(CRAWLER, answered(sample("getcurrent_6_200.xml"), content_type="application/atom+xml"))
    assert told["0001700545-25-000020"].author == "CARVANA CO. (issuer); BREAUX PAUL W. (reporting)"


COMPANY_FEED = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<feed xmlns="http://www.w3.org/2005/Atom"><author><email>webmaster@sec.gov</email></author>
<company-info><cik>0000002488</cik><conformed-name>ADVANCED MICRO DEVICES INC</conformed-name></company-info>
<entry><category label="form type" scheme="https://www.sec.gov/" term="8-K" />
<content type="text/xml"><accession-number>0000002488-23-000070</accession-number><filing-date>2023-05-02</filing-date>
<filing-href>https://www.sec.gov/Archives/edgar/data/2488/000000248823000070/0000002488-23-000070-index.htm</filing-href>
<filing-type>8-K</filing-type><form-name>Current report</form-name><items-desc>items 2.02 and 9.01</items-desc>
<size>500 KB</size></content><id>urn:tag:sec.gov,2008:accession-number=0000002488-23-000070</id>
<title>8-K  - Current report</title><updated>2023-05-02T16:16:11-04:00</updated></entry></feed>"""


def test_the_feed_of_one_company() -> None:
    [report] = events(CRAWLER, answered(COMPANY_FEED, content_type="application/atom+xml")).values()
    assert report.title == "ADVANCED MICRO DEVICES INC: 8-K (results of operations and financial condition)"
    assert report.fields["items"] == "2.02, 9.01"
    assert report.occurred_at == datetime(2023, 5, 2, 20, 16, 11, tzinfo=UTC)
    assert report.url.endswith("0000002488-23-000070-index.htm")


def test_a_feed_of_something_else_is_not_read() -> None:
    blog = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><entry><title>Hello</title></entry></feed>'
    for feed in (blog, '<feed xmlns="http://www.w3.org/2005/Atom"><title>Nothing yet</title></feed>'):
        with pytest.raises(NothingToRead):
            read(CRAWLER, answered(feed, content_type="application/atom+xml"))


DOCUMENTS = [
    ("1800Flowers.8-K.html", "1-800-FLOWERS.COM, INC.", ("5.07",), "2023-12-14"),
    ("Apple.8-K.md", "Apple Inc.", ("2.02", "9.01"), "2024-10-31"),
    ("BuckleInc.8-K.html", "THE BUCKLE, INC.", ("2.02", "9.01"), "2024-11-22"),
    ("NextPoint.8K.html", "NEXPOINT CAPITAL, INC.", ("8.01",), "2023-12-20"),
    ("Oracle.8-K.html", "Oracle Corporation", ("5.07",), "2024-11-14"),
    ("WatersCorp.8-K.xbrl.xml", "WATERS CORP /DE/", (), "2024-01-08"),
    ("afcgamma.8K.html", "AFC GAMMA, INC.", ("5.02", "7.01", "9.01"), "2023-03-17"),
    ("form8k.Nordstrom.html", "Nordstrom, Inc.", ("5.02", "9.01"), "2023-03-01"),
]


@pytest.mark.parametrize(("name", "company", "items", "reported"), DOCUMENTS)
def test_an_8k_itself(sample: Sample, name: str, company: str, items: tuple[str, ...], reported: str) -> None:
    url = f"https://www.sec.gov/Archives/edgar/data/1341439/000119312524262036/{name}"
    kind = {"md": "text/plain", "xml": "text/xml"}.get(name.rpartition(".")[2], "text/html")
    [report] = events(CRAWLER, answered(sample(name), url, kind)).values()
    assert report.key == "0001193125-24-262036"
    assert (report.author, report.fields["items"]) == (company, ", ".join(items))
    assert report.fields["reportDate"] == reported
    assert report.fields["form"] == "8-K"


def test_an_exhibit_and_a_page_that_only_speaks_of_an_8k_are_none(sample: Sample) -> None:
    for body in (
        sample("BuckleInc.8-K.EX99.1.html"),
        b"<html><body><p>What is a Form 8-K? A report.</p></body></html>",
    ):
        with pytest.raises(NothingToRead):
            read(CRAWLER, answered(body))


def test_an_item_that_is_only_spoken_of_is_not_one() -> None:
    body = "FORM 8-K/A\nCURRENT REPORT\nAcme, Inc.\n(Exact name of registrant as specified in its charter)\n"
    body += "Item 5.02 Departure of Directors\nItem 7.01 of this report is furnished.\nItem 9.01(d) Exhibits\n"
    [report] = events(CRAWLER, answered(body, content_type="text/plain")).values()
    assert report.fields["items"] == "5.02, 9.01"
    assert (report.fields["form"], report.fields["amendment"]) == ("8-K/A", True)


HEAD = "<html><body><p>FORM 8-K</p><p>Date of Report: May 1, 2024</p><p>Acme, Inc.</p>"
HEAD += "<p>(Exact name of registrant as specified in its charter)</p>"
LAYOUTS = [
    ("<p>Item&nbsp;2.02&nbsp;&nbsp;Results of Operations</p>", "2.02"),
    ("<p><b>ITEM 2.02.</b> RESULTS</p><p>Item 9.01. Exhibits</p>", "2.02, 9.01"),
    ("<table><tr><td>Item 5.02</td><td>Departure of Directors</td></tr></table>", "5.02"),
    ("<table><tr><td>Item</td><td>7.01</td><td>Regulation FD Disclosure</td></tr></table>", "7.01"),
    ("<p>Items 2.02 and 7.01. Results; Regulation FD</p>", "2.02, 7.01"),
    ("<p>Item 1.01, Item 2.03 and Item 9.01 Entry into an Agreement</p>", "1.01, 2.03, 9.01"),
    ("<p>Section 8 - Other Events, Item 8.01 Other Events</p>", "8.01"),
    ("<p>Item 9.01(d) Exhibits</p><p>As said in Item 2.02 of this report.</p>", "9.01"),
    ("<p>Item 5. Other Events</p><p>Item 7. Exhibits</p>", "5, 7"),  # before August 2004
]


@pytest.mark.parametrize(("body", "items"), LAYOUTS)
def test_items_however_they_are_laid_out(body: str, items: str) -> None:
    [report] = events(CRAWLER, answered(f"{HEAD}{body}</body></html>")).values()
    assert report.fields["items"] == items
    assert (report.author, report.fields["reportDate"]) == ("Acme, Inc.", "2024-05-01")


def test_a_companys_page_may_ask_for_some_forms_only() -> None:
    listed = submissions(filing(1, "8-K", "2024-01-02"), filing(2, "4", "2024-01-03"), filing(3, "10-K", "2024-02-01"))
    page_of_company = "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=320193"

    def forms(asked: str) -> list[object]:
        [found] = CRAWLER.read(ref(page_of_company + asked), answered(listed))
        return [event.fields["form"] for event in found.record.events]

    assert forms("") == ["10-K", "4", "8-K"]
    assert forms("&type=8-K&dateb=") == ["8-K"]
    assert forms("&owner=exclude") == ["10-K", "8-K"]
    assert forms("&type=S-1") == []
