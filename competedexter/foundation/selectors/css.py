"""CSS selectors, the part of them that finds things on pages: types, classes, ids, attributes, order among siblings.

`a@href` takes an attribute in place of an element's text; `.` is the element itself, `@href` an attribute of its own.
Not read: pseudo-elements, states (:hover), :has(), namespaces.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from .bounds import BadSelector, Scanner, checked

MAX_COMPOUNDS: Final = 12
MAX_ALTERNATIVES: Final = 12
MAX_NTH: Final = 10_000
Combinator = Literal["", " ", ">", "+", "~"]

_NAME = re.compile(r"-?(?:[^\W\d]|_|\\.)(?:[\w-]|\\.)*|--(?:[\w-]|\\.)*")
_HASH = re.compile(r"(?:[\w-]|\\.)+")
_ATTRIBUTE_WORD = re.compile(r"[\w:.-]+")
_NTH = re.compile(r"\s*(?:(odd|even)|([+-]?\d{0,5})n\s*(?:([+-])\s*(\d{1,5}))?|([+-]?\d{1,5}))\s*", re.IGNORECASE)
_OPERATORS: Final = ("=", "~=", "|=", "^=", "$=", "*=")
_TAKES = re.compile(r"\s*@([A-Za-z_][\w:.-]{0,60})$")


@dataclass(frozen=True)
class Attribute:
    """`op` is empty when the attribute only has to be there."""

    name: str
    op: str = ""
    value: str = ""
    folds_case: bool = False


@dataclass(frozen=True)
class Nth:
    """The `step * n + first`th among its siblings (n from 0), of its own type, or counted from the end."""

    step: int
    first: int
    of_type: bool = False
    from_end: bool = False


@dataclass(frozen=True)
class Compound:
    """What one element has to be, and how it stands to the one the compound before it describes."""

    combinator: Combinator = ""
    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    nths: tuple[Nth, ...] = ()
    excluded: "tuple[Compound, ...]" = ()


@dataclass(frozen=True)
class Css:
    """`alternatives` are chains of compounds, leftmost first; none when the element itself is meant.

    `attribute` is the name of what is taken from the elements found; their text when empty.
    """

    alternatives: tuple[tuple[Compound, ...], ...]
    attribute: str = ""


def parse_css(text: str) -> Css:
    """Raises BadSelector with a clause that says where it stops making sense."""
    bare = checked(text)
    attribute = ""
    taken = _TAKES.search(bare)
    if taken is not None:
        attribute, bare = taken[1].lower(), bare[: taken.start()].rstrip()
    if bare in ("", ".", ":scope"):
        return Css((), attribute)
    scanner = Scanner(bare)
    alternatives = [_chain(scanner)]
    while scanner.take(","):
        alternatives.append(_chain(scanner))
        if len(alternatives) > MAX_ALTERNATIVES:
            raise BadSelector(f"it has more than {MAX_ALTERNATIVES} alternatives")
    if not scanner.done:
        raise scanner.wrong(f"\u201c{scanner.char}\u201d is not expected")
    return Css(tuple(alternatives), attribute)


def _chain(scanner: Scanner) -> tuple[Compound, ...]:
    scanner.blank()
    compounds = [_compound(scanner, "")]
    while (combinator := _combinator(scanner)) is not None:
        compounds.append(_compound(scanner, combinator))
        if len(compounds) > MAX_COMPOUNDS:
            raise BadSelector(f"it has more than {MAX_COMPOUNDS} parts")
    return tuple(compounds)


def _combinator(scanner: Scanner) -> Combinator | None:
    spaced = scanner.blank()
    for sign in (">", "+", "~"):
        if scanner.take(sign):
            scanner.blank()
            return sign
    return " " if spaced and not scanner.done and scanner.char != "," else None


def _compound(scanner: Scanner, combinator: Combinator, *, within_not: bool = False) -> Compound:
    start = scanner.at
    tag, identity = "", ""
    classes: list[str] = []
    attributes: list[Attribute] = []
    nths: list[Nth] = []
    excluded: list[Compound] = []
    if not scanner.take("*"):
        tag = _name(scanner, required=False).lower()
    while not scanner.done:
        if scanner.take("."):
            classes.append(_name(scanner))
        elif scanner.take("#"):
            identity = _word(scanner, _HASH)
        elif scanner.take("["):
            attributes.append(_attribute(scanner))
        elif scanner.take(":"):
            _pseudo(scanner, nths, excluded, within_not=within_not)
        else:
            break
    if scanner.at == start:
        raise scanner.wrong("a tag, .class, #id or [attribute] is missing")
    return Compound(combinator, tag, identity, tuple(classes), tuple(attributes), tuple(nths), tuple(excluded))


def _pseudo(scanner: Scanner, nths: list[Nth], excluded: list[Compound], *, within_not: bool) -> None:
    name = _name(scanner).lower()
    of_type = name.endswith("-of-type")
    from_end = name.startswith(("last-", "nth-last-"))
    if name in ("first-child", "last-child", "first-of-type", "last-of-type"):
        nths.append(Nth(0, 1, of_type, from_end))
    elif name in ("only-child", "only-of-type"):
        nths.extend((Nth(0, 1, of_type), Nth(0, 1, of_type, from_end=True)))
    elif name in ("nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"):
        scanner.need("(")
        step, first = _nth(scanner)
        scanner.need(")")
        nths.append(Nth(step, first, of_type, from_end))
    elif name == "not" and not within_not:
        scanner.need("(")
        scanner.blank()
        excluded.append(_compound(scanner, "", within_not=True))
        scanner.blank()
        scanner.need(")")
    else:
        raise BadSelector(f":{name} is not read")


def _nth(scanner: Scanner) -> tuple[int, int]:
    written = _NTH.match(scanner.text, scanner.at)
    if written is None:
        raise scanner.wrong("a place such as 2, odd or 3n+1 is missing")
    scanner.at = written.end()
    word, step, sign, first, alone = written.groups()
    if word:
        return 2, 1 if word.lower() == "odd" else 0
    if alone:
        return 0, _near(int(alone))
    steps = int(f"{step}1") if step in ("", "+", "-") else int(step)
    return _near(steps), _near(int(f"{sign}{first}")) if first else 0


def _near(number: int) -> int:
    return max(-MAX_NTH, min(MAX_NTH, number))


def _attribute(scanner: Scanner) -> Attribute:
    scanner.blank()
    name = _word(scanner, _ATTRIBUTE_WORD).lower()
    scanner.blank()
    if scanner.take("]"):
        return Attribute(name)
    op = next((one for one in _OPERATORS if scanner.take(one)), None)
    if op is None:
        raise scanner.wrong("a sign such as = or *= is missing")
    scanner.blank()
    value = _quoted(scanner) if scanner.char in ("'", '"') else _name(scanner)
    folds = scanner.blank() and (scanner.take("i") or scanner.take("I"))
    scanner.blank()
    scanner.need("]")
    return Attribute(name, op, value, folds)


def _name(scanner: Scanner, *, required: bool = True) -> str:
    return _word(scanner, _NAME, required=required)


def _word(scanner: Scanner, shape: re.Pattern[str], *, required: bool = True) -> str:
    found = shape.match(scanner.text, scanner.at)
    if found is None:
        if required:
            raise scanner.wrong("a name is missing")
        return ""
    scanner.at = found.end()
    return re.sub(r"\\(.)", r"\1", found[0])


def _quoted(scanner: Scanner) -> str:
    end = scanner.text.find(scanner.char, scanner.at + 1)
    if end < 0:
        raise scanner.wrong("the quotes are not closed that open")
    value = scanner.text[scanner.at + 1 : end]
    scanner.at = end + 1
    return value
