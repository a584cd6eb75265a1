"""A file as looks of the past, by its format. Pure but for the CPU it takes."""

from .errors import Unreadable
from .price_model import read_model
from .rows import rows_of_csv, rows_of_json
from .schemas import Format, Parsed
from .tables import Reading, read_table
from .web_archive import read_archive


def parse(kind: Format, reading: Reading) -> Parsed:
    """Looks in order of date, and what could not be used. Raises Unreadable."""
    match kind:
        case Format.PRICE_MODEL:
            return read_model(reading)
        case Format.CSV:
            return _whole(read_table(rows_of_csv(reading.body), reading))
        case Format.JSON:
            return _whole(read_table(rows_of_json(reading.body), reading))
        case Format.WARC:
            return read_archive(reading)


def _whole(parsed: Parsed) -> Parsed:
    """A table without a single row, good or bad, was none."""
    if not parsed.planned and not parsed.problems:
        raise Unreadable("There are no rows in it.")
    return parsed
