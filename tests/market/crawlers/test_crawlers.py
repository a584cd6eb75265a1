"""Crawlers ask once, conditionally, and read pages into findings whose spans fit their text."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.errors import UnknownHost
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.registry import SOURCE_TYPES, crawler_for
from competedexter.market.evidence.records import PageRecord, PricingRecord

URL = "https://acme.example/pricing"
SOURCE = SourceRef(UUID(int=1), UUID(int=2), "pricing", URL, {})
PRICING = """<html lang=en><head><title>Pricing | Acme</title><meta name=description content="What Acme costs"></head>
<body><nav><a href="/docs">Docs</a></nav><main><h1>Pricing</h1>
<div class=plans><div class=card><h3>Starter</h3><p>$20 / month</p><ul><li>3 competitors</li></ul><a href="/buy">Buy</a></div>
<div class=card><h3>Team</h3><p>$49 / month</p><ul><li>20 competitors</li></ul><a href="/buy">Buy</a></div></div></main></body></html>"""
AS_PAGE = """<html><head><title>Acme</title></head><body><main><h1>Watch your market</h1>
<p>Acme reads <a href="features">every page</a> of your competitors.</p></main></body></html>"""


async def test_a_page_is_asked_for_conditionally_and_in_a_browser_only_when_told() -> None:
    web = ScriptedWebClient({URL: PRICING})
    for source_type in SOURCE_TYPES:
        source = replace(SOURCE, source_type=source_type, etag='"7"', last_modified="Mon, 02 Nov 2026 12:00:00 GMT")
        await crawler_for(source_type).fetch(source, web)
        await crawler_for(source_type).fetch(replace(SOURCE, config={"render": True}), web)
    asked = web.requests[:2]
    assert (asked[0].url, asked[0].etag, asked[0].last_modified, asked[0].render) == (
        URL, '"7"', "Mon, 02 Nov 2026 12:00:00 GMT", False,
    )  # fmt: skip
    assert (asked[1].etag, asked[1].render) == (None, True)


async def test_a_site_that_is_not_there_raises_what_the_web_says() -> None:
    with pytest.raises(UnknownHost):
        await crawler_for("website").fetch(SOURCE, ScriptedWebClient())


def test_a_pricing_page_gives_the_plans_first_and_the_page_of_the_same_text() -> None:
    pricing, whole = crawler_for("pricing").read(SOURCE, page(URL, PRICING))
    assert isinstance(pricing.record, PricingRecord)
    assert isinstance(whole.record, PageRecord)
    assert [plan.name for plan in pricing.record.plans] == ["Starter", "Team"]
    assert [str(plan.prices[0].amount) for plan in pricing.record.plans] == ["20", "49"]
    assert (pricing.snapshot_type, whole.snapshot_type) == ("pricing", "page")
    assert (pricing.text, pricing.title, pricing.data_type) == (whole.text, "Pricing | Acme", "pricing")
    spans_fit(pricing)
    spans_fit(whole)


def test_a_pricing_page_without_prices_says_so_and_is_still_a_page() -> None:
    pricing, whole = crawler_for("pricing").read(SOURCE, page(URL, AS_PAGE))
    assert isinstance(pricing.record, PricingRecord)
    assert (pricing.snapshot_type, pricing.record.plans, whole.snapshot_type) == ("pricing", (), "page")


@pytest.mark.parametrize("source_type", ["website", "docs", "changelog", "something-new"])
def test_other_pages_give_their_blocks_with_where_links_lead(source_type: str) -> None:
    url = "https://acme.example/en/"
    source = replace(SOURCE, source_type=source_type, url=url)
    (finding,) = crawler_for(source_type).read(source, page(url, AS_PAGE))
    assert isinstance(finding.record, PageRecord)
    assert finding.text == "Watch your market\nAcme reads every page of your competitors."
    link = next(block for block in finding.record.blocks if block.kind == "link")
    assert (link.text, link.target) == ("every page", "https://acme.example/en/features")
    assert (finding.title, finding.data_type, finding.quality.score > 0.5) == ("Acme", source_type, True)
    spans_fit(finding)


def test_every_crawler_names_its_kind_and_its_version() -> None:
    for source_type in SOURCE_TYPES:
        crawler = crawler_for(source_type)
        assert crawler.kind
        assert crawler.extractor_version.startswith(crawler.kind)


def spans_fit(finding: Finding) -> None:
    if isinstance(finding.record, PageRecord):
        assert all(finding.text[block.start : block.end] == block.text for block in finding.record.blocks)
    if isinstance(finding.record, PricingRecord):
        assert all(0 <= plan.start < plan.end <= len(finding.text) for plan in finding.record.plans)
    assert 0 <= finding.quality.score <= 1


@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "application/json", "image/png"]))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(body: bytes, content_type: str) -> None:
    for source_type in ("website", "pricing"):
        crawler = crawler_for(source_type)
        try:
            findings = crawler.read(SOURCE, page(URL, body, content_type=content_type))
        except NothingToRead:
            assert crawler.reads_data
            continue
        for finding in findings:
            spans_fit(finding)


PIECES = [
    "<div class=plan>", "</div>", "<h3>Pro</h3>", "<h3>", "$20", "€1.125,50", " / month", "per user", "free", "<table><tr><td>",
    "</table>", "<li>", "<p>", "<del>$9</del>", "contact us", "2026", "100 GB", "<a href='//[bad'>", "\u0301", "ﬁ", "<span>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_broken_pricing_page_can_be_read(pieces: list[str]) -> None:
    for finding in crawler_for("pricing").read(SOURCE, page(URL, "".join(pieces))):
        spans_fit(finding)


def test_real_pages_are_read_with_fitting_spans(shared_data: Path) -> None:
    paths = sorted((shared_data / "pricing-pages" / "pages").glob("*.html"))
    assert paths
    for path in paths:
        findings = crawler_for("pricing").read(SOURCE, page(URL, path.read_bytes()))
        assert findings[0].snapshot_type == "pricing", path.name
        for finding in findings:
            spans_fit(finding)
