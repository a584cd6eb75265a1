"""Two lists of things, matched by what identifies each: what came, what went, what stayed. Pure."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from .drafts import SpanRef


class HasPlace(Protocol):
    """Whatever stands somewhere in a document's text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=HasPlace)


@dataclass(frozen=True)
class Matched(Generic[Item]):
    """`kept` pairs what was and what is; all in the order of the lists."""

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    kept: tuple[tuple[Item, Item], ...]


def matched(before: Sequence[Item], after: Sequence[Item], key: Callable[[Item], Hashable]) -> Matched[Item]:
    """Of several things with one key the first counts."""
    old: dict[Hashable, Item] = {}
    new: dict[Hashable, Item] = {}
    for side, items in ((old, before), (new, after)):
        for item in items:
            side.setdefault(key(item), item)
    return Matched(
        added=tuple(item for name, item in new.items() if name not in old),
        removed=tuple(item for name, item in old.items() if name not in new),
        kept=tuple((old[name], item) for name, item in new.items() if name in old),
    )


def place_of(item: HasPlace) -> SpanRef:
    """Where it stands; the quote is read from the text when the change is written down."""
    return SpanRef(item.start, item.end, "")
