"""Dates of feeds, as they are really written."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.market.crawlers.reading.feed_dates import feed_date


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # parts are a date and perhaps a time


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Thu, 01 Aug 2019 16:15 EDT", at(2019, 8, 1, 20, 15)),
        ("Sun, 06 Sep 2009 16:20:00 +0000", at(2009, 9, 6, 16, 20)),
        ("Sun, 06 Sep 09 16:20 GMT", at(2009, 9, 6, 16, 20)),
        ("06-Sep-2009 10:00", at(2009, 9, 6, 10)),
        ("Mon Jan  2 15:04:05 2006", at(2006, 1, 2, 15, 4, 5)),
        ("Thu Sep  4 12:00:00 PDT 2003", at(2003, 9, 4, 19)),
        ("Tue, 10 June 2003 04:00:00 -0500 (CDT)", at(2003, 6, 10, 9)),
        ("Thu, 31 Dec 2020 24:00:00 GMT", at(2021, 1, 1)),
        ("Tue, 3 Mar 2024 10:00:00 GMT+2", at(2024, 3, 3, 8)),
        ("3 Mar 2024 at 5:04pm", at(2024, 3, 3, 17, 4)),
        ("March 4, 2024 3:30 PM EST", at(2024, 3, 4, 20, 30)),
        ("2019-07-31T13:07:31.364Z", at(2019, 7, 31, 13, 7, 31)),
        ("2020-01-19 16:08:59 +1100", at(2020, 1, 19, 5, 8, 59)),
        ("2024-01-01T10:00:00+01:00[Europe/Oslo]", at(2024, 1, 1, 9)),
        ("2024-5-1", at(2024, 5, 1)),
        ("2024/05/01 10:00:00", at(2024, 5, 1, 10)),
        ("20240501123000", at(2024, 5, 1, 12, 30)),
        ("1700000000", at(2023, 11, 14, 22, 13, 20)),
        ("1700000000000", at(2023, 11, 14, 22, 13, 20)),
        ("mar., 5 mars 2024 10:00:00 +0100", at(2024, 3, 5, 9)),
        ("Mo, 04 März 2024 10:00 MEZ", at(2024, 3, 4, 9)),
        ("пн, 04 марта 2024 10:00:00 +0300", at(2024, 3, 4, 7)),
        ("5 de mayo de 2024 08:30", at(2024, 5, 5, 8, 30)),
        ("2024年5月1日 10:30", at(2024, 5, 1, 10, 30)),
        ("2012年5月1日 下午 3:05", at(2012, 5, 1, 15, 5)),
        ("2004년 5월 28일 오후 11:31:58", at(2004, 5, 28, 23, 31, 58)),
        ("金, 26 1月 2024 10:30:00 +0900", at(2024, 1, 26, 1, 30)),
        ("ven., 26 janv. 2024 10:30:00 +0100", at(2024, 1, 26, 9, 30)),
        ("Παρ, 10 Ιαν 2003 23:00:00 EET", at(2003, 1, 10, 21)),
        ("2004-július-13T9:15-05:00", at(2004, 7, 13, 14, 15)),
        ("الجمعة 26 يناير 2024 10:30", at(2024, 1, 26, 10, 30)),
        ("чт, 26 окт 2023 10:00:00 +0300", at(2023, 10, 26, 7)),
        ("Cum, 26 Oca 2024 10:30:00 +0300", at(2024, 1, 26, 7, 30)),
        ("٢٠٢٤-٠٥-٠١", at(2024, 5, 1)),
    ],
)
def test_dates_are_read_with_their_zones_in_any_language(written: str, moment: datetime) -> None:
    assert feed_date(written) == moment


@pytest.mark.parametrize(
    "written", ["", "yesterday", "2003", "0000-00-00", "1970-01-01T00:00:00Z", "2024-02-31", "12:30"]
)
def test_what_names_no_day_of_the_web_is_no_date(written: str) -> None:
    assert feed_date(written) is None


def test_the_language_of_the_feed_decides_what_nobody_can_guess() -> None:
    assert feed_date("03/04/2024 10:00") is None
    assert feed_date("03/04/2024 10:00", day_first=True) == at(2024, 4, 3, 10)
    assert feed_date("03/04/2024", day_first=False) == at(2024, 3, 4)


@given(st.text(alphabet="0123456789:-+/.,TZ janfebGMTuc年月日pm²٣", max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = feed_date(text)
    assert found is None or 1990 <= found.year < 2100
