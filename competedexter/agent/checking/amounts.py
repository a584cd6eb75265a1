"""Numbers: each must stand in its own evidence, as the same kind of thing, per the same thing, counting the same thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from competedexter.agent.dates_in_text import without_dates
from competedexter.agent.figures_in_text import Figure, figures_in
from competedexter.agent.words import TIERS
from competedexter.market.evidence.terms import stem

from .answers import is_label
from .backing import Names, Support, owners
from .clauses import content
from .spans import NEAR, PERIODS, TIMES, beside, counted_by, per_of, pers_beside, words_in

_PAST = re.compile(
    r"\b(?:was|were|had been|from|before|until|previously|formerly|earlier|used to|no longer|instead of|raised|lowered|rose|fell|dropped)\b",
    re.IGNORECASE,
)
MOST_PLACES = 40  # of one number in one quote; a page of ones has ten thousand
MOST_FIGURES = 60  # in one sentence; a table told in words has fewer
_YEAR_LIKE = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w.,-])")
_COSTING = re.compile(
    r"\b(?:costs?|priced|price|pays?|paid|charge[sd]?|starts?|total|sum)\b[^\d;]{0,24}$", re.IGNORECASE
)
_TYPED = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?)(?: (?P<currency>[A-Z]{3})\b)?(?: (?P<period>month|year|once|usage)\b)?(?: per (?P<unit>.+))?"
)
_PLAN = re.compile(r"\bplan\s+([A-Z]\w*)|\b([A-Z]\w*)\s+plan\b")


@dataclass(frozen=True)
class Typed:
    """A price that a typed reader took from a span; `pers` are the words it is per; it `stands` in the quote itself."""

    value: Decimal
    currency: str
    pers: frozenset[str]
    stands: bool = True


@dataclass(frozen=True)
class _Match:
    """One place of the evidence that has a number of the sentence: as a figure of its text, or as a typed price."""

    support: Support
    figure: Figure | None = None
    typed: Typed | None = None


def numbers(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    """Figures of a sentence that are not the evidence's, or not in the way it has them."""
    bare = _without_names(_no_years(sentence, without_dates(sentence), supports), supports, names)
    figures = figures_in(bare)
    if len(figures) > MOST_FIGURES:
        yield "it has more numbers than a sentence has"
        return
    for figure in figures:
        own = owners(sentence, figure.at, supports, names)
        matches = [match for support in own for match in _matches(support, figure, bare)]
        written = sentence[figure.at : figure.end].strip()
        if not matches:
            yield f"{written} does not stand in its evidence"
        elif all(match.support.role == "before" for match in matches) and not _PAST.search(sentence):
            yield f"{written} is an earlier value told as the present one"
        else:
            yield from _told_otherwise(bare, written, figure, matches, names)


def _told_otherwise(
    sentence: str, written: str, figure: Figure, matches: Sequence[_Match], names: Names
) -> Iterator[str]:
    """What is wrong with a number that does stand in the evidence; one good place is enough."""
    if figure.percent:
        return
    if figure.currency and all(_of_another_plan(sentence, match, names) for match in matches):
        yield f"{written} is the price of another plan"
        return
    wanted = per_of(sentence, figure)
    if all(wrong := [_wrong_per(match, wanted) for match in matches]):
        yield f"its evidence is not per {wrong[0]}"
    elif not figure.currency and not any(_counts_the_same(sentence, figure, match) for match in matches):
        yield f"{written} counts something else in its evidence"


def _no_years(sentence: str, bare: str, supports: Sequence[Support]) -> str:
    """`2043 build minutes` is no year, unless something was observed in 2043: put back where dates were taken out."""
    years = {str(moment.year) for support in supports for moment in support.dates}
    for match in _YEAR_LIKE.finditer(sentence):
        figure = Figure(match.start(), match.end(), frozenset(), None, percent=False)
        if match.group() not in years and counted_by(sentence, figure):
            bare = bare[: match.start()] + match.group() + bare[match.end() :]
    return bare


def _without_names(sentence: str, supports: Sequence[Support], names: Names) -> str:
    """The digits of "37signals" and of a plan called "2 - 10" are no figures; places stay where they were."""
    spelled = {name for group in names.spellings for name in group} | {s.subject for s in supports if s.subject}
    for name in sorted((name for name in spelled if any(letter.isdigit() for letter in name)), key=len, reverse=True):
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        sentence = pattern.sub(lambda match: " " * len(match.group()), sentence)
    return sentence


def _matches(support: Support, figure: Figure, sentence: str) -> Iterator[_Match]:
    """Where a support has this number; an amount only where it is an amount of this currency."""
    typed = list(typed_amounts(support))
    yield from (
        _Match(support, typed=one)
        for one in typed
        if one.value in figure.readings
        and not figure.percent
        and one.stands
        and (not figure.currency or one.currency in ("", figure.currency))
    )
    if Decimal(0) in figure.readings and says_free(support):
        yield _Match(support, typed=Typed(Decimal(0), "", frozenset()))
    money = figure.currency or (not figure.percent and _asks_for_money(sentence, figure))
    for other in _places(support, figure):
        if (
            other.percent != figure.percent
            or (figure.currency and other.currency != figure.currency)
            or (money and not other.currency)
        ):
            continue
        if not money or not typed or support.derived or _same_matter(sentence, figure, support, other):
            yield _Match(support, other)


def _places(support: Support, figure: Figure) -> list[Figure]:
    return [place for value in sorted(figure.readings) for place in support.places.get(value, ())][:MOST_PLACES]


