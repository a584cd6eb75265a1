"""Teasers beside the text of a page come and go by themselves; menus beside it do not."""

import pytest

from competedexter.market.changes.diffing_page import diff_page
from competedexter.market.changes.kinds import Label
from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.visible_text import read_text
from competedexter.market.evidence.records import PageRecord

TEXT = "<main><h1>Acme</h1><p>Acme keeps the minutes of meetings for teams that have many of them.</p></main>"


def record(page: VisibleText) -> PageRecord:
    return PageRecord(title="Acme", description="", language="en", blocks=page.blocks())


def labels(before: str, after: str) -> set[Label]:
    pages = [
        read_text(f"<body>{TEXT}<aside><a href='/1'>{told}</a></aside></body>", "https://acme.example/")
        for told in (before, after)
    ]
    return {draft.label for draft in diff_page(record(pages[0]), record(pages[1]), pages[0].text, pages[1].text)}


def test_another_headline_beside_the_text_is_held_back() -> None:
    assert labels("How we moved our servers", "How we painted our office") == {Label.NOISE}


@pytest.mark.parametrize(("before", "after"), [("Plans", "Agents"), ("Plans and prices", "Agents")])
def test_a_short_entry_of_a_side_menu_is_told(before: str, after: str) -> None:
    assert labels(before, after) - {Label.NOISE}
