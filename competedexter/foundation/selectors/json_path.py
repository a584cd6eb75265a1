"""JSONPath as RFC 9535 has it, without function extensions: names, wildcards, indexes, slices, unions, descent, filters.

Nothing is evaluated but comparisons. Beside the RFC, a path may leave out its `$`: `author.name` is `$.author.name`.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

import orjson

from .bounds import BadSelector, Scanner, checked

MAX_SEGMENTS: Final = 20
MAX_UNION: Final = 20
MAX_FILTER_DEPTH: Final = 8  # parentheses and filters within filters
MAX_INDEX: Final = 2**53 - 1  # RFC 9535, 2.1: exact in every implementation
_NAME = re.compile(r"[^\W\d][\w-]*")
_INDEX = re.compile(r"-?(?:0|[1-9]\d{0,15})(?!\d)")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?")
_COMPARISONS: Final = ("==", "!=", "<=", ">=", "<", ">")
Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Index:
    index: int


@dataclass(frozen=True)
class Slice:
    start: int | None
    end: int | None
    step: int | None


@dataclass(frozen=True)
class Wildcard:
    pass


@dataclass(frozen=True)
class Where:
    test: "Test"


Selector = Name | Index | Slice | Wildcard | Where


@dataclass(frozen=True)
class Segment:
    """One step down: to children, or with `descends` to everything below as well."""

    selectors: tuple[Selector, ...]
    descends: bool = False


@dataclass(frozen=True)
class Path:
    """From the document (`root`), or in a filter from the value that is looked at."""

    segments: tuple[Segment, ...]
    root: bool = True


@dataclass(frozen=True)
class Literally:
    value: Scalar


@dataclass(frozen=True)
class Exists:
    path: Path


@dataclass(frozen=True)
class Compare:
    op: str
    left: Path | Literally
    right: Path | Literally


@dataclass(frozen=True)
class Joined:
    how: Literal["and", "or"]
    tests: "tuple[Test, ...]"


@dataclass(frozen=True)
class Not:
    test: "Test"


Test = Exists | Compare | Joined | Not


def parse_path(text: str) -> Path:
    """Raises BadSelector with a clause that says where it stops making sense."""
    bare = checked(text)
    if not bare.startswith(("$", "@")):
        bare = f"${bare}" if bare.startswith(("[", ".")) else f"$.{bare}"
    scanner = Scanner(bare, 1)
    path = Path(_segments(scanner, 0))
    if not scanner.done:
        raise scanner.wrong(f"\u201c{scanner.char}\u201d is not expected")
    return path


def _segments(scanner: Scanner, depth: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    while True:
        start = scanner.at
        scanner.blank()
        if scanner.take(".."):
            selectors = _bracket(scanner, depth) if scanner.peek("[") else (_shorthand(scanner),)
            segments.append(Segment(selectors, descends=True))
        elif scanner.take("."):
            segments.append(Segment((_shorthand(scanner),)))
        elif scanner.peek("["):
            segments.append(Segment(_bracket(scanner, depth)))
        else:
            scanner.at = start
            return tuple(segments)
        if len(segments) > MAX_SEGMENTS:
            raise BadSelector(f"it has more than {MAX_SEGMENTS} steps")


def _shorthand(scanner: Scanner) -> Name | Wildcard:
    if scanner.take("*"):
        return Wildcard()
    name = _NAME.match(scanner.text, scanner.at)
    if name is None:
        raise scanner.wrong("a name or * is missing")
    scanner.at = name.end()
    if scanner.peek("("):
        raise BadSelector(f"functions such as {name[0]}() are not read")
    return Name(name[0])


def _bracket(scanner: Scanner, depth: int) -> tuple[Selector, ...]:
    scanner.need("[")
    selectors: list[Selector] = []
    while True:
        scanner.blank()
        selectors.append(_selector(scanner, depth))
        scanner.blank()
        if len(selectors) > MAX_UNION:
            raise BadSelector(f"it names more than {MAX_UNION} things in one pair of brackets")
        if scanner.take("]"):
            return tuple(selectors)
        scanner.need(",")


def _selector(scanner: Scanner, depth: int) -> Selector:
    if scanner.take("*"):
        return Wildcard()
    if scanner.char in ("'", '"'):
        return Name(_quoted(scanner))
    if scanner.take("?"):
        return Where(_either(scanner, depth + 1))
    first = _whole(scanner)
    scanner.blank()
    if not scanner.peek(":"):
        if first is None:
            raise scanner.wrong("a name in quotes, a number, * or ? is missing")
        return Index(first)
    scanner.need(":")
    end, step = _bound(scanner), None
    if scanner.take(":"):
        step = _bound(scanner)
    return Slice(first, end, step)


def _bound(scanner: Scanner) -> int | None:
    scanner.blank()
    bound = _whole(scanner)
    scanner.blank()
    return bound


def _whole(scanner: Scanner) -> int | None:
    written = _INDEX.match(scanner.text, scanner.at)
    if written is None:
        return None
    number = int(written[0])
    if abs(number) > MAX_INDEX or written[0] == "-0":
        raise scanner.wrong("the number is not one to count with")
    scanner.at = written.end()
    return number


def _quoted(scanner: Scanner) -> str:
    """A name or text in single or double quotes, with JSON's escapes."""
    quote, start = scanner.char, scanner.at + 1
    at = start
    while at < len(scanner.text) and scanner.text[at] != quote:
        at += 2 if scanner.text[at] == "\\" else 1
    if at >= len(scanner.text):
        raise scanner.wrong("the quotes that open are not closed: looked for their end")
    inner = scanner.text[start:at]
    if quote == "'":
        inner = inner.replace("\\'", "'").replace('"', '\\"')
    scanner.at = at + 1
    try:
        return str(orjson.loads(f'"{inner}"'))
    except orjson.JSONDecodeError as error:
        raise BadSelector("the text in quotes has an escape that JSON does not know") from error


