"""The parts of a text that tick by themselves: dates, countdowns, counters, nonces, hidden addresses.

Each mask replaces such parts by a sign. Two texts that are equal behind a mask differ only in what it hides.
Amounts of money are never masked: a regex must not hide "Acme cut Pro to $39".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .counters import without_countdowns, without_counters
from .dates import without_dates
from .money import MAX_READ, has_money, plain_money, same_money

Mask = Callable[[str, str], tuple[str, str]]

_AGO = re.compile(
    r"\b(?:(?:\d+|an?|a few|several) (?:second|minute|min|hour|hr|day|week|month|year)s? ago|just now|yesterday|today)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d(?: ?[-–] ?(?:(?:19|20)?\d\d|present))?\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights reserved", re.IGNORECASE)
_NONCE = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{10,64}\b"
    r"|(?<=\bbuild )[\w.-]+|(?<=\bcommit )[0-9a-f]{6,}|(?<=\bray id: )\w+|(?<=\brequest id: )[\w-]+",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\[at\]|\(at\)| at ) ?[\w-]{1,63}(?: ?(?:\.|\[dot\]|\(dot\)| dot ) ?[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
_HIDDEN_MAIL = re.compile(r"\[?e-?mail(?:\s|\u00a0)protected\]?", re.IGNORECASE)
_AT, _DOT = re.compile(r" ?(?:\[at\]|\(at\)) ?", re.IGNORECASE), re.compile(r" ?(?:\[dot\]|\(dot\)) ?", re.IGNORECASE)


@dataclass(frozen=True)
class Volatile:
    """One kind of ticking text, in words for the reason."""

    name: str
    mask: Mask


def _copyright(text: str) -> str:
    return _YEAR.sub("©", text) if _COPYRIGHT.search(text) else text


def _mail(text: str) -> str:
    return _DOT.sub(".", _AT.sub("@", text))


def _each(mask: Callable[[str], str]) -> Mask:
    return lambda before, after: (mask(before), mask(after))


VOLATILE = (
    Volatile("the way an amount is written", plain_money),
    Volatile("a copyright year", _each(_copyright)),
    Volatile("a countdown", without_countdowns),
    Volatile("a time told relative to now", _each(lambda text: _AGO.sub("◷", text))),
    Volatile("a date", _each(without_dates)),
    Volatile("a counter", without_counters),
    Volatile("a generated identifier", _each(lambda text: _NONCE.sub("~", text))),
    Volatile("the way an e-mail address is hidden", _each(_mail)),
)


def only_volatile(before: str, after: str) -> str | None:
    """What alone differs between two texts, in words; None when something else does, or an amount of money."""
    if max(len(before), len(after)) > MAX_READ or not same_money(before, after):
        return None
    names: list[str] = []
    for volatile in VOLATILE:
        masked = volatile.mask(before, after)
        if masked != (before, after):
            names.append(volatile.name)
        before, after = masked
        if before == after:
            return names[-1]
    return _hidden_mail(before, after)


def _hidden_mail(before: str, after: str) -> str | None:
    """One capture shows an address, the other its placeholder."""
    if not (_HIDDEN_MAIL.search(before) or _HIDDEN_MAIL.search(after)):
        return None
    plain = [_MAIL.sub("@", _HIDDEN_MAIL.sub("@", text)) for text in (before, after)]
    return "the way an e-mail address is hidden" if plain[0] == plain[1] else None


def all_volatile(text: str) -> str | None:
    """What a whole line consists of when it is nothing but ticking text ("3 days ago", "12:04:59"); else None."""
    if len(text) > MAX_READ or has_money(text):
        return None
    for volatile in VOLATILE[:-1]:
        masked, _ = volatile.mask(text, text)
        if masked != text and not re.sub(r"\b(?:last )?(?:updated|edited|modified|published|posted|on|at|by|in)\b|[^a-z]", "", masked.casefold()):  # fmt: skip
            return volatile.name
    return None
