"""Custom sources made to hurt: bombs in selectors and answers, names that trip programs, anything at all."""

import contextlib
import time
from uuid import uuid4

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.custom import CustomCrawler
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.custom_suggestion import suggested
from competedexter.market.evidence.listings import RowsRecord
from competedexter.market.sources.errors import InvalidMapping, MappingMissing
from competedexter.market.sources.mapping import mapping_of

URL = "https://evil.example/x"
LIMIT = 5.0  # seconds of our own CPU; on an idle machine each takes under one


def read(body: str | bytes, config: dict[str, object], kind: str) -> Finding:
    source = SourceRef(uuid4(), uuid4(), "custom", URL, config)
    return CustomCrawler().read(source, page(URL, body, content_type=kind))[0]


JSON_BOMBS = {
    "deep": "[" * 900 + "]" * 900,
    "too deep": "[" * 100_000 + "]" * 100_000,
    "wide": "[" + "1," * 2_000_000 + "1]",
    "objects": "[" + '{"a":1},' * 400_000 + "{}]",
    "names": "{" + ",".join(f'"k{n}":[{n}]' for n in range(200_000)) + "}",
}
PATHS = [
    "$..*..*",
    "$..*..*..*..*",
    "$..[*,*,*,*,*,*]",
    "$[*]",
    "$..[?@..a || @..*]",
    "$[?@[?@[?@[?@[?@.a]]]]]",
    "$..[::1]",
]


@pytest.mark.parametrize("bomb", JSON_BOMBS)
def test_no_path_through_any_json_takes_long(bomb: str) -> None:
    for path in PATHS:
        began = time.process_time()
        try:
            found = read(
                JSON_BOMBS[bomb], {"format": "json", "items": path, "title": "$..*", "text": path}, "application/json"
            )
        except NothingToRead:
            found = None
        assert time.process_time() - began < LIMIT, path
        assert found is None or len(found.record.rows) <= 1_000  # type: ignore[union-attr]


HTML_BOMBS = {
    "deep": "<div>" * 400 + "</div>" * 400,
    "deeper": "<div>" * 100_000,
    "siblings": "<i></i>" * 59_000,
    "items": "<ul>" + "<li><a href=/x>t</a>some text here" * 200_000,
}
SELECTORS = [
    "q * * * * * *",
    "* * * * * *",
    "q ~ i ~ i ~ i ~ i",
    "i ~ i ~ i ~ i",
    "*:not(q):nth-last-child(2n+1)",
    ", ".join(["*"] * 12),
]


@pytest.mark.parametrize("bomb", HTML_BOMBS)
def test_no_selector_on_any_page_takes_long(bomb: str) -> None:
    for selector in SELECTORS:
        began = time.process_time()
        with contextlib.suppress(NothingToRead):
            read(HTML_BOMBS[bomb], {"format": "html", "items": selector, "title": selector, "text": "."}, "text/html")
        assert time.process_time() - began < LIMIT, selector


TABLE_BOMBS = {
    "open quote": 'a,b\n"' + "x" * 9_000_000,
    "open quotes": "a,b\n" + ('"' + "x" * 200_000 + "\n") * 40,
    "columns": "a" + ",a" * 2_000_000,
    "rows": "a,b\n" + "1,2\n" * 1_500_000,
    "quotes": "a,b\n" + '""' * 4_000_000,
}


@pytest.mark.parametrize("bomb", TABLE_BOMBS)
def test_no_table_takes_long_and_a_broken_one_removes_nothing(bomb: str) -> None:
    began = time.process_time()
    try:
        found = read(TABLE_BOMBS[bomb], {"format": "csv", "title": "a"}, "text/csv")
        assert isinstance(found.record, RowsRecord)
        assert "quote" not in bomb or not found.record.complete or bomb == "quotes"
    except NothingToRead:
        pass
    assert time.process_time() - began < LIMIT


def test_a_megabyte_a_record_ends_where_a_reader_would() -> None:
    row = orjson.dumps({"t": "t" * 5_000, "x": "x" * 5_000}).decode()
    body = "[" + ",".join([row] * 900) + "]"
    found = read(
        body,
        {"format": "json", "items": "$[*]", "title": "t", "text": "x", "fields": {"a": "x", "b": "t"}},
        "application/json",
    )
    assert len(found.text) < 3_000_000
    assert isinstance(found.record, RowsRecord)
    assert all(len(r.title) <= 300 and len(r.text) <= 5_000 for r in found.record.rows)
    assert any(reason.startswith("the first ") for reason in found.quality.reasons)


