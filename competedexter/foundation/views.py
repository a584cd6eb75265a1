"""What goes out of a room: frozen, camelCase on the wire, the same for UI and REST."""

from datetime import UTC, datetime
from typing import Annotated, Generic, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

T = TypeVar("T")


def as_rfc3339(moment: datetime) -> str:
    """`2026-11-22T14:05:00.123456Z`: UTC, with Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


Moment = Annotated[datetime, PlainSerializer(as_rfc3339, return_type=str, when_used="json")]


def _with_sign(value: object) -> object:
    """`2026-11-22T14:00:00 01:00`: a plus sign that nobody escaped in an address arrives as a space."""
    if isinstance(value, str) and len(value) > 6 and value[-6] == " " and value[-3] == ":" and ":" in value[:-6]:
        return f"{value[:-6]}+{value[-5:]}"
    return value


def _as_utc(moment: datetime) -> datetime:
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must lie between the years 1 and 9999") from error


# A time as it comes in: aware, in UTC. One without a zone counts as UTC.
GivenMoment = Annotated[datetime, BeforeValidator(_with_sign), AfterValidator(_as_utc)]


class View(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class Command(BaseModel):
    """What comes in: unknown fields are refused, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, extra="forbid")


MOST_COUNTED = 10_000  # longer lists are walked by their cursor, not by the number of their pages


class Pagination(View):
    """`total` is exact unless `at_least` says that there are more than were counted (MOST_COUNTED)."""

    total: int
    page: int
    page_size: int
    at_least: bool = Field(default=False, exclude_if=lambda known: not known)

    @classmethod
    def counted(cls, total: int, page: int, page_size: int) -> Self:
        """Of a count that ended at MOST_COUNTED + 1."""
        return cls(total=min(total, MOST_COUNTED), page=page, page_size=page_size, at_least=total > MOST_COUNTED)


class Page(View, Generic[T]):
    items: tuple[T, ...]
    pagination: Pagination
    next_cursor: str | None = None
