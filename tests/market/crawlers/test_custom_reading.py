"""A custom source's mapping on the shapes that real sources have: JSON, tables, pages, feeds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.custom import CustomCrawler
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.custom_dates import read_dates
from competedexter.market.crawlers.reading.custom_suggestion import suggested
from competedexter.market.evidence.listings import Row, RowsRecord

URL = "https://data.acme.com/list/all.json"
JSON, CSV, HTML = "application/json", "text/csv", "text/html"


def read(
    body: str | bytes, config: Mapping[str, object], kind: str = JSON, before: RowsRecord | None = None, url: str = URL
) -> Finding:
    source = SourceRef(uuid4(), uuid4(), "custom", url, dict(config), before=before)
    (finding,) = CustomCrawler().read(source, page(url, body, content_type=kind))
    return finding


def rows(finding: Finding) -> tuple[Row, ...]:
    assert isinstance(finding.record, RowsRecord)
    for row in finding.record.rows:
        assert finding.text[row.start : row.end].startswith(row.title)
    return finding.record.rows


def test_json_items_are_mapped_linked_dated_and_told() -> None:
    body = """{"data": {"reports": [
      {"id": 7, "head": {"name": "Q3  <b>report</b>"}, "path": "../r/7", "on": 1727740800, "tags": ["a", "b"], "seats": 12.50},
      {"id": 8, "head": {"name": "Q2 report"}, "path": "https://other.example/8", "on": "2026-07-01T02:00:00+02:00"}]}}"""
    config = {
        "format": "json", "items": "$.data.reports[*]", "title": "$.head.name", "text": "$.tags", "url": "path", "date": "@.on",
        "fields": {"id": "$.id", "seats": "$.seats"},
    }  # fmt: skip
    finding = read(body, config)
    first, second = rows(finding)
    assert (first.title, first.text, first.url) == ("Q3 report", "a, b", "https://data.acme.com/r/7")
    assert first.date == datetime(2024, 10, 1, tzinfo=UTC)
    assert (first.fields, first.key) == ({"id": "7", "seats": "12.5"}, "7")
    assert second.date == datetime(2026, 7, 1, tzinfo=UTC)
    assert finding.text.startswith("Q3 report\na, b\ndate: 2024-10-01\nid: 7\nseats: 12.5\nQ2 report")
    assert finding.quality.reasons == ("1 of 2 items has no text", "1 of 2 items has no seats")
    assert finding.snapshot_type == "custom"


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ("$.items", ["A", "B", "C"]),
        ("$.items[*]", ["A", "B", "C"]),
        ("items[1:]", ["B", "C"]),
        ("$.items[-1]", ["C"]),
        ("$.items[0,2]", ["A", "C"]),
        ("$.items[?@.price > 10]", ["B", "C"]),
        ("$.items[?@.kind == 'x' && @.price <= 20]", ["B"]),
        ("$.items[?!@.kind]", ["A"]),
        ("$..items[?(@.kind == 'x' || @.price == 5)]", ["A", "B", "C"]),
        ("$['items'][*]", ["A", "B", "C"]),
        ("$..[?@.n == $.wanted]", ["B"]),
    ],
)
def test_every_form_of_path_finds_its_items(items: str, names: list[str]) -> None:
    body = """{"wanted": "B", "items": [{"n": "A", "price": 5}, {"n": "B", "price": 15, "kind": "x"},
      {"n": "C", "price": 30, "kind": "x"}]}"""
    assert [row.title for row in rows(read(body, {"format": "json", "items": items, "title": "n"}))] == names


def test_lines_of_json_are_a_list() -> None:
    body = '{"n": "A"}\n{"n": "B"}\n'
    found = rows(read(body, {"format": "json", "items": "$[*]", "title": "n"}, "application/x-ndjson"))
    assert [row.title for row in found] == ["A", "B"]


def test_a_list_that_is_empty_today_is_read_and_one_that_is_not_there_is_not() -> None:
    empty = read('{"items": []}', {"format": "json", "items": "$.items[*]", "title": "n"})
    assert (rows(empty), empty.quality.score) == ((), 1.0)
    assert empty.text == "No records are listed."
    with pytest.raises(NothingToRead, match=r"nothing at \$\.list\[\*\] .* It has: items"):
        read('{"items": []}', {"format": "json", "items": "$.list[*]", "title": "n"})


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_tables_are_read_whatever_parts_their_cells(sign: str) -> None:
    lines = [
        ["Name", "Monthly price", "Link"],
        ['"Pro; best, |"' if sign != "\t" else "Pro", "=SUM(A1)", "/p"],
        ["Team", "99,5", ""],
    ]
    lines = [[f'"{cell}"' if sign in cell and cell[0] != '"' else cell for cell in line] for line in lines]
    body = "\ufeff" + "\r\n".join(sign.join(line) for line in lines)
    config = {"format": "csv", "title": "name", "url": "Link", "fields": {"price": "monthly  price"}}
    first, second = rows(read(body, config, CSV))
    assert first.title == ("Pro; best, |" if sign != "\t" else "Pro")
    assert (first.fields["price"], first.url) == ("=SUM(A1)", "https://data.acme.com/p")
    assert (second.title, second.fields["price"]) == ("Team", "99,5")


def test_ragged_lines_preambles_and_encodings_cost_nothing_but_a_word() -> None:
    body = "Export of 2 Nov\n\nall rows\nName;Größe\nÄpfel;1\nBirnen\nZu;viel;mehr\n"
    preamble = read(body, {"format": "csv", "title": "Name", "fields": {"size": "größe"}}, CSV)
    assert [row.title for row in rows(preamble)] == ["Äpfel", "Birnen", "Zu"]
    utf = "sep=;\nName;Size\nA;1\nB\nC;2;3\n"
    ragged = read(utf, {"format": "csv", "title": "Name", "fields": {"size": "Size"}}, CSV)
    assert [(row.title, row.fields) for row in rows(ragged)] == [("A", {"size": "1"}), ("B", {}), ("C", {"size": "2"})]
    assert "2 of 3 rows have more or fewer cells than the header" in ragged.quality.reasons


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NothingToRead, match=r"no column “Title”\. The table has: Name, Price\."):
        read("Name,Price\nA,1\n", {"format": "csv", "title": "Title"}, CSV)
    finding = read("Name,Price\nA,1\n", {"format": "csv", "title": "Name", "fields": {"p": "Cost"}}, CSV)
    assert "there is no column “Cost”" in finding.quality.reasons


PAGE = """<html><head><base href="/shop/"></head><body><ul class="list">
<li class="item sale" data-day="2026-03-01"><h2>Pro <em>plan</em></h2><p>For</p><p>teams</p><a href="pro?a=1&amp;b=2">more</a>
<script>evil()</script></li>
<li class="item"><h2>Max</h2><a href="javascript:alert(1)">more</a></li>
<li class="ad"><h2>Ad</h2></li></ul><footer><li class="item"><h2>No</h2></li></footer></body></html>"""


def test_pages_are_read_by_css_with_attributes() -> None:
    config = {
        "format": "html", "items": "ul.list > li.item", "title": "h2", "text": "p", "url": "a@href", "date": ".@data-day",
        "fields": {"sale": "@class", "second": "p:nth-child(3)"},
    }  # fmt: skip
    finding = read(PAGE, config, HTML)
    pro, most = rows(finding)
    assert (pro.title, pro.text, pro.url) == ("Pro plan", "For, teams", "https://data.acme.com/shop/pro?a=1&b=2")
    assert (pro.date, pro.fields) == (datetime(2026, 3, 1, tzinfo=UTC), {"sale": "item sale", "second": "teams"})
    assert (most.title, most.url, most.date) == ("Max", "", None)
    assert "1 of 2 items has a link that is no web address" in finding.quality.reasons
    assert "evil" not in finding.text


@pytest.mark.parametrize(
    ("selector", "titles"),
    [
        ("li", ["Pro plan", "Max", "Ad", "No"]),
        ("li:not(.item)", ["Ad"]),
        ("li:first-child, li.ad", ["Pro plan", "Ad", "No"]),
        ("ul li:nth-child(2n+1)", ["Pro plan", "Ad"]),
        ("li.item + li", ["Max", "Ad"]),
        ("li.sale ~ li", ["Max", "Ad"]),
        ("[data-day^='2026']", ["Pro plan"]),
        ("body > footer LI", ["No"]),
        ("li[class~=sale]", ["Pro plan"]),
        ("li[class='ITEM' i]", ["Max", "No"]),
        ("ul > li:last-of-type", ["Ad"]),
    ],
)
def test_every_form_of_selector_finds_its_items(selector: str, titles: list[str]) -> None:
    assert [row.title for row in rows(read(PAGE, {"format": "html", "items": selector, "title": "h2"}, HTML))] == titles


def test_a_page_without_such_items_says_so() -> None:
    with pytest.raises(NothingToRead, match="Nothing on this page matches"):
        read(PAGE, {"format": "html", "items": "article", "title": "h2"}, HTML)


def test_feeds_need_no_selectors_and_never_lose_what_they_let_go() -> None:
    body = """<?xml version="1.0"?><rss version="2.0"><channel><title>Acme status</title>
    <item><title>Down &amp; out</title><link>/i/1</link><description>&lt;p&gt;All of it&lt;/p&gt;</description>
    <pubDate>Tue, 03 Nov 2026 10:00:00 +0100</pubDate><author>ops@acme.com (Ops)</author></item></channel></rss>"""
    finding = read(body, {"format": "feed", "fields": {"by": "author"}}, "application/rss+xml")
    (row,) = rows(finding)
    assert (row.title, row.url, row.date) == (
        "Down & out",
        "https://data.acme.com/i/1",
        datetime(2026, 11, 3, 9, tzinfo=UTC),
    )
    assert "All of it" in row.text
    assert row.fields["by"]
    assert isinstance(finding.record, RowsRecord)
    assert not finding.record.complete
    with pytest.raises(NothingToRead, match="no feed"):
        read("<html>", {"format": "feed"}, HTML)


def test_an_item_that_is_brought_joins_those_that_are_known() -> None:
    config = {"format": "json", "items": "$.items[*]", "title": "name", "fields": {"price": "price"}}
    first = read('{"name": "Pro", "price": 49}', config, before=RowsRecord())
    second = read('[{"name": "Team"}, {"name": "Pro", "price": 59}]', config, before=first.record)  # type: ignore[arg-type]
    assert [(row.title, row.fields.get("price")) for row in rows(second)] == [("Team", None), ("Pro", "59")]
    assert isinstance(second.record, RowsRecord)
    assert not second.record.complete


def test_items_without_a_name_stay_and_too_many_of_them_make_the_look_suspect() -> None:
    finding = read('[{"a": 1}, {"a": 2}]', {"format": "json", "items": "$[*]", "title": "name"})
    assert [row.title for row in rows(finding)] == ["(untitled)", "(untitled)"]
    assert finding.quality.score < 0.5
    assert "2 of 2 items have no title" in finding.quality.reasons


def test_keys_stay_with_their_records() -> None:
    config = {"format": "json", "items": "$[*]", "title": "t", "url": "u"}
    body = '[{"t": "A", "u": "/1"}, {"t": "B", "u": "/all"}, {"t": "C", "u": "/all"}, {"t": "D"}, {"t": "D"}]'
    base = "https://data.acme.com"
    assert [row.key for row in rows(read(body, config))] == [
        f"{base}/1",
        f"{base}/all B",
        f"{base}/all C",
        "D",
        "D (2)",
    ]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["03/04/2024", "13/04/2024"], ["2024-04-03", "2024-04-13"]),
        (["03/04/2024", "04/13/2024"], ["2024-03-04", "2024-04-13"]),
        (["03/04/2024", "05/06/2024"], [None, None]),
        (["13/04/2024", "04/13/2024", "03/04/2024"], ["2024-04-13", "2024-04-13", None]),
        (["03.04.2024", "3.4.24"], ["2024-04-03", "2024-04-03"]),
        (["1700000000", "1700000000000", "20231114", "1700000000.5"], ["2023-11-14"] * 4),
        (["2024-02-30", "soon", "", "12345"], [None] * 4),
        (
            ["Tue, 03 Nov 2026 23:30:00 -0500", "3 novembre 2026", "November 3, 2026"],
            ["2026-11-04", "2026-11-03", "2026-11-03"],
        ),
    ],
)
def test_dates_are_read_as_their_column_is_written(column: list[str], expected: list[str | None]) -> None:
    read = read_dates(column)
    assert [moment.date().isoformat() if moment else None for moment in read.moments] == expected
    assert all(moment.tzinfo is not None for moment in read.moments if moment)


def test_dates_that_can_be_read_in_two_ways_are_counted() -> None:
    finding = read("Name,On\nA,03/04/2024\nB,05/06/2024\nC,x\n", {"format": "csv", "title": "Name", "date": "On"}, CSV)
    assert [row.date for row in rows(finding)] == [None, None, None]
    assert "2 of 3 items have a date that can be read as day/month or month/day" in finding.quality.reasons
    assert "1 of 3 items has a date that cannot be read" in finding.quality.reasons


def test_a_mapping_is_suggested_for_what_has_a_shape() -> None:
    deep = suggested(
        page(URL, '{"meta": {"n": 1}, "result": {"hits": [{"headline": "A", "web_url": "/a", "x y": 1}]}}')
    )
    assert deep is not None
    assert deep.plain
    assert deep.mapping.as_config() == {
        "format": "json", "items": "$.result.hits[*]", "title": "$.headline", "url": "$.web_url", "fields": {"x y": "$['x y']"},
    }  # fmt: skip
    table = suggested(page(URL, "Firma;Ort\nAcme;Wien\nBeta;Linz\n", content_type=CSV))
    assert table is not None
    assert (table.plain, table.mapping.title) == (False, "Firma")
    feed = suggested(page(URL, "<rss><channel><item><title>x</title></item></channel></rss>", content_type="text/xml"))
    assert feed is not None
    assert feed.mapping.format == "feed"
    assert suggested(page(URL, "<html><body>hello</body></html>")) is None
    assert suggested(page(URL, "[1, 2, 3]", content_type=JSON)) is None
    assert suggested(page(URL, "just a line", content_type="text/plain")) is None
