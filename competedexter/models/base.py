"""What all tables share: time-ordered keys, aware times, the tenant fence."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel, Text

from competedexter.foundation.identifiers import new_id

Timestamp = DateTime(timezone=True)
Json = dict[str, Any]  # Any: JSON as it came; typed again by the room that owns the table
TextArray = ARRAY(Text)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def utc_now() -> datetime:
    return datetime.now(UTC)


class Row(SQLModel):
    """A row with a key of its own and the time it was written."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Timestamp, nullable=False)


class TenantRow(Row):
    """A row that belongs to one workspace; row-level security compares `workspace_id`."""

    workspace_id: UUID = Field(nullable=False)


def moment(*, nullable: bool = True, index: bool = False) -> Any:  # Any: SQLModel's Field is untyped on purpose
    """An aware point in time."""
    if nullable:
        return Field(default=None, sa_type=Timestamp, nullable=True, index=index)
    return Field(sa_type=Timestamp, nullable=False, index=index)


def json(*, nullable: bool = False) -> Any:  # Any: as above
    if nullable:
        return Field(default=None, sa_type=JSONB, nullable=True)
    return Field(default_factory=dict, sa_type=JSONB, nullable=False)


def json_list() -> Any:  # Any: as above
    return Field(default_factory=list, sa_type=JSONB, nullable=False)


def text_list() -> Any:  # Any: as above
    return Field(default_factory=list, sa_type=TextArray, nullable=False)


def one_of(column: str, *values: str) -> CheckConstraint:
    """The database checks enumerated columns too."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def in_workspace() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], ondelete="CASCADE")


def belongs_to(column: str, table: str, *, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key that carries the tenant: foreign-key checks bypass row-level security, so the key itself fences."""
    if ondelete == "SET NULL":
        ondelete = f"SET NULL ({column})"
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"], ondelete=ondelete)


def referable() -> UniqueConstraint:
    """Lets other tables point here with `belongs_to`."""
    return UniqueConstraint("workspace_id", "id")
