"""What is cut from a page before it is parsed, and what never is."""

import time

import pytest

from competedexter.market.crawlers.reading.markup import MAX_QUIET_TAGS, MAX_TAGS, parse, tame
from competedexter.market.crawlers.reading.structured_data import read_structured_data

MANY = MAX_TAGS * 2
PAGE = "<html><body>{code}<main><h1>Pricing</h1><p>Pro costs $20 a month.</p></main></body></html>"
LIMIT = 5.0  # seconds; it takes a tenth of that, and minutes when the parser sees what it should not


@pytest.mark.parametrize(
    "code",
    [
        "<script>" + "for(i=0;i<n;i++){if(a<b){c}}" * MANY + "</script>",
        "<SCRIPT type=application/json>" + '"<p>hello<br>there</p>",' * MANY + "</SCRIPT >",
        "<style>" + "/* <div> */ a<b{} " * MANY + "</style>",
        "<!-- " + "<div><div>" * MANY + " -->",
        "<script data-a='1>0'>" + "a<b;" * MANY + "</script>",
        "<script>let a;</script>" * MAX_QUIET_TAGS + "<script>" + "a<b;" * MANY + "</script>",
    ],
)
def test_a_program_of_any_size_before_the_page_hides_none_of_it(code: str) -> None:
    tree = parse(PAGE.format(code=code))
    assert [node.text() for node in tree.css("h1, p")] == ["Pricing", "Pro costs $20 a month."]


def test_empty_comments_end_where_the_parser_ends_them() -> None:
    html = "<!-->" * 10 + "<b>x</b>" * MAX_QUIET_TAGS + "<!---><h1>Here</h1><!-- <h1>Not here</h1> -->"
    assert [node.text() for node in parse(html).css("h1")] == ["Here"]


def test_structured_data_of_a_page_with_much_code_is_still_read() -> None:
    product = (
        '{"@type":"Product","name":"Pro <b>plan</b>","offers":{"@type":"Offer","price":"20","priceCurrency":"USD"}}'
    )
    code = f"<script type='application/ld+json'>{product}</script><script>{'a<b;' * MANY}</script>"
    read = [read_structured_data(parse(PAGE.format(code=page))) for page in (code, code.partition("<script>")[0])]
    assert read[0] == read[1] != read_structured_data(parse(PAGE.format(code="")))


@pytest.mark.parametrize(
    "html",
    [
        "<a title='<script>'>" + "<div>" * MANY,
        "<script>" + "<div>" * MANY,
        "<script></scripty>" * MANY,
        "<script" * MANY,
        "<script " * MANY,
        '<script "' * MANY,
        "<script a='" * MANY + "<div>" * MANY,
        "<!--" * MANY,
        "<style><!--" * MANY + "<div>" * MANY,
        '<div a="><script>">' + "<div>" * MANY + "</script>" + "<div>" * MANY,
        "<svg><style>" + "<div>" * MANY,
    ],
)
def test_code_that_never_ends_or_only_seems_to_begin_costs_no_time(html: str) -> None:
    began = time.process_time()
    parse(html)
    assert time.process_time() - began < LIMIT


def test_a_page_with_few_tags_is_left_as_it_is() -> None:
    html = PAGE.format(code="<script>if(a<b){}</script><!-- <p> -->")
    assert tame(html) == html
