"""What a type of source may be told beside its address, as the form has it. Pure."""

from collections.abc import Mapping
from typing import Any, Final

FETCHED: Final = ("", "Fetched from its address")
UPLOADED: Final = ("upload", "Uploaded as a file")
SENT: Final = ("webhook", "Sent to its hook")
FEEDS: Final = {"custom": [FETCHED, UPLOADED, SENT], "reviews": [FETCHED, UPLOADED], "patents": [FETCHED, UPLOADED]}
VIAS: Final = [("", "What its pages show"), ("builtwith", "BuiltWith's profile")]
LONGEST: Final = 100  # characters of a publisher's name


def fed_by(config: Mapping[str, Any]) -> str:  # Any: a source's config
    """Who brings it: upload or webhook; empty where it is fetched."""
    fed = str(config.get("feedBy") or "")
    return fed if fed in (UPLOADED[0], SENT[0]) else ""


def options_of(source_type: str, form: Mapping[str, Any]) -> dict[str, str]:  # Any: whatever the page sent
    """`{"via": "builtwith"}`, `{"publisher": "G2"}`; nothing where nothing was said."""
    said: dict[str, str] = {}
    if source_type == "tech_stack" and form.get("via") == "builtwith":
        said["via"] = "builtwith"
    if source_type == "reviews" and (publisher := str(form.get("publisher") or "").strip()[:LONGEST]):
        said["publisher"] = publisher
    return said
