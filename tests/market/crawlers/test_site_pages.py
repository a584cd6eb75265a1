"""A sitemap is read as the list of a site's pages; an index brings its parts along."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.changes.diffing_site import diff_site
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.website import MOST_PARTS, WebsiteCrawler
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading import site_pages
from competedexter.market.crawlers.reading.site_pages import moment, read_site
from competedexter.market.evidence.listings import ListedPage, SiteRecord

SITEMAP = "https://acme.example/sitemap.xml"
SOURCE = SourceRef(UUID(int=1), UUID(int=2), "website", SITEMAP, {})


def sitemap(*urls: str, lastmod: str = "") -> str:
    dated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    listed = "".join(f"<url><loc>{url}</loc>{dated}</url>" for url in urls)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'


def index(*urls: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{url}</loc></sitemap>' for url in urls)}</sitemapindex>"


async def read(web: ScriptedWebClient) -> Finding:
    crawler = WebsiteCrawler()
    return crawler.read(SOURCE, await crawler.fetch(SOURCE, web))[0]


def pages_of(finding: Finding) -> list[str]:
    assert isinstance(finding.record, SiteRecord)
    return [one.url for one in finding.record.pages]


async def test_the_pages_of_a_sitemap_are_told_with_their_dates_and_places() -> None:
    body = sitemap("https://acme.example/pricing", "https://acme.example/", lastmod="2026-03-02")
    finding = await read(ScriptedWebClient({SITEMAP: page(SITEMAP, body, content_type="application/xml")}))
    assert pages_of(finding) == ["https://acme.example/", "https://acme.example/pricing"]
    assert isinstance(finding.record, SiteRecord)
    for one in finding.record.pages:
        assert finding.text[one.start : one.end] == one.url
        assert one.last_modified == datetime(2026, 3, 2, tzinfo=UTC)


async def test_an_index_brings_its_parts_and_says_which_it_left() -> None:
    parts = [f"https://acme.example/part-{number}.xml" for number in range(MOST_PARTS + 2)]
    answers = {part: page(part, sitemap(f"{part}/page"), content_type="text/xml") for part in parts}
    web = ScriptedWebClient({SITEMAP: page(SITEMAP, index(*parts), content_type="text/xml"), **answers})
    finding = await read(web)
    assert len(pages_of(finding)) == MOST_PARTS
    assert finding.quality.reasons == ("2 further sitemaps were not read",)
    assert isinstance(finding.record, SiteRecord)
    assert not finding.record.complete


async def test_a_part_that_is_refused_is_the_state_of_the_look() -> None:
    part = "https://acme.example/part.xml"
    web = ScriptedWebClient({SITEMAP: page(SITEMAP, index(part)), part: page(part, status=403)})
    assert (await WebsiteCrawler().fetch(SOURCE, web)).status == 403


async def test_a_sitemap_without_pages_is_refused_in_words() -> None:
    with pytest.raises(NothingToRead, match="names no page"):
        await read(ScriptedWebClient({SITEMAP: page(SITEMAP, sitemap(), content_type="text/xml")}))


def test_more_pages_than_a_record_holds_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_pages, "MOST_PAGES", 2)
    reading = read_site([page(SITEMAP, sitemap(*(f"https://acme.example/{number}" for number in range(5))))])
    assert (len(reading.record.pages), reading.named, reading.record.complete) == (2, 5, False)


@pytest.mark.parametrize(
    ("lastmod", "read"),
    [
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03-02T10:00:00+02:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("2026-02-31", None),
        (None, None),
    ],
)
def test_dates_of_sitemaps(lastmod: str | None, read: datetime | None) -> None:
    assert moment(lastmod) == read


@given(st.binary(max_size=600))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_list_of_pages_or_none(body: bytes) -> None:
    read_site([page(SITEMAP, b"<urlset>" + body, content_type="text/xml")])


def listing(*urls: str, complete: bool = True) -> SiteRecord:
    return SiteRecord(pages=tuple(ListedPage(url=url, start=0, end=1) for url in urls), complete=complete)


HOME, VS, POST = "https://acme.example/", "https://acme.example/vs/rival", "https://acme.example/blog/we-moved"


def told(before: SiteRecord, after: SiteRecord) -> list[tuple[str, str, str]]:
    return [(draft.kind.value, draft.label.value, draft.summary) for draft in diff_site(before, after)]


def test_new_and_removed_pages_are_told_and_weighed() -> None:
    assert told(listing(HOME, POST), listing(HOME, VS)) == [
        ("page_added", "significant", "New page: /vs/rival"),
        ("page_removed", "minor", "Page removed: /blog/we-moved"),
    ]


def test_another_spelling_of_an_address_is_the_same_page() -> None:
    assert told(listing(VS), listing("http://www.acme.example/vs/rival/")) == []


def test_nothing_is_missing_from_a_list_that_was_read_in_part() -> None:
    assert told(listing(HOME, VS), listing(HOME, complete=False)) == []
    assert told(listing(HOME, complete=False), listing(HOME, VS)) == []


def test_a_page_that_is_gone_is_looked_for_again_before_it_is_told() -> None:
    assert [draft.suspicious for draft in diff_site(listing(HOME, VS), listing(HOME))] == [True]