# Filters


def _either(scanner: Scanner, depth: int) -> Test:
    return _joined(scanner, depth, "or")


def _joined(scanner: Scanner, depth: int, how: Literal["and", "or"]) -> Test:
    if depth > MAX_FILTER_DEPTH:
        raise BadSelector(f"its filters are nested more than {MAX_FILTER_DEPTH} deep")
    sign = "||" if how == "or" else "&&"
    tests = [_joined(scanner, depth, "and") if how == "or" else _one(scanner, depth)]
    scanner.blank()
    while scanner.take(sign):
        tests.append(_joined(scanner, depth, "and") if how == "or" else _one(scanner, depth))
        scanner.blank()
    return tests[0] if len(tests) == 1 else Joined(how, tuple(tests))


def _one(scanner: Scanner, depth: int) -> Test:
    scanner.blank()
    if scanner.take("!"):
        if depth > MAX_FILTER_DEPTH:
            raise BadSelector(f"its filters are nested more than {MAX_FILTER_DEPTH} deep")
        return Not(_one(scanner, depth + 1))
    if scanner.take("("):
        inside = _either(scanner, depth + 1)
        scanner.blank()
        scanner.need(")")
        return inside
    left = _operand(scanner, depth)
    scanner.blank()
    op = next((one for one in _COMPARISONS if scanner.take(one)), None)
    if op is not None:
        scanner.blank()
        return Compare(op, left, _operand(scanner, depth))
    if isinstance(left, Literally):
        raise scanner.wrong("a comparison is missing")
    return Exists(left)


def _operand(scanner: Scanner, depth: int) -> Path | Literally:
    if scanner.char in ("@", "$"):
        root = scanner.char == "$"
        scanner.at += 1
        return Path(_segments(scanner, depth), root)
    if scanner.char in ("'", '"'):
        return Literally(_quoted(scanner))
    for word, value in (("true", True), ("false", False), ("null", None)):
        if scanner.take(word):
            return Literally(value)
    number = _NUMBER.match(scanner.text, scanner.at)
    if number is not None:
        scanner.at = number.end()
        return Literally(float(number[0]) if set(number[0]) & set(".eE") else int(number[0]))
    name = _NAME.match(scanner.text, scanner.at)
    if name is not None and scanner.text.startswith("(", name.end()):
        raise BadSelector(f"functions such as {name[0]}() are not read")
    raise scanner.wrong("a path that begins with @, or a value, is missing")
