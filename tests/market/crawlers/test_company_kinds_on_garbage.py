"""Technology, company, features and reviews: whatever comes, it is read or refused in words, and the text has all places."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.bundle import enclosed
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.registry import crawler_for

KINDS = ("tech_stack", "company_info", "features", "reviews")
MEDIA = ("text/html", "application/json", "text/csv", "application/atom+xml", "text/plain", "application/octet-stream")
SEEDS = (
    '{"entities": {"Q1": {"claims": ', '{"Results": [{"Result": ', '{"feed": {"id": "customerreviews", "entry": [',
    '<script type="application/ld+json">{"@type": "Organization", "address": [', "<table><tr><td>x<th>Free<th>Pro<tr><td>",
    "title,rating\n", '<feed xmlns:im="http://itunes.apple.com/rss"><entry><im:rating>', "<div itemscope itemtype=x itemprop=review>",
)  # fmt: skip


def look(kind: str, response: WebResponse) -> None:
    source = SourceRef(UUID(int=1), UUID(int=2), kind, "https://acme.example/", {})
    try:
        findings = crawler_for(kind).read(source, response)
    except NothingToRead:
        return
    assert findings
    for finding in findings:
        for place in places(finding.record.model_dump()):
            assert 0 <= place["start"] <= place["end"] <= len(finding.text)


def places(value: object) -> Iterator[dict[str, int]]:
    if isinstance(value, dict):
        if "start" in value:
            yield value
        for inner in value.values():
            yield from places(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from places(inner)


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    media=st.sampled_from(MEDIA),
    seed=st.sampled_from(SEEDS),
    body=st.binary(max_size=120) | st.text(max_size=120).map(lambda text: text.encode("utf-8", "replace")),
    is_bundle=st.booleans(),
)
def test_no_answer_breaks_a_crawler(kind: str, media: str, seed: str, body: bytes, is_bundle: bool) -> None:
    response = page("https://acme.example/", seed.encode() + body, content_type=media)
    look(kind, enclosed([response]) if is_bundle else response)


@pytest.mark.parametrize("kind", KINDS)
def test_real_pages_and_attacks_are_read_or_refused(kind: str, shared_data: Path) -> None:
    files = [
        *(shared_data / "pricing-pages" / "pages").glob("*.html"),
        *(shared_data / "attack-corpora").rglob("*.xml"),
    ]
    for file in files[:120]:
        media = "text/html" if file.suffix == ".html" else "application/xml"
        look(kind, page("https://acme.example/", file.read_bytes()[:1_000_000], content_type=media))
