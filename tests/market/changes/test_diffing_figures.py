"""What is news in a company's figures: a new period, and a known figure that is another one now."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest

from competedexter.market.changes.diffing_figures import diff_figures
from competedexter.market.changes.drafts import Draft
from competedexter.market.changes.figure_words import amount_words
from competedexter.market.changes.kinds import ChangeKind, Label
from competedexter.market.crawlers.reading.edgar_facts import read_facts
from competedexter.market.crawlers.reading.edgar_figures import told_figures
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.evidence.listings import Figure, FiguresRecord

QUARTERS = {"Q1": ("01-01", "03-31"), "Q2": ("04-01", "06-30"), "Q3": ("07-01", "09-30"), "FY": ("01-01", "12-31")}


def figure(period: str, value: str, label: str = "Revenue", unit: str = "USD", **more: Any) -> Figure:
    year, part = period.split()
    start, end = QUARTERS[part]
    told = {
        "start": 0, "end": 9, "concept": f"us-gaap:{label.replace(' ', '')}", "label": label, "value": Decimal(value),
        "unit": unit, "fiscal": period, "period_start": date.fromisoformat(f"{year}-{start}"),
        "period_end": date.fromisoformat(f"{year}-{end}"), "form": "10-Q", "filed_at": datetime(2024, 11, 1, tzinfo=UTC),
    }  # fmt: skip
    return Figure(**(told | more))


def diff(before: Sequence[Figure], after: Sequence[Figure]) -> tuple[Draft, ...]:
    return diff_figures(FiguresRecord(figures=tuple(before)), FiguresRecord(figures=tuple(after)))


KNOWN = [figure("2024 Q2", "250000000"), figure("2023 Q3", "217000000"), figure("2023 FY", "900000000")]
NEW = [figure("2024 Q3", "278900000"), figure("2024 Q3", "-206000000", "Net income")]


def test_a_new_period_is_one_change_with_its_growth() -> None:
    [told] = diff(KNOWN, [*NEW, *KNOWN])
    assert told.kind is ChangeKind.FINANCIALS_REPORTED
    assert told.summary == "Q3 2024: revenue 278.9 M USD (+28.5 % on a year before), net loss 206 M USD"
    assert (told.label, told.data["period"], told.data["percent"]) == (Label.SIGNIFICANT, "2024 Q3", 28.5)
    revenue, loss = told.data["figures"]
    assert (revenue["value"], revenue["yearBefore"], revenue["percent"]) == (278_900_000, 217_000_000, 28.5)
    assert (loss["value"], loss["yearBefore"], loss["percent"]) == (-206_000_000, None, None)
    assert told.after is not None


def test_the_same_figures_are_no_news() -> None:
    assert diff(KNOWN, KNOWN) == ()
    assert diff(KNOWN, list(reversed(KNOWN))) == ()


def test_the_first_figures_there_are_are_where_one_begins() -> None:
    assert diff([], KNOWN) == ()


def test_older_periods_that_appear_or_go_are_no_news() -> None:
    assert diff(KNOWN, [*KNOWN, figure("2022 Q3", "180000000")]) == ()
    assert diff(KNOWN, KNOWN[:1]) == ()


def test_another_figure_of_a_known_period_is_no_news() -> None:
    assert diff(KNOWN, [*KNOWN, figure("2024 Q2", "90000000", "Gross profit")]) == ()


def test_a_quarter_is_not_compared_with_a_year() -> None:
    year = figure("2024 FY", "1100000000")
    [told] = diff(KNOWN, [year, *KNOWN])
    assert told.summary == "FY 2024: revenue 1.1 B USD (+22.2 % on a year before)"
    [told] = diff([figure("2023 FY", "900000000")], [figure("2024 Q3", "278900000"), figure("2023 FY", "900000000")])
    assert told.summary == "Q3 2024: revenue 278.9 M USD"


def test_no_growth_on_nothing_or_on_another_tag() -> None:
    before = [figure("2023 Q3", "0"), figure("2024 Q2", "5")]
    [told] = diff(before, [figure("2024 Q3", "278900000"), *before])
    assert told.data["percent"] is None
    other = [figure("2023 Q3", "217000000", concept="us-gaap:SalesRevenueNet"), figure("2024 Q2", "5")]
    [told] = diff(other, [figure("2024 Q3", "278900000"), *other])
    assert told.data["percent"] is None


def test_a_year_so_far_goes_with_its_quarter() -> None:
    so_far = figure("2024 Q3", "780000000", fiscal="2024 Q3 YTD", period_start=date(2024, 1, 1))
    [told] = diff(KNOWN, [so_far, *NEW, *KNOWN])
    assert told.summary.startswith("Q3 2024: revenue 278.9 M USD")
    assert len(told.data["figures"]) == 3


def test_shares_on_a_cover_are_no_new_period() -> None:
    cover = {"concept": "dei:EntityCommonStockSharesOutstanding", "unit": "shares", "period_start": None}
    before = [*KNOWN, figure("2024 Q2", "1000", "Shares outstanding", period_end=date(2024, 7, 20), **cover)]
    later = figure("2024 Q2", "1001", "Shares outstanding", period_end=date(2024, 10, 2), **cover)
    assert diff(before, [later, *before]) == ()
    assert [told.data["period"] for told in diff(before, [*NEW, *before])] == ["2024 Q3"]


def test_restated_figures_are_one_change() -> None:
    now = [KNOWN[0], figure("2023 Q3", "210000000"), figure("2023 FY", "893000000")]
    [told] = diff(KNOWN, now)
    assert told.summary == (
        "Restated: revenue Q3 2023 217 M USD is now 210 M USD; revenue FY 2023 900 M USD is now 893 M USD"
    )
    assert (told.label, told.data["restated"]) == (Label.SIGNIFICANT, True)
    assert told.data["figures"][0]["before"] == 217_000_000
    assert told.reason == "Figures that were known were restated."


@pytest.mark.parametrize(
    ("was", "now", "restated"),
    [
        ("942094000", "942100000", False),  # rounded to hundred thousands
        ("942100000", "942094000", False),  # and written out again
        ("942094000", "942000000", False),
        ("942094000", "900000000", True),  # hundreds of millions, but more than rounding
        ("942094000", "942095000", True),
        ("-0.98", "-0.49", True),  # a split of the shares
        ("1.234", "1.23", False),
        ("0", "5000000", True),
        ("5000000", "-5000000", True),
    ],
)
def test_rounding_is_no_restatement(was: str, now: str, restated: bool) -> None:
    assert bool(diff([figure("2024 Q2", was)], [figure("2024 Q2", now)])) is restated


def test_many_restated_figures_are_named_by_three() -> None:
    before = [figure(f"{year} Q{part}", "1.10", "EPS", "USD/shares") for year in range(2020, 2024) for part in (1, 2)]
    now = [one.model_copy(update={"value": Decimal("0.55")}) for one in before]
    [told] = diff(before, now)
    assert told.summary.endswith(" and 5 more")
    assert len(told.data["figures"]) == 8


def test_what_is_told_is_json() -> None:
    for told in diff(KNOWN, [*NEW, figure("2023 Q3", "100"), *KNOWN[:1]]):
        assert orjson.loads(orjson.dumps(told.data)) == told.data


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("278900000", "USD", "278.9 M USD"),
        ("3626396000", "EUR", "3.63 B EUR"),
        ("1000000000", "USD", "1 B USD"),
        ("-1.29", "USD/shares", "-1.29 USD/shares"),
        ("12500", "USD", "12,500 USD"),
        ("300000000", "shares", "300 M shares"),
    ],
)
def test_amounts_in_words(value: str, unit: str, words: str) -> None:
    assert amount_words(Decimal(value), unit) == words


def _known_on(facts: Mapping[str, Any], day: str) -> FiguresRecord:
    """What the facts said on a day: the filings until then."""
    told = {
        taxonomy: {
            tag: {"units": {unit: [row for row in rows if row["filed"] <= day] for unit, rows in one["units"].items()}}
            for tag, one in tags.items()
        }
        for taxonomy, tags in facts["facts"].items()
    }
    read = read_facts({"entityName": "Snowflake", "facts": told})
    assert read is not None
    return FiguresRecord(figures=told_figures(read, ListingText()))


def test_four_years_of_snowflake(shared_data: Path) -> None:
    """Each report since 2021 is one change, told as the company told it; nothing else is news."""
    facts = orjson.loads((shared_data / "sec-edgar-sample" / "companyfacts_snowflake.json").read_bytes())
    rows = facts["facts"]["us-gaap"]["RevenueFromContractWithCustomerExcludingAssessedTax"]["units"]["USD"]
    days = sorted({row["filed"] for row in rows if row["filed"] >= "2021-03-31"})
    looks = [_known_on(facts, day) for day in days]
    told = [diff_figures(before, after) for before, after in pairwise(looks)]
    assert [len(one) for one in told] == [1] * 17
    summaries = [one[0].summary for one in told]
    assert summaries[0] == "Q1 2022: revenue 228.9 M USD (+110.4 % on a year before), net loss 203.2 M USD"
    assert summaries[14] == "Q3 2025: revenue 942.1 M USD (+28.3 % on a year before), net loss 324.3 M USD"
    assert summaries[15] == "FY 2025: revenue 3.63 B USD (+29.2 % on a year before), net loss 1.29 B USD"
