"""Openings to a record with its text and its quality: each opening once, with an identity and a place in the text."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from competedexter.market.crawlers.reading.jobs_opening import MAX_OPENINGS, UNTITLED, Board, Opening
from competedexter.market.crawlers.reading.jobs_values import link
from competedexter.market.crawlers.reading.listing_text import ListingText, fold
from competedexter.market.evidence.listings import Job, JobsRecord
from competedexter.market.evidence.records import Quality

MAX_IDENTITY: Final = 500  # characters; an index of the database takes 2,700 bytes
NONE_LISTED: Final = "No openings are listed."
_COST_UNTITLED: Final = 0.6  # times their share: a list without titles says nothing
_COST_NUMBERLESS: Final = 0.2  # times their share: a title and a place identify most of them
_COST_ODD: Final = 0.6  # times their share
_COST_PLACELESS: Final = 0.1

Fault = tuple[float, str]  # what it costs of a quality of 1, and why in words


@dataclass(frozen=True)
class Listing:
    """A board as it is kept: all jobs have their places in `text`."""

    record: JobsRecord
    text: str
    quality: Quality


def listing_of(boards: Sequence[Board], faults: Sequence[Fault] = ()) -> Listing:
    """The answers of one board as one list. `boards` has at least one; what they lack is said in the quality."""
    named = identified([opening for board in boards for opening in board.openings])
    whole = _merged(boards, len(named))
    named = named[:MAX_OPENINGS]
    text = ListingText()
    jobs = [job_of(identity, opening, text.tell(lines_of(opening))) for identity, opening in named]
    if not jobs:
        text.tell([NONE_LISTED])
    record = JobsRecord(board=whole.name, jobs=tuple(jobs), complete=not missing(whole, len(jobs)))
    told = [opening for _, opening in named]
    return Listing(record, text.text, quality_of([*faults, *board_faults(whole, len(jobs)), *opening_faults(told)]))


def _merged(boards: Sequence[Board], read: int) -> Board:
    """The counts of several answers of one board, without their openings. An empty last page ends what was announced."""
    is_at_end = len(boards) > 1 and not boards[-1].entries
    counts = [board.announced for board in boards if board.announced and not is_at_end]
    return Board(
        next((board.name for board in boards if board.name), ""),
        announced=max(counts, default=None),
        odd=sum(board.odd for board in boards),
        unlisted=sum(board.unlisted for board in boards),
        beyond=sum(board.beyond for board in boards) + max(0, read - MAX_OPENINGS),
    )


def missing(board: Board, read: int) -> int:
    """How many openings there are beyond the `read` ones, as far as the board says."""
    seen = read + board.odd + board.unlisted
    return max(board.announced or 0, seen + board.beyond) - seen


def identified(openings: Sequence[Opening]) -> list[tuple[str, Opening]]:
    """Each opening once, with an identity that is unique: its number, else its address, else what it is and where."""
    found: dict[str, Opening] = {}
    times: Counter[str] = Counter()
    for opening in openings:
        identity = _bounded(opening.external_id or opening.url or _described(opening))
        is_known = bool(opening.external_id or opening.url) and identity in found
        if is_known and _same(found[identity], opening):
            continue
        times[identity] += 1
        found[identity if times[identity] == 1 else f"{identity} #{times[identity]}"] = opening
    return list(found.items())


def _bounded(identity: str) -> str:
    """A long identity as its beginning and its digest: it must fit into an index."""
    identity = fold(identity)
    if len(identity) <= MAX_IDENTITY:
        return identity
    return f"{identity[:100]} {hashlib.sha256(identity.encode()).hexdigest()[:32]}"


def _described(opening: Opening) -> str:
    return " | ".join(part for part in (opening.title or UNTITLED, opening.location, opening.team) if part).casefold()


def _same(one: Opening, other: Opening) -> bool:
    """Told twice: on two pages of a list that moved meanwhile, or in two groups."""
    return (one.title, one.url, one.location) == (other.title, other.url, other.location)


def job_of(identity: str, opening: Opening, place: tuple[int, int]) -> Job:
    return Job(
        start=place[0],
        end=place[1],
        external_id=identity,
        title=fold(opening.title) or UNTITLED,
        team=opening.team or None,
        location=opening.location or None,
        more_locations=opening.more_places,
        remote=opening.remote,
        url=link(opening.url),
        employment=opening.employment,
        published_at=opening.published_at,
    )


def lines_of(opening: Opening) -> Iterator[str]:
    """What is told of an opening: its description too, so that the archive has it, though it is no part of the record."""
    yield opening.title or UNTITLED
    place = " / ".join(part for part in (opening.location, *opening.more_places) if part)
    away = "remote" if opening.remote else ""
    yield " - ".join(part for part in (opening.team, place, away, opening.employment) if part)
    if opening.published_at is not None:
        yield f"Published {opening.published_at:%Y-%m-%d}"
    yield opening.description


def board_faults(board: Board, read: int) -> Iterator[Fault]:
    """What the board keeps back, and what in it made no sense."""
    if lost := missing(board, read):
        yield 0.0, f"{read:,} of {read + lost:,} openings were read; one that is missing is not called closed"
    if board.odd:
        told = f"{board.odd} of {read + board.odd} entries were no openings"
        yield _COST_ODD * board.odd / (read + board.odd), told
    if board.unlisted:
        yield 0.0, f"{board.unlisted} entries are not listed by the board itself and were left out"


def opening_faults(openings: Sequence[Opening]) -> Iterator[Fault]:
    """What the openings lack, counted."""
    count = len(openings)
    lacks = Counter(
        {
            "title": sum(not opening.title for opening in openings),
            "number": sum(not (opening.external_id or opening.url) for opening in openings),
        }
    )
    if lacks["title"]:
        yield _COST_UNTITLED * lacks["title"] / count, f"{lacks['title']} of {count} entries had no title"
    if lacks["number"]:
        told = f"{lacks['number']} of {count} entries had no number and are known by title and place"
        yield _COST_NUMBERLESS * lacks["number"] / count, told
    if count and not any(opening.team or opening.location or opening.remote is not None for opening in openings):
        yield _COST_PLACELESS, "no opening says where it is or for which team"


def quality_of(faults: Sequence[Fault]) -> Quality:
    score = 1.0 - sum(cost for cost, _ in faults)
    return Quality(score=round(max(0.0, score), 2), reasons=tuple(reason for _, reason in faults))
