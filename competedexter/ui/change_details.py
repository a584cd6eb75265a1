"""What a change of any kind carries, as lines of a before/after card: typed where the shape is known, else field by field.

The data is JSON of the kind that wrote it (api.md "Shapes"); it may come from crawled text, so it is bounded here.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from typing import Any, Final

from .components.figures import amount_words, direction_of, percent_words, signed
from .components.rows import MoveRow

MOST_LINES: Final = 24  # of one card; what was read has the rest
MOST_LISTED: Final = 10  # values of one field
LONGEST_VALUE: Final = 400  # characters
_HIDDEN: Final = frozenset(
    {"key", "externalId", "external_id", "start", "end", "percent", "what", "windowStart", "pageUrl"}
)
_TOLD: Final = frozenset({"before", "after", "fields", "figures"})  # told as what moved
_NESTED: Final = ("job", "opening", "feature", "rating", "fact")  # the thing itself, told field by field
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_NAMES: Final = {
    "url": "Link",
    "occurredAt": "Date",
    "publishedAt": "Published",
    "firstSeenAt": "First seen",
    "at": "Date",
}

Json = Mapping[str, Any]  # Any: JSON, as above


def outside_link(data: Json) -> str:
    """Where the event itself is to be read: an http address the source gave; empty without one."""
    for holder in (data, *(data.get(name) for name in _NESTED)):
        url = holder.get("url") if isinstance(holder, Mapping) else None
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            return url[:2_000]
    return ""


def detail_moves(data: Json) -> Iterator[MoveRow]:
    """At most MOST_LINES lines: what moved first, then what it says of itself."""
    return islice(chain(_moved(data), _figures(data), _said(data)), MOST_LINES)


def _moved(data: Json) -> Iterator[MoveRow]:
    before, after = data.get("before"), data.get("after")
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        yield from _two_records(
            before if isinstance(before, Mapping) else {}, after if isinstance(after, Mapping) else {}
        )
    elif _is_plain(before) or _is_plain(after):
        name = str(data.get("name") or data.get("field") or "value")
        yield _move(_words(name), before, after, data.get("percent"))
    fields = data.get("fields")
    for name, value in fields.items() if isinstance(fields, Mapping) else ():
        if isinstance(value, Mapping) and ("before" in value or "after" in value):
            yield _move(_words(name), value.get("before"), value.get("after"), value.get("percent"))
        elif isinstance(value, list) and len(value) == 2:
            yield _move(_words(name), value[0], value[1], None)


def _two_records(before: Json, after: Json) -> Iterator[MoveRow]:
    for name in dict.fromkeys([*before, *after]):
        if name not in _HIDDEN and before.get(name) != after.get(name):
            yield _move(_words(name), before.get(name), after.get(name), None)


def _move(what: str, before: object, after: object, percent: object) -> MoveRow:
    old, new = _text(before), _text(after)
    was, now = _number(before), _number(after)
    delta = signed(now - was) if was is not None and now is not None and was != now else ""
    return MoveRow(
        what=what,
        before=old,
        after=new,
        spoken=f"changed from {old or 'nothing'} to {new or 'nothing'}",
        delta=delta,
        percent=percent_words(percent) if isinstance(percent, int | float) else "",
        direction=direction_of(was, now) if delta else "flat",
    )


def _figures(data: Json) -> Iterator[MoveRow]:
    """Reported figures, each beside that of the year before, or what it was before it was restated."""
    found = data.get("figures")
    for one in found if isinstance(found, list) else ():
        if not isinstance(one, Mapping):
            continue
        before, after = _number(one.get("before") or one.get("yearBefore")), _number(one.get("value"))
        label = _text(one.get("label")) or _text(one.get("concept"))
        old, new = ("" if number is None else amount_words(number) for number in (before, after))
        percent = one.get("percent")
        yield MoveRow(
            what=label,
            before=old if data.get("restated") else "",
            after=new or _text(one.get("value")),
            terms=_text(one.get("unit")),
            spoken=f"{label}: {new}, {'before' if data.get('restated') else 'a year before'} {old or 'not known'}",
            delta=f"from {old}" if old and not data.get("restated") else "",
            percent=percent_words(percent) if isinstance(percent, int | float) else "",
            direction=direction_of(before, after),
        )


def _said(data: Json) -> Iterator[MoveRow]:
    """Everything else it says of itself, one line a field."""
    nested = [data[name] for name in _NESTED if isinstance(data.get(name), Mapping)]
    fields = data.get("fields")
    own = {name: value for name, value in data.items() if name not in _TOLD and name not in _NESTED}
    for holder in (*nested, own, fields if isinstance(fields, Mapping) else {}):
        for name, value in holder.items():
            text = "" if name in _HIDDEN else _listed(value)
            if text:
                yield MoveRow(_words(name), "", text, spoken=text)


def _listed(value: object) -> str:
    """Plain values and lists of them; what has parts of its own is told elsewhere."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(one) for one in value[:MOST_LISTED])))
    return _text(value)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float)


def _text(value: object) -> str:
    """A value in words; times lose their seconds."""
    if value is None or isinstance(value, Mapping | list):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)[:LONGEST_VALUE]
    time = re.fullmatch(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})[0-9:.]*(?:Z|\+00:00)", text)
    return text if time is None else time[1] if time[2] == "00:00" else f"{time[1]} {time[2]} UTC"


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _words(name: object) -> str:
    """`firstSeenAt` -> `First seen`, `head_office` -> `Head office`."""
    known = _NAMES.get(str(name))
    text = known or _WORDS.sub(" ", str(name)[:60]).strip().lower()
    return text[:1].upper() + text[1:]
