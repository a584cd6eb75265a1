"""Comparison tables of a page as rows of cells, whatever they are built of: tables, roles, or rows of plain elements."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_TABLES: Final = 40
MAX_ROWS: Final = 1_000
MAX_COLUMNS: Final = 12
MAX_ELEMENTS: Final = 20_000  # looked at for rows of plain elements
MAX_TEXT: Final = 400_000  # characters of a page looked through for such rows; real ones have under 100,000
_ROLES: Final = ("cell", "gridcell", "columnheader", "rowheader")
_ASIDE: Final = frozenset(["nav", "footer", "dialog"])
_MIN_DIV_ROWS: Final = 3
_CELL_TEXT: Final = 160  # characters of a cell of plain elements

Row = list[LexborNode]


@dataclass(frozen=True)
class Grid:
    """Rows of equally many cells where the page is sound; a cell that spans stands in each place it covers."""

    rows: tuple[tuple[LexborNode, ...], ...]
    is_table: bool


def grids_of(tree: LexborHTMLParser) -> Iterator[Grid]:
    """Tables first, in page order; when there are none, rows of plain elements. Never raises."""
    tables = [node for node in tree.css("table, [role=table], [role=grid]") if not _inside(node)][:MAX_TABLES]
    for table in tables:
        yield Grid(tuple(map(tuple, _table_rows(table))), is_table=True)
    if not tables:
        yield from _div_grids(tree)


def _inside(node: LexborNode) -> bool:
    """In a menu, a footer, or another table."""
    here = node.parent
    for _ in range(60):
        if here is None:
            return False
        if here.tag in _ASIDE or here.tag == "table":
            return True
        here = here.parent
    return True


def _table_rows(table: LexborNode) -> list[Row]:
    rows: list[Row] = []
    below: dict[int, tuple[int, LexborNode]] = {}  # column: rows still covered, by which cell
    for row in table.css("tr, [role=row]")[:MAX_ROWS]:
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th") or cell.attributes.get("role") in _ROLES]
        placed = _placed(cells, below)
        if placed:
            rows.append(placed)
    return rows


def _placed(cells: list[LexborNode], below: dict[int, tuple[int, LexborNode]]) -> Row:
    """Cells in their columns, those that reach down from rows above between them."""
    placed: Row = []
    waiting = list(reversed(cells))
    while len(placed) < MAX_COLUMNS and (waiting or len(placed) in below):
        column = len(placed)
        if column in below:
            left, cell = below.pop(column)
            if left > 1:
                below[column] = (left - 1, cell)
            placed.append(cell)
            continue
        cell = waiting.pop()
        down = _span(cell, "rowspan")
        for at in range(column, min(column + _span(cell, "colspan"), MAX_COLUMNS)):
            placed.append(cell)
            if down > 1:
                below[at] = (down - 1, cell)
    return placed


def _span(cell: LexborNode, name: str) -> int:
    written = (cell.attributes.get(name) or cell.attributes.get("aria-" + name) or "").strip()
    return max(1, min(int(written), MAX_ROWS)) if written.isascii() and written.isdigit() and len(written) < 6 else 1


def _div_grids(tree: LexborHTMLParser) -> Iterator[Grid]:
    """Rows of three to nine short cells each, three in one parent; those of several parents with one width are one grid."""
    body = tree.body
    if body is None or _length(body) > MAX_TEXT:
        return
    by_width: dict[int, list[Row]] = {}
    waiting, looked = [body], 0
    while waiting and looked < MAX_ELEMENTS:
        looked += 1
        here = waiting.pop()
        children = _elements(here)
        width = _row_width(children)
        if width is None:
            waiting.extend(child for child in reversed(children) if child.tag not in _ASIDE)
        else:
            by_width.setdefault(width, []).extend(_with_titles(children, width))
    for width, found in by_width.items():
        yield Grid(tuple(map(tuple, [*_head(tree, width, found), *found])), is_table=False)


def _with_titles(children: list[LexborNode], width: int) -> list[Row]:
    """The rows of a parent, and what stands between them as rows of one cell."""
    return [
        cells if len(cells := _elements(child)) == width and _is_short(cells) else [child]
        for child in children[:MAX_ROWS]
        if _length(child)
    ]


def _row_width(children: list[LexborNode]) -> int | None:
    """How many cells the rows among these have; None when they are no rows."""
    if len(children) < _MIN_DIV_ROWS:
        return None
    rows = [_elements(child) for child in children if child.tag not in ("li", "tr")]
    widths = Counter(len(cells) for cells in rows if 3 <= len(cells) <= 9 and _length(cells[0]) and _is_short(cells))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width if count >= _MIN_DIV_ROWS else None


def _head(tree: LexborHTMLParser, width: int, rows: list[Row]) -> list[Row]:
    """A row of names above rows that begin without one: as many short cells, or one less, before the first of them."""
    row = next((one[0].parent for one in rows if len(one) == width), None)
    first = row.mem_id if row is not None else None
    found: Row = []
    for count, node in enumerate(tree.css("div, ul, header, thead, tr, section")):
        if node.mem_id == first or count > MAX_ELEMENTS:
            break
        cells = _elements(node)
        if len(cells) in (width, width - 1) and all(
            0 < _length(cell) <= 60 for cell in cells[len(cells) - width + 1 :]
        ):
            found = cells if len(cells) == width else [cells[0], *cells]
    return [found] if found else []


def _is_short(cells: Row) -> bool:
    return all(_length(cell) <= _CELL_TEXT for cell in cells) and not any(
        cell.css_first("h1, h2, h3, ul, p + p") for cell in cells
    )


def _length(node: LexborNode) -> int:
    return len(node.text().strip())


def _elements(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if child.tag not in ("script", "style", "template", "_comment", "svg")][
        :MAX_ROWS
    ]
