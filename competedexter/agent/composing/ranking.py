"""Who did it last, most often or by the most: the winner first, in the words of the change itself."""

from collections.abc import Iterator, Sequence

from competedexter.agent.counted import kinds_in, what_of
from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import EVENT_KINDS, ChangeFact, CountFact
from competedexter.agent.money import period_words
from competedexter.agent.pieces import Note, Piece, Sentence
from competedexter.agent.understanding import Brief, Understanding
from competedexter.market.changes.kinds import ChangeKind

from .moves import figure_of, keys_of, sentence_of

TOP = 3


def ranked(
    found: Sequence[ChangeFact], counts: Sequence[CountFact], understanding: Understanding, brief: Brief, ledger: Ledger
) -> Iterator[Piece]:
    """The changes (newest first) in the order asked for; with "most often" the competitors by how many they made."""
    if understanding.aim == "most_often":
        yield from _most_often(counts, brief, ledger)
        return
    if understanding.aim == "latest":
        chosen = [change for change in found if change.happened_at.date() == found[0].happened_at.date()]
        yield from _told(chosen, "Latest: ", brief, ledger)
        return
    sized = sorted((change for change in found if figure_of(change, "")), key=_size, reverse=True)
    if not sized:
        yield Note("None of these changes can be set against each other in percent.")
    yield from _told((sized or found)[:TOP], "Most: " if sized else "", brief, ledger)


def _size(change: ChangeFact) -> float:
    return abs(change.percent or 0.0)


def _told(chosen: Sequence[ChangeFact], prefix: str, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    for at, change in enumerate(chosen):
        name = brief.name(change.competitor_id)
        yield Sentence((prefix if at == 0 else "") + sentence_of(change, name), keys_of(change, name, ledger))


def who_not(counts: Sequence[CountFact], brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Those of whom nothing of the kind was observed first, then how many the others made."""
    if counts and all(count.count for count in counts):
        yield Note("The ledger has at least one for each of those asked about.")
    yield from _counted(sorted(counts, key=lambda one: one.count), brief, ledger)


def _most_often(counts: Sequence[CountFact], brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    yield from _counted(sorted(counts, key=lambda one: -one.count), brief, ledger)


def _counted(counts: Sequence[CountFact], brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    for count in counts:
        told = count_words(count, brief.name(count.competitor_id))
        yield Sentence(told, (ledger.count(count, told),))


def count_words(count: CountFact, name: str) -> str:
    """`2 price rises of Crew at Helplark were observed from 1 March 2026 to 20 November 2026.`"""
    what = what_of(count.kinds, count.count)
    period = period_words(count.since, count.until)
    verb = "were" if count.count > 1 else "was"
    number = count.count or "No"
    told = what if count.count else what_of(count.kinds)
    kinds = set(kinds_in(count.kinds))
    if kinds and kinds <= EVENT_KINDS:
        done = "filed" if kinds == {ChangeKind.FILING_PUBLISHED} else "published"
        of = "about" if kinds == {ChangeKind.NEWS_PUBLISHED} else "of"
        return f"{number} {told} {of} {name} {verb} {done} {period}."
    if count.dated:
        return f"{number} {told} at {name} {verb} dated or observed {period}."
    return f"{number} {told} at {name} {verb} observed {period}."
