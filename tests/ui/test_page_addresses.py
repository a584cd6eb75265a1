"""Addresses of our own pages."""

import pytest

from competedexter.foundation.errors import NotFound
from competedexter.ui.addresses import as_id, page_number, span_words, with_query
from competedexter.ui.documents.state import SHOWN, offset_of, window
from competedexter.ui.session_forms import inside, read_flash


def test_an_address_says_only_what_was_chosen() -> None:
    assert with_query("/competitors", q="acme & co", page="", tier=None) == "/competitors?q=acme+%26+co"
    assert with_query("/competitors") == "/competitors"


@pytest.mark.parametrize(
    ("text", "page"), [("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("", 1), ("99999", 1), ("\u0663", 1)]
)
def test_nonsense_is_the_first_page(text: str, page: int) -> None:
    assert page_number(text) == page


def test_an_id_from_a_page_is_checked() -> None:
    for hostile in ("", "x", "'; DROP TABLE", None, {"a": 1}):
        with pytest.raises(NotFound):
            as_id(hostile)


def test_a_span_of_rows_is_told_in_words() -> None:
    assert span_words(2, 50, 312) == "51\u2013100 of 312"
    assert span_words(1, 50, 0) == "Nothing here"


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb", "evil"]
)
def test_sign_in_leads_only_to_our_own_pages(path: str) -> None:
    assert inside(path, "/overview") == "/overview"


def test_sign_in_leads_back_to_where_one_was() -> None:
    assert inside("/changes?label=noise", "/overview") == "/changes?label=noise"


@pytest.mark.parametrize("value", ["", "%%%", "bm90IGpzb24=", "WzEsMl0=", "\u2028"])
def test_an_unreadable_form_cookie_is_no_message(value: str) -> None:
    assert read_flash(value) == {}


@pytest.mark.parametrize(("text", "offset"), [("12", 12), ("-1", None), ("1e9", None), ("9" * 10, None), ("", None)])
def test_offsets_come_from_digits_only(text: str, offset: int | None) -> None:
    assert offset_of(text) == offset


def test_a_long_document_is_shown_around_its_passage() -> None:
    assert window(500, 100) == (0, 500)
    first, last = window(SHOWN * 3, SHOWN * 2)
    assert last - first == SHOWN
    assert first < SHOWN * 2 < last
