"""Pages larger than any real one: read up to a limit, with the same words as a small one, in bounded memory."""

import tracemalloc

import pytest

from competedexter.market.crawlers.reading.markup import MAX_MARKUP, tame
from competedexter.market.crawlers.reading.visible_text import MAX_LINES, MAX_TEXT, folded, read_text

HOME = "https://acme.example/"
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("gap", [" ", "\n\t ", "\u2003", " \x1c\r\n"])
def test_long_texts_are_folded_as_short_ones(gap: str) -> None:
    words = [f"word{n}" for n in range(40_000)]
    assert folded(gap.join(words) + gap) == " ".join(words)
    assert folded("é" + gap.join(words)) == "é" + " ".join(words)


@pytest.mark.parametrize("word", ["x", "Acme Pro ", "é "])
def test_one_endless_paragraph_is_read_up_to_the_limit_in_a_few_times_its_size(word: str) -> None:
    html = "<html><p>" + word * (9 * MEGABYTE // len(word))
    tracemalloc.start()
    page = read_text(html, HOME)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert MAX_TEXT - 10 <= len(page.text) <= MAX_TEXT
    assert peak < 30 * MEGABYTE


def test_a_page_of_endless_lines_ends_after_the_most_that_are_read() -> None:
    page = read_text("<html>" + "<p>hello</p>" * (2 * MAX_LINES), HOME)
    assert MAX_LINES <= len(page.lines) <= MAX_LINES + 1


def test_scripts_do_not_count_to_what_is_read_of_a_large_page() -> None:
    page = "<html><script>" + "x=1;" * MAX_MARKUP + "</script><main><h1>Acme</h1>"
    assert "<h1>Acme</h1>" in tame(page)
    assert read_text(page, HOME).text == "Acme"
