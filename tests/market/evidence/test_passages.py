"""Passages of pages: whole sentences, each once, wherever links stand in them."""

from competedexter.market.crawlers.reading.visible_text import read_text
from competedexter.market.evidence.passages import passages_of


def test_a_link_inside_a_paragraph_neither_cuts_nor_repeats_its_sentence() -> None:
    page = read_text(
        "<body><main><h1>Export</h1><p>Reports leave as files. The second way is an "
        "<a href='/api'>interface for programs</a> that answers in seconds. Both are in every plan.</p>"
        "<p>Nothing else is needed.</p></main>",
        "https://acme.example/",
    )
    first, second = (passage.text for passage in passages_of(page.text, page.title, page.blocks()))
    assert first.endswith("The second way is an interface for programs that answers in seconds.")
    assert second.startswith("The second way is an interface for programs that answers in seconds. Both are")
