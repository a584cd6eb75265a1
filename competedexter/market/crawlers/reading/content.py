"""How much a page says beside its menus and its footer."""

from typing import Final

from competedexter.market.crawlers.reading.page_tree import VisibleText

_SENTENCE: Final = 90  # characters; a longer line is no menu entry, wherever it stands


def content_length(page: VisibleText) -> int:
    """Characters of what the page is about: its main part, and sentences wherever they stand but in footer or dialog."""
    return sum(
        len(line.text)
        for line in page.lines
        if not line.hidden
        and (line.region == "main" or (len(line.text) > _SENTENCE and line.region not in ("footer", "dialog")))
    )
