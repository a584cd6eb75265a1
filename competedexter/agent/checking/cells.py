"""Cells of comparison tables: what one plan has of a feature is neither another plan's nor the opposite."""

import re
from collections.abc import Iterator, Sequence

from .backing import Names, Support
from .denials import NEGATION

NO = "no"  # what the reader makes of a cross
_VALUE = re.compile(r"”: “([^“”]+)”")


def cells(sentence: str, supports: Sequence[Support], _names: Names) -> Iterator[str]:
    """Values of another plan, and a "no" that is left out. The reading of a cell is "plan: feature: value"."""
    read = [support for support in supports if support.subject and support.reading.startswith(f"{support.subject}: ")]
    if not read or len(read) < len(supports):
        return
    values = {support.reading.rpartition(": ")[2] for support in read}
    for match in _VALUE.finditer(sentence):
        if match[1] not in values:
            yield f"“{match[1]}” is what another plan has"
    if values == {NO} and not NEGATION.search(sentence):
        yield "it leaves out that its evidence says no"
