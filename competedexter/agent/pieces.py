"""What an answer is made of before it is verified: sentences with the evidence they rest on, tables, notes."""

from dataclasses import dataclass

from .evidence import Key


@dataclass(frozen=True)
class Sentence:
    """One factual sentence. `keys` are ledger keys in the order they should be cited."""

    text: str
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Cell:
    text: str
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first cell of a row names what the row is about."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Note:
    """Words about the answer itself (how a name was read, what is not watched); no claim about a competitor."""

    text: str


Piece = Sentence | Table | Note
