"""Two readings of one board, as typed changes: which openings came, went, were changed or posted anew.

An opening is known by its number. One that went while the same title, team and place came under another number was only
posted again. Dates and descriptions are no part of an opening: boards touch them every night.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from competedexter.market.evidence.listings import Job, JobsRecord

from .diffing_items import matched, place_of
from .drafts import Draft, JsonObject, draft
from .kinds import ChangeKind, Label

EMPTIED: Final = 5  # openings at least, of a board that has none now: a fault more often than the end of all hiring
_WORDS: Final = {  # the fields that are compared, and what they are called
    "title": "title",
    "team": "team",
    "location": "place",
    "more_locations": "further places",
    "remote": "remote work",
    "employment": "employment",
}
_PLACES: Final = ("location", "more_locations")
_JSON_NAMES: Final = {"external_id": "externalId", "more_locations": "moreLocations"}

Pairs = Sequence[tuple[Job, Job]]


@dataclass(frozen=True)
class _Compared:
    """The openings of two readings; `reposted` are pairs under two numbers."""

    opened: Sequence[Job]
    closed: Sequence[Job]
    kept: Pairs
    reposted: Pairs


def diff_jobs(before: JobsRecord, after: JobsRecord) -> tuple[Draft, ...]:
    """The typed changes from one reading to the next. Subjects are the openings' numbers, unique for each kind."""
    if _is_other_board(before, after):
        return tuple(_of_other_board(before, after))
    found = _compared(before, after)
    emptied = len(before.jobs) >= EMPTIED and not after.jobs
    return (
        *(_opened(job, before) for job in found.opened),
        *(_closed(job, suspicious=emptied) for job in found.closed),
        *(change for old, new in found.kept if (change := _changed(old, new))),
        *(_reposted(old, new) for old, new in found.reposted),
    )


def _compared(before: JobsRecord, after: JobsRecord) -> _Compared:
    found = matched(before.jobs, after.jobs, lambda job: job.external_id)
    if not after.complete:  # what is not shown may still be open
        return _Compared(found.added, (), found.kept, ())
    reposted, closed, opened = _paired(found.removed, found.added, _what_and_where)
    return _Compared(opened, closed, found.kept, reposted)


def _paired(
    gone: Sequence[Job], came: Sequence[Job], key: Callable[[Job], object]
) -> tuple[list[tuple[Job, Job]], list[Job], list[Job]]:
    """Pairs that say the same, in order; and what is left of either side."""
    waiting: defaultdict[object, list[Job]] = defaultdict(list)
    for job in gone:
        waiting[key(job)].append(job)
    pairs, left = [], []
    for job in came:
        same = waiting[key(job)]
        if same:
            pairs.append((same.pop(0), job))
        else:
            left.append(job)
    paired = {id(old) for old, _ in pairs}
    return pairs, [job for job in gone if id(job) not in paired], left


def _what_and_where(job: Job) -> tuple[str, str, str]:
    return _folded(job.title), _folded(job.location), _folded(job.team)


def _folded(text: str | None) -> str:
    """Letters and digits only, in lower case."""
    return "".join(char for char in (text or "").casefold() if char.isalnum())


# one change each


def _opened(job: Job, before: JobsRecord) -> Draft:
    label, reason = Label.SIGNIFICANT, "An opening that was not listed before is listed now."
    if not before.complete:
        label, reason = Label.MINOR, "It is listed now; the list was read only in part before, so it may be older."
    return draft(
        ChangeKind.JOB_OPENED,
        job.external_id,
        f"New opening: {_told(job)}",
        {"job": _whole(job), "before": None, "after": _whole(job), "fields": []},
        label=label,
        reason=reason,
        after=place_of(job),
        occurred_at=job.published_at,
    )


