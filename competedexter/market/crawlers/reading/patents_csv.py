"""The CSV that Google Patents exports: a line with the address of the search, a header, a patent a line."""

import csv
import io
from collections.abc import Mapping
from itertools import islice
from typing import Final

from .edgar_json import words
from .edgar_times import day
from .patents import Patent, kind_of

_MAX_ROWS: Final = 5_000  # the export stops at 1,000
_BEFORE_HEADER: Final = 5  # lines
_MAX_HEAD: Final = 20_000  # code points they have, with the address of the search
_HEADER: Final = frozenset({"id", "title", "assignee"})


def read_patents_csv(text: str) -> tuple[Patent, ...] | None:
    """None when its header is not that of such an export. Rows without number and title are none."""
    head = text[:_MAX_HEAD].casefold()
    if not all(name in head for name in _HEADER):
        return None  # told before the whole of a large page is taken for lines
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        heads = ([cell.strip().casefold() for cell in row] for row in islice(rows, _BEFORE_HEADER))
        header = next((row for row in heads if set(row) >= _HEADER), None)
        if header is None:
            return None
        listed = [dict(zip(header, row, strict=False)) for row in islice(rows, _MAX_ROWS)]
    except csv.Error:
        return None
    return tuple(_patent(row) for row in listed if words(row.get("id")) or words(row.get("title")))


def _patent(row: Mapping[str, str]) -> Patent:
    number, link = words(row.get("id")), words(row.get("result link"))
    return Patent(
        number=number,
        title=words(row.get("title")),
        assignees=_names(row.get("assignee", "")),
        inventors=_names(row.get("inventor/author", "") or row.get("inventor", "")),
        priority=day(row.get("priority date")),
        filed=day(row.get("filing/creation date", "") or row.get("filing date", "")),
        published=day(row.get("publication date")),
        granted=day(row.get("grant date")),
        kind=kind_of(number),
        url=link if link.startswith(("https://", "http://")) else "",
    )


def _names(written: str) -> tuple[str, ...]:
    """Names stand apart by commas; those that only end a company's name ("Acme, Inc.") belong to it."""
    named: list[str] = []
    for piece in (part.strip() for part in words(written).split(",")[:60]):
        if named and piece.casefold().rstrip(".") in _ENDINGS:
            named[-1] = f"{named[-1]}, {piece}"
        elif piece:
            named.append(piece)
    return tuple(dict.fromkeys(named))


_ENDINGS: Final = frozenset({"inc", "llc", "ltd", "l.l.c", "l.p", "lp", "corp", "co", "gmbh", "s.a", "limited"})
