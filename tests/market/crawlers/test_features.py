"""Features of a page: comparison tables of many builds as plan by feature, else the cards it lists."""

import tarfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.features import FeaturesCrawler
from competedexter.market.crawlers.reading.fingerprint import fingerprint
from competedexter.market.evidence.listings import FeaturesRecord
from competedexter.market.evidence.records import PageRecord

URL = "https://acme.example/features"
SOURCE = SourceRef(UUID(int=1), UUID(int=2), "features", URL, {})


def found_in(html: str) -> Finding:
    first, second = FeaturesCrawler().read(SOURCE, page(URL, f"<html><body><main>{html}</main></body></html>"))
    assert isinstance(second.record, PageRecord)
    assert first.text == second.text
    return first


def matrix(html: str) -> dict[tuple[str, str], str]:
    """(group, name): values of the plans in order, joined."""
    record = found_in(html).record
    assert isinstance(record, FeaturesRecord)
    return {(one.group, one.name): " ".join(one.values[plan] for plan in record.plans) for one in record.features}


ICONS = """<h2>Compare plans</h2><table><thead><tr><th></th><th><h3>Free</h3></th><th><h3>Pro</h3><p>$20</p><a>Buy</a></th></tr>
</thead><tbody><tr><th colspan="3">Security</th></tr>
<tr><td>SSO<div class="tooltip">Sign in once</div></td><td><svg aria-label="Not included" class="icon"><path/></svg></td>
<td><svg class="text-green check-icon"><use href="#c"/></svg></td></tr>
<tr><td>Audit log</td><td>—</td><td>✓</td></tr>
<tr><th colspan="3">Limits</th></tr>
<tr><td>Seats</td><td>5</td><td>Unlimited</td></tr>
<tr><td>API</td><td><i class="fa fa-times"></i></td><td><img src="/i/tick.svg" alt=""></td></tr>
<tr><td>Export</td><td><svg><path d="M6 18L18 6M6 6l12 12"/></svg></td><td><svg><path d="M5 13l4 4L19 7"/></svg></td></tr>
<tr><td>Price</td><td>$0</td><td>$20</td></tr><tr><td></td><td>Start free</td><td>Buy now</td></tr></tbody></table>"""


def test_ticks_and_crosses_are_read_as_text_labels_classes_pictures_and_paths() -> None:
    assert matrix(ICONS) == {
        ("Security", "SSO"): "no yes",
        ("Security", "Audit log"): "no yes",
        ("Limits", "Seats"): "5 Unlimited",
        ("Limits", "API"): "no yes",
        ("Limits", "Export"): "no yes",
    }


def test_each_feature_stands_where_the_text_has_it() -> None:
    finding = found_in(ICONS)
    assert isinstance(finding.record, FeaturesRecord)
    assert finding.quality.reasons == ("very little text",)
    assert (finding.record.plans, finding.snapshot_type, finding.quality.score) == (("Free", "Pro"), "features", 0.8)
    for one in finding.record.features:
        assert finding.text[one.start : one.end] == one.name


def test_groups_beside_the_names_reach_down() -> None:
    html = """<table><tr><th>Area</th><th>Feature</th><th>Basic</th><th>Plus</th></tr>
    <tr><td rowspan="2">Data</td><td>Import</td><td>yes</td><td>yes</td></tr><tr><td>Export</td><td>no</td><td>yes</td></tr>
    <tr><td rowspan="2">Team</td><td>Roles</td><td>no</td><td>yes</td></tr><tr><td>Guests</td><td>3</td><td>10</td></tr></table>"""
    assert matrix(html) == {
        ("Data", "Import"): "yes yes", ("Data", "Export"): "no yes", ("Team", "Roles"): "no yes", ("Team", "Guests"): "3 10",
    }  # fmt: skip


def test_plans_one_below_the_other() -> None:
    html = """<table><tr><th>Plan</th><th>Chat</th><th>Phone</th></tr><tr><td>Basic</td><td>✅</td><td>❌</td></tr>
    <tr><td>Plus</td><td>✅</td><td>✅</td></tr></table>"""
    assert matrix(html) == {("", "Chat"): "yes yes", ("", "Phone"): "no yes"}


def test_rows_of_plain_elements_are_a_table_too() -> None:
    row = "<div class=r><div>{}</div><div>{}</div><div>{}</div></div>"
    html = (
        row.format("Features", "Free", "Pro").replace("class=r", "class=head")
        + "<div class=body><h4>Core</h4>"
        + "".join(row.format(*one) for one in (("SSO", "✕", "✓"), ("API", "✓", "✓"), ("Seats", "3", "10")))
        + "</div>"
    )
    assert matrix(html) == {("Core", "SSO"): "no yes", ("Core", "API"): "yes yes", ("Core", "Seats"): "3 10"}


