"""Counts, "No" and "Yes": what was counted must be called what it is, and an answer must go the way its evidence goes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competedexter.agent.counted import what_of
from competedexter.agent.dates_in_text import without_dates
from competedexter.market.changes.kinds import PLAN_KINDS, PRICE_KINDS, PRICE_MOVES, ChangeKind

from .backing import Names, Support
from .denials import NEGATION
from .spans import words_in

_RISE, _CUT = frozenset({ChangeKind.PLAN_PRICE_RAISED.value}), frozenset({ChangeKind.PLAN_PRICE_LOWERED.value})
_PRICES = frozenset(kind.value for kind in PRICE_KINDS)
_PLANS = frozenset(kind.value for kind in PLAN_KINDS)
_MOVES = frozenset(kind.value for kind in PRICE_MOVES)
_LABELS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"\b(?:rise|increase|raise|hike)s?\b"), _RISE),
    (re.compile(r"\b(?:cut|drop|decrease|reduction)s?\b"), _CUT),
    (re.compile(r"\b(?:removals?|removed)\b"), frozenset({ChangeKind.PLAN_REMOVED.value})),
    (re.compile(r"\b(?:additions?|added)\b|\bnew (?:or removed )?plans?\b"), frozenset({ChangeKind.PLAN_ADDED.value})),
    (re.compile(r"\bchanges? of terms\b"), frozenset({ChangeKind.PLAN_TERMS_CHANGED.value})),
    (re.compile(r"\bnew names?\b"), frozenset({ChangeKind.PLAN_RENAMED.value})),
    (re.compile(r"\bhidden prices?\b"), frozenset({ChangeKind.PLAN_PRICE_HIDDEN.value})),
)
_LABEL_WORDS = frozenset(words_in("""
    price prices rise increase raise hike cut drop decrease reduction change move removal removed addition added new
    plan plans name hidden pricing"""))  # fmt: skip
_COUNTED = re.compile(
    r"\b(?P<n>\d[\d,]*|no|one|two|three|four|five)\s+(?P<what>(?:(?!(?:at|was|were|is|are|has|have|from|until|since|in|by|for)\b)[\w-]+\s*){1,9})",
    re.IGNORECASE,
)
_NUMBERS = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_STILL = re.compile(r"\b(?:0|zero|unchanged|same|stable|constant)\b", re.IGNORECASE)
_NO = re.compile(r"^\W*no\b", re.IGNORECASE)
_YES = re.compile(r"^\W*yes\b", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """What a yes-or-no question about changes asks for: a direction and plans. Empty means any."""

    direction: str | None = None
    plans: tuple[str, ...] = ()


def counts(sentence: str, supports: Sequence[Support], _names: Names) -> Iterator[str]:
    """Numbers of changes that are called something else than what was counted, and denials of what was counted."""
    counted = [support for support in supports if support.counted is not None]
    if not counted:
        return
    if NEGATION.search(sentence) and all(support.counted for support in counted):
        yield "it denies what the ledger counts"
        return
    if not any(support.counted for support in counted) and not (NEGATION.search(sentence) or _STILL.search(sentence)):
        yield "the ledger counts none"
        return
    for match in _COUNTED.finditer(without_dates(sentence)):
        if not _LABEL_WORDS & set(words_in(match["what"])):
            continue
        said = _number(match["n"].casefold())
        if not any(support.counted == said and _is_called(support, match["what"].casefold()) for support in counted):
            yield f"“{match.group().strip()}” is not what was counted"
    if not any(_of_these_plans(sentence, support) for support in counted):
        yield "only some plans were counted"


def is_label(said: Sequence[str]) -> bool:
    """Whether the words after a number call it a number of changes."""
    return bool(_LABEL_WORDS & set(said[:2]))


def _number(written: str) -> int:
    return _NUMBERS[written] if written in _NUMBERS else int(written.replace(",", ""))


def _is_called(support: Support, what: str) -> bool:
    """Some of a kind: only that kind was counted. None of a kind: all of that kind were counted."""
    kinds = frozenset(support.kinds)
    meant = _meant(what, support)
    if support.counted:
        return meant is None or (bool(kinds) and kinds <= meant)
    if meant is None and not _PLANS & kinds and _long(what) == _long(what_of(support.kinds)):
        return True
    return not kinds or (meant is not None and (meant & _MOVES if meant == _PRICES else meant) <= kinds)


def _long(what: str) -> set[str]:
    """The words of a label without "of" and "a"."""
    return {word for word in words_in(what) if len(word) > 2}


def _meant(what: str, support: Support) -> frozenset[str] | None:
    """The kinds of change that a label may stand for; None: any."""
    found = frozenset[str]().union(*(kinds for pattern, kinds in _LABELS if pattern.search(what)))
    if found:
        return found
    if re.search(r"\bplans?\b|\bpricing\b", what) or support.plans:
        return _PLANS
    return _PRICES if re.search(r"\bprices?\b|\bmoves?\b", what) else None


def _of_these_plans(sentence: str, support: Support) -> bool:
    said = set(words_in(sentence))
    return not support.plans or any(set(words_in(plan)) <= said for plan in support.plans)


def verdict(sentence: str, supports: Sequence[Support], asked: Asked | None) -> Iterator[str]:
    """Whether "Yes" and "No" go the way of the evidence: "No" needs a count of none, "Yes" what was asked about."""
    if asked is None:
        return
    if _NO.search(sentence) and not any(support.counted == 0 for support in supports):
        yield "“No” needs a count of none"
    if not _YES.search(sentence):
        return
    if asked.direction and not any(_went(support, asked.direction) for support in supports):
        yield f"“Yes” needs something that went {asked.direction}"
    if asked.plans and not any(_is_of(support, asked.plans) for support in supports):
        yield f"“Yes” needs evidence about {' or '.join(asked.plans)}"
    if any(support.counted == 0 for support in supports):
        yield "“Yes” cannot rest on a count of none"


def _went(support: Support, direction: str) -> bool:
    kinds = _RISE if direction == "up" else _CUT
    recorded = bool(support.kinds) and set(support.kinds) <= kinds and support.counted != 0
    return recorded or f"direction {direction}" in support.facts


def _is_of(support: Support, plans: Sequence[str]) -> bool:
    own = set(words_in(" ".join((support.subject, *support.plans))))
    return any(set(words_in(plan)) & own for plan in plans)
