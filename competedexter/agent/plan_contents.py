"""What a plan contains, in the lines of its own place on the page: features, limits, seats."""

import re
from collections.abc import Sequence

from .facts import PriceFact
from .topics import carried

MOSTLY = 0.6  # share of a topic that makes a line worth showing; all of it makes a "yes"

_PRICED = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[€£]|USD|EUR|GBP)|\bper (?:month|year|user|seat)\b|^/", re.IGNORECASE)
_BUTTON = re.compile(r"^(?:start|get|try|buy|choose|contact|sign|book|talk|request|select|subscribe)\b", re.IGNORECASE)
_SEATS = re.compile(
    r"(?P<count>\d{1,3}(?:,\d{3})+|\d{1,6})\s*(?:seats?|users?|people|members?|agents?|licen[cs]es|developers?)\b", re.IGNORECASE
)  # fmt: skip
_BOUNDLESS = re.compile(r"\bunlimited\s+(?:seats|users|people|members|agents)\b", re.IGNORECASE)
BOUNDLESS = 10_000_000  # seats


def lines_of(fact: PriceFact) -> list[str]:
    """The lines of a plan that say what it contains: not its name, its price or its button."""
    lines = [line.strip() for line in fact.place.quote.split("\n")]
    return [
        line
        for line in lines
        if line and line.casefold() != fact.plan.casefold() and not _PRICED.search(line) and not _BUTTON.search(line)
    ]


def listed(fact: PriceFact, topic: Sequence[str]) -> tuple[list[str], float]:
    """The lines of a plan that speak of a topic, and the share of it that the best of them carries."""
    shares = [(carried(topic, line), line) for line in lines_of(fact)]
    best = max((share for share, _ in shares), default=0.0)
    return ([line for share, line in shares if share == best], best) if best >= MOSTLY else ([], best)


def lists(fact: PriceFact, topic: Sequence[str]) -> bool:
    """Whether a plan lists the whole of a topic."""
    return listed(fact, topic)[1] >= 1.0


def seats_line(fact: PriceFact) -> str:
    """The line that says for how many seats the plan is; "" when none does."""
    return next((line for line in lines_of(fact) if _SEATS.search(line) or _BOUNDLESS.search(line)), "")


def seats_in(fact: PriceFact) -> int | None:
    """For how many seats a plan is; None when its page does not say."""
    line = seats_line(fact)
    if _BOUNDLESS.search(line):
        return BOUNDLESS
    counts = [int(match["count"].replace(",", "")) for match in _SEATS.finditer(line)]
    return max(counts, default=None)
