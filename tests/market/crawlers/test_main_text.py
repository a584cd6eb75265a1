"""The main text of articles: without comments, teasers and sign-ups, and never less than the page has."""

import uuid

import pytest

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.kinds.website import WebsiteCrawler
from competedexter.market.crawlers.reading.main_text import main_text
from competedexter.market.crawlers.reading.visible_text import read_text
from competedexter.market.evidence.records import PageRecord

SENTENCES = "Acme moves its data centre to Finland this spring, and customers need not do anything for it. "
ARTICLE = "".join(f"<p>{SENTENCES}That is reason number {n}.</p>" for n in range(1, 9))
AROUND = {
    "comments": "<div id='comments'><h3>Comments</h3><p>Globex did that years ago and it went badly for them.</p></div>",
    "teasers": "<section class='c-related-posts'><p>Five other vendors that moved their servers last year.</p></section>",
    "a sign-up": "<div class='newsletterSignup'><p>Never miss a word of what we have to say, every Monday.</p></div>",
    "a caption": "<figure><figcaption>The harbour of Helsinki, seen from the sea in winter.</figcaption></figure>",
    "a remark": "<p>Subscribe to our news and read them before the others do.</p>",
    "links": "<p><a href='/more'>Why others stay where they have always been, and why</a></p>",
    "an author": "<div class='author-bio'><p>Ada writes about servers, and has done so for many years.</p></div>",
}


def told(body: str, head: str = "") -> str:
    return main_text(read_text(f"<html><head>{head}</head><body>{body}</body></html>", "https://acme.example/post"))


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_what_stands_around_an_article_is_not_in_it(around: str) -> None:
    whole = told(f"<header><h1>We move</h1></header><div class='post'>{ARTICLE}{around}</div>")
    assert whole == told(f"<h1>We move</h1><div class='post'>{ARTICLE}</div>")
    assert whole.startswith("We move\n")
    assert whole.endswith("reason number 8.")


def test_an_element_that_holds_most_of_the_page_is_kept_whatever_it_is_called() -> None:
    assert told(f"<div class='nav-wrapper sidebar'><article>{ARTICLE}</article></div>").count("reason number") == 8


def test_names_that_tell_how_an_element_looks_drop_nothing() -> None:
    assert told(f"<article class='post tag-newsletter category-comments'>{ARTICLE}</article>").count("reason") == 8


def test_headings_of_what_was_left_out_go_with_it() -> None:
    more = "<h2>Keep reading</h2><ul><li><a href='/a'>The other story</a></li></ul>"
    assert "Keep reading" not in told(f"<div>{ARTICLE}<h2>What it costs</h2><p>{SENTENCES}</p>{more}</div>")


@pytest.mark.parametrize("body", ["", "<p>Hello</p>", "<a href='/x'>Only a link</a>", "<div>" * 3_000 + "deep"])
def test_a_page_without_sentences_is_no_error(body: str) -> None:
    assert isinstance(told(body), str)


def test_only_the_main_text_of_an_article_is_searched_and_its_record_stays_whole() -> None:
    head = "<meta property='article:published_time' content='2026-03-01'><title>We move</title>"
    body = f"<html><head>{head}</head><body><main>{ARTICLE}{AROUND['comments']}</main></body></html>"
    [finding] = read(body)
    assert isinstance(finding.record, PageRecord)
    assert finding.main is not None
    assert "Globex" in " ".join(block.text for block in finding.record.blocks)
    assert "Globex" not in " ".join(block.text for block in finding.main)
    assert read(body.replace("published_time", "modified_time"))[0].main is None, (
        "a page that is no article is searched whole"
    )


def read(body: str):  # type: ignore[no-untyped-def]  # findings
    source = SourceRef(uuid.uuid4(), uuid.uuid4(), "website", "https://acme.example/post", {})
    return WebsiteCrawler().read(source, WebResponse(source.url, 200, {}, body.encode(), "text/html", "utf-8"))
