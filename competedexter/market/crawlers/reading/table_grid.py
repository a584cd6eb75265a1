"""Tables as rows of cells, from `<table>` and from roles."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element, VisibleText

MAX_CELLS: Final = 4_000
_ROW_LEVELS: Final = 5  # how far from a price its row may lie
_LISTS: Final = frozenset(["ul", "ol", "dl"])
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_CELL_TEXT: Final = 80  # characters


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


def div_tables(priced: Sequence[Element]) -> Iterator[Element]:
    """Tables laid out with plain elements: rows of equally many cells, two prices or more in one of them."""
    in_row: dict[int, set[int]] = defaultdict(set)
    seen: set[int] = set()
    for element in priced:
        cell = element
        for _, row in zip(range(_ROW_LEVELS), element.ancestors(), strict=False):
            if row is not cell:
                in_row[id(row)].add(id(cell))
                table = row.parent
                if (
                    table is not None
                    and len(in_row[id(row)]) >= 2
                    and id(table) not in seen
                    and _is_div_table(table, row)
                ):
                    seen.add(id(table))
                    yield table
            cell = row


def _is_div_table(table: Element, row: Element) -> bool:
    """Rows of at least three short cells each; cells that list things, and rows each with a heading, make a row of cards."""
    width = len(row.children)
    rows = [child for child in table.children if len(child.children) == width]
    if width < 3 or len(rows) < 2 or table.children[0] not in rows or table.tag in ("tr", "tbody", "thead", "table"):
        return False
    if sum(any(cell.tag in _HEADINGS for cell in one.children) for one in rows) > 1:
        return False
    cells = [cell for one in rows for cell in one.children]
    return all(cell.end - cell.start <= _CELL_TEXT and cell.tag not in _LISTS for cell in cells)


def grid_of(page: VisibleText, table: Element) -> list[list[Cell]]:
    """Rows of cells; a cell that spans columns is repeated."""
    rows: list[list[Cell]] = []
    if table.tag != "table" and "role" not in table.attributes:
        width = len(table.children[0].children) if table.children else 0
        return [[_cell(page, cell) for cell in row.children] for row in table.children if len(row.children) == width]
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
