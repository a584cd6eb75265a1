"""Plans from tables: plans as columns, plans as rows, rates per row; and comparison tables that add limits to plans."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from competedexter.market.crawlers.reading.numbers import MULTIPLIERS, to_amount
from competedexter.market.crawlers.reading.page_tree import Element, VisibleText
from competedexter.market.crawlers.reading.plan_names import MAX_NAME, Names, plan_key
from competedexter.market.crawlers.reading.price_lines import PriceLine, PriceLines, lowered
from competedexter.market.crawlers.reading.price_phrases import TAX, is_gross, terms_of
from competedexter.market.crawlers.reading.price_quotes import Quote
from competedexter.market.crawlers.reading.prices import find_money
from competedexter.market.crawlers.reading.table_grid import Cell, grid_of
from competedexter.market.evidence.records import Period

_BARE = re.compile(r"^\W{0,3}(\d[\d.,'  ]*)\s?(k|m|万|만)?\W{0,3}$", re.IGNORECASE)
_YES_WORDS: Final = "✓ ✔ ✅ ☑ ● • yes ja oui sí si sim tak да so x included inbegrepen inklusive incluido inclus"
_NO_WORDS: Final = "- – — ✗ ✘ ✕ ✖ ❌ × no nein non não nee nej nie нет"
_YES: Final = frozenset(_YES_WORDS.split())
_NO: Final = frozenset(["", *_NO_WORDS.split()])


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A plan that a table states: its quotes and what the table says of it."""

    name: str
    quotes: tuple[Quote, ...]
    price_text: str
    limits: dict[str, str]
    features: tuple[str, ...]
    start: int
    end: int
    table: int  # the table's place on the page
    columns: tuple[int, ...]  # the column of each quote


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column's head says of the numbers below it."""

    currency: str | None
    period: Period | None
    unit: str | None
    basis: str | None
    gross: bool = False  # with tax


_SILENT: Final = _Column(None, None, None, None)