def _closed(job: Job, *, suspicious: bool) -> Draft:
    reason = "An opening that was listed before is not listed now."
    if suspicious:
        reason = "The whole board is empty now; a second look tells a hiring stop from a fault."
    return draft(
        ChangeKind.JOB_CLOSED,
        job.external_id,
        f"Opening closed: {_told(job)}",
        {"job": _whole(job), "before": _whole(job), "after": None, "fields": []},
        label=Label.SIGNIFICANT,
        reason=reason,
        suspicious=suspicious,
        before=place_of(job),
    )


def _changed(before: Job, after: Job) -> Draft | None:
    fields = [name for name in _WORDS if getattr(before, name) != getattr(after, name)]
    if _places(before) == _places(after):  # told in another order
        fields = [name for name in fields if name not in _PLACES]
    if not fields:
        return None
    label, reason = _worth(before, after, fields)
    return draft(
        ChangeKind.JOB_CHANGED,
        after.external_id,
        f"{after.title}: {'; '.join(_moved(before, after, name) for name in fields)}",
        _both(before, after, fields),
        label=label,
        reason=reason,
        before=place_of(before),
        after=place_of(after),
    )


def _places(job: Job) -> frozenset[str]:
    return frozenset(filter(None, (job.location, *job.more_locations)))


def _worth(before: Job, after: Job, fields: Sequence[str]) -> tuple[Label, str]:
    """Spelling is noise, a field that the board began or ceased to fill is minor."""
    told = [(getattr(before, name), getattr(after, name)) for name in fields]
    which = ", ".join(_WORDS[name] for name in fields)
    if all(_value(old) and _folded(_value(old)) == _folded(_value(new)) for old, new in told):
        return Label.NOISE, "Only letter case, spaces or punctuation differ."
    if all(old in (None, ()) or new in (None, ()) for old, new in told):
        return Label.MINOR, f"The board says more, or less, of it than before: {which}."
    return (
        Label.SIGNIFICANT,
        f"What the opening says of itself changed: {which}.",
    )


def _reposted(before: Job, after: Job) -> Draft:
    return draft(
        ChangeKind.JOB_CHANGED,
        after.external_id,
        f"{_told(after)}: re-posted under a new number",
        _both(before, after, ["external_id"]),
        label=Label.MINOR,
        reason="The same title, team and place were posted again under a new number.",
        before=place_of(before),
        after=place_of(after),
    )


# a list that is read from another place than before


def _is_other_board(before: JobsRecord, after: JobsRecord) -> bool:
    return bool(before.board and after.board) and before.board != after.board


def _of_other_board(before: JobsRecord, after: JobsRecord) -> Iterator[Draft]:
    """Numbers mean nothing across boards: openings are known by their titles, and what they say besides is not compared."""
    _, closed, opened = _paired(before.jobs, after.jobs, lambda job: _folded(job.title))
    reason = f"The openings are read from {_of(after)} now and were read from {_of(before)} before; the two may differ."
    emptied = len(before.jobs) >= EMPTIED and not after.jobs
    for job in opened:
        yield _opened(job, before).labelled(Label.MINOR, reason)
    for job in closed if after.complete else ():
        yield _closed(job, suspicious=emptied).labelled(Label.MINOR, reason)


def _of(record: JobsRecord) -> str:
    return "the page" if record.board in ("page", "JobPosting") else f"the {record.board} board"


# in words and as JSON


def _told(job: Job) -> str:
    """ "Backend Engineer (Engineering, Berlin)"."""
    beside = ", ".join(part for part in (job.team, job.location) if part)
    return f"{job.title} ({beside})" if beside else job.title


def _moved(before: Job, after: Job, name: str) -> str:
    old, new = _value(getattr(before, name)) or "not said", _value(getattr(after, name)) or "not said"
    return f"{_WORDS[name]} {old} → {new}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def _both(before: Job, after: Job, fields: Sequence[str]) -> JsonObject:
    names = [_JSON_NAMES.get(name, name) for name in fields]
    return {"job": _whole(after), "before": _whole(before), "after": _whole(after), "fields": names}


def _whole(job: Job) -> JsonObject:
    dumped: JsonObject = job.model_dump(mode="json", by_alias=True, exclude={"start", "end", "first_seen_at"})
    return dumped
