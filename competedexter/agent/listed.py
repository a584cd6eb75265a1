"""Things that lists show: which are meant by words, how many there are, and how that is told. Pure.

The tool that counts, the sentence that tells it and the check that counts again all use what stands here.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from competedexter.market.evidence.listings import (
    CompanyRecord,
    FeaturesRecord,
    FiguresRecord,
    Job,
    JobsRecord,
    ListedPage,
    RatingsRecord,
    Row,
    RowsRecord,
    SiteRecord,
    TechnologiesRecord,
    Technology,
)
from competedexter.market.evidence.terms import stem, words

from .library import ListedState
from .money import day_words
from .things import Grouped, ListedType, TallyFact

Thing = Job | Technology | Row | ListedPage
_NAMES: Final[dict[ListedType, tuple[str, str]]] = {
    "jobs": ("opening", "openings"),
    "tech_stack": ("technology", "technologies"),
    "custom": ("record", "records"),
    "site": ("page", "pages"),
}
_WHOLE: Final = 1.0


def things_of(state: ListedState) -> Sequence[Thing]:
    """What of a list is counted; () for lists of which a number says nothing."""
    match state.record:
        case JobsRecord(jobs=jobs):
            return jobs
        case TechnologiesRecord(technologies=technologies):
            return technologies
        case RowsRecord(rows=rows):
            return rows
        case SiteRecord(pages=pages):
            return pages
        case CompanyRecord() | FeaturesRecord() | RatingsRecord() | FiguresRecord():
            return ()
    return ()


def is_complete(state: ListedState) -> bool:
    """Whether everything that the source lists was read."""
    return state.record.complete if isinstance(state.record, JobsRecord | RowsRecord | SiteRecord) else True


def source_of(state: ListedState) -> str:
    """What the list is called in a sentence: "its Greenhouse board", "its technology"."""
    match state.record:
        case JobsRecord(board=board):
            named = board if board and board.replace(" ", "").isalnum() else "job"
            return f"on its {named} board"
        case SiteRecord():
            return "in its sitemap"
        case RowsRecord():
            return f"in “{state.title}”"
    return "on its pages"


def words_of(thing: Thing) -> str:
    """All that may be asked of a thing, in one line."""
    match thing:
        case Job():
            away = "remote" if thing.remote else ""
            places = (thing.location or "", *thing.more_locations)
            return " ".join((thing.title, thing.team or "", *places, thing.employment or "", away))
        case Technology():
            return f"{thing.name} {thing.category}"
        case Row():
            fields = " ".join(f"{name} {value}" for name, value in thing.fields.items())
            return f"{thing.title} {thing.text} {fields}"
        case ListedPage():
            return path_of(thing.url)


def path_of(url: str) -> str:
    """`/vs/minutely`: an address without its host."""
    _, _, rest = url.partition("://")
    return "/" + (rest or url).partition("/")[2]


def is_meant(thing: Thing, wanted: Sequence[str]) -> bool:
    """Whether a thing carries every one of these words, in any of their forms; without words every thing is meant."""
    if not wanted:
        return True
    there = {stem(word) for word in words(words_of(thing).replace("-", " ").replace("/", " ").replace("_", " "))}
    return all(stem(word.casefold()) in there for word in wanted)


def group_of(thing: Thing, by: Grouped) -> str:
    match thing:
        case Job():
            return (thing.team if by == "team" else thing.location) or "not said"
        case Technology():
            return thing.category
    return ""


def groups_of(things: Sequence[Thing], by: Grouped) -> list[tuple[str, int]]:
    """Groups with their sizes, largest first."""
    counted = Counter(group_of(thing, by) for thing in things)
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def tally(
    state: ListedState, what: ListedType, until: datetime, wanted: Sequence[str] = (), by: Grouped = "", value: str = ""
) -> TallyFact:
    """The count of those meant by words and, with `by`, of one group."""
    things = things_of(state)
    meant = [thing for thing in things if is_meant(thing, wanted) and (not by or group_of(thing, by) == value)]
    return TallyFact(
        competitor_id=state.competitor_id, what=what, source=source_of(state), words=tuple(wanted), by=by, value=value,
        count=len(meant), total=len(things), at_least=not is_complete(state), until=until, seen_at=state.last_seen_at,
        document_id=state.document_id,
    )  # fmt: skip


def same_count(fact: TallyFact, state: ListedState) -> bool:
    """Whether a list counted again gives the same."""
    again = tally(state, fact.what, fact.until, fact.words, fact.by, fact.value)
    return (again.count, again.total, again.at_least, again.source) == (
        fact.count, fact.total, fact.at_least, fact.source,
    )  # fmt: skip


def tally_words(fact: TallyFact, name: str) -> str:
    """`Acme has at least 42 openings on its Greenhouse board, as of 25 November 2026.`"""
    one, more = _NAMES[fact.what]
    when = f"as of {day_words(fact.seen_at)}"
    least = "at least " if fact.at_least else ""
    told = f"{least}{fact.count:,} {one if fact.count == 1 else more}"
    if not fact.count:
        told = f"no {one}"
    verb = "has" if fact.what != "tech_stack" else "shows"
    if not fact.count and fact.at_least:
        about = f" with “{' '.join(fact.words)}”" if fact.words else ""
        return f"{name} {verb} no {one}{about} among the {fact.total:,} that were read {fact.source}, which lists more, {when}."
    if fact.words:
        about = " ".join(fact.words)
        return f"{name} {verb} {told} with “{about}” {fact.source}, of {fact.total:,} entries, {when}."
    if fact.by:
        return f"{name} {verb} {told} in {fact.by} “{fact.value}” {fact.source}, {when}."
    return f"{name} {verb} {told} {fact.source}, {when}."
