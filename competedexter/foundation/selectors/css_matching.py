"""Which elements a CSS selector means, each element and part of a selector looked at once.

A browser's own engine backtracks: measured on lexbor, `q * * * *` takes more than 8 s on 400 nested elements, and
`q ~ i ~ i ~ i` as long on 2,000 siblings. Here a chain is matched from left to right over all elements at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .bounds import Budget
from .css import Attribute, Compound, Css, Nth


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a page in document order: `parent` is the number of the one it is in (-1: none), `end` the number
    after its last descendant; places among siblings count from 1, the `last` ones from their end."""

    tag: str
    attributes: Mapping[str, str]
    parent: int
    end: int
    place: int
    last: int
    place_of_type: int
    last_of_type: int
    before: int = -1  # the sibling before it, -1: none


@dataclass
class Elements:
    """All elements of one page; what a selector means on it is worked out once."""

    all: Sequence[Element]
    budget: Budget
    _known: dict[Css, list[int]] = field(default_factory=dict)

    def select(self, css: Css, within: int | None = None) -> Iterator[int]:
        """Numbers of the elements meant, in document order: of the page, or below one of them. Raises TooManySteps."""
        if not css.alternatives:
            if within is not None:
                yield within
            return
        found = self._known.get(css)
        if found is None:
            found = self._known[css] = self._meant(css)
        if within is None:
            yield from found
            return
        end = self.all[within].end
        for at in range(_first_after(found, within), len(found)):
            if found[at] >= end:
                return
            self.budget.spend()
            yield found[at]

    def _meant(self, css: Css) -> list[int]:
        meant: set[int] = set()
        for chain in css.alternatives:
            meant.update(self._of_chain(chain))
        return sorted(meant)

    def _of_chain(self, chain: Sequence[Compound]) -> list[int]:
        matched: list[int] = []
        for compound in chain:
            self.budget.spend(len(self.all))
            allowed = self._reached(matched, compound)
            matched = [
                number
                for number, element in enumerate(self.all)
                if (allowed is None or allowed[number]) and _fits(compound, element)
            ]
            if not matched:
                return matched
        return matched

    def _reached(self, matched: list[int], compound: Compound) -> list[bool] | None:
        """Which elements stand as the combinator says to one of `matched`; None when all may."""
        if not compound.combinator:
            return None
        ahead = [False] * len(self.all)
        for number in matched:
            ahead[number] = True
        reached = [False] * len(self.all)
        for number, element in enumerate(self.all):
            origin = element.parent if compound.combinator in (" ", ">") else element.before
            if origin >= 0:
                spreads = compound.combinator in (" ", "~") and reached[origin]
                reached[number] = ahead[origin] or spreads
        return reached


def _first_after(numbers: list[int], number: int) -> int:
    low, high = 0, len(numbers)
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] <= number:
            low = middle + 1
        else:
            high = middle
    return low


def _fits(compound: Compound, element: Element) -> bool:
    if compound.tag and compound.tag != element.tag:
        return False
    attributes = element.attributes
    if compound.id and attributes.get("id") != compound.id:
        return False
    if compound.classes and not set(compound.classes) <= set(attributes.get("class", "").split()):
        return False
    return (
        all(_has(one, attributes) for one in compound.attributes)
        and all(_stands(one, element) for one in compound.nths)
        and not any(_fits(one, element) for one in compound.excluded)
    )


def _has(wanted: Attribute, attributes: Mapping[str, str]) -> bool:
    value = attributes.get(wanted.name)
    if value is None or not wanted.op:
        return value is not None
    sought = wanted.value
    if wanted.folds_case:
        value, sought = value.casefold(), sought.casefold()
    if wanted.op == "=":
        return value == sought
    if wanted.op == "~=":
        return sought in value.split()
    if wanted.op == "|=":
        return value == sought or value.startswith(f"{sought}-")
    if not sought:
        return False  # the standard: an empty piece is in nothing
    if wanted.op == "^=":
        return value.startswith(sought)
    return value.endswith(sought) if wanted.op == "$=" else sought in value


def _stands(nth: Nth, element: Element) -> bool:
    if nth.of_type:
        place = element.last_of_type if nth.from_end else element.place_of_type
    else:
        place = element.last if nth.from_end else element.place
    beyond = place - nth.first
    if nth.step == 0:
        return beyond == 0
    return beyond % nth.step == 0 and beyond // nth.step >= 0
