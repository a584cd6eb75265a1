"""The mapping of a custom source as its form shows it, and back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

PLACES: Final = ("items", "title", "text", "url", "date")
FORMATS: Final = [
    ("", "Found by itself"), ("json", "JSON"), ("csv", "CSV"), ("feed", "Feed"), ("html", "Web page"),
]  # fmt: skip
MOST_FIELDS: Final = 30
LONGEST_PLACE: Final = 500  # characters of a path or selector


@dataclass(frozen=True)
class MappingRow:
    """What stands in the form; `each` is where the records are (`items`), `fields` one `name = path` a line."""

    format: str = ""
    each: str = ""
    title: str = ""
    text: str = ""
    url: str = ""
    date: str = ""
    fields: str = ""


def config_of(form: Mapping[str, Any]) -> dict[str, Any]:  # Any: whatever the page sent; a source's config
    """The config to save: what was left empty is found by itself."""
    said: dict[str, Any] = {  # Any: a source's config
        name: text
        for name in ("format", *PLACES)
        if (text := str(form.get(f"map-{name}") or "").strip()[:LONGEST_PLACE])
    }
    fields = fields_of(str(form.get("map-fields") or ""))
    return {**said, "fields": fields} if fields else said


def fields_of(text: str) -> dict[str, str]:
    """`price = $.price` a line; a line without a sign names a field that is called so."""
    found: dict[str, str] = {}
    for line in text.splitlines()[:MOST_FIELDS]:
        name, sign, place = (part.strip() for part in line.partition("="))
        if name:
            found[name[:60]] = place[:LONGEST_PLACE] if sign and place else name[:LONGEST_PLACE]
    return found


def mapping_row(config: Mapping[str, Any]) -> MappingRow:  # Any: as above
    """A config as the form shows it."""
    fields = config.get("fields")
    lines = [f"{name} = {place}" for name, place in fields.items()] if isinstance(fields, Mapping) else []
    said = {name: str(config.get(name) or "") for name in ("format", *PLACES)}
    return MappingRow(each=said.pop("items"), **said, fields="\n".join(lines))
