"""Citation marks in an answer's text: `Acme raised Pro. [1][2]`."""

import re

_MARK = re.compile(r"\s*\[(\d+)\]")


def marks_in(text: str) -> list[int]:
    """The numbers cited, in order, with repeats."""
    return [int(number) for number in _MARK.findall(text)]


def without_marks(text: str) -> str:
    return _MARK.sub("", text).strip()
