"""Patents from the US office's JSON and from Google's export: one event for one publication."""

from datetime import UTC, datetime

import pytest

from competedexter.integrations.web.scripted import ScriptedWebClient
from competedexter.market.crawlers.kinds.patents import PatentsCrawler
from competedexter.market.crawlers.outside import KeyMissing, NothingToRead, Outside
from competedexter.market.crawlers.reading.patents import american, compact, kind_of
from tests.market.crawlers.edgar_scene import answered, events, read, ref

CRAWLER = PatentsCrawler()
WRAPPERS = {
    "count": 3,
    "patentFileWrapperDataBag": [
        {
            "applicationNumberText": "14104993",
            "applicationMetaData": {
                "firstApplicantName": "STMicroelectronics S.A.",
                "inventorBag": [{"inventorNameText": "Pascal Chevalier"}, {"inventorNameText": "Didier Celi"}],
                "filingDate": "2012-12-19",
                "grantDate": "2016-06-07",
                "inventionTitle": "HETEROJUNCTION BIPOLAR TRANSISTOR",
                "patentNumber": "9362380",
                "earliestPublicationNumber": "US 2014-0167116 A1",
                "earliestPublicationDate": "2014-06-19",
                "applicationStatusDescriptionText": "Patented Case",
            },
        },
        {
            "applicationNumberText": "18000001",
            "applicationMetaData": {
                "applicantBag": [{"applicantNameText": "Acme, Inc."}],
                "filingDate": "2023-01-10",
                "inventionTitle": "Minutes that write themselves",
                "earliestPublicationNumber": "US 2024-0012345 A1",
                "earliestPublicationDate": "2024-07-11",
            },
            "assignmentBag": [{"assigneeBag": [{"assigneeNameText": "ACME HOLDINGS LLC"}]}],
        },
        {"applicationNumberText": "18999999", "applicationMetaData": {"filingDate": "2024-09-01"}},
    ],
}


def test_file_wrappers_of_the_us_office() -> None:
    [found] = read(CRAWLER, answered(WRAPPERS))
    told = {event.key: event for event in found.record.events}
    granted, published, filed = told["US9362380"], told["US20240012345A1"], told["application:18999999"]
    assert granted.occurred_at == datetime(2016, 6, 7, tzinfo=UTC)
    assert granted.fields["assignee"] == "STMicroelectronics S.A."
    assert granted.fields["inventors"] == "Pascal Chevalier, Didier Celi"
    assert (granted.category, published.category) == ("granted patent", "patent application")
    assert published.occurred_at == datetime(2024, 7, 11, tzinfo=UTC)
    assert (published.author, published.fields["kind"]) == ("ACME HOLDINGS LLC", "A1")
    assert (filed.title, filed.occurred_at) == ("(untitled)", datetime(2024, 9, 1, tzinfo=UTC))
    assert "1 of 3 patents had no title." in found.quality.reasons
    assert "1 of 3 patents have no publication number yet." in found.quality.reasons


VIEW = {
    "error": False,
    "count": 1,
    "total_hits": 1,
    "patents": [
        {
            "patent_id": "11234567",
            "patent_title": "Cloud tables",
            "patent_date": "2022-02-01",
            "wipo_kind": "B2",
            "assignees": [{"assignee_organization": "Snowflake Inc."}],
            "inventors": [{"inventor_name_first": "Ada", "inventor_name_last": "Lovelace"}],
            "application": [{"application_id": "16/123456", "filing_date": "2019-03-04"}],
        }
    ],
}


def test_patentsview() -> None:
    [told] = events(CRAWLER, answered(VIEW)).values()
    assert told.key == "US11234567B2"
    assert told.url == "https://patents.google.com/patent/US11234567B2"
    assert (told.fields["inventors"], told.fields["filed"], told.fields["granted"]) == (
        "Ada Lovelace",
        "2019-03-04",
        "2022-02-01",
    )
    assert told.author == "Snowflake Inc."


def test_a_search_without_a_hit_is_an_answer() -> None:
    for empty in (
        {"count": 0, "patentFileWrapperDataBag": []},
        {"error": False, "count": 0, "total_hits": 0, "patents": None},
    ):
        [found] = read(CRAWLER, answered(empty))
        assert found.record.events == ()
        assert found.quality.score == 1.0


