"""Tables as text: whatever sign parts their cells, whatever their encoding. Formulas stay the text they are."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.custom_items import (
    MAX_ITEMS,
    MAX_TEXT,
    MAX_VALUE,
    Item,
    Taken,
    refuse,
    without_tags,
)
from competedexter.market.sources.mapping import RowMapping

DELIMITERS: Final = (",", ";", "\t", "|")
MAX_COLUMNS: Final = 500
MAX_PREAMBLE: Final = 10  # lines before the header: a title, where it was exported from
MAX_ROWS: Final = 20_000  # looked at for ragged ones; what is read of them is less
SAMPLE: Final = 30  # records looked at to find the delimiter


@dataclass(frozen=True)
class Table:
    """`ragged` counts the rows that had more or fewer cells than the header; they are read as far as they go.

    `beyond` counts the lines after MAX_ROWS that were not looked at.
    """

    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    ragged: int
    broken: int
    beyond: int


def table_of(response: WebResponse) -> Table:
    """Raises NothingToRead."""
    text = response.text.lstrip("\ufeff")
    told, text = _told_delimiter(text)
    if not text.strip():
        raise refuse("The table is empty.")
    delimiter = told or _delimiter(text)
    records, broken, at = _records(text, delimiter, MAX_ROWS)
    width = _usual_width(records[:SAMPLE])
    start = next((at for at, record in enumerate(records[:MAX_PREAMBLE]) if len(record) >= width), 0)
    header = tuple(" ".join(cell.split()) for cell in records[start][:MAX_COLUMNS]) if records else ()
    if not any(header):
        raise refuse("The table has no header: its first row names no column.")
    rows = records[start + 1 :]
    if broken and not rows:
        raise refuse("The table cannot be read: it has quotes that do not close.")
    return Table(header, rows, sum(1 for row in rows if len(row) != len(header)), broken, text.count("\n", at))


def take_csv(response: WebResponse, mapping: RowMapping) -> Taken:
    """Raises NothingToRead when the column that titles are in is not there."""
    table, faults = table_of(response), []
    places = {name: _place(table, name) for name in (mapping.title, mapping.text, mapping.url, mapping.date)}
    places |= {name: _place(table, name) for name in mapping.fields.values()}
    if places[mapping.title] is None:
        shown = ", ".join(name[:40] for name in table.header[:20])
        raise refuse(f"There is no column \u201c{mapping.title[:60]}\u201d. The table has: {shown}.")
    faults += [f"there is no column \u201c{name[:60]}\u201d" for name, at in places.items() if name and at is None]
    if table.ragged:
        faults.append(f"{table.ragged} of {len(table.rows)} rows have more or fewer cells than the header")
    if table.broken:
        faults.append(f"quotes that do not close, or a cell too long to be one, in {table.broken} places")

    def cell(row: Sequence[str], name: str, most: int = MAX_VALUE) -> str:
        at = places.get(name) if name else None
        return without_tags(row[at])[:most] if at is not None and at < len(row) else ""

    items = [
        Item(
            title=cell(row, mapping.title),
            text=cell(row, mapping.text, MAX_TEXT),
            url=cell(row, mapping.url, 4_000),
            date=cell(row, mapping.date),
            fields={name: cell(row, column) for name, column in mapping.fields.items()},
        )
        for row in table.rows[:MAX_ITEMS]
    ]
    return Taken(items, len(table.rows) + table.beyond, response.url, faults=tuple(faults), whole=not table.broken)


def _place(table: Table, name: str) -> int | None:
    """Where a column is: by its exact name, else whatever its case and spaces."""
    if not name:
        return None
    if name in table.header:
        return table.header.index(name)
    folded = [_folded(one) for one in table.header]
    return folded.index(_folded(name)) if _folded(name) in folded else None


def _folded(name: str) -> str:
    return "".join(name.casefold().split())


def _told_delimiter(text: str) -> tuple[str, str]:
    """Spreadsheets write `sep=;` before what they export."""
    first, _, rest = text.partition("\n")
    sign = first.strip("\r").removeprefix("sep=")
    return (sign, rest) if first.startswith("sep=") and len(sign) == 1 and sign not in '"\r\n' else ("", text)


def _delimiter(text: str) -> str:
    """The sign that parts the first records into the same number of cells most often; more cells are better."""
    best, most = ",", (0.0, 0)
    sample = text[:200_000]
    for sign in DELIMITERS:
        records, _, _ = _records(sample, sign, SAMPLE)
        width = _usual_width(records)
        if width > 1:
            agreement = sum(1 for record in records if len(record) == width) / len(records)
            if (round(agreement, 1), width) > most:
                best, most = sign, (round(agreement, 1), width)
    return best


def _usual_width(records: Sequence[Sequence[str]]) -> int:
    """Of records with several cells, if there are any: titles and notes beside a table have one."""
    counts = Counter(len(record) for record in records)
    return max(counts, key=lambda width: (width > 1, counts[width], width), default=0)


def _records(text: str, delimiter: str, most: int) -> tuple[list[list[str]], int, int]:
    """The first records with something in them, how many could not be read, and how far into the text they reach."""
    records: list[list[str]] = []
    broken = 0
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter)
    while len(records) < most:
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error:  # a cell longer than 128 KiB, most often after a quote that never closes
            broken += 1
            continue
        if any(cell.strip() for cell in record):
            records.append(record[:MAX_COLUMNS])
    return records, broken, lines.at


class _Lines:
    """Lines with their ends, old Macintosh ones too; a line feed in quotes belongs to its cell."""

    def __init__(self, text: str) -> None:
        self._text = text if "\n" in text else text.replace("\r", "\n")
        self.at = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self._text):
            raise StopIteration
        end = self._text.find("\n", self.at) + 1 or len(self._text)
        line, self.at = self._text[self.at : end], end
        return line
