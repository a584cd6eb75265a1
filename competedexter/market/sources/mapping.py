"""How an analyst describes a source of their own (api.md "config"): its format, and where in it the records are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast, get_args

from competedexter.foundation.selectors.bounds import MAX_SELECTOR, BadSelector
from competedexter.foundation.selectors.css import parse_css
from competedexter.foundation.selectors.json_path import parse_path

from .errors import InvalidMapping, MappingMissing

Format = Literal["json", "csv", "html", "feed"]
FORMATS: Final = get_args(Format)
FEEDERS: Final = ("upload", "webhook")
PARTS: Final = ("items", "title", "text", "url", "date")
MAPPED: Final = frozenset({"format", "fields", *PARTS})
OTHERS: Final = frozenset({"feedBy", "complete", "render", "hook"})  # how it comes, beside what it says
MAX_FIELDS: Final = 30
MAX_FIELD_NAME: Final = 60
_NEEDED: Final = {"json": ("items", "title"), "csv": ("title",), "html": ("items", "title"), "feed": ()}
_POISON: Final = frozenset({"__proto__", "constructor", "prototype"})  # what programs in JavaScript trip over
_KINDS: Final = {"json": "JSONPath", "html": "CSS selector"}
FEED_PARTS: Final = ("title", "text", "url", "date", "author", "category", "publisher", "guid")


@dataclass(frozen=True)
class RowMapping:
    """Where the records of a source are. All selectors but `items` start at one item; an empty one is not asked for.

    JSONPath for json, column names for csv, CSS (`a@href` takes an attribute) for html; FEED_PARTS for a feed, which needs
    none of them.
    """

    format: Format
    items: str = ""
    title: str = ""
    text: str = ""
    url: str = ""
    date: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def as_config(self) -> dict[str, object]:
        told = {name: getattr(self, name) for name in PARTS if getattr(self, name)}
        return {"format": self.format, **told, **({"fields": dict(self.fields)} if self.fields else {})}


Faults = list[dict[str, str]]


def mapping_of(config: Mapping[str, object]) -> RowMapping:
    """Raises MappingMissing when nothing is said, InvalidMapping with every fault (field, reason) in words."""
    if not any(name in config for name in MAPPED):
        raise MappingMissing(details=[_fault("format", f"Say what comes: {_either(FORMATS)}.")])
    faults: Faults = []
    given = config.get("format")
    if given not in FORMATS:
        raise _refused([_fault("format", f"Must be {_either(FORMATS)}.")])
    kind = cast(Format, given)
    faults += [_fault(name, "A mapping has no such part.") for name in config if name not in MAPPED | OTHERS]
    parts = {name: _part(kind, name, config, faults) for name in PARTS}
    fields = _fields(kind, config.get("fields"), faults)
    faults += [_fault(name, _missing(kind, name)) for name in _NEEDED[kind] if config.get(name) in (None, "")]
    if faults:
        raise _refused(faults)
    return RowMapping(format=kind, fields=fields, **parts)


def checked_config(source_type: str, config: Mapping[str, object]) -> dict[str, object]:
    """The config of any source as it may be stored. Raises MappingMissing, InvalidMapping."""
    fed = config.get("feedBy")
    if fed is not None and fed not in FEEDERS:
        raise _refused([_fault("feedBy", f"Must be {_either(FEEDERS)}.")])
    for name in ("complete", "render") if source_type == "custom" else ():
        if not isinstance(config.get(name, False), bool):
            raise _refused([_fault(name, "Must be true or false.")])
    if source_type == "custom":
        mapping_of(config)
    return {name: value for name, value in config.items() if name != "hook"}  # ours to write


def reconfigured(
    source_type: str, before: Mapping[str, object], given: Mapping[str, object]
) -> tuple[dict[str, object], bool]:
    """The config as it may be stored in place of `before`, and whether what was seen by that can be compared no more.

    Its hook stays, whoever edits the rest. Raises MappingMissing, InvalidMapping.
    """
    hook = {"hook": before["hook"]} if "hook" in before else {}
    return {**checked_config(source_type, given), **hook}, is_read_anew(source_type, before, given)


def is_read_anew(source_type: str, before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Whether what was seen by one config cannot be compared with what is seen by the other."""
    is_mapped_anew = source_type == "custom" and any(before.get(name) != after.get(name) for name in MAPPED)
    return is_mapped_anew or is_fed(before) != is_fed(after)


def is_fed(config: Mapping[str, object]) -> bool:
    """Whether what it says is brought to us: then it is never due."""
    return config.get("feedBy") in FEEDERS


def _part(kind: str, name: str, config: Mapping[str, object], faults: Faults) -> str:
    value = config.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        faults.append(_fault(name, "Must be text."))
        return ""
    if value.strip():
        _check(kind, name, value, faults)
    return value.strip()


def _fields(kind: str, given: object, faults: Faults) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        faults.append(_fault("fields", "Must name each field and its selector."))
        return {}
    if len(given) > MAX_FIELDS:
        faults.append(_fault("fields", f"At most {MAX_FIELDS} fields are read."))
        return {}
    return {str(name): _field(kind, str(name), selector, faults) for name, selector in given.items()}


def _field(kind: str, name: str, selector: object, faults: Faults) -> str:
    if not name.strip() or len(name) > MAX_FIELD_NAME or not name.isprintable() or name in _POISON:
        shown = name[:MAX_FIELD_NAME]
        faults.append(_fault("fields", f"\u201c{shown}\u201d cannot be a field's name: 1 to {MAX_FIELD_NAME} letters."))
    elif not isinstance(selector, str) or not selector.strip():
        faults.append(_fault(f"fields.{name}", "Must be a selector, as text."))
    else:
        _check(kind, f"fields.{name}", selector, faults)
        return selector.strip()
    return ""


def _check(kind: str, name: str, selector: str, faults: Faults) -> None:
    try:
        if kind == "json":
            parse_path(selector)
        elif kind == "html":
            _check_css(name, selector)
        elif kind == "feed" and selector.strip() not in FEED_PARTS:
            raise BadSelector(f"an entry of a feed has {_either(FEED_PARTS)}")
        elif len(selector) > MAX_SELECTOR:
            raise BadSelector(f"it is longer than {MAX_SELECTOR} characters")
    except BadSelector as error:
        shown = selector[:100]
        faults.append(
            _fault(name, f"\u201c{shown}\u201d is not a {_KINDS.get(kind, 'name')} that can be read: {error}.")
        )


def _check_css(name: str, selector: str) -> None:
    css = parse_css(selector)
    if name == "items" and (css.attribute or not css.alternatives):
        raise BadSelector("items are elements, not attributes")


def _missing(kind: str, name: str) -> str:
    if name == "items":
        example = "$.items[*]" if kind == "json" else "article"
        return f"Say where the records are: a {_KINDS[kind]} such as {example}."
    return "Say what each record is called" + (": the name of a column." if kind == "csv" else ".")


def _either(words: tuple[str, ...]) -> str:
    return ", ".join(words[:-1]) + f" or {words[-1]}"


def _fault(name: str, reason: str) -> dict[str, str]:
    return {"field": f"config.{name}", "reason": reason}


def _refused(faults: Faults) -> InvalidMapping:
    return InvalidMapping(reason=f"{faults[0]['field']}: {faults[0]['reason']}", details=faults)
