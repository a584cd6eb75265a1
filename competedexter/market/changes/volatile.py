"""The parts of a text that tick by themselves: dates, countdowns, counters, nonces, hidden addresses.

Each mask replaces such parts by a sign. Two texts that are equal behind a mask differ only in what it hides.
Amounts of money are never masked: a regex must not hide "Acme cut Pro to $39".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

MAX_MASKED = 20_000  # characters; nobody writes a longer line, and a hostile one must not take seconds

Mask = Callable[[str], str]

_MONTH = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]vr?(?:ier)?|mar(?:ch|s|zo)?|m[äa]rz|apr(?:il)?|avril|abril|ma[iy]o?|"
    r"jun[ei]?|juin|junio|jul[yi]?|juillet|julio|aug(?:ust)?|ao[uû]t|agosto|sept?(?:ember|embre|iembre)?|o[ck]t(?:ober|obre|ubre)?|"
    r"nov(?:ember|embre|iembre)?|d[eé][cz](?:ember|embre|iembre)?)"
)
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d?-\d\d?(?:[t ]\d\d?:\d\d(?::\d\d)?(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)?"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? {_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)? (?:de |of )?{_MONTH}\.?(?:,? (?:de )?\d{{4}})?"
    rf"|{_MONTH}\.? \d{{4}})\b",
    re.IGNORECASE,
)
_BINDING_DATE = re.compile(
    r"\b(effective|in force|valid|expir\w+|end(?:s|ing|ed)?|deadline|until|through|before|from|starting|launch\w*|"
    r"available|sunset\w*|end of life|deprecat\w+|retir\w+|shut\w*|discontinu\w+|due|by|gültig|ab|bis|valable|jusqu\w*)\W+(?:\w+\W+){0,3}◷",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?:(?:\d+|an?|a few|several) (?:second|minute|min|hour|hr|day|week|month|year)s? ago|just now|yesterday|today)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?\b", re.IGNORECASE)
_UNITS = (
    r"(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|tage?n?|stunden?|minuten?|sekunden?|jours?|heures?)"
)
_COUNTDOWN_WORD = re.compile(
    r"\b(left|remain\w*|to go|ends? in|expires? in|starts? in|closes? in|begins? in|hurry|countdown|noch|restant\w*)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(rf"\b\d{{1,6}}\s{{0,2}}{_UNITS}\b", re.IGNORECASE)
_DURATIONS = re.compile(rf"(?:\b\d{{1,6}}\s{{0,2}}{_UNITS}\b[\s:,]{{0,3}}){{2,6}}", re.IGNORECASE)
_COUNTED = (
    r"(?:stars?|forks?|watchers?|followers?|following|subscribers?|downloads?|views?|likes?|comments?|votes?|upvotes?|"
    r"visitors?|online|reads?|shares?|replies|results|installs?|ratings?|reviews?|commits?|issues|pull requests|"
    r"contributors?|people are viewing|in stock|items? left|notifications?|unread)"
)
_COUNTER = re.compile(
    rf"\b\d[\d.,' ]{{0,20}}[kKmM]?\+?(?= ?{_COUNTED}\b)|(?<=\()\d[\d.,]{{0,20}}[kKmM]?(?=\)$)", re.IGNORECASE
)
_COUNTER_FIRST = re.compile(rf"\b({_COUNTED})(:? ?)\(?\d[\d.,]{{0,20}}[kKmM]?\+?\)?", re.IGNORECASE)
_EXACT_COUNT = re.compile(r"\b\d{1,3}(?:[,.' ]\d{3}){1,5}\b(?!%)(?=\+? [a-z])", re.IGNORECASE)
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

MONEY = re.compile(
    r"(?:[$€£¥₹₩₽₺₴₪₫฿]|\b(?:usd|eur|gbp|chf|jpy|inr|brl|cad|aud|sek|nok|dkk|pln|czk|r\$|us\$)) ?\d[\d.,]{0,20}"
    r"|\d[\d.,]{0,20}\s?(?:[$€£¥₹₩₽₺₴₪₫฿%]|(?:usd|eur|gbp|chf|jpy|inr|brl|cad|aud|sek|nok|dkk|pln|czk)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Volatile:
    """One kind of ticking text, in words for the reason."""

    name: str
    mask: Mask


def _countdown(text: str) -> str:
    text = _DURATIONS.sub("⏱ ", text)
    if _COUNTDOWN_WORD.search(text):
        return _CLOCK.sub("⏱", _DURATION.sub("⏱", text))
    return text


def _date(text: str) -> str:
    """Dates that only say when something was written; one that something depends on stays."""
    masked = _CLOCK.sub("◷", _DATE.sub("◷", text))
    return text if _BINDING_DATE.search(masked) else masked


def _counter(text: str) -> str:
    return _EXACT_COUNT.sub("№", _COUNTER_FIRST.sub(r"\1\2№", _COUNTER.sub("№", text)))


def _copyright(text: str) -> str:
    return _YEAR.sub("©", text) if _COPYRIGHT.search(text) else text


def _mail(text: str) -> str:
    return _DOT.sub(".", _AT.sub("@", text))


VOLATILE = (
    Volatile("a copyright year", _copyright),
    Volatile("a countdown", _countdown),
    Volatile("a time told relative to now", lambda text: _AGO.sub("◷", text)),
    Volatile("a date", _date),
    Volatile("a counter", _counter),
    Volatile("a generated identifier", lambda text: _NONCE.sub("~", text)),
    Volatile("the way an e-mail address is hidden", _mail),
)


def only_volatile(before: str, after: str) -> str | None:
    """What alone differs between two texts, in words; None when something else does, or an amount of money."""
    if max(len(before), len(after)) > MAX_MASKED or money_in(before) != money_in(after):
        return None
    names: list[str] = []
    for volatile in VOLATILE:
        masked = volatile.mask(before), volatile.mask(after)
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
    if len(text) > MAX_MASKED or money_in(text):
        return None
    for volatile in VOLATILE[:-1]:
        masked = volatile.mask(text)
        if masked != text and not re.sub(r"\b(?:last )?(?:updated|edited|modified|published|posted|on|at|by|in)\b|[^a-z]", "", masked.casefold()):  # fmt: skip
            return volatile.name
    return None


def money_in(text: str) -> list[str]:
    """Amounts and percentages, as written but without spaces, of a text's first MAX_MASKED characters."""
    return [re.sub(r"\s", "", found).rstrip(".,") for found in MONEY.findall(text[:MAX_MASKED])]
