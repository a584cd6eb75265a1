"""CSV and JSON as rows of named text, with the line each stands on. Pure; bounded."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from competedexter.market.crawlers.reading.listing_text import fold

from .errors import Unreadable
from .schemas import Problem

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 100
MAX_CELL: Final = 20_000  # characters, as much as a document keeps of one thing
_LISTS: Final = ("rows", "prices", "events", "items", "data")  # where a JSON file may keep its list
_NAMES: Final[dict[str, str]] = {
    name: known
    for known, names in {
        "competitor": "company vendor organisation organization",
        "domain": "website host site",
        "date": "day observed observed_at observedat occurred_at occurredat published published_at publishedat",
        "plan": "tier product",
        "amount": "price cost",
        "currency": "",
        "period": "interval billing_period billingperiod",
        "unit": "per",
        "basis": "billing billed",
        "title": "headline name",
        "url": "link href address",
        "text": "summary description content body",
        "type": "kind category",
    }.items()
    for name in (known, *names.split())
}


@dataclass(frozen=True)
class TextRow:
    """A row by column name, in our words where they are known ("price" is amount)."""

    line: int
    values: Mapping[str, str]

    def get(self, name: str) -> str:
        return self.values.get(name, "")


def rows_of_csv(body: bytes) -> Iterator[TextRow | Problem]:
    """Rows below a line of names; separated by commas, semicolons or tabs. Raises Unreadable."""
    text = _decoded(body)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = _names(next(reader, []))
        if len(names) < 2:
            raise Unreadable("The first line does not name columns, such as date,plan,amount,currency,period.", 1)
        for count, cells in enumerate(reader, start=1):
            if count > MAX_ROWS:
                yield Problem(
                    reader.line_num, f"Only the first {MAX_ROWS:,} rows are read; send the rest as another file."
                )
                return
            yield from _row(reader.line_num, names, cells)
    except csv.Error as error:
        yield Problem(reader.line_num, f"The table cannot be read from here on: {error}.")


def rows_of_json(body: bytes) -> Iterator[TextRow | Problem]:
    """Entries of a list, of a list under a known name, or one a line; `line` is the number of the entry. Raises Unreadable."""
    entries = _entries(body)
    for number, entry in enumerate(entries[:MAX_ROWS], start=1):
        if isinstance(entry, dict):
            yield TextRow(number, {_name(str(name)): _cell(value) for name, value in list(entry.items())[:MAX_COLUMNS]})
        else:
            yield Problem(number, "The entry is no object with names and values.")
    if len(entries) > MAX_ROWS:
        yield Problem(MAX_ROWS + 1, f"Only the first {MAX_ROWS:,} entries are read; send the rest as another file.")


def _row(line: int, names: list[str], cells: list[str]) -> Iterator[TextRow | Problem]:
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) != len(names):
        yield Problem(line, f"It has {len(cells)} values where {len(names)} columns are named.")
        return
    values: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=True):
        values.setdefault(name, _cell(cell))
    yield TextRow(line, values)


def _decoded(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise Unreadable(f"Line {line} is not UTF-8 text.", line) from error
    if "\x00" in text:
        raise Unreadable("It is no text: it holds NUL characters.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _names(cells: list[str]) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(f"It has more than {MAX_COLUMNS} columns.", 1)
    return [_name(cell) for cell in cells]


def _name(text: str) -> str:
    """ "Observed At" and "observedAt" are date; names that are not known stay as they are."""
    folded = fold(text).casefold().replace(" ", "_").replace("-", "_")[:100]
    return _NAMES.get(folded, folded)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return fold(str(value)[:MAX_CELL])


def _entries(body: bytes) -> list[Any]:  # Any: JSON
    text = _decoded(body).encode()
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        lines = [line for line in text.split(b"\n") if line.strip()]
        if len(lines) < 2:
            raise Unreadable(f"It is not JSON: {error.msg}.", error.lineno) from error
        return _one_a_line(lines)
    if isinstance(found, dict):
        found = next((found[name] for name in _LISTS if isinstance(found.get(name), list)), [found])
    return found if isinstance(found, list) else [found]


def _one_a_line(lines: list[bytes]) -> list[Any]:  # Any: JSON
    """JSON Lines; a line that is none makes an entry that is no object, so that it is told by its number."""

    def parsed(line: bytes) -> Any:  # Any: JSON
        try:
            return orjson.loads(line)
        except orjson.JSONDecodeError:
            return None

    entries = [parsed(line) for line in lines[: MAX_ROWS + 1]]
    if not isinstance(entries[0], dict):
        raise Unreadable("It is neither JSON nor one JSON object a line.", 1)
    return entries