def test_one_kind_of_picture_beside_empty_cells_is_a_tick_and_several_are_not_guessed() -> None:
    table = """<table><tr><th>Feature</th><th>A</th><th>B</th></tr><tr><td>One</td><td>{0}</td><td>{1}</td></tr>
    <tr><td>Two</td><td>{0}</td><td>{0}</td></tr></table>"""
    dot, ring = "<svg><path d='M1 1'/></svg>", "<svg><path d='M2 2'/></svg>"
    assert matrix(table.format(dot, "")) == {("", "One"): "yes no", ("", "Two"): "yes yes"}
    assert matrix(table.format(dot, ring)) == {("", "One"): "unclear unclear", ("", "Two"): "unclear unclear"}
    assert "could not be told apart" in found_in(table.format(dot, ring)).quality.reasons[-1]


@pytest.mark.parametrize(
    "html",
    [
        """<table><tr><th>Seats</th><th>Licence</th><th>Renewal</th></tr><tr><td>1</td><td>2,400 €</td><td>900 €</td></tr>
        <tr><td>2</td><td>2,000 €</td><td>750 €</td></tr></table>""",
        "<table><tr><th>City</th><th>People</th></tr><tr><td>Oslo</td><td>700,000</td></tr><tr><td>Bergen</td><td>280,000</td></tr></table>",
        "<table><tr><th>Mo</th><th>Tu</th><th>We</th></tr><tr><td>1</td><td></td><td>x</td></tr><tr><td>8</td><td>x</td><td></td></tr></table>",
        "<section><div><h3>We won</h3><p>2 May 2024</p></div><div><h3>We lost</h3><p>1 May 2024</p></div><div><h3>So it is</h3><p>Now</p></div></section>",
        "<section><div><h3>Is it safe?</h3><p>Yes.</p></div><div><h3>Is it fast?</h3><p>Yes.</p></div><div><h3>Why?</h3><p>So.</p></div></section>",
        "<section><div><h3>Free</h3><p>$0</p></div><div><h3>Pro</h3><p>$20</p></div><div><h3>Max</h3><p>$90</p></div></section>",
    ],
)
def test_prices_data_questions_calendars_and_news_are_no_features(html: str) -> None:
    finding = found_in(html)
    assert isinstance(finding.record, FeaturesRecord)
    assert (finding.record.plans, finding.record.features) == ((), ())
    assert "no features were found" in finding.quality.reasons


def test_cards_with_a_heading_and_a_sentence_are_a_list() -> None:
    card = "<div class=card><h3>{}</h3><p>It does what its name says, every day.</p></div>"
    html = f"<h2>Collaboration</h2><div class=grid>{''.join(map(card.format, ('Comments', 'Guests', 'Live cursors')))}</div>"
    assert matrix(html) == {("Collaboration", name): "" for name in ("Comments", "Guests", "Live cursors")}


def test_real_comparison_tables_are_read_and_price_lists_are_not(shared_data: Path) -> None:
    sizes = {}
    for file in sorted((shared_data / "pricing-pages" / "pages").glob("*.html")):
        record = FeaturesCrawler().read(SOURCE, page(URL, file.read_bytes()))[0].record
        assert isinstance(record, FeaturesRecord)
        if record.plans:
            sizes[file.stem] = (record.plans, len(record.features))
    assert sizes == {
        "mettle": (("Free", "Pro", "Enterprise"), 10),
        "parceldata": (("Free", "Pro", "Scale"), 15),
        "phantomsnap": (("Free", "Monthly", "Yearly"), 6),
        "sasapps": (("A", "B", "C"), 1),
    }


def test_a_real_table_of_icons_is_read_as_its_readers_see_it(shared_data: Path) -> None:
    with tarfile.open(shared_data / "trafilatura-eval-137" / "html.tar.xz") as stored:
        file = stored.extractfile("html/parallels.com.desktop.html")
        assert file is not None
        record = FeaturesCrawler().read(SOURCE, page(URL, file.read()))[0].record
    assert isinstance(record, FeaturesRecord)
    assert record.plans == ("Standard Edition", "Pro Edition", "Business Edition")
    rows = {one.name: " ".join(one.values.values()) for one in record.features}
    assert len(rows) == 13
    assert rows["Virtual RAM for each VM"] == "8GB vRAM 128GB vRAM 128GB vRAM"
    assert rows["Visual Studio plug-In"] == "no yes yes"
    assert rows["Centralized administration and management"] == "no no yes"


@settings(max_examples=80, deadline=None)
@given(cells=st.lists(st.sampled_from(["<tr>", "<td>", "<th colspan=3>", "<td rowspan=9>", "<th>Pro", "✓", "<svg>", "</table>",
                                       "<table>", "<td rowspan=x colspan=-1>", "<div>", "</div>", "$9", "<h3>a"]), max_size=40))  # fmt: skip
def test_no_table_breaks_it(cells: list[str]) -> None:
    found_in("<table><tr><th>x<th>Free<th>Pro" + "".join(cells))


def test_a_tick_that_becomes_a_cross_is_seen_though_no_word_moved() -> None:
    table = "<table><tr><td>SSO</td><td><svg class='{}'></svg></td></tr></table>"
    ticked, crossed, same = (
        fingerprint(page(URL, table.format(name))) for name in ("icon-check", "icon-x", "icon-check")
    )
    assert ticked == same != crossed
