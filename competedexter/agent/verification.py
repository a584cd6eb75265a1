"""Whether a sentence says no more than its evidence: numbers, units, dates, names, directions and negations.

Pure: the archive was read again by the caller. The rules compare words, they do not understand them; what they
cannot confirm is not shown as fact.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from competedexter.market.evidence.terms import FILLER, stem, words

from .dates_in_text import FULL_DATE, doubtful, without_dates
from .figures_in_text import Figure, figures_in
from .periods import MONTHS

_MARK = re.compile(r"\s?\[\d{1,3}\]")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|can't|won't|isn't|aren't|doesn't|don't|didn't|wasn't|hasn't|haven't|lacks?|lacking"
    r"|excluded|excludes|excluding|unavailable|unsupported|nothing|nobody)\b",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:rais\w*|rose|risen|increas\w*|hik\w*|went up|higher|more expensive|dearer|up from)\b", re.IGNORECASE
)
_DOWN = re.compile(
    r"\b(?:lower(?:ed|s|ing)?|dropp\w*|drops?|decreas\w*|reduc\w*|cuts?|went down|cheaper|down from|less expensive)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had been|from|before|until|previously|formerly|earlier|used to|no longer|instead of|raised|lowered|rose|fell|dropped)\b",
    re.IGNORECASE,
)
_PERIODS = {
    "month": re.compile(r"\b(?:per|a|each|every)\s+month\b|/\s?mo(?:nth)?\b|\bmonthly\b|\bmonth\b", re.IGNORECASE),
    "year": re.compile(
        r"\b(?:per|a|each|every)\s+year\b|/\s?y(?:ea)?r\b|\byearly\b|\bannual(?:ly)?\b|\byear\b", re.IGNORECASE
    ),
}
_LINK = re.compile(r"https?://|www\.|!\[|\]\(|<[a-z/!]|\b[\w.+-]+@[\w-]+\.\w+", re.IGNORECASE)
_CLAIM = re.compile(
    r"\b(?:includ\w*|offer\w*|support\w*|add(?:s|ed)|ha(?:s|ve)|provid\w*|comes? with|allow\w*|integrat\w*)\b",
    re.IGNORECASE,
)
MAX_UNSUPPORTED = 0.2  # share of content words that may be a writer's own, when none is what a feature verb is about

_FRAME_WORDS = """
    according observed observation seen last first page pages pricing price prices priced cost costs plan plans tier pay
    paid charge charges month monthly year yearly annual annually billed user users seat seats per now current currently
    today since between until raised lowered rose fell increased decreased increase decrease dropped cut changed change
    changes percent says states shows show lists listed offers offer includes include included has have had provides
    provide supports support comes available published publishes publish names called named compared comparison cheaper
    cheapest dearest expensive higher lower highest lowest more less than while whereas both each also however from to
    competitor competitors company record recorded workspace watched evidence source sources website site one two three
    free flat rate unit total amounts amount times difference average ago newest oldest latest earlier later before after
    cheap whose respectively either same different moved up down new start comes paid most record price
    rise rises cut cuts page last seen observed not confirmed yet dated workspace says said itself lists differently two yes among of"""
_FRAME = frozenset(stem(word) for word in _FRAME_WORDS.split())


@dataclass(frozen=True)
class Support:
    """One cited evidence as the archive shows it now.

    `text` is the quote; `reading` what the typed reader took from it; `names` all spellings of its competitor
    (several for a derived figure); `subject` its plan; `facts` a derived result in words.
    """

    text: str
    names: frozenset[str] = frozenset()
    subject: str = ""
    reading: str = ""
    context: str = ""
    dates: tuple[datetime, ...] = ()
    role: str = "now"
    facts: str = ""

    @property
    def derived(self) -> bool:
        return bool(self.facts)

    @property
    def everything(self) -> str:
        return f"{self.text}\n{self.reading}\n{self.subject}\n{self.context}\n{self.facts}"


@dataclass(frozen=True)
class Names:
    """All competitors of the workspace by their spellings (case-folded), so that a wrong one is noticed."""

    spellings: tuple[frozenset[str], ...] = ()

    def mentioned(self, sentence: str) -> list[tuple[int, frozenset[str]]]:
        """Where competitors are named, in order; of overlapping names the longer one counts."""
        hits: list[tuple[int, int, frozenset[str]]] = []
        for group in self.spellings:
            for name in group:
                hits += [
                    (m.start(), m.end(), group)
                    for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.IGNORECASE)
                ]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[tuple[int, int, frozenset[str]]] = []
        for hit in hits:
            if not kept or hit[0] >= kept[-1][1]:
                kept.append(hit)
        return [(start, group) for start, _, group in kept]


def problems(sentence: str, supports: Sequence[Support], names: Names) -> list[str]:
    """Why a sentence is not backed by its supports, in words; empty when it is."""
    if not supports:
        return ["it cites nothing"]
    bare = _MARK.sub("", sentence)
    checks = (_links, _wrong_names, _dates, _numbers, _directions, _negations, _strangers)
    return [problem for check in checks for problem in check(bare, supports, names)]


def _links(sentence: str, supports: Sequence[Support], _names: Names) -> Iterator[str]:
    """Links, images, markup and addresses only as quoted: they could carry data out of the page."""
    if (found := _LINK.search(sentence)) and not any(sentence.strip('“”" ') in support.text for support in supports):
        yield f"it carries a link or markup ({found.group()})"


def _wrong_names(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    for start, group in names.mentioned(sentence):
        in_text = any(name in support.everything.casefold() for support in supports for name in group)
        if not in_text and not any(group & support.names for support in supports):
            yield f"it names a competitor its evidence is not about (at {start})"


def _owners(sentence: str, at: int, supports: Sequence[Support], names: Names) -> Sequence[Support]:
    """The supports a number at a position can come from: those of the competitor and the plan named just before it."""
    mentioned = [group for start, group in names.mentioned(sentence) if start < at]
    own = [support for support in supports if not mentioned or support.derived or mentioned[-1] & support.names]
    subjects = {support.subject.casefold() for support in own if support.subject}
    before = sentence[:at].casefold()
    places = {subject: _last_word(before, subject) for subject in subjects}
    nearest = max(places, key=lambda subject: (places[subject], len(subject)), default="")
    if nearest and places[nearest] >= 0:
        own = [support for support in own if support.derived or support.subject.casefold() in ("", nearest)]
    return own


def _last_word(text: str, word: str) -> int:
    return max((match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)), default=-1)


def _numbers(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    for figure in figures_in(_without_names(without_dates(sentence), supports, names)):
        own = _owners(sentence, figure.at, supports, names)
        holding = [support for support in own if _holds(support, figure)]
        written = sentence[figure.at : figure.end].strip()
        if not holding:
            yield f"{written} does not stand in its evidence"
        elif all(support.role == "before" for support in holding) and not _PAST.search(sentence):
            yield f"{written} is an earlier value told as the present one"
        else:
            yield from _period(sentence, figure, holding)


def _without_names(sentence: str, supports: Sequence[Support], names: Names) -> str:
    """The digits of "37signals" and of a plan called "2 - 10" are no figures; places stay where they were."""
    spelled = {name for group in names.spellings for name in group} | {s.subject for s in supports if s.subject}
    for name in sorted((name for name in spelled if any(letter.isdigit() for letter in name)), key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        sentence = pattern.sub(lambda match: " " * len(match.group()), sentence)
    return sentence


def _holds(support: Support, figure: Figure) -> bool:
    return any(
        other.readings & figure.readings
        and (not figure.percent or other.percent)
        and (figure.currency is None or other.currency in (None, figure.currency) or figure.currency in support.reading)
        for other in figures_in(f"{support.text}\n{support.subject}\n{support.facts}")
    ) or _spelled(support, figure)


def _spelled(support: Support, figure: Figure) -> bool:
    """A page says "free" where a sentence says $0."""
    return Decimal(0) in figure.readings and re.search(r"\bfree\b", support.text, re.IGNORECASE) is not None


def _period(sentence: str, figure: Figure, holding: Sequence[Support]) -> Iterator[str]:
    """ "per month" right after a number must be what the evidence says, when it says anything."""
    tail = sentence[figure.end : figure.end + 40]
    stop = re.search(r"\d|\band\b|\bto\b|[;,]", tail)
    tail = tail[: stop.start()] if stop else tail
    for period, pattern in _PERIODS.items():
        if not pattern.search(tail):
            continue
        other = _PERIODS["year" if period == "month" else "month"]
        if all(other.search(s.everything) and not pattern.search(s.everything) for s in holding):
            yield f"its evidence is not per {period}"


def _dates(sentence: str, supports: Sequence[Support], _names: Names) -> Iterator[str]:
    known = {moment.astimezone(UTC).date() for support in supports for moment in support.dates}
    text = "\n".join(support.everything for support in supports)
    for said in doubtful(sentence, known, text):
        yield f"{said} is not a date of its evidence"


def _directions(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    for pattern, word in ((_UP, "up"), (_DOWN, "down")):
        if pattern.search(sentence) and not any(
            _moves(support, pattern, word, sentence, names) for support in supports
        ):
            yield f"its evidence does not say that anything went {word} or is that way round"


def _moves(support: Support, pattern: re.Pattern[str], word: str, sentence: str, names: Names) -> bool:
    if not support.derived:
        return pattern.search(f"{support.text} {support.reading} {support.context}") is not None
    if f"direction {word}" in support.facts or pattern.search(support.facts):
        order = re.search(r"order (?P<first>.+?) < (?P<second>.+?)(?:$|;)", support.facts)
        return order is None or _ordered(sentence, order, word, names)
    return "no change" in support.facts or "direction none" in support.facts


def _ordered(sentence: str, order: re.Match[str], word: str, names: Names) -> bool:
    """ "A is cheaper than B" needs A first in the computed order, "A is dearer than B" second."""
    mentioned = names.mentioned(sentence)
    if len(mentioned) < 2:
        return True
    first = order["first"].casefold() if word == "down" else order["second"].casefold()
    return any(name in first for name in mentioned[0][1])


def _negations(sentence: str, supports: Sequence[Support], _names: Names) -> Iterator[str]:
    """A "not" must stand in the evidence nearest to the sentence, and one that stands there must not be lost."""
    if any(support.derived for support in supports):
        return
    said = _NEGATION.search(sentence) is not None
    nearest = _nearest_clause(sentence, supports)
    there = _NEGATION.search(nearest) is not None
    if said and not any(_NEGATION.search(support.everything) for support in supports):
        yield "it denies what its evidence does not deny"
    elif there and not said:
        yield "it leaves out a denial of its evidence"


def _nearest_clause(sentence: str, supports: Sequence[Support]) -> str:
    wanted = _content(sentence)
    clauses = [clause for support in supports for clause in re.split(r"[.;\n]|, but\b", support.text)]
    return max(clauses, key=lambda clause: (len(wanted & _content(clause)), -len(clause)), default="")


def _content(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in FILLER and not word[0].isdigit()} - _FRAME


def _strangers(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    """Words that its evidence does not have: names written large, objects of feature verbs, or too many of any kind."""
    spelled = {word for group in names.spellings for name in group for word in words(name)}
    known = {stem(word) for support in supports for word in words(support.everything)} | {
        stem(word) for word in spelled
    }
    dateless = without_dates(FULL_DATE.sub(" ", sentence))
    content = _content(dateless) - {stem(month) for month in MONTHS}
    unsupported = {word for word in content if word not in known}
    if not unsupported:
        return
    named = [
        word for word in re.findall(r"(?<=[\w,;:] )[A-Z][\w+#]*", dateless) if stem(word.casefold()) in unsupported
    ]
    promised = _CLAIM.search(dateless)
    objects = _content(dateless[promised.end() :]) & unsupported if promised else set()
    if named or objects:
        yield f"its evidence does not mention {', '.join(sorted({*named, *objects}))}"
    elif len(unsupported) / len(content) > MAX_UNSUPPORTED:
        yield f"its evidence does not speak of {', '.join(sorted(unsupported))}"