class Tables:
    """Reads the tables of a page."""

    def __init__(self, page: VisibleText, names: Names, prices: PriceLines) -> None:
        self.page = page
        self.names = names
        self.prices = prices

    def plans(self, table: Element) -> list[TablePlan]:
        """The priced plans of a table; empty when it states no prices."""
        rows = grid_of(self.page, table)
        if len(rows) < 2 or max(map(len, rows)) < 2:
            return []
        return self._as_columns(rows) or self._as_rows(rows)

    def contents(self, table: Element) -> dict[str, tuple[dict[str, str], tuple[str, ...]]]:
        """Limits and features of the plans a comparison table names in its head, by plan_key; its prices are neither."""
        rows = grid_of(self.page, table)
        if len(rows) < 2 or len(rows[0]) < 3:
            return {}
        prices = {number for number, row in enumerate(rows) if self._is_price_row(row)}
        return {
            plan_key(name): self._contents(rows, prices, column)
            for column in range(1, len(rows[0]))
            if (name := self._name_in(rows[0][column]))
        }

    # plans side by side: names in the first row, a row of prices

    def _as_columns(self, rows: list[list[Cell]]) -> list[TablePlan]:
        head = rows[0]
        priced = [number for number, row in enumerate(rows) if self._priced(row[1:]) >= min(2, len(row) - 1)]
        if len(head) < 3 or not priced or not self._are_names(head[1:]):
            return []
        labelled = [number for number in priced if number == 0 or self._says_price(rows[number][0])]
        if len(priced) > 1:
            priced = [
                number for number in labelled if number == 0 or self._says_only_price(rows[number][0])
            ] or labelled
        return [plan for column in range(1, len(head)) if (plan := self._column_plan(rows, priced, column)) is not None]

    def _column_plan(self, rows: list[list[Cell]], priced: list[int], column: int) -> TablePlan | None:
        head = rows[0][column]
        name = self._name_in(head)
        quotes: list[Quote] = []
        texts: list[str] = []
        for number in priced:
            row = rows[number]
            cell = row[column] if column < len(row) else None
            line = self._read(cell) if cell else None
            if cell and line:
                label = self._column(row[0]) if number else _SILENT
                quotes.extend(_completed(quote, label) for quote in line.quotes)
                texts.append(cell.text)
        if not name or not quotes:
            return None
        limits, features = self._contents(rows, set(priced), column)
        columns = (column,) * len(quotes)
        return TablePlan(
            name,
            tuple(quotes),
            " ".join(texts)[:160],
            limits,
            features,
            head.element.start,
            head.element.end,
            rows[0][0].element.start,
            columns,
        )

    def _contents(
        self, rows: list[list[Cell]], priced: set[int], column: int
    ) -> tuple[dict[str, str], tuple[str, ...]]:
        """Limits and features a column gives its plan, by the label of each row."""
        limits: dict[str, str] = {}
        features: list[str] = []
        for number, row in enumerate(rows):
            if number == 0 or number in priced or column >= len(row) or not row[0].text:
                continue
            value = row[column].text.strip()
            if value.lower() in _YES or (not value and row[column].element.children and _is_tick(row[column].element)):
                features.append(row[0].text)
            elif value.lower() not in _NO and len(value) <= 60:
                limits[row[0].text[:60]] = value
        return limits, tuple(features)

    # plans one below the other: a name and prices in each row

    def _as_rows(self, rows: list[list[Cell]]) -> list[TablePlan]:
        head = rows[0] if not self._priced(rows[0]) else []
        body = rows[1:] if head else rows
        width = max(map(len, rows))
        columns = {column: self._column(head[column]) for column in range(min(width, len(head)))}
        priced = [column for column in range(width) if self._is_price_column(body, column, columns.get(column))]
        if not priced or len(priced) == width:
            return []
        unit = self._unit_of(head[0]) if head and 0 not in priced else None
        plans = [self._row_plan(row, head, priced, columns, unit, rows[0][0].element.start) for row in body]
        return [plan for plan in plans if plan is not None]

    def _row_plan(
        self,
        row: list[Cell],
        head: list[Cell],
        priced: list[int],
        columns: dict[int, _Column],
        unit: str | None,
        table: int,
    ) -> TablePlan | None:
        label = next((cell for number, cell in enumerate(row) if number not in priced and cell.text), None)
        if label is None or len(label.text) > MAX_NAME * 2:
            return None
        found = [
            (number, _completed(quote, columns.get(number, _SILENT), unit))
            for number in priced
            if number < len(row)
            for quote in self._quotes(row[number], columns.get(number, _SILENT))
        ]
        if not found:
            return None
        limits = {
            head[number].text: cell.text
            for number, cell in enumerate(row)
            if number < len(head) and number not in priced and cell is not label and cell.text and head[number].text
        }
        priced_by = dict.fromkeys(number for number, _ in found)
        return TablePlan(
            name=self._row_name(label, head),
            quotes=tuple(quote for _, quote in found),
            price_text=" ".join(row[number].text for number in priced_by)[:160],
            limits=limits,
            features=(),
            start=row[0].element.start,
            end=row[-1].element.end,
            table=table,
            columns=tuple(number for number, _ in found),
        )

    def _row_name(self, label: Cell, head: list[Cell]) -> str:
        """The row's label; a bare "A" under the head "Plan" is "Plan A"."""
        title = head[0].text if head else ""
        if len(label.text) <= 2 and title and len(title) <= 12:
            return f"{title} {label.text}"
        lines = self.page.lines[label.first : label.last + 1]
        return (lines[0].text if len(lines) > 1 and len(label.text) > MAX_NAME else label.text)[: MAX_NAME * 2]

    def _quotes(self, cell: Cell, column: _Column) -> tuple[Quote, ...]:
        line = self._read(cell)
        if line is not None:
            return line.quotes
        match = _BARE.match(cell.text)
        if match is None or column.currency is None:
            return ()
        amount = to_amount(match[1], self.prices.habits.decimal_sign or ".")
        if amount is None:
            return ()
        amount *= Decimal(MULTIPLIERS.get((match[2] or "").lower(), 1))
        return (Quote(amount, None, None, None, None, shown=True, start=cell.element.start, end=cell.element.end),)

    def _is_price_column(self, body: list[list[Cell]], column: int, head: _Column | None) -> bool:
        cells = [row[column] for row in body if column < len(row)]
        if head is not None and head.currency is not None:
            return any(self._quotes(cell, head) for cell in cells)
        stated = [
            cell
            for cell in cells
            if (line := self._read(cell)) is not None and line.kind == "price" and len(line.rest) < 25
        ]
        return len(stated) * 2 >= len([cell for cell in cells if cell.text]) and bool(stated)

    def _column(self, head: Cell) -> _Column:
        """What a head like "Rate ($)", "Annual EUR" or "Renewal / year" says."""
        text, words = lowered(head.text), self.prices.words
        money = next(iter(find_money(f"{head.text} 1", self.prices.habits)), None) or next(
            iter(find_money(_with_number(head.text), self.prices.habits)), None
        )
        terms = terms_of(text, 0, 0, len(text), 0, words)
        currency = money.currency(self.prices.habits) if money else None
        return _Column(currency, terms.period, terms.unit, terms.basis, is_gross(text, 0, 0, len(text), 0))

    def _unit_of(self, head: Cell) -> str | None:
        """The unit a first column is counted in: GB of "Bandwidth Range (GB)"."""
        match = re.search(r"[(\[]([^()\[\]]{1,20})[)\]]\s*$", head.text)
        return match[1].strip() if match else None

    def _read(self, cell: Cell) -> PriceLine | None:
        return self.prices.of_text(cell.first, cell.last) if cell.first <= cell.last else None

    def _priced(self, cells: list[Cell]) -> int:
        """How many cells state a price."""
        return sum((line := self._read(cell)) is not None and line.kind == "price" for cell in cells)

    def _says_price(self, label: Cell) -> bool:
        words, text = self.prices.words, label.text.lower()
        return not text or bool(
            words.titles.search(text)
            or words.says_period(text)
            or words.leading.search(text)
            or words.billed.search(text)
        )

    def _is_price_row(self, row: list[Cell]) -> bool:
        """A row that tells what the plans cost, not what a thing costs within them."""
        words, label = self.prices.words, lowered(row[0].text)
        if not self._priced(row[1:]):
            return False
        named = words.titles.search(label) or words.says_period(label) or words.billed.search(label)
        return bool(named) or self._says_only_price(row[0])

    def _says_only_price(self, label: Cell) -> bool:
        """True for "Price", "Monthly price", "Per user": labels that name nothing a plan holds."""
        words, left = self.prices.words, TAX.sub(" ", lowered(label.text))
        for pattern in (words.titles, words.filler, words.per, words.seats, words.save):
            left = pattern.sub(" ", left)
        return not any(map(str.isalpha, left))

    def _are_names(self, cells: list[Cell]) -> bool:
        return sum(bool(self._name_in(cell)) for cell in cells) * 2 > len(cells)

    def _name_in(self, cell: Cell) -> str:
        """The plan's name in a head that may also hold its price and a button."""
        for number in range(cell.first, cell.last + 1):
            line = self._line_price(number)
            if line is None or line.kind == "free":
                name = self.names.at(number)
                text = name.text if name else self.page.lines[number].text
                if len(text) <= MAX_NAME and any(map(str.isalpha, text)) and not self.names.is_period(text):
                    return text
            elif line.name:
                return line.name
        return ""

    def _line_price(self, number: int) -> PriceLine | None:
        return self.prices.of_text(number, number)


def _with_number(head: str) -> str:
    """`Rate ($)` as `Rate $ 1`, `Annual EUR` as `Annual EUR 1`: so that a currency is read as one."""
    return re.sub(r"[()\[\]]", " ", head).strip().rstrip("/").strip() + " 1"


def _is_tick(element: Element) -> bool:
    """True for a cell that holds only a tick as an icon."""
    told = " ".join([element.classes, *(child.classes for child in element.children)])
    return bool(re.search(r"check|tick|yes|included|success", told)) and not re.search(
        r"cross|times|xmark|\bno\b|uncheck", told
    )


def _completed(quote: Quote, column: _Column, unit: str | None = None) -> Quote:
    """A cell's quote with what its column's head and its table add."""
    period = quote.period or column.period
    found = quote.unit or column.unit or unit
    if period is None and unit is not None and quote.amount:
        period = "usage"
    currency, basis = quote.currency or column.currency, quote.basis or column.basis
    return replace(quote, currency=currency, period=period, unit=found, basis=basis, gross=quote.gross or column.gross)