@pytest.mark.parametrize("name", ["__proto__", "constructor", "prototype", "", " ", "x" * 61, "a\nb", "a\x00b"])
def test_names_that_trip_programs_are_refused(name: str) -> None:
    config = {"format": "json", "items": "$[*]", "title": "t", "fields": {name: "$.x"}}
    with pytest.raises(InvalidMapping) as refused:
        mapping_of(config)
    assert refused.value.details[0]["field"] == "config.fields"  # type: ignore[index]


def test_names_in_the_data_are_only_names() -> None:
    body = '[{"__proto__": {"admin": true}, "title": "=HYPERLINK(\\"http://evil\\")", "constructor": "x"}]'
    made = suggested(page(URL, body, content_type="application/json"))
    assert made is None or not {"__proto__", "constructor"} & set(made.mapping.fields)
    found = read(
        body, {"format": "json", "items": "$[*]", "title": "title", "text": "$['__proto__']"}, "application/json"
    )
    assert found.record.rows[0].title == '=HYPERLINK("http://evil")'  # type: ignore[union-attr]
    assert found.record.rows[0].text == '{"admin":true}'  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "path",
    ["$(", "$..", "$[", "$[']", "$[?", "$[?@", "$[?(1==1", "$[1:2:3:4]", "$[999999999999999999]", "$.a.", "$[?length(@)>1]",
     "$['\\x']", "__import__('os')", "$[?@.a=~/x/]", "$[" + "1," * 60 + "1]", "$" + "[0]" * 60, "$[?" + "!" * 100 + "@.a]"],
)  # fmt: skip
def test_paths_that_are_none_are_refused_in_words(path: str) -> None:
    with pytest.raises(InvalidMapping) as refused:
        mapping_of({"format": "json", "items": path, "title": "t"})
    assert refused.value.details[0]["field"] == "config.items"  # type: ignore[index]


@pytest.mark.parametrize(
    "selector",
    ["[", "a[", "a[b='", "a::before", "a:hover", "div:has(a)", "li:nth-child()", "li:nth-child(x)", "a,,b", "a >", "> a", "#", ".",
     ":not(:not(a))", "a|b", "@import", "li@x", "x " * 20, ",".join(["a"] * 20)],
)  # fmt: skip
def test_selectors_that_are_none_are_refused_in_words(selector: str) -> None:
    with pytest.raises(InvalidMapping) as refused:
        mapping_of({"format": "html", "items": selector, "title": "t"})
    assert refused.value.details[0]["field"] == "config.items"  # type: ignore[index]


PIECES = st.sampled_from(["$", "..", "*", "[", "]", "?", "@", ".a", "'x'", "0", ":", ",", "(", ")", "&&", "==", "li", " > ", "~", ":not(", "@href", "#i", "é", "\x00"])  # fmt: skip
SELECTOR = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(["$[*]", "$..*", "*", "a", "td", "."]))
CONFIG = st.fixed_dictionaries(
    {"format": st.sampled_from(["json", "csv", "html", "feed", "x", 5])},
    optional={name: st.one_of(SELECTOR, st.none(), st.integers()) for name in ("items", "title", "text", "url", "date")}
    | {"fields": st.dictionaries(st.text(max_size=5), SELECTOR, max_size=3), "junk": st.booleans()},
)
BODY = st.one_of(
    st.binary(max_size=300),
    st.sampled_from(
        [b'[{"a": "x", "d": "03/04/2024"}, {"a": null}, [1]]', b"a;b\n1;2\n\"", b"<ul><li class=a id=i><a href=//[>x</a></ul>",
         b"<rss><channel><item><title>a</title></item></channel></rss>", b"\xff\xfea\x00,\x00b\x00\n\x00", b'{"a": {"a": [{}]}}']
    ),
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONFIG, BODY, st.sampled_from(["text/html", "application/json", "text/csv", "application/xml", ""]))
def test_any_config_and_any_bytes_are_read_or_refused(config: dict[str, object], body: bytes, kind: str) -> None:
    with contextlib.suppress(InvalidMapping, MappingMissing):
        mapping_of(config)
    try:
        found = read(body, config, kind)
    except NothingToRead:
        return
    assert isinstance(found.record, RowsRecord)
    keys = [row.key for row in found.record.rows]
    assert len(set(keys)) == len(keys)
    for row in found.record.rows:
        assert found.text[row.start : row.end]
        assert not row.url or row.url.startswith(("http://", "https://"))
    suggested(page(URL, body, content_type=kind))
