"""What components are handed: frozen rows with everything already in words. Views of rooms become rows in a feature's rows.py."""

from dataclasses import dataclass, field
from typing import Literal

Direction = Literal["up", "down", "flat"]


@dataclass(frozen=True)
class MoveRow:
    """One line of a typed before/after card. `spoken` is the whole move in words, for screen readers."""

    what: str
    before: str
    after: str
    terms: str = ""
    spoken: str = ""
    delta: str = ""
    percent: str = ""
    direction: Direction = "flat"
    note: str = ""
    before_href: str = ""
    after_href: str = ""


@dataclass(frozen=True)
class WordRow:
    """A run of words in a text diff."""

    text: str
    op: Literal["same", "added", "removed"] = "same"


@dataclass(frozen=True)
class EditRow:
    """One edit of a page: what was done, where, the words that came and went, and why it counts or does not."""

    what: str
    where: str
    words: list[WordRow] = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True)
class ChangeRow:
    """A change as every list and card shows it. Times are RFC 3339.

    `backfilled` says that it happened before we watched; `outside` is where the event itself is to be read.
    """

    id: str = ""
    href: str = ""
    competitor: str = ""
    competitor_href: str = ""
    title: str = ""
    kind: str = ""
    summary: str = ""
    severity: str = "low"
    severity_reason: str = ""
    label: str = "significant"
    label_reason: str = ""
    state: str = "confirmed"
    observed_at: str = ""
    initial: str = ""
    is_event: bool = False
    moves: list[MoveRow] = field(default_factory=list)
    edits: list[EditRow] = field(default_factory=list)
    more: str = ""
    held_back: bool = False
    rules: list[str] = field(default_factory=list)
    group: str = ""
    backfilled: bool = False
    occurred_at: str = ""
    outside: str = ""


@dataclass(frozen=True)
class SourceRow:
    """A numbered source of an answer."""

    n: int = 0
    site: str = ""
    title: str = ""
    quote: str = ""
    observed_at: str = ""
    href: str = ""
    verified: bool = True
    derived: str = ""


@dataclass(frozen=True)
class SentenceRow:
    """A sentence of an answer with the numbers of the sources it cites."""

    text: str
    citations: list[int] = field(default_factory=list)
    verified: bool = True


@dataclass(frozen=True)
class FactRow:
    """A name and a value."""

    name: str
    value: str


@dataclass(frozen=True)
class PlanRow:
    """A plan as read: its amount in words, then terms, limits and features."""

    name: str
    amount: str
    terms: str = ""
    limits: list[FactRow] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    href: str = ""


@dataclass(frozen=True)
class SlotRow:
    """One of the six coverage slots."""

    name: str
    state: Literal["found", "missing", "blocked", "looking", "quoted"] = "looking"
    url: str = ""
    preview: str = ""
    key: str = ""


@dataclass(frozen=True)
class RunRow:
    """One attempt to read a source."""

    id: str
    what: str
    state: str
    reason: str = ""
    at: str = ""
    details: str = ""
    document_href: str = ""
