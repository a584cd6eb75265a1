"""Whether a sentence says no more than its evidence: numbers, units, dates, names, directions and negations.

Pure: the archive was read again by the caller. The rules compare words, they do not understand them; what they
cannot confirm is not shown as fact.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date

from .checking.amounts import numbers
from .checking.answers import Asked, counts, verdict
from .checking.backing import Names, Support, owners
from .checking.cells import cells
from .checking.denials import negations
from .checking.directions import directions
from .checking.quoting import without_quotes
from .checking.spans import basis_of
from .checking.wording import free, placed, quantities, strangers
from .dates_in_text import doubtful

__all__ = ["Asked", "Names", "Support", "problems"]

_MARK = re.compile(r"\s?\[\d{1,3}\]")
_VERDICT = re.compile(r"^\W*(?:yes|no|neither)\s*[:,–—-]\s*(?=\w)", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.|!\[|\]\(|<[a-z/!]|\b[\w.+-]{1,64}@[\w-]+\.\w+", re.IGNORECASE)


def problems(sentence: str, supports: Sequence[Support], names: Names, asked: Asked | None = None) -> list[str]:
    """Why a sentence is not backed by its supports, in words; empty when it is. `asked`: a yes-or-no question."""
    if not supports:
        return ["it cites nothing"]
    whole = _MARK.sub("", sentence)
    bare = _VERDICT.sub("", whole)
    own = without_quotes(bare, supports, names)
    found = [problem for check in _WHOLE for problem in check(bare, supports, names)]
    found += [problem for check in _OWN_WORDS for problem in check(own, supports, names)]
    return [*found, *verdict(whole, supports, asked)]


def _links(sentence: str, supports: Sequence[Support], _names: Names) -> Iterator[str]:
    """Links, images, markup and addresses only as quoted: they could carry data out of the page."""
    if (found := _LINK.search(sentence)) and not any(sentence.strip('“”" ') in support.text for support in supports):
        yield f"it carries a link or markup ({found.group()})"


def _wrong_names(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    for start, group in names.mentioned(sentence):
        in_text = any(name in support.everything.casefold() for support in supports for name in group)
        if not in_text and not any(group & support.names for support in supports):
            yield f"it names a competitor its evidence is not about (at {start})"


def _basis(sentence: str, supports: Sequence[Support], _names: Names) -> Iterator[str]:
    """ "billed yearly" must be how the evidence says it is billed."""
    there = frozenset[str]().union(*(basis_of(support.everything) for support in supports))
    for period in sorted(basis_of(sentence) - there):
        yield f"its evidence does not say that it is billed by the {period}"


def _dates(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    text = "\n".join(support.everything for support in supports)
    everywhere = {moment.astimezone(UTC).date() for support in supports for moment in support.dates}

    def known(at: int) -> set[date]:
        own = owners(sentence, at, supports, names)
        return {moment.astimezone(UTC).date() for support in own for moment in support.dates} or everywhere

    for said in doubtful(sentence, known, text):
        yield f"{said} is not a date of its evidence"


_WHOLE = (_links, _wrong_names, _dates, counts, negations, cells)
_OWN_WORDS = (numbers, _basis, free, directions, quantities, placed, strangers)
"""Checks of what a sentence says in words of its own; what it quotes word for word the evidence says itself."""
