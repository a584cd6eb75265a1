"""What comes into and goes out of accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, SecretStr

from competedexter.foundation.views import Command, Moment, View

from .viewer import Role

TOKEN_LIFE_SECONDS = 7 * 24 * 3600


class NewAccount(Command):
    email: Annotated[str, Field(max_length=320)]
    password: SecretStr
    name: Annotated[str, Field(max_length=1000)]
    workspace_name: Annotated[str | None, Field(max_length=100)] = None


class Credentials(Command):
    email: Annotated[str, Field(max_length=320)]
    password: SecretStr


class ProfileEdit(Command):
    name: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    locale: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] | None = None


class WorkspaceEdit(Command):
    name: Annotated[str, Field(min_length=1, max_length=100)]


class NewWorkspace(Command):
    name: Annotated[str, Field(min_length=1, max_length=100)]


@dataclass(frozen=True)
class Client:
    """Where a request comes from: the peer's address, never a header it wrote itself."""

    ip: str
    user_agent: str = ""


class UserView(View):
    id: UUID
    email: str
    name: str
    locale: str
    created_at: Moment


class WorkspaceView(View):
    id: UUID
    name: str
    role: Role
    is_demo: bool
    created_at: Moment


class MemberView(View):
    user_id: UUID
    email: str
    name: str
    role: Role
    created_at: Moment


class TokenView(View):
    access_token: str
    token_type: str = "Bearer"  # noqa: S105  # the scheme, not a secret
    expires_in: int = TOKEN_LIFE_SECONDS
    user: UserView
    workspace: WorkspaceView


class UsageView(View):
    """This calendar month, UTC."""

    questions: int
    tokens: int
    cost_usd: float


class ProfileView(View):
    id: UUID
    email: str
    name: str
    locale: str
    created_at: Moment
    memberships: tuple[WorkspaceView, ...]
    plan: str
    usage: UsageView


@dataclass(frozen=True)
class WorkspaceSettings:
    is_demo: bool
    values: dict[str, Any]  # Any: JSON, typed again by who owns the setting


@dataclass(frozen=True)
class Person:
    """A user as the rooms see one: no hash, no secret."""

    id: UUID
    email: str
    name: str
    locale: str
    token_version: int
    created_at: datetime
    workspaces: tuple[WorkspaceView, ...]

    def view(self) -> UserView:
        return UserView(id=self.id, email=self.email, name=self.name, locale=self.locale, created_at=self.created_at)
