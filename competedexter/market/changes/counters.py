"""Counters and countdowns: numbers that tick by themselves, told apart from numbers that somebody promised.

"12,431 stars" ticks; "up to 10,000 contacts", "100,000 reads" and "30 days" that became other round numbers are an offer.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from competedexter.market.crawlers.reading.numbers import to_amount

AROUND = 60  # characters beside a number that may say it is a limit
MAX_COUNTS = 500  # numbers of one line; a line with more is data
SMALL_MOVE = Decimal("0.1")  # of a counter between two looks
MOST_GROWTH = 2  # times: what more than doubles between two looks did not tick
TERM_DAYS = 30  # promised durations are months: 30, 60, 90 days

_COUNTED = (
    r"(?:stars?|forks?|watchers?|followers?|following|subscribers?|downloads?|views?|likes?|comments?|votes?|upvotes?|"
    r"visitors?|online|reads?|shares?|replies|results|installs?|ratings?|reviews?|commits?|issues|pull requests|"
    r"contributors?|people are viewing|in stock|items? left|notifications?|unread)"
)
_BEFORE_WORD = re.compile(
    rf"\b\d[\d.,' ]{{0,20}}[kKmM]?\+?(?= ?{_COUNTED}\b)|(?<=\()\d[\d.,]{{0,20}}[kKmM]?(?=\)$)", re.IGNORECASE
)
_BEHIND_WORD = re.compile(rf"\b{_COUNTED}:? ?\(?(?P<count>\d[\d.,]{{0,20}}[kKmM]?\+?)\)?", re.IGNORECASE)
_GROUPED = re.compile(r"\b\d{1,3}(?:[,.' ]\d{3}){1,5}\b(?!%)(?=\+? [a-z])", re.IGNORECASE)
_LIMITED_BEFORE = re.compile(
    r"\b(?:up to|at (?:most|least)|no more than|(?:more|less|fewer) than|includ\w+|inkl\w*|limit\w*|max\w*|min(?:imum)?|"
    r"first|free|gratis|kostenlos\w*|tier|plan|quota|allowance|capped|retention|bis zu|höchstens|jusqu\w*|hasta|fino a|tot)"
    r"\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_LIMITED_BEHIND = re.compile(
    r"\W*(?:\w+\W+){0,3}(?:free|included|inclus\w*|limit|max(?:imum)?|for free)\b", re.IGNORECASE
)
_RATE = re.compile(
    r"\W*(?:\w+\W+){0,3}?(?:per|each|every|an?|/|pro|par|por|al)\W{0,2}(?:second|minute|hour|day|week|month|mo|year|user|seat|"
    r"tag|monat|jahr|mois|an|mes|año|mese)\b",
    re.IGNORECASE,
)

_UNITS = (
    r"(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|tage?n?|stunden?|minuten?|sekunden?|jours?|heures?)"
)
_COUNTDOWN_WORD = re.compile(
    r"\b(left|remain\w*|to go|ends? in|expires? in|starts? in|closes? in|begins? in|hurry|countdown|noch|restant\w*)\b",
    re.IGNORECASE,
)
_TERM_WORD = re.compile(
    r"\b(after|once|retention|retain\w*|kept|stored|notice|refund\w*|guarantee\w*|warranty|trial|grace|minimum|"
    r"cancel\w*|terminat\w*|polic\w+|nach|après|después)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(rf"\b(\d{{1,6}})\s{{0,2}}{_UNITS}\b", re.IGNORECASE)
_DURATIONS = re.compile(rf"(?:\b\d{{1,6}}\s{{0,2}}{_UNITS}\b[\s:,]{{0,3}}){{2,6}}", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?\b", re.IGNORECASE)


class _Count(NamedTuple):
    """A number in a line; `popular` when it counts what people do (stars, reviews), which moves every day."""

    start: int
    end: int
    value: Decimal
    scaled: bool
    popular: bool

    @property
    def is_round(self) -> bool:
        """Rounded by somebody: 50, 10,000, 12,500, 3k."""
        return self.scaled or (self.value >= 10 and self.value % (10 if self.value < 1_000 else 100) == 0)


def without_counters(before: str, after: str) -> tuple[str, str]:
    """Both texts with a sign for each counter that stood still or ticked; other numbers stay."""
    old, new = _counts(before), _counts(after)
    if len(old) != len(new):
        return before, after
    ticked = [pair for pair in zip(old, new, strict=True) if _ticked(before, after, *pair)]
    return _signed(before, [one for one, _ in ticked]), _signed(after, [one for _, one in ticked])


def without_countdowns(before: str, after: str) -> tuple[str, str]:
    """Both texts with a sign for each countdown; a promised duration stays."""
    before, after = _DURATIONS.sub("⏱ ", before), _DURATIONS.sub("⏱ ", after)
    if _is_term(before, after):
        return before, after
    return _clockless(before), _clockless(after)


def _clockless(text: str) -> str:
    return _CLOCK.sub("⏱", _DURATION.sub("⏱", text)) if _COUNTDOWN_WORD.search(text) else text


def _is_term(before: str, after: str) -> bool:
    if _TERM_WORD.search(before) or _TERM_WORD.search(after):
        return True
    lengths = [int(found) for text in (before, after) for found in _DURATION.findall(text)]
    return bool(lengths) and all(length and length % TERM_DAYS == 0 for length in lengths)


def _counts(text: str) -> list[_Count]:
    return _apart(sorted(_read(text), key=lambda one: (one.start, not one.popular)))[:MAX_COUNTS]


def _apart(counts: list[_Count]) -> list[_Count]:
    """Without those that overlap the one before."""
    kept: list[_Count] = []
    for one in counts:
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return kept


def _read(text: str) -> Iterator[_Count]:
    for pattern, group, popular in ((_BEFORE_WORD, 0, True), (_BEHIND_WORD, "count", True), (_GROUPED, 0, False)):
        for found in pattern.finditer(text):
            written = found[group].rstrip("+")
            scale = {"k": 1_000, "m": 1_000_000}.get(written[-1:].casefold())
            value = to_amount(written[:-1] if scale else written)
            if value is not None:
                yield _Count(*found.span(group), value * (scale or 1), scale is not None, popular)


def _ticked(before: str, after: str, old: _Count, new: _Count) -> bool:
    if old.value == new.value:
        return True
    if _is_limit(before, old) or _is_limit(after, new):
        return False
    exact = not old.is_round and not new.is_round
    if not (old.popular and new.popular):
        return _moved_little(old.value, new.value, freely=exact) and (exact or not (old.is_round and new.is_round))
    if _has_rate(before, old) or _has_rate(after, new):
        return exact and min(old.value, new.value) >= 1_000
    return exact or old.is_round != new.is_round or new.value >= old.value


def _moved_little(old: Decimal, new: Decimal, *, freely: bool) -> bool:
    """As counters move: hardly down, and up by a little; an exact number may have been looked at long ago."""
    least = old * (1 - SMALL_MOVE) if freely else old
    return least <= new <= (old * MOST_GROWTH if freely else old * (1 + SMALL_MOVE))


def _is_limit(text: str, count: _Count) -> bool:
    before, behind = text[max(0, count.start - AROUND) : count.start], text[count.end : count.end + AROUND]
    return bool(_LIMITED_BEFORE.search(before) or _LIMITED_BEHIND.match(behind))


def _has_rate(text: str, count: _Count) -> bool:
    return bool(_RATE.match(text[count.end : count.end + AROUND]))


def _signed(text: str, counts: list[_Count]) -> str:
    for one in reversed(counts):
        text = f"{text[: one.start]}№{text[one.end :]}"
    return text
