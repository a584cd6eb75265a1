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
    {"key", "externalId", "external_id", "start", "end", "percent", "what", "url", "leadership", "fact", "restated"}
)
_ORDER: Final = (
    "title", "name", "feature", "technology", "team", "group", "location", "remote", "employment", "form", "category",
    "author", "publisher", "", "occurredAt", "publishedAt", "periodEnd", "filedAt", "date", "asOf",
)  # fmt: skip
_TOLD: Final = frozenset({"before", "after", "fields", "figures", "field"})  # told as what moved
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
    """At most MOST_LINES lines: what moved first, then what it says of itself, in the order people read it."""
    return islice(chain(_moved(data), _figures(data), _said(data)), MOST_LINES)


def _moved(data: Json) -> Iterator[MoveRow]:
    before, after = data.get("before"), data.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in _in_order(before, after):
            if _text(before.get(name)) != _text(after.get(name)):
                yield _move(_words(name), before.get(name), after.get(name), None)
    elif _is_plain(before) or _is_plain(after):
        name = next((data[one] for one in ("fact", "name", "field") if isinstance(data.get(one), str)), "value")
        yield _move(_words(name), before, after, data.get("percent"))
    fields = data.get("fields")
    for name, value in fields.items() if isinstance(fields, Mapping) else ():
        if isinstance(value, Mapping) and ("before" in value or "after" in value):
            yield _move(_words(name), value.get("before"), value.get("after"), value.get("percent"))
        elif isinstance(value, list) and len(value) == 2:
            yield _move(_words(name), value[0], value[1], None)


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
        label = f"{label}, {_text(one.get('periodEnd'))}" if data.get("restated") else label
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
    """Everything else it says of itself, one line a field; a thing that came or went is told whole."""
    before, after = _record(data.get("before")), _record(data.get("after"))
    thing = next(filter(None, (*(_record(data.get(name)) for name in _NESTED), after, before)), {})
    moved = {name for name in thing if before and after and _text(before.get(name)) != _text(after.get(name))}
    own = {name: value for name, value in data.items() if name not in _TOLD and not isinstance(value, Mapping)}
    fields = {name: value for name, value in _record(data.get("fields")).items() if _is_plain(value)}
    said = {**own, **thing, **fields}
    for name in _in_order(said):
        text = "" if name in moved else _listed(said[name])
        if text:
            yield MoveRow(_words(name), "", text, spoken=text)


def _record(value: object) -> Json:
    """What has parts; of anything else, nothing."""
    return value if isinstance(value, Mapping) else {}


def _in_order(*records: Json) -> list[str]:
    """Names as people read them: what it is called first, when it was last."""
    names = [name for name in dict.fromkeys(chain(*records)) if name not in _HIDDEN]
    return sorted(names, key=lambda name: _ORDER.index(name) if name in _ORDER else _ORDER.index(""))


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
