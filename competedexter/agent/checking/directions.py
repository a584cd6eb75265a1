"""Up and down, more and less, cheapest and dearest: what moved or is larger must be so in the evidence."""

import re
from collections.abc import Iterator, Sequence

from .backing import Names, Support

_UP = re.compile(
    r"\b(?:rais\w*|rose|risen|increas\w*|hik\w*|went up|gone up|goes up|up from|price rises?)\b", re.IGNORECASE
)
_DOWN = re.compile(
    r"\b(?:lower(?:ed|s|ing)|dropp\w*|drops?|decreas\w*|reduc\w*|cuts?|fell|fallen|went down|gone down|goes down|down from)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:higher|more expensive|dearer|pricier|costlier)\b|\bmore\b(?=[^.;]{0,60}\bthan\b)", re.IGNORECASE
)
_LESS = re.compile(r"\b(?:lower|cheaper|less expensive|less costly)\b|\bless\b(?=[^.;]{0,60}\bthan\b)", re.IGNORECASE)
_MOST = re.compile(r"\b(?:most expensive|dearest|priciest|costliest|highest)\b", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:cheapest|least expensive|lowest)\b", re.IGNORECASE)
_THAN = re.compile(r"\b(?:than|compared (?:to|with)|versus|vs)\b", re.IGNORECASE)
_TIMES = re.compile(r"\b(?:twice|double|half|triple|thrice|(?:two|three|four|five) times)\b", re.IGNORECASE)


def directions(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    """Moves and comparisons that the evidence does not make, or makes the other way round."""
    for pattern, word in ((_UP, "up"), (_DOWN, "down")):
        if pattern.search(sentence) and not _moved(supports, pattern, word):
            yield f"its evidence does not say that anything went {word}"
    for pattern, word in ((_MORE, "up"), (_LESS, "down")):
        if pattern.search(sentence) and not _compared(sentence, supports, pattern, word, names):
            yield f"its evidence does not say that it is {'more' if word == 'up' else 'less'}, or it is the other way round"
    for pattern, operation in ((_MOST, "highest"), (_LEAST, "lowest")):
        for match in pattern.finditer(sentence):
            if not _extreme(sentence, match, supports, pattern, operation):
                yield f"its evidence does not say that this is the {operation}"
    if (times := _TIMES.search(sentence)) and not any(
        times.group().casefold() in s.everything.casefold() for s in supports
    ):
        yield f"its evidence does not say {times.group()}"


def _judges(supports: Sequence[Support]) -> Sequence[Support]:
    """Where something was computed or recorded, that decides; a page's own words only where nothing was."""
    return [support for support in supports if support.derived] or supports


def _moved(supports: Sequence[Support], pattern: re.Pattern[str], word: str) -> bool:
    kind = "plan_price_raised" if word == "up" else "plan_price_lowered"
    return any(
        f"direction {word}" in support.facts
        or (support.counted == 0 and not support.kinds)
        or kind in support.kinds
        or pattern.search(support.facts if support.derived else f"{support.text} {support.reading} {support.context}")
        for support in _judges(supports)
    )


def _compared(sentence: str, supports: Sequence[Support], pattern: re.Pattern[str], word: str, names: Names) -> bool:
    for support in _judges(supports):
        if not support.derived:
            found = pattern.search(support.text)
            if found and (not _THAN.search(sentence) or _THAN.search(support.text[found.end() :])):
                return True
        elif f"direction {word}" in support.facts:
            order = re.search(r"order (?P<low>.+?) < (?P<high>.+?)(?:$|;)", support.facts)
            if order is None or _ordered(sentence, order["low"], order["high"], word, names):
                return True
        elif pattern.search(_facts(support)[0]):
            return True
    return False


def _ordered(sentence: str, low: str, high: str, word: str, names: Names) -> bool:
    """ "A is cheaper than B" needs A to be the lower one, "A is dearer than B" the higher one."""
    places = [place_of(low, sentence), place_of(high, sentence)]
    if None not in places and places[0] != places[1]:
        return (places[0] or 0) < (places[1] or 0) if word == "down" else (places[1] or 0) < (places[0] or 0)
    if None in places and any(sentence.count(label) > 1 for label in (low, high)):
        return False  # one thing is set against itself
    mentioned = names.mentioned(sentence)
    if len(mentioned) < 2:
        return not _THAN.search(sentence) or low.rpartition(" ")[0] == high.rpartition(" ")[0]
    first = low.casefold() if word == "down" else high.casefold()
    return any(name in first for name in mentioned[0][1])


def place_of(label: str, sentence: str) -> int | None:
    """Where "Acme Pro" is named, also as "Acme's Pro" or "Acme's plan Pro"."""
    pattern = r"(?:['’]s)?\s+(?:plan\s+)?".join(map(re.escape, label.split()))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", sentence, re.IGNORECASE)
    return found.start() if found else None


def _extreme(
    sentence: str, match: re.Match[str], supports: Sequence[Support], pattern: re.Pattern[str], operation: str
) -> bool:
    for support in _judges(supports):
        if not support.derived:
            if pattern.search(support.text):
                return True
            continue
        result, said, *labels = _facts(support)
        if said == operation and _winner(sentence, match, result, labels):
            return True
        if pattern.search(result):
            return True
    return False


def _winner(sentence: str, match: re.Match[str], result: str, labels: Sequence[str]) -> bool:
    """The plan named nearest to "cheapest" must be one that won."""
    winners = result.rpartition(" at ")[0].split(" and ")
    candidates = [label for label in labels if label and not label.startswith(("direction ", "order "))]
    places = [
        (abs(place - match.start()), label) for label in candidates if (place := place_of(label, sentence)) is not None
    ]
    return bool(places) and min(places)[1] in winners


def _facts(support: Support) -> list[str]:
    """The result, the operation and the labels of a derived evidence."""
    return [*support.facts.split("; "), "", ""]
