"""Two looks at a source an analyst described: which records came, went, and what of the others moved. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from competedexter.foundation.views import as_rfc3339
from competedexter.market.crawlers.reading.numbers import NUMBER, to_amount
from competedexter.market.evidence.listings import Row, RowsRecord

from .diffing_items import Matched, matched, place_of
from .drafts import Draft, JsonObject, draft
from .kinds import ChangeKind, Label

FEWEST_AT_ONCE: Final = 2  # records; what moves in one alone is that record's own
SHOWN: Final = 80  # characters of a value in a summary
MAX_KEPT: Final = 500  # characters of a value in a change's data; the records have the rest
_STAMP = re.compile(
    r"\d{4}-\d\d?-\d\d?(?:[T ].{0,30})?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.{0,20}|\d{10}(?:\.\d+)?|\d{13}|\d{1,2}:\d\d(?::\d\d)?"
    r"|(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3,9} \d{4}.{0,30}|[A-Za-z]{3,9} \d{1,2},? \d{4}.{0,20}|\d+ \w+ ago"
)
_TOKEN = re.compile(r"(?=[^ ]*\d)(?=[^ ]*[A-Za-z])[A-Za-z0-9+/=_.-]{16,}")
Moved = Mapping[str, tuple[str, str]]
"""What of a record differs: the name of a part or field, and its words before and after."""


@dataclass(frozen=True)
class _Change:
    before: Row
    after: Row
    moved: Moved


def diff_rows(before: RowsRecord, after: RowsRecord) -> tuple[Draft, ...]:
    """A list that is known to be a part says nothing of what is missing from it."""
    found = _with_renamed(matched(before.rows, after.rows, lambda row: row.key))
    removed = found.removed if after.complete else ()
    changes = [_Change(old, new, moved) for old, new in found.kept if (moved := _moved(old, new))]
    ticking = _ticking(found.kept, changes)
    return (*_added(found.added), *_removed(removed), *(_changed(one, ticking) for one in changes))


def _with_renamed(found: Matched[Row]) -> Matched[Row]:
    """A record whose link changed and whose title did not is still the same, if only one has that title."""
    gone, come = _by_title(found.removed), _by_title(found.added)
    pairs = [(gone[title], come[title]) for title in come if title in gone]
    old, new = {row.key for row, _ in pairs}, {row.key for _, row in pairs}
    return Matched(
        added=tuple(row for row in found.added if row.key not in new),
        removed=tuple(row for row in found.removed if row.key not in old),
        kept=(*found.kept, *pairs),
    )


def _by_title(rows: Sequence[Row]) -> dict[str, Row]:
    titles = [row.title for row in rows]
    return {row.title: row for row in rows if titles.count(row.title) == 1} if len(rows) <= SHOWN else {}


def _moved(before: Row, after: Row) -> Moved:
    old, new = _parts(before), _parts(after)
    return {
        name: (old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*old, *new])
        if old.get(name, "") != new.get(name, "")
    }


def _parts(row: Row) -> dict[str, str]:
    date = as_rfc3339(row.date) if row.date is not None else ""
    return {**row.fields, "title": row.title, "text": row.text, "url": row.url, "date": date}


def _ticking(kept: Sequence[tuple[Row, Row]], changes: Sequence[_Change]) -> frozenset[str]:
    """Names of what moved in every record at once and looks like a time stamp or a token: nobody wrote that."""
    if len(kept) < FEWEST_AT_ONCE:
        return frozenset()
    names = {name for change in changes for name in change.moved}
    holders = {name: sum(1 for _, new in kept if _parts(new).get(name)) for name in names}
    movers = {name: [change.moved[name] for change in changes if name in change.moved] for name in names}
    return frozenset(
        name
        for name in names
        if len(movers[name]) >= max(FEWEST_AT_ONCE, holders[name]) and all(_ticks(after) for _, after in movers[name])
    )


def _ticks(value: str) -> bool:
    return bool(_STAMP.fullmatch(value) or _TOKEN.fullmatch(value))


def _added(rows: Sequence[Row]) -> Iterator[Draft]:
    for row in rows:
        yield draft(
            ChangeKind.RECORD_ADDED,
            f"record:{row.key}",
            f"New: {_short(row.title)}",
            _told(row),
            label=Label.SIGNIFICANT,
            reason="A record came that was not there before.",
            after=place_of(row),
            occurred_at=row.date,
        )


def _removed(rows: Sequence[Row]) -> Iterator[Draft]:
    for row in rows:
        yield draft(
            ChangeKind.RECORD_REMOVED,
            f"record:{row.key}",
            f"Gone: {_short(row.title)}",
            _told(row),
            label=Label.SIGNIFICANT,
            reason="A record that was there is not listed any more.",
            before=place_of(row),
        )


def _changed(change: _Change, ticking: frozenset[str]) -> Draft:
    names = [name for name in change.moved if name not in ticking] or list(change.moved)
    is_noise = ticking.issuperset(change.moved)
    told = {name: _difference(*change.moved[name]) for name in change.moved}
    percents = [told[name]["percent"] for name in names if told[name]["percent"] is not None]
    listed = ", ".join(names[:5])
    return draft(
        ChangeKind.RECORD_CHANGED,
        f"record:{change.after.key}",
        f"{_short(change.after.title)}: {_in_words(names, change.moved)}",
        {**_told(change.after), "fields": told, "percent": percents[0] if len(percents) == 1 else None},
        label=Label.NOISE if is_noise else Label.SIGNIFICANT,
        reason=(
            f"Only {listed} moved, in all records at once: a time stamp or a token, written by a machine."
            if is_noise
            else f"What a record says changed: {listed}."
        ),
        before=place_of(change.before),
        after=place_of(change.after),
        occurred_at=change.after.date if "date" in change.moved and not is_noise else None,
    )


def _told(row: Row) -> JsonObject:
    """The record as a change has it, here and where a first look tells the past."""
    told = row.model_dump(mode="json", by_alias=True, exclude={"start", "end"})
    told["text"] = row.text[:MAX_KEPT]
    told["fields"] = {name: value[:MAX_KEPT] for name, value in row.fields.items()}
    return {"record": told}


def _difference(before: str, after: str) -> JsonObject:
    return {"before": before[:MAX_KEPT], "after": after[:MAX_KEPT], "percent": percent_between(before, after)}


def _in_words(names: Sequence[str], moved: Moved) -> str:
    first = names[0]
    old, new = (_short(value) or "nothing" for value in moved[first])
    more = f", and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{first} {old} \u2192 {new}{more}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}\u2026"


def percent_between(before: str, after: str) -> float | None:
    """How far a number moved: `$49 / seat` to `$59 / seat` is 20.4; None for what is no number, or not the same kind."""
    old, new = _number(before), _number(after)
    if old is None or new is None or old[1] != new[1] or not old[0]:
        return None
    return round(float((new[0] - old[0]) / old[0] * 100), 1)


def _number(text: str) -> tuple[Decimal, str] | None:
    """The one number of a short text, and the words around it."""
    found = list(NUMBER.finditer(text)) if len(text) <= SHOWN else []
    amount = to_amount(found[0][0]) if len(found) == 1 else None
    if amount is None:
        return None
    around = text[: found[0].start()].strip(), text[found[0].end() :].strip()
    return (-amount if around[0].endswith(("-", "\u2212")) else amount), " ".join(around)
