"""An import or export under way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, Text

from .base import Json, TenantRow, in_workspace, json, json_list, moment, one_of


class ImportJob(TenantRow, table=True):
    """An import or export under way. The row is the truth; the job only points at it."""

    __tablename__ = "import_jobs"
    __table_args__ = (
        in_workspace(),
        one_of("state", "queued", "running", "completed", "failed"),
        Index("ix_import_jobs_open", "lease_until", postgresql_where=text("state IN ('queued', 'running')")),
    )
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    kind: str = Field(sa_type=Text)
    request: Json = json()  # what was asked for, and where the file lies in the archive
    state: str = Field(default="queued", sa_type=Text)
    reason: str = Field(default="", sa_type=Text)  # why it failed, as a sentence
    attempts: int = Field(default=0)
    lease_until: datetime | None = moment()  # until then nobody need look for its job
    done: int = Field(default=0)
    total: int | None = None
    result: Json = json()  # what it brought, counted
    errors: list[Json] = json_list()
    finished_at: datetime | None = moment()
