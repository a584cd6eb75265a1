"""Figures from company facts: each period once, told by its dates, in the last version there is."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from competedexter.market.crawlers.kinds.financials import FinancialsCrawler
from competedexter.market.crawlers.reading.edgar_periods import Calendar, Fiscal, Length, YearEnd, length_of
from competedexter.market.evidence.listings import Figure, FiguresRecord
from tests.market.crawlers.edgar_scene import Facts, answered, fact, facts, quarter, read, year_report

CRAWLER = FinancialsCrawler()


def figures(told: Facts | bytes) -> list[Figure]:
    [found] = read(CRAWLER, answered(told))
    assert found.snapshot_type == "financials"
    assert isinstance(found.record, FiguresRecord)
    return list(found.record.figures)


def named(told: Facts | bytes, label: str) -> dict[str, Decimal]:
    """Values by fiscal period."""
    return {one.fiscal: one.value for one in figures(told) if one.label == label}


@pytest.fixture(scope="module")
def snowflake(shared_data: Path) -> bytes:
    return (shared_data / "sec-edgar-sample" / "companyfacts_snowflake.json").read_bytes()


def test_snowflakes_revenue_by_quarter_and_year(snowflake: bytes) -> None:
    revenue = {period: int(value) // 1_000 for period, value in named(snowflake, "Revenue").items()}
    expected = {
        "2026 Q1": 1_042_074,
        "2025 FY": 3_626_396,
        "2025 Q3": 942_094,
        "2025 Q3 YTD": 2_639_626,
        "2025 Q2": 868_823,
        "2025 Q1": 828_709,
        "2024 FY": 2_806_489,
        "2024 Q3": 734_173,
        "2023 Q1": 422_371,  # its 10-Q calls itself "FY"
        "2019 FY": 96_666,
    }
    assert {period: revenue[period] for period in expected} == expected


def test_snowflakes_other_figures(snowflake: bytes) -> None:
    told = figures(snowflake)
    newest = {one.label: (one.value, one.unit) for one in told if one.fiscal == "2026 Q1"}
    assert newest["Net income"] == (Decimal("-430092000"), "USD")
    assert newest["Earnings per share, diluted"] == (Decimal("-1.29"), "USD/shares")
    assert newest["Remaining performance obligations"] == (Decimal("6700000000"), "USD")
    assert newest["Shares outstanding"] == (Decimal("333700000"), "shares")
    assert newest["Assets"] == (Decimal("8157407000"), "USD")
    assert all(one.fiscal for one in told)
    assert len({(one.concept, one.unit, one.period_start, one.period_end) for one in told}) == len(told)


def test_each_figure_is_a_line_of_the_text(snowflake: bytes) -> None:
    [found] = read(CRAWLER, answered(snowflake))
    first = next(one for one in found.record.figures if one.label == "Revenue")
    assert found.text[first.start : first.end] == (
        "Revenue, 2026 Q1, quarter, 2025-02-01 to 2025-04-30: 1,042,074,000 USD (10-Q filed on 2025-05-30)"
    )


def test_no_more_than_twelve_periods_of_a_length(snowflake: bytes) -> None:
    quarters = [one for one in figures(snowflake) if one.label == "Revenue" and one.fiscal[-2:-1] == "Q"]
    assert len(quarters) == 12


def test_the_newest_filing_has_the_last_word_and_the_first_to_say_so_its_date() -> None:
    period = quarter(2023, 1)
    told = facts(
        Revenues=[
            year_report(2023, 400),
            fact(period, 100, "2023-05-01"),
            fact(period, 90, "2024-05-01", form="10-Q/A"),
            fact(period, 90, "2025-05-01"),
        ]
    )
    [restated] = [one for one in figures(told) if one.fiscal == "2023 Q1"]
    assert restated.value == 90
    assert (restated.form, restated.filed_at.date()) == ("10-Q/A", date(2024, 5, 1))


def test_quarters_years_and_years_so_far_are_told_apart_by_their_dates_alone() -> None:
    told = facts(
        Revenues=[
            year_report(2023, 1_000),
            fact(quarter(2023, 4), 300, "2024-02-20", form="10-K", fy=2023, fp="FY"),  # a 10-K's quarterly column
            fact(("2023-01-01", "2023-06-30"), 450, "2023-08-01", fy=2023, fp="Q2"),
            fact(quarter(2023, 2), 230, "2023-08-01", fy=2023, fp="Q2"),
            fact(("2022-07-01", "2023-06-30"), 980, "2023-08-01", fy=2023, fp="Q2"),  # a trailing year
            fact(("2023-04-01", "2023-09-30"), 480, "2023-11-01", fy=2023, fp="Q3"),  # a half that is no year so far
            fact(("2021-01-01", "2023-12-31"), 2_500, "2024-02-20", form="10-K"),  # three years
            fact(("2023-01-01", "2023-01-14"), 20, "2023-05-01"),  # a stub
        ]
    )
    assert named(told, "Revenue") == {"2023 FY": 1_000, "2023 Q4": 300, "2023 Q2 YTD": 450, "2023 Q2": 230}


def test_one_concept_by_itself() -> None:
    told = {
        "cik": 1,
        "taxonomy": "us-gaap",
        "tag": "Revenues",
        "entityName": "Example",
        "units": {"USD": [year_report(2023, 7)]},
    }
    assert named(told, "Revenue") == {"2023 FY": 7}


def test_totals_come_before_parts_of_them() -> None:
    told = facts(
        RevenueFromContractWithCustomerExcludingAssessedTax=[year_report(2023, 950), year_report(2022, 700)],
        Revenues=[year_report(2023, 1_000)],
    )
    assert named(told, "Revenue") == {"2023 FY": 1_000, "2022 FY": 700}


def test_a_balance_of_some_other_day_is_of_no_period() -> None:
    told = facts(
        Revenues=[year_report(2023, 1_000)],
        Assets=[fact((None, "2023-12-31"), 50, "2024-02-20"), fact((None, "2023-08-14"), 49, "2023-11-01")],
    )
    assert named(told, "Assets") == {"2023 FY": 50}


def test_other_currencies_and_ifrs() -> None:
    told = {
        "cik": 1,
        "entityName": "Beispiel SE",
        "facts": {
            "ifrs-full": {
                "Revenue": {
                    "units": {
                        "EUR": [year_report(2023, 31_207), year_report(2022, 30_871)],
                        "USD": [year_report(2023, 34_000)],
                    }
                },
                "BasicEarningsLossPerShare": {"units": {"EUR/shares": [year_report(2023, 5.26)]}},
                "ProfitLoss": {"units": {"pure": [year_report(2023, 1)]}},
            }
        },
    }
    for row in told["facts"]["ifrs-full"]["Revenue"]["units"]["EUR"]:
        row["form"] = "20-F"
    found = {(one.label, one.unit, one.fiscal): one.value for one in figures(told)}
    assert found[("Revenue", "EUR", "2023 FY")] == 31_207
    assert found[("Revenue", "USD", "2023 FY")] == 34_000
    assert found[("Earnings per share, basic", "EUR/shares", "2023 FY")] == Decimal("5.26")
    assert not any(label == "Net income" for label, _, _ in found)


def test_a_company_without_an_annual_report_is_named_by_its_quarterly_ones() -> None:
    told = facts(
        Revenues=[
            fact(quarter(2024, 1), 10, "2024-05-01", fy=2024, fp="Q1"),
            fact(quarter(2024, 2), 11, "2024-08-01", fy=2024, fp="Q2"),
        ]
    )
    assert named(told, "Revenue") == {"2024 Q1": 10, "2024 Q2": 11}


def test_what_cannot_be_named_says_so() -> None:
    [found] = read(CRAWLER, answered(facts(Revenues=[fact(quarter(2024, 1), 10, "2024-05-01")])))
    assert found.record.figures[0].fiscal == ""
    assert "fiscal year" in found.quality.reasons[0]


CALENDARS = [
    # (ends of fiscal years with their numbers, end of a period, where it belongs)
    ([("2023-12-31", 2023)], "2024-03-31", (2024, 1)),
    ([("2024-01-31", 2024)], "2024-10-31", (2025, 3)),  # Snowflake
    ([("2024-02-03", 2023)], "2024-05-04", (2024, 1)),  # Nordstrom: a year's number is that in which it began
    ([("2024-09-28", 2024), ("2023-09-30", 2023)], "2023-12-30", (2024, 1)),  # Apple: 52 or 53 weeks
    ([("2024-09-01", 2024)], "2024-05-12", (2024, 3)),  # Costco: quarters of 12, 12, 12 and 16 weeks
    ([("2022-12-31", 2022), ("2024-01-03", 2023)], "2024-01-03", (2023, 4)),
    ([("2023-12-31", 2023)], "2021-06-30", (2021, 2)),
    ([("2020-02-29", 2020)], "2020-05-31", (2021, 1)),
]


@pytest.mark.parametrize(("ends", "end", "expected"), CALENDARS)
def test_where_a_period_belongs(ends: list[tuple[str, int]], end: str, expected: tuple[int, int]) -> None:
    calendar = Calendar.of(YearEnd(date.fromisoformat(day), year) for day, year in ends)
    assert calendar is not None
    assert calendar.place(date.fromisoformat(end)) == Fiscal(*expected)


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        (None, "2024-01-31", Length.MOMENT),
        ("2024-01-01", "2024-03-31", Length.QUARTER),
        ("2024-01-28", "2024-05-18", Length.QUARTER),  # Kroger's first: 16 weeks
        ("2024-01-01", "2024-06-30", Length.HALF),
        ("2024-01-01", "2024-09-30", Length.NINE_MONTHS),
        ("2023-01-29", "2024-02-03", Length.YEAR),  # 53 weeks
        ("2022-01-01", "2023-12-31", None),
        ("2024-01-01", "2024-01-31", None),
        ("2024-01-31", "2024-01-01", None),
    ],
)
def test_how_long_periods_are(start: str | None, end: str, length: Length | None) -> None:
    assert length_of(date.fromisoformat(start) if start else None, date.fromisoformat(end)) is length
