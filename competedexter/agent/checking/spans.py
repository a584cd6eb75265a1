"""What stands beside a number: the words it counts, and what it is "per"."""

import re
from collections.abc import Iterator

from competedexter.agent.figures_in_text import Figure, figures_in
from competedexter.market.evidence.terms import FILLER, stem

NEAR = 90  # characters: a unit that stands further from its number is another's
COUNTED = 3  # words of a noun phrase: "build minutes included"
_AROUND = 6  # words of the evidence that may belong to a number
_STOP_WORDS = """
    per included includes include including and or plus with extra at from is are was were has have had costs cost comes
    total max maximum min minimum billed paid observed seen last about around over than cheaper less more dearer by vs
    available free today now currently only each every a an the of in on for to up as when while but yet however"""
_STOP = frozenset(stem(word) for word in _STOP_WORDS.split()) | {stem(word) for word in FILLER}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CHAIN = re.compile(r"(?:\s*(?:\bper\b|/|\ban?\b|\beach\b|\bevery\b)\s*[A-Za-z]+\.?){1,4}")
_PER = re.compile(r"(?:\bper\b|/|\ban?\b|\beach\b|\bevery\b)\s*([A-Za-z]+)|\b([A-Za-z]+)\s?/")
_ADVERB = re.compile(r"\b(monthly|yearly|annually|annual|quarterly|weekly|daily|hourly)\b", re.IGNORECASE)
_BASIS = re.compile(
    r"\b(?:billed|paid|invoiced|charged|billing|payment|pay)\s+(?:\w+\s+)?(monthly|yearly|annually|annual|quarterly|weekly)\b",
    re.IGNORECASE,
)
TIMES = frozenset(
    {stem(word) for word in ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade")}
)
PERIODS = {
    "month": "month", "mo": "month", "mth": "month", "monthly": "month", "months": "month",
    "year": "year", "yr": "year", "yearly": "year", "annual": "year", "annually": "year", "annum": "year", "years": "year",
    "quarter": "quarter", "quarterly": "quarter", "week": "week", "weekly": "week", "day": "day", "daily": "day",
    "hour": "hour", "hourly": "hour", "hr": "hour",
}  # fmt: skip


def words_in(text: str) -> list[str]:
    """Stems of the words of a text, hyphens taken apart."""
    return [stem(part.casefold()) for word in _WORD.findall(text) for part in word.split("-") if part]


def counted_by(sentence: str, figure: Figure) -> list[str]:
    """The noun phrase right after a number of a sentence, as stems: `5,000 build minutes per month` -> build, minut."""
    tail = re.split(r"[.,;:()“”\"\n\d]", sentence[figure.end : figure.end + NEAR], maxsplit=1)[0]
    found: list[str] = []
    for word in words_in(tail):
        if word in _STOP or len(found) == COUNTED:
            break
        found.append(word)
    return found


def beside(text: str, figure: Figure) -> frozenset[str]:
    """The words of the evidence that may say what its number counts: after it, else before it, else the lines around."""
    after = _told(re.split(r"[.;\n\d]", text[figure.end : figure.end + NEAR], maxsplit=1)[0])
    if after:
        return frozenset(after[:_AROUND])
    before = text[max(figure.at - NEAR, 0) : figure.at].rstrip("$€£¥₹₩ ")
    own = _told(re.split(r"[.;\n\d]", before)[-1])
    if own:
        return frozenset(own[-_AROUND:])
    above = _told(re.split(r"[.;\d]", before)[-1].rstrip("\n").rpartition("\n")[2])
    below = _told(
        re.split(r"[.;\d]", text[figure.end : figure.end + NEAR].lstrip("\n ").partition("\n")[0], maxsplit=1)[0]
    )
    return frozenset([*above, *below])


def _told(text: str) -> list[str]:
    return [word for word in words_in(text) if word not in _STOP]


def basis_of(text: str) -> frozenset[str]:
    """How it is paid: `$39 per month, billed yearly` -> year."""
    return frozenset(PERIODS[word.casefold()] for word in _BASIS.findall(text))


def per_of(sentence: str, figure: Figure) -> list[str]:
    """What the number of a sentence is per, in one word each: `$49 per user a month, billed yearly` -> user, month."""
    tail = sentence[figure.end : figure.end + NEAR]
    chain = _CHAIN.match(tail)
    found = list(_pers(chain.group())) if chain else []
    rest = _BASIS.sub(" ", tail[chain.end() if chain else 0 :])
    stop = re.search(r"\d|\band\b|\bto\b|[;,(]", rest)
    return [*found, *(PERIODS[word.casefold()] for word in _ADVERB.findall(rest[: stop.start()] if stop else rest))]


def pers_beside(text: str, figure: Figure) -> frozenset[str]:
    """All that an amount of the evidence may be per: what stands between it and the next amount."""
    window = text[figure.end : figure.end + NEAR]
    following = next((one.at for one in figures_in(window) if one.currency), len(window))
    window = _BASIS.sub(" ", window[:following])
    adverbs = (PERIODS[word.casefold()] for word in _ADVERB.findall(window))
    return frozenset([*_pers(window), *adverbs])


def _pers(text: str) -> Iterator[str]:
    for after, before in _PER.findall(text):
        word = (after or before).casefold()
        yield PERIODS.get(word) or stem(word)
