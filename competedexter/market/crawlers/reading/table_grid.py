"""Tables as rows of cells, from `<table>` and from roles."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from competedexter.market.crawlers.reading.visible_text import Element, VisibleText

MAX_CELLS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, its lines' numbers (last < first when it is empty), its element."""

    text: str
    first: int
    last: int
    element: Element
    is_head: bool


def tables_of(page: VisibleText) -> Iterator[Element]:
    """Outermost tables and what is marked up as one, outside navigation and footer."""
    waiting = [page.root]
    while waiting:
        element = waiting.pop()
        if element.region in ("nav", "footer", "dialog"):
            continue
        if element.tag == "table" or element.attributes.get("role") in ("table", "grid"):
            yield element
        else:
            waiting.extend(reversed(element.children))


def grid_of(page: VisibleText, table: Element) -> list[list[Cell]]:
    """Rows of cells; a cell that spans columns is repeated."""
    rows: list[list[Cell]] = []
    for row in _rows(table):
        cells: list[Cell] = []
        for element in row.children:
            if element.tag in ("td", "th") or element.attributes.get("role") in (
                "cell",
                "columnheader",
                "rowheader",
                "gridcell",
            ):
                span = element.attributes.get("colspan") or "1"
                cells.extend([_cell(page, element)] * (min(int(span), 20) if span.isdigit() and span != "0" else 1))
        if cells:
            rows.append(cells)
        if sum(map(len, rows)) > MAX_CELLS:
            break
    return rows


def _cell(page: VisibleText, element: Element) -> Cell:
    first, last = page.lines_between(element.start, element.end)
    text = " ".join(line.text for line in page.lines[first : last + 1])
    return Cell(text, first, last, element, element.tag == "th" or element.attributes.get("role") == "columnheader")


def _rows(table: Element) -> Iterator[Element]:
    waiting = list(reversed(table.children))
    while waiting:
        element = waiting.pop()
        if element.tag == "tr" or element.attributes.get("role") == "row":
            yield element
        elif element.tag in ("thead", "tbody", "tfoot", "div") or element.attributes.get("role") == "rowgroup":
            waiting.extend(reversed(element.children))
