"""Words that the evidence does not have: names, what a feature verb is about, quantities in words, "every" and "only"."""

import re
from collections.abc import Iterator, Sequence

from competedexter.agent.dates_in_text import FULL_DATE, without_dates
from competedexter.agent.periods import MONTHS
from competedexter.agent.words import TIERS
from competedexter.market.evidence.terms import stem, words

from .amounts import says_free
from .backing import Names, Support, owners
from .clauses import clauses_of, content, nearest
from .spans import words_in

MAX_UNSUPPORTED = 0.2  # share of content words that may be a writer's own, when none is what a feature verb is about

_CLAIM = re.compile(
    r"\b(?:includ\w*|offer\w*|support\w*|add(?:s|ed)|ha(?:s|ve)|provid\w*|comes? with|allow\w*|integrat\w*)\b",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:every|all|any|always|only|exclusively|unlimited|never|each(?! (?:month|year|user|seat))"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen)\b",
    re.IGNORECASE,
)
_COUNTED = {
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "fifty": "50",
}  # fmt: skip
_FREE = re.compile(r"(?<![\w-])free\b(?:\s+(?P<noun>[a-z]+))?", re.IGNORECASE)
_BEFORE_FREE = re.compile(r"(\w+)\W+(\w+)\W+$")
_FREE_PLAN = frozenset({"plan", "tier", "version", "edition", "account", "offering"})
_AFTER_FREE_WORDS = """
    for of up with and or to as in on at per when if while forever is was now today until since"""
_AFTER_FREE = frozenset(_AFTER_FREE_WORDS.split())


def strangers(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    """Names written large, objects of feature verbs, or too many words of any kind that the evidence does not have."""
    spelled = {word for group in names.spellings for name in group for word in words(name)}
    known = {stem(word) for support in supports for word in words(support.everything)} | {
        stem(word) for word in spelled
    }
    dateless = without_dates(FULL_DATE.sub(" ", sentence))
    said = content(dateless) - {stem(month) for month in MONTHS}
    unsupported = {word for word in said if word not in known}
    if not unsupported:
        return
    named = [
        word for word in re.findall(r"(?<=[\w,;:] )[A-Z][\w+#]*", dateless) if stem(word.casefold()) in unsupported
    ]
    promised = _CLAIM.search(dateless)
    objects = content(dateless[promised.end() :]) & unsupported if promised else set()
    if named or objects:
        yield f"its evidence does not mention {', '.join(sorted({*named, *objects}))}"
    elif len(unsupported) / len(said) > MAX_UNSUPPORTED:
        yield f"its evidence does not speak of {', '.join(sorted(unsupported))}"


def quantities(sentence: str, supports: Sequence[Support], _names: Names) -> Iterator[str]:
    """ "every", "only", "unlimited" and numbers in words must be words (or figures) of the evidence too."""
    text = " ".join(support.everything for support in supports).casefold()
    there = frozenset(re.findall(r"\w+", text))
    for match in _STRICT.finditer(sentence):
        word = match.group().casefold()
        if word not in there and _COUNTED.get(word) not in there:
            yield f"its evidence does not say “{word}”"
    yield from _unlimited(sentence, supports)


def _unlimited(sentence: str, supports: Sequence[Support]) -> Iterator[str]:
    """What is unlimited must be unlimited in the evidence, not something else there."""
    said = _following(sentence)
    there = {pair for support in supports for pair in _following(support.everything)}
    if said and there and not said & there:
        yield "something else is unlimited in its evidence"


def _following(text: str) -> set[str]:
    return {stem(word.casefold()) for word in re.findall(r"\bunlimited\s+([A-Za-z]+)", text, re.IGNORECASE)}


def free(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    """ "free" is a price of zero; "free trial" is what the page calls so; a plan called Free is a name."""
    for match in _FREE.finditer(sentence):
        own = owners(sentence, match.start(), supports, names)
        noun = (match["noun"] or "").casefold()
        if match.group().startswith("Free") and any("free" in words(_names_in(support)) for support in own):
            continue
        if _in_the_same_words(sentence, match, own):
            continue
        if not any(_free_so(support, "" if noun in _AFTER_FREE else noun) for support in own):
            yield "its evidence does not say that it is free"


def _in_the_same_words(sentence: str, match: re.Match[str], own: Sequence[Support]) -> bool:
    """ "Everything in Free", "feel free to": told with the two words before it as the page has them."""
    before = _BEFORE_FREE.search(sentence[max(match.start() - 60, 0) : match.start()])
    said = words(f"{before.group()}{match.group()}") if before else []
    return bool(said) and any(f" {' '.join(said)} " in f" {' '.join(words(support.text))} " for support in own)


def _names_in(support: Support) -> str:
    return (
        f"{support.subject} {support.facts} {' '.join(support.plans)}"
        if support.derived
        else support.subject or support.text
    )


def _free_so(support: Support, noun: str) -> bool:
    """Whether an evidence is free of charge, or has this free thing."""
    if re.search(r"\bfree\b|\$0\b", support.facts, re.IGNORECASE):
        return True
    pair = noun and re.search(rf"\bfree[\s-]+{re.escape(noun)}", support.text, re.IGNORECASE)
    return bool(pair) or ((not noun or noun in _FREE_PLAN) and says_free(support))


def placed(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    """A plan named in a sentence must be the one that the evidence speaks of where it says the same."""
    spelled = {word for group in names.spellings for name in group for word in words(name)}
    tiers = {stem(tier) for tier in TIERS} - {stem(word) for word in spelled}
    capital = {stem(word.casefold()) for word in re.findall(r"\b[A-Z][\w]*", sentence)} & tiers
    prose = [support for support in supports if not support.derived and not support.subject]
    if not capital or not prose or len(prose) < len(supports):
        return
    clauses = clauses_of(prose)
    subject = content(sentence) - capital
    best = nearest(subject, clauses)
    around = [capital & set(words_in(clause)) for clause in best]
    others = [{stem(w.casefold()) for w in re.findall(r"\b[A-Z]\w*", clause)} & tiers for clause in best]
    if subject and not any(around) and any(others):
        yield "its evidence says this of another plan"
