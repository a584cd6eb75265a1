"""Words of time behind an amount: which one the price pays for, and which one only tells how it is billed."""

import re
from dataclasses import dataclass, replace
from typing import Final

from competedexter.market.crawlers.reading.numbers import western
from competedexter.market.crawlers.reading.vocabulary import Vocabulary
from competedexter.market.evidence.records import Period

_COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th|-|\s)*$")
_BILLED_AHEAD: Final = 28  # "billed once a year": characters from the word to its period
_BILLED_BEHIND: Final = 14  # "jährlich im Voraus abgerechnet": from the period to the word
_GIFT_REACH: Final = 16  # "2 months for free"
_CLAUSE = re.compile(r"[,.;()\[\]|·•–—+\n]")
_FIRST = re.compile(r"(?:first|erste\w*|premiers?|primer[ao]s?|primeir[ao]s?|primi|prime|eerste|første|första|pierwsz\w+|первы\w+)\s+\d+[\s-]*$")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Time:
    """A word of time: its span, what it means, whether it tells how one is billed."""

    start: int
    end: int
    period: Period
    unit: str | None
    billed: bool = False

    @property
    def basis(self) -> str | None:
        """How a price is billed, where this word tells it; None for "billed once"."""
        if self.period in ("month", "year"):
            return f"billed {self.period}ly"
        if self.unit and self.unit[0].isdigit():
            return f"billed every {self.unit}"
        return "billed quarterly" if self.unit == "quarter" else None


def times_of(text: str, start: int, end: int, words: Vocabulary) -> list[Time]:
    """Words of time in a stretch of text, in order."""
    named: tuple[tuple[Period, re.Pattern[str]], ...] = (
        ("month", words.month),
        ("year", words.year),
        ("once", words.once),
    )
    found = [
        _named(text, start, match, period) for period, pattern in named for match in pattern.finditer(text, start, end)
    ]
    found += [
        _span(text, start, match, span)
        for span, pattern in words.spans.items()
        for match in pattern.finditer(text, start, end)
    ]
    times = sorted(_outermost(found), key=lambda time: time.start)
    times = [time for time in times if not _is_gift(text, start, end, time, words)]
    return _with_billing(text, start, end, times, words)


def _named(text: str, since: int, match: re.Match[str], period: Period) -> Time:
    count = _count_before(text, since, match.start())
    if period not in ("month", "year") or count in (None, 1):
        return Time(match.start(), match.end(), period, None)
    if period == "month" and count == 12:
        return Time(match.start(), match.end(), "year", None)
    return Time(match.start(), match.end(), "once", f"{count} {period}s")


def _span(text: str, since: int, match: re.Match[str], span: str) -> Time:
    """A day, hour, week or quarter is used up; 14 days are bought once."""
    count = _count_before(text, since, match.start())
    if count not in (None, 1):
        return Time(match.start(), match.end(), "once", f"{count} {span}s")
    return Time(match.start(), match.end(), "usage", span)


def _count_before(text: str, since: int, at: int) -> int | None:
    """The number right before a word: 12 of "12 months"."""
    match = _COUNTED.search(western(text[max(since, at - 6) : at]))
    return int(match[1]) if match else None


def _outermost(times: list[Time]) -> list[Time]:
    """Without words that stand inside longer ones ("año" in "una vez al año" stays, "una vez" too; "once" in "twice")."""
    return [
        time
        for time in times
        if not any(
            other is not time
            and other.start <= time.start
            and time.end <= other.end
            and (other.end - other.start) > (time.end - time.start)
            for other in times
        )
    ]


def _is_gift(text: str, since: int, end: int, time: Time, words: Vocabulary) -> bool:
    """True for "2 months free", "14-day trial", "the first 3 months": a count that nobody pays for by itself."""
    count = _count_before(text, since, time.start)
    if count is None:
        return False
    if _FIRST.search(text[max(since, time.start - 24) : time.start]):
        return True
    behind = _CLAUSE.split(text[time.end : min(end, time.end + _GIFT_REACH)])[0]
    return bool(words.gift.search(behind))


def _with_billing(text: str, start: int, end: int, times: list[Time], words: Vocabulary) -> list[Time]:
    """The times, those marked that a word of billing claims."""
    claimed: set[int] = set()
    for match in words.billed.finditer(text, start, end) if times else ():
        claimed.update(_claimed(text, match, times, words))
    return [replace(time, billed=number in claimed) for number, time in enumerate(times)]


def _claimed(text: str, billed: re.Match[str], times: list[Time], words: Vocabulary) -> list[int]:
    """The times a word of billing speaks of: the one it holds, the one behind it ("billed annually"), or before it."""
    for number, time in enumerate(times):
        if time.start < billed.end() and billed.start() < time.end:
            return [] if _is_offer(text, billed.start(), times[:number], words) else [number]
    behind = [number for number, time in enumerate(times) if time.start >= billed.end()][:2]
    if behind and _is_joined(text[billed.end() : times[behind[0]].start], _BILLED_AHEAD):
        if _is_offer(text, billed.start(), times[: behind[0]], words):
            return []
        return behind if times[behind[0]].period == "once" and not times[behind[0]].unit else behind[:1]
    before = [number for number, time in enumerate(times) if time.end <= billed.start()][-1:]
    if not before or not _is_joined(text[times[before[0]].end : billed.start()], _BILLED_BEHIND):
        return []
    time = times[before[0]]
    is_rate = "/" in text[max(0, time.start - 1) : time.start + 1]
    return [] if is_rate or _is_offer(text, time.start, times[: before[0]], words) else before


def _is_joined(between: str, reach: int) -> bool:
    return len(between) <= reach and not _CLAUSE.search(between)


def _is_offer(text: str, at: int, times: list[Time], words: Vocabulary) -> bool:
    """True when the billing is what one would save by: "$10/mo, save 20% with annual billing"."""
    since = times[-1].end if times else max(0, at - _BILLED_AHEAD)
    return bool(words.save.search(_CLAUSE.split(text[since:at])[-1]))
