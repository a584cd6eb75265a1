"""Who is looking: a person, in one workspace, with a role read from the database."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from competedexter.foundation.errors import Forbidden


class Role(StrEnum):
    """Each may do what the ones before it may, and more (product.md)."""

    VIEWER = "viewer"
    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"


_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True)
class Viewer:
    user_id: UUID
    workspace_id: UUID
    role: Role
    email: str
    name: str

    def require(self, role: Role) -> None:
        """Raises Forbidden when this person's role is lower."""
        if _RANK[self.role] < _RANK[role]:
            raise Forbidden