def typed_amounts(support: Support) -> Iterator[Typed]:
    """The prices a typed reader took from a span: "49.00 USD month per user billed yearly; 490.00 USD year"."""
    for part in support.reading.split("; "):
        if match := _TYPED.match(part):
            unit = [stem(word) for word in re.findall(r"[a-z]+", (match["unit"] or "").casefold())]
            pers = {PERIODS.get(word, word) for word in unit[:1]} | {word for word in unit[1:] if word not in PERIODS}
            period = {match["period"]} if match["period"] else set()
            value = Decimal(match["amount"]).normalize()
            yield Typed(value, match["currency"] or "", frozenset(pers | period), value in support.places)


def says_free(support: Support) -> bool:
    """Whether it has a price of zero, in figures or in the word."""
    zero = any(one.value == 0 for one in typed_amounts(support))
    shown = any(Decimal(0) in figure.readings and figure.currency for figure in support.figures)
    return zero or shown or (not support.reading and _FREE_ITSELF.search(support.text) is not None)


_FREE_ITSELF = re.compile(
    r"(?<![\w-])free\b(?=\s*(?:$|[.,;:!)\n]|forever|for\b|of charge|up to|plan|tier|version|edition|account))",
    re.IGNORECASE,
)


def _asks_for_money(sentence: str, figure: Figure) -> bool:
    """ "costs 25" speaks of money though it says no currency; "costs 25 minutes of work" does not."""
    return bool(_COSTING.search(sentence[max(figure.at - NEAR, 0) : figure.at])) and not counted_by(sentence, figure)


def _same_matter(sentence: str, figure: Figure, support: Support, other: Figure) -> bool:
    """ "$99 setup fee" of a card that costs $49: told as what its own line calls it, not as the plan's price."""
    before = support.own_words[max(other.at - NEAR, 0) : other.at].rpartition("\n")[2]
    after = support.own_words[other.at : other.end + NEAR].partition("\n")[0]
    line = content(before + after) - content(support.subject)
    said = content(sentence[max(figure.at - NEAR, 0) : figure.end + NEAR])
    return bool(line & said)


def _of_another_plan(sentence: str, match: _Match, names: Names) -> bool:
    """The sentence names a plan, and the price is that of a plan it does not name."""
    subject = set(words_in(match.support.subject))
    if not subject or match.support.derived or subject & set(words_in(sentence)):
        return False
    return bool({stem(plan) for plan in _plans_named(sentence, names)} - subject)


def _plans_named(sentence: str, names: Names) -> Iterator[str]:
    spelled = {word for group in names.spellings for name in group for word in name.split()}
    yield from _after_names(sentence, names)
    for word in re.findall(r"(?<!^)\b[A-Z]\w*", sentence):
        if word.casefold() in TIERS and word.casefold() not in spelled:
            yield word.casefold()
    for match in _PLAN.finditer(sentence):
        word = (match[1] or match[2]).casefold()
        if word not in spelled:
            yield word


def _after_names(sentence: str, names: Names) -> Iterator[str]:
    """ "Acme Pro costs": the word written large right after a competitor's name, where no preposition parts them."""
    for group in names.spellings:
        for name in group:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?:['’]s)?\s+([^\W\d_]\w*)", sentence, re.IGNORECASE):
                if match[1][0].isupper() and not any(match[1].casefold() in other for other in group):
                    yield match[1].casefold()


def _wrong_per(match: _Match, wanted: Sequence[str]) -> str:
    """The first thing that a number is said to be per and its evidence does not say so; "" when there is none."""
    if not wanted:
        return ""
    said = _pers(match)
    periods = {word for word in said if word in PERIODS.values()}
    for word in wanted:
        if word in said:
            continue
        loose = word in PERIODS.values() and not periods and word in _anywhere(match.support)
        if not loose:
            return word
    return ""


def _pers(match: _Match) -> frozenset[str]:
    """What the number is per in the evidence; a typed price may have its unit from the text beside it."""
    support = match.support
    if match.figure is not None:
        return pers_beside(support.own_words, match.figure)
    if match.typed is None:
        return frozenset()
    places = support.places.get(match.typed.value, ())
    beside_it = [pers_beside(support.own_words, one) for one in places[:MOST_PLACES]]
    units = {word for pers in beside_it for word in pers if word not in PERIODS.values()}
    return match.typed.pers | units


def _anywhere(support: Support) -> frozenset[str]:
    """Periods that stand somewhere in the evidence: a heading may say "monthly" for a whole table."""
    return frozenset(PERIODS[word] for word in re.findall(r"[a-z]+", support.everything.casefold()) if word in PERIODS)


def _counts_the_same(sentence: str, figure: Figure, match: _Match) -> bool:
    """ "25 seats" is not "25 build minutes": what is counted must stand beside that number, not beside another."""
    if match.figure is None:
        return True
    support = match.support
    there = beside(support.own_words, match.figure)
    said = counted_by(sentence, figure)
    if support.counted is not None:
        return is_label(said) or bool(set(said[:2]) & set(words_in(support.facts)))
    if not said:
        return _per_the_same(sentence, figure, match, there)
    others = any(word in support.counted_words and word not in there for word in said)
    return bool(set(said) & there) and not others and (said[0] not in TIMES or said[0] in there)


def _per_the_same(sentence: str, figure: Figure, match: _Match, there: frozenset[str]) -> bool:
    wanted = per_of(sentence, figure)
    return not wanted or bool({*wanted} & {*_pers(match), *there})
