"""The technologies we know and the marks that prove them, from technologies.txt: one line each, parsed once."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final, Literal, cast, get_args

MarkKind = Literal["src", "inline", "header", "meta", "cookie", "dom", "link"]
_NUMBER: Final = r"([0-9]+(?:\.[0-9]+){0,3})"
_VERSION: Final = re.escape("{v}")


@dataclass(frozen=True)
class Mark:
    """`name` is the header or meta it stands in, or the host of an address; `pattern` what stands there, None: anything."""

    kind: MarkKind
    name: str
    needle: str
    pattern: re.Pattern[str] | None


@dataclass(frozen=True)
class KnownTechnology:
    name: str
    category: str
    marks: tuple[Mark, ...]


@lru_cache(maxsize=1)
def known_technologies() -> tuple[KnownTechnology, ...]:
    """All of them, in the order of the file. Raises ValueError for a line that is no technology."""
    text = resources.files(__package__ or "").joinpath("technologies.txt").read_text(encoding="utf-8")
    return tuple(_technology(line) for line in text.splitlines() if line and not line.startswith("#"))


def _technology(line: str) -> KnownTechnology:
    name, category, marks = line.split(" | ")
    return KnownTechnology(name, category, tuple(_mark(mark.strip()) for mark in marks.split(" ; ")))


def _mark(written: str) -> Mark:
    kind, _, rest = written.partition(" ")
    if kind not in get_args(MarkKind) or not rest:
        raise ValueError(f"no mark: {written}")
    name, needle = _parted(kind, rest)
    return Mark(cast(MarkKind, kind), name, needle, _pattern(kind, needle))  # cast: it was looked up just above


def _parted(kind: str, rest: str) -> tuple[str, str]:
    if kind in ("header", "meta"):
        name, _, needle = rest.partition(":")
        return name.strip().lower(), needle.strip()
    if kind in ("src", "link") and not rest.startswith("/"):
        host, slash, path = rest.partition("/")
        return host.lower(), slash + path
    return "", rest


def _pattern(kind: str, needle: str) -> re.Pattern[str] | None:
    """Literal but for {v}; a word in a header or meta ends where the needle does ("apache" is not "apachetrafficserver")."""
    if not needle or kind == "dom":
        return None
    ends = r"(?![a-z])" if kind in ("header", "meta") and needle[-1].isalpha() else ""
    flags = re.NOFLAG if kind in ("inline", "cookie") else re.IGNORECASE
    return re.compile(re.escape(needle).replace(_VERSION, _NUMBER) + ends, flags)
