"""What is said around an amount: the time it pays for, what is counted, how it is billed; and when it is no price at all."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from competedexter.market.crawlers.reading.price_times import Time, times_of
from competedexter.market.crawlers.reading.vocabulary import Vocabulary
from competedexter.market.evidence.records import Period

REACH: Final = 70  # characters behind an amount that may speak of it
_HEAD: Final = 30  # characters before it
_MAX_UNIT: Final = 40
_UNIT = re.compile(
    r"\s*((?:\d[\d.,]*\s?(?:k|m|million|thousand|tsd\.?|mil)?\s?)?[^\W\d_][\w'’&-]*(?:\s(?!per\b|par\b|por\b|pro\b|pr\b|al\b|et\b|und\b|e\b|y\b|og\b|och\b|en\b|i\b|im\b|a\b|an\b|for\b|on\b|in\b|with\b|up\b|and\b|or\b|if\b)[^\W\d_][\w'’-]*){0,2})"
)
_BREAK = re.compile(r"[.,](?!\d)|[;:!?()\[\]|·•+–—]|\s-\s|\n")
TAX = re.compile(
    r"\(?\b(?:(?:excl(?:uding|\.)?|incl(?:uding|\.)?|plus|exkl\.?|inkl\.?|zzgl\.?|ekskl\.?|ex\.?|without|before|\+|más|mais|più|hors|sin|sem|iva|bez|ohne|uden|exclusief|inclusief|netto|brutto)\s?\.?\s*"
    r"(?:vat|tax(?:es)?|gst|mwst\.?|ust\.?|moms|mva|iva|tva|btw|alv|dph|kdv|vat\.|áfa|ндс|пдв|ддс|impuestos|taxes|esclusa|inclusa|incluido|incluida|incluso)"
    r"|(?:iva|tva|btw|vat|gst|tax) (?:esclusa|inclusa|incluido|incluida|no incluido|excluded|included|incl\.?|excl\.?)|ht|ttc|netto|brutto|без ндс|с ндс|με φπα|χωρίς φπα|φπα|kdv (?:dahil|hariç))\b\.?\)?"
    r"|\+\s?(?:\d{1,2}\s?%\s)?(?:vat|gst|iva|tva|mwst|btw|moms|mva|alv|dph|áfa|ндс|пдв|φπα|kdv)\b\.?"
    r"|\(?(?:税込|税抜|税別|税込み|税抜き|vat 별도|부가세 별도|含税|不含税|לא כולל מע\"מ|כולל מע\"מ|شامل الضريبة)\)?",
    re.IGNORECASE,
)

GROSS = re.compile(
    r"\b(?:incl(?:\.|uding|udes|usive of)?|inkl\.?|inclusief|with|mit|con|avec|med|sis\.?|z|s|com|cu|с|з|με)\s?"
    r"(?:\d{1,2}\s?%\s?)?(?:vat|tax(?:es)?|gst|mwst|ust|moms|mva|iva|tva|btw|alv|dph|kdv|áfa|ндс|пдв|φπα)\b"
    r"|\b(?:vat|iva|tva|btw|tax|gst) (?:incl\w*|inbegrepen)|\bkdv dahil|\bttc\b|\bbrutt?[oó]\b|\báfával\b|税込|含税|vat 포함|부가세 포함",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"\s*[/,]?\s*(?:now|jetzt|nu|ahora|agora|adesso|maintenant|сейчас|теперь|teraz|nyt|şimdi|今なら|现在)\b"
)
_FROM_OLD = re.compile(r"(?:^|\s)(?:de|da|von|van):?\s*$")  # "De R$ 59,90 por R$ 39,90"
_TO_NEW = re.compile(r"\s*(?:por|para|a|auf|voor|naar)\s")
_OTHER = re.compile(r",\s|\b(?:or|oder|ou|of|eller|lub|nebo|или|або|veya|tai|vagy|sau)\s*$")
_NAMED_WORD = re.compile(r"\s[-–—|·]\s|:\s")
_BESIDE: Final = 2  # characters between "incl. VAT" and its amount
_GROSS_REACH: Final = 36  # characters behind an amount that say tax is in it


@dataclass(frozen=True, slots=True)
class Terms:
    """What an amount pays for. `used` are the spans of text that said so."""

    period: Period | None = None
    unit: str | None = None
    basis: str | None = None
    used: tuple[tuple[int, int], ...] = ()
    earlier: str | None = None  # the basis told before of another amount: "billed annually, or $12"


def terms_of(
    text: str, start: int, end: int, limit: int, since: int, words: Vocabulary, *, leads: bool = False
) -> Terms:
    """The terms of the amount at [start, end) of casefolded `text`, told between `since` and `limit`.

    `leads` says that the words of time stand before the amounts they belong to ("Monthly $10 Yearly $100").
    """
    tail_end = min(limit, end + REACH)
    times = times_of(text, end, tail_end, words)
    own = [] if leads else times
    direct = next((time for time in own if not time.billed), None)
    billed = _first_billed(own)
    earlier = None
    if billed is None or direct is None:
        head = next(reversed(times_of(text, max(since, start - _HEAD), start, words)), None)
        if head is not None and _OTHER.search(text[head.end : start]):
            earlier = head.basis if head.billed and not since else None
            head = None
        if head is not None and head.billed and head.basis:
            billed = billed or head
        elif head is not None and direct is None:
            direct = head
    unit, unit_span = _unit(text, end, tail_end, times, words)
    main = direct or billed
    used = tuple((time.start, time.end) for time in (direct, billed) if time is not None)
    period, time_unit = (main.period, main.unit) if main is not None else (None, None)
    if period is None and unit is not None and not _is_seat(unit, words):
        period = "usage"
    basis = billed.basis if billed is not None and (direct is not None or billed.unit is None) else None
    return Terms(period, unit or time_unit, basis, (*used, unit_span) if unit_span else used, earlier)


def _first_billed(times: list[Time]) -> Time | None:
    """The word that tells how one is billed; of "billed once a year" the year."""
    billed = [time for time in times if time.billed]
    return next((time for time in billed if time.period != "once"), billed[0] if billed else None)


def free_terms(amount: Decimal, terms: Terms) -> Terms:
    """What costs nothing for 30 days, forever or once has no period; "$0 a month" has one."""
    if amount != 0 or terms.period in ("month", "year", None):
        return terms
    return Terms(None, None, terms.unit, terms.used)


def is_gross(text: str, start: int, end: int, limit: int, since: int) -> bool:
    """True when an amount is told with its tax in it."""
    behind = text[end:limit][:_GROSS_REACH]
    if behind.rfind("(") > behind.rfind(")") and limit < len(text):  # "1,980 (tax included 2,178)"
        behind = behind[: behind.rfind("(")]
    before = text[max(since, start - _GROSS_REACH) : start].rstrip(" :(")
    heads = [match for match in GROSS.finditer(before) if len(before) - match.end() <= _BESIDE]
    return bool(heads or GROSS.search(behind))


def free_or_contact(text: str, words: Vocabulary) -> tuple[str, str] | None:
    """("free" or "contact", what is said besides) of a line that tells of no amount, else None."""
    if any(map(str.isdigit, text)):
        return ("free", "") if _is_free_for_some(text, words) else None
    if match := words.free.search(text):
        kind = "free"
    elif match := words.contact.search(text):
        kind = "contact"
    else:
        return None
    return kind, f"{text[: match.start()]} {text[match.end() :]}"


def named_word(text: str, words: Vocabulary) -> tuple[str, str] | None:
    """("free" or "contact", the name before it) of "Enterprise — custom pricing", else None."""
    parts = _NAMED_WORD.split(text, maxsplit=1)
    if len(parts) < 2 or not any(map(str.isalpha, parts[0])):
        return None
    for kind, pattern in (("free", words.free), ("contact", words.contact)):
        if pattern.fullmatch(parts[1].strip(" !.()")):
            return kind, parts[0].strip()
    return None


def _is_free_for_some(text: str, words: Vocabulary) -> bool:
    """ "Free for up to 3 users", but neither "Free for 14 days" nor "Free 30-minute call"."""
    free = words.free.match(text)
    if free is None or not words.seats.search(text, free.end()):
        return False
    return not words.gift.search(text, free.end()) and not times_of(text, free.end(), len(text), words)


def _unit(
    text: str, start: int, end: int, times: list[Time], words: Vocabulary
) -> tuple[str | None, tuple[int, int] | None]:
    """What is counted, after a slash or a word for "per": ("user", its span)."""
    marks = [match.end() for match in re.finditer(r"[/／]", text[start:end])]
    marks = [start + mark for mark in marks] + [match.end() for match in words.per.finditer(text, start, end)]
    for mark in sorted(marks):
        stop = _BREAK.search(text, mark, end)
        match = _UNIT.match(text, mark, stop.start() if stop else end)
        if match is None:
            continue
        phrase = _before_time(match, times)
        if any(map(str.isalpha, phrase)) and not words.billed.fullmatch(phrase) and len(phrase) <= _MAX_UNIT:
            return phrase, (mark, match.start(1) + len(phrase))
    return None, None


def _before_time(match: re.Match[str], times: list[Time]) -> str:
    """The phrase up to the first word of time in it; empty when it begins with one."""
    end = match.end(1)
    for time in times:
        if time.start < end and time.end > match.start(1):
            end = min(end, time.start)
    return match.string[match.start(1) : max(end, match.start(1))].strip(" '’-")


def _is_seat(unit: str, words: Vocabulary) -> bool:
    """Whether a unit is something plans are sold by, so that it alone does not make a usage price."""
    return bool(words.seats.search(unit)) and not unit[0].isdigit()


def is_aside(text: str, start: int, end: int, since: int, words: Vocabulary) -> bool:
    """True when an amount is a saving, a credit, a limit or an old price, by the words beside it (from `since` on)."""
    before = re.split(r"[.;|()\n]", text[max(since, start - 28) : start])[-1]
    behind = re.split(r"[.;|(\n]", text[end : end + 22])[0]
    if words.was.search(before) or (words.save.search(before) and "%" not in before):
        return True
    if re.search(
        r"(?:up to|over|under|oltre|più di|fino a|über|mehr als|plus de|más de|mais de|mer än|mere end|meer dan|powyżej|ponad|více než|več kot|viac ako|более|свыше|больше|понад|yli|több mint|peste|πάνω από|üzeri|below|above|more than|less than|max\.?|min\.?|within|exceed\w*|bis zu|jusqu'?à|hasta|até|fino a|tot|op til|upp till|do|до|en fazla)\s*$",
        before,
    ):
        return True
    near = re.split(r"[,+]", behind)[0]
    if _REPLACED.match(behind) or (_FROM_OLD.search(before) and _TO_NEW.match(behind)):
        return True
    return bool(
        re.match(
            r"\s*(?:/\s?\w+\s)?(?:off|saved|savings?|discount|credits?|in credits?|cash ?back|rabatt|de réduction|de descuento|de desconto|di sconto|korting|rabat|zniżki|скидк|indirim|割引|オフ|할인|优惠|折扣)",
            near,
        )
    )
