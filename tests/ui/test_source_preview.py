"""What a look before a source is added says, and the mapping form."""

import pytest

from competedexter.ui.source_types import BY_TYPE, KINDS, keys_missing, things
from competedexter.ui.sources.mapping import MappingRow, config_of, fields_of, mapping_row
from competedexter.ui.sources.preview_rows import MOST_COLUMNS, MOST_LINES, Found, preview_row

JOBS = ({"title": "Engineer", "team": "Core", "location": "Berlin", "url": "https://a.com", "externalId": "1"},) * 2
PLANS = ({"name": "Free", "priceText": "$0", "features": ["1 user", "Help"], "limits": {}},)


@pytest.mark.parametrize(
    ("source_type", "found", "words"),
    [
        ("jobs", Found("succeeded", records=(*JOBS, {"title": "Clerk", "team": "Sales"}), total=3), "3 openings read: Core 2, Sales 1"),
        ("jobs", Found("succeeded", records=JOBS, total=120), "120 openings read"),
        ("pricing", Found("succeeded", records=PLANS, total=1, summary="1 plan read: Free"), "1 plan read: Free"),
        ("website", Found("succeeded", records=({"title": "Acme"},), total=1, summary="Acme"), "Read: Acme"),
        ("custom", Found("succeeded", records=({"title": "a"},), total=1), "1 record read"),
        ("financials", Found("succeeded", records=({"what": "filing", "title": "8-K"},), total=1), "1 filing read"),
        ("reviews", Found("succeeded", records=({"rating": "4.5", "best": "5"},), total=1), "1 rating read"),
        ("news", Found("blocked", reason="The site answered 403."), "Nothing was read"),
    ],
)  # fmt: skip
def test_a_preview_says_in_a_sentence_what_was_read(source_type: str, found: Found, words: str) -> None:
    assert preview_row(source_type, found).words == words


def test_a_preview_shows_the_telling_columns_and_counts_the_rest() -> None:
    row = preview_row("jobs", Found("succeeded", records=JOBS * 20, total=99))
    assert row.columns == ["Title", "Team", "Location", "Link"]
    assert (len(row.lines), row.more, row.good) == (MOST_LINES, f"and {99 - MOST_LINES} more", True)


def test_records_of_an_analyst_show_their_own_fields_and_hostile_ones_are_bounded() -> None:
    record = {"title": "a" * 5_000, "fields": {f"f{n}": "x" * 5_000 for n in range(50)}, "date": "2026-01-02T03:04:05Z"}
    row = preview_row("custom", Found("succeeded", records=(record,), total=1))
    assert row.columns[:3] == ["Title", "Date", "F0"]
    assert len(row.columns) == MOST_COLUMNS
    assert row.lines[0].cells[1] == "2026-01-02"
    assert all(len(cell) <= 160 for cell in row.lines[0].cells)
    assert not preview_row("custom", Found("failed", problems=("p" * 999,) * 99)).good


def test_a_mapping_goes_into_the_form_and_back() -> None:
    config = {"format": "json", "items": "$.a[*]", "title": "name", "fields": {"impact": "impact", "by": "user.name"}}
    row = mapping_row(config)
    assert row == MappingRow(format="json", each="$.a[*]", title="name", fields="impact = impact\nby = user.name")
    form = {
        "map-format": "json",
        "map-items": " $.a[*] ",
        "map-title": "name",
        "map-fields": row.fields,
        "map-url": None,
    }
    assert config_of(form) == config
    assert config_of({}) == {}


def test_a_field_without_a_place_is_called_as_it_is() -> None:
    assert fields_of("impact\n by = user.name \n\n= x\n") == {"impact": "impact", "by": "user.name"}
    assert len(fields_of("\n".join(f"f{n}" for n in range(99)))) == 30


def test_every_type_says_what_it_reads_and_which_key_it_lacks() -> None:
    assert len(KINDS) == len(BY_TYPE) == 13
    assert all(kind.reads and kind.example.startswith("https://") for kind in KINDS)
    assert keys_missing(BY_TYPE["news"], []) == ["NewsAPI searches need NEWSAPI_KEY, which is not set."]
    assert keys_missing(BY_TYPE["news"], ["newsapi"]) == []
    assert (things("jobs", 1), things("news", 1_200), things("else", 2)) == ("1 opening", "1,200 articles", "2 things")
