"""Where features stand in the text of their page."""

from competedexter.market.crawlers.reading.page_tree import VisibleText


class Places:
    """Finds names in the order in which they come, so that one that stands twice is found in its own place."""

    def __init__(self, page: VisibleText) -> None:
        self._text = page.text
        self._at = 0

    def of(self, name: str) -> tuple[int, int]:
        """The next place of a name, else its first; (0, 0) when the page's text does not have it."""
        start = self._text.find(name, self._at)
        if start < 0:
            start = self._text.find(name)
        if start < 0:
            return 0, 0
        self._at = start + len(name)
        return start, start + len(name)