GOOGLE = (
    "search URL:,https://patents.google.com/?assignee=Acme&oq=Acme\n"
    "id,title,assignee,inventor/author,priority date,filing/creation date,publication date,grant date,result link,"
    "representative figure link\n"
    'US-11234567-B2,"Tables, in a cloud","Acme, Inc.","Ada Lovelace, Charles Babbage",2018-01-01,2019-03-04,2022-02-01,'
    "2022-02-01,https://patents.google.com/patent/US11234567B2/en,\n"
    "EP-3765432-A1,Tabellen,Acme GmbH,,2018-01-01,2019-03-05,,,https://patents.google.com/patent/EP3765432A1/en,\n"
)


def test_the_export_of_google_patents() -> None:
    [found] = read(CRAWLER, answered(GOOGLE, content_type="text/csv"))
    granted, filed = found.record.events
    assert (granted.key, granted.title) == ("US11234567B2", "Tables, in a cloud")
    assert (granted.author, granted.fields["inventors"]) == ("Acme, Inc.", "Ada Lovelace, Charles Babbage")
    assert (granted.fields["priority"], granted.fields["kind"]) == ("2018-01-01", "B2")
    assert (filed.key, filed.category) == ("EP3765432A1", "patent application")
    assert filed.occurred_at == datetime(2019, 3, 5, tzinfo=UTC)
    assert found.record.publisher == "Google Patents"


def test_one_publication_is_one_event_whoever_tells_it() -> None:
    assert list(events(CRAWLER, answered(VIEW))) == list(events(CRAWLER, answered(GOOGLE, content_type="text/csv")))[:1]


def test_more_than_a_thousand_are_counted() -> None:
    many = {
        "patents": [
            {"patent_id": str(9_000_000 + number), "patent_title": "x", "patent_date": "2020-01-01"}
            for number in range(1_200)
        ]
    }
    [found] = read(CRAWLER, answered(many))
    assert len(found.record.events) == 1_000
    assert "200 older patents were not read." in found.quality.reasons


async def test_the_us_office_is_off_without_a_key() -> None:
    for url in (
        "https://api.uspto.gov/api/v1/patent/applications/search?q=Acme",
        "https://search.patentsview.org/api/v1/patent/",
    ):
        with pytest.raises(KeyMissing, match="USPTO_API_KEY"):
            await CRAWLER.fetch(ref(url, "patents"), ScriptedWebClient())


async def test_the_us_office_is_asked_with_the_key() -> None:
    asked = "http://127.0.0.1:9/api/v1/patent/applications/search?q=Acme"
    outside = Outside({"https://api.uspto.gov": "http://127.0.0.1:9"}, {"uspto": "k"})
    web = ScriptedWebClient({asked: answered(WRAPPERS, asked)})
    source = ref("https://api.uspto.gov/api/v1/patent/applications/search?q=Acme", "patents", outside)
    assert CRAWLER.read(source, await CRAWLER.fetch(source, web))
    assert web.requests[0].headers == {"X-Api-Key": "k"}


async def test_an_export_elsewhere_needs_no_key() -> None:
    url = "https://files.example/patents.csv"
    web = ScriptedWebClient({url: answered(GOOGLE, url, "text/csv")})
    await CRAWLER.fetch(ref(url, "patents"), web)
    assert web.requests[0].headers == {}


def test_what_lists_no_patents_is_not_read() -> None:
    for body in ({"hello": 1}, "<html><body>Patents</body></html>", "id,name\n1,2\n", "[1, 2]"):
        with pytest.raises(NothingToRead):
            read(CRAWLER, answered(body))


@pytest.mark.parametrize(
    ("written", "kind", "number"),
    [
        ("11,234,567", "B2", "US11234567B2"),
        ("US 2014-0167116 A1", "", "US20140167116A1"),
        ("US11234567B2", "B2", "US11234567B2"),
        ("D912345", "S1", "USD912345S1"),
        ("", "B2", ""),
    ],
)
def test_numbers_of_the_us_office(written: str, kind: str, number: str) -> None:
    assert american(written, kind) == number


def test_numbers_without_what_stands_between() -> None:
    assert compact("EP 3 765 432 A1") == "EP3765432A1"
    assert kind_of("EP 3 765 432 A1") == "A1"
    assert kind_of("not a number") == ""
