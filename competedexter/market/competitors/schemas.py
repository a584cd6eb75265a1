"""What comes into and goes out of competitors (api.md "Competitor")."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, field_validator

from competedexter.foundation.views import Command, Moment, View

Tier = Literal["primary", "secondary", "watch"]
Word = Annotated[str, Field(min_length=1, max_length=60)]
Sort = Literal["name", "-name", "createdAt", "-createdAt", "updatedAt", "-updatedAt", "tier", "-tier"]

SLOTS = ("pricing", "features", "careers", "feed", "changelog", "docs")
MAX_WORDS = 50  # tags or aliases of one competitor


class SlotState(StrEnum):
    LOOKING = "looking"
    FOUND = "found"
    MISSING = "missing"
    BLOCKED = "blocked"
    QUOTED = "quoted"  # somebody here says that they sell by quote: no price page is missed


class SlotView(View):
    """One of the six places a competitor is expected to have, and what was read there."""

    slot: str
    state: SlotState
    url: str | None = None
    preview: str = ""
    reason: str = ""


class Coverage(View):
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


class _Fields(Command):
    @field_validator("name", check_fields=False)
    @classmethod
    def _printable(cls, value: str | None) -> str | None:
        if value is None:
            return None
        name = " ".join("".join(c if c.isprintable() else " " for c in value).split())
        if not name:
            raise ValueError("a name has at least one visible character")
        return name

    @field_validator("tags", "aliases", check_fields=False)
    @classmethod
    def _distinct(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if value is None else tuple(dict.fromkeys(word.strip() for word in value if word.strip()))


class NewCompetitor(_Fields):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    domain: Annotated[str, Field(min_length=1, max_length=2_000)]
    website_url: Annotated[str | None, Field(max_length=2_000)] = None
    description: Annotated[str, Field(max_length=5_000)] = ""
    tier: Tier = "secondary"
    tags: Annotated[tuple[Word, ...], Field(max_length=MAX_WORDS)] = ()
    aliases: Annotated[tuple[Word, ...], Field(max_length=MAX_WORDS)] = ()
    is_self: bool = False
    metadata: Annotated[dict[str, Any], Field(max_length=MAX_WORDS)] = Field(
        default_factory=dict
    )  # Any: the customer's own JSON
    discover: bool = True


class CompetitorEdit(_Fields):
    """Fields left out stay as they are."""

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    domain: Annotated[str, Field(min_length=1, max_length=2_000)] | None = None
    website_url: Annotated[str, Field(max_length=2_000)] | None = None
    description: Annotated[str, Field(max_length=5_000)] | None = None
    tier: Tier | None = None
    tags: Annotated[tuple[Word, ...], Field(max_length=MAX_WORDS)] | None = None
    aliases: Annotated[tuple[Word, ...], Field(max_length=MAX_WORDS)] | None = None
    is_self: bool | None = None
    metadata: Annotated[dict[str, Any], Field(max_length=MAX_WORDS)] | None = None  # Any: as above


@dataclass(frozen=True)
class CompetitorFilters:
    tier: str | None = None
    tag: str | None = None
    q: str | None = None
    sort: Sort = "name"
    include_archived: bool = False
    only_archived: bool = False


class CompetitorView(View):
    id: UUID
    name: str
    domain: str
    website_url: str
    is_self: bool
    colour_slot: int
    coverage: Coverage
    slots: tuple[SlotView, ...]
    description: str
    logo_url: str | None
    tier: str
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    metadata: dict[str, Any]  # Any: the customer's own JSON
    created_at: Moment
    updated_at: Moment
    archived_at: Moment | None
    discovered_at: Moment | None
