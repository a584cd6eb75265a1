"""An import or export under way."""

from uuid import UUID

from sqlmodel import Field, Text

from .base import Json, TenantRow, in_workspace, json_list, one_of


class ImportJob(TenantRow, table=True):
    """An import or export under way."""

    __tablename__ = "import_jobs"
    __table_args__ = (in_workspace(), one_of("state", "queued", "running", "completed", "failed"))
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    kind: str = Field(sa_type=Text)
    state: str = Field(default="queued", sa_type=Text)
    done: int = Field(default=0)
    total: int | None = None
    errors: list[Json] = json_list()
