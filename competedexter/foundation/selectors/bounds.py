"""What can be wrong with a selector, and how far one is followed."""

from dataclasses import dataclass
from typing import Final

MAX_SELECTOR: Final = 300  # characters; the longest honest one seen has 90
MAX_STEPS: Final = 1_000_000  # values or elements touched for one document: about a second


class BadSelector(ValueError):
    """A selector that cannot be read; its text is a clause that says where and why."""


class TooManySteps(Exception):
    """Following the selectors through this document touches more than was allowed."""


@dataclass
class Budget:
    """Steps left for all selectors of one document together."""

    left: int = MAX_STEPS

    def spend(self, steps: int = 1) -> None:
        """Raises TooManySteps."""
        self.left -= steps
        if self.left < 0:
            raise TooManySteps


@dataclass
class Scanner:
    """The characters of a selector, read from left to right."""

    text: str
    at: int = 0

    def peek(self, word: str) -> bool:
        return self.text.startswith(word, self.at)

    def take(self, word: str) -> bool:
        if not self.peek(word):
            return False
        self.at += len(word)
        return True

    def need(self, word: str) -> None:
        """Raises BadSelector."""
        if not self.take(word):
            raise self.wrong(f"\u201c{word}\u201d is missing")

    def blank(self) -> bool:
        """Passes over white space; whether there was some."""
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in " \t\n\r":
            self.at += 1
        return self.at > start

    @property
    def char(self) -> str:
        """The next character, empty at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def done(self) -> bool:
        return self.at >= len(self.text)

    def wrong(self, what: str) -> BadSelector:
        place = "at its end" if self.done else f"at character {self.at + 1}"
        return BadSelector(f"{what} {place}")


def checked(text: str) -> str:
    """The selector without white space around it. Raises BadSelector for an empty or endless one."""
    bare = text.strip()
    if not bare:
        raise BadSelector("it is empty")
    if len(bare) > MAX_SELECTOR:
        raise BadSelector(f"it is longer than {MAX_SELECTOR} characters")
    return bare
