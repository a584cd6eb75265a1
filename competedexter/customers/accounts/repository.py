"""All SQL of accounts. Sign-in happens before there is a tenant, so most of it runs in system work."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import (
    AuditEntry,
    RevokedToken,
    UsageCounter,
    User,
    UserSession,
    Workspace,
    WorkspaceMember,
)

from .schemas import Person, WorkspaceSettings, WorkspaceView
from .viewer import Role, Viewer


def _members(workspace_id: object = None) -> Any:  # Any: a Select whose row type SQLAlchemy cannot keep through joins
    statement = (
        select(
            col(User.id),
            col(WorkspaceMember.workspace_id),
            col(WorkspaceMember.role),
            col(User.email),
            col(User.name),
        )
        .join(WorkspaceMember, col(WorkspaceMember.user_id) == col(User.id))
        .join(Workspace, col(Workspace.id) == col(WorkspaceMember.workspace_id))
        .where(col(Workspace.deleted_at).is_(None))
        .order_by(col(WorkspaceMember.created_at), col(WorkspaceMember.workspace_id))
        .limit(1)
    )
    return statement if workspace_id is None else statement.where(col(WorkspaceMember.workspace_id) == workspace_id)


def _by_token(workspace_id: object = None) -> Any:  # Any: as above
    revoked = exists().where(col(RevokedToken.jti) == bindparam("jti"))
    return _members(workspace_id).where(
        col(User.id) == bindparam("user_id"), col(User.token_version) == bindparam("version"), ~revoked
    )


# Every request of a program asks this: building the statement anew would cost it more than asking.
_BY_TOKEN, _BY_TOKEN_THERE = _by_token(), _by_token(bindparam("workspace_id"))


class AccountRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def add_user(self, user: User) -> bool:
        """False when the address is taken, also by someone who signs up at the same moment."""
        values = user.model_dump()
        statement = insert(User).values(values).on_conflict_do_nothing(index_elements=["email"]).returning(col(User.id))
        return (await self._session.execute(statement)).first() is not None

    async def add_workspace(self, workspace: Workspace, role: Role) -> None:
        self._session.add(workspace)
        await self._session.flush()
        self._session.add(
            WorkspaceMember(
                workspace_id=workspace.id, user_id=workspace.owner_id, role=role, created_at=self._work.now()
            )
        )
        await self._session.flush()

    async def password_hash(self, email: str) -> tuple[UUID, str] | None:
        row = (
            await self._session.execute(select(col(User.id), col(User.password_hash)).where(col(User.email) == email))
        ).first()
        return None if row is None else (row[0], row[1])

    async def person(self, user_id: UUID) -> Person | None:
        user = await self._session.get(User, user_id)
        if user is None:
            return None
        return Person(
            id=user.id,
            email=user.email,
            name=user.name,
            locale=user.locale,
            token_version=user.token_version,
            created_at=user.created_at,
            workspaces=await self.workspaces_of(user_id),
        )

    async def workspaces_of(self, user_id: UUID) -> tuple[WorkspaceView, ...]:
        rows = await self._session.execute(
            select(Workspace, col(WorkspaceMember.role))
            .join(WorkspaceMember, col(WorkspaceMember.workspace_id) == col(Workspace.id))
            .where(col(WorkspaceMember.user_id) == user_id, col(Workspace.deleted_at).is_(None))
            .order_by(col(WorkspaceMember.created_at), col(Workspace.id))
        )
        return tuple(
            WorkspaceView(
                id=workspace.id,
                name=workspace.name,
                role=Role(role),
                is_demo=workspace.is_demo,
                created_at=workspace.created_at,
            )
            for workspace, role in rows
        )

    async def viewer_by_token(
        self, user_id: UUID, jti: UUID, token_version: int, workspace_id: UUID | None
    ) -> Viewer | None:
        """One statement: the user, the token's standing, and the role read now."""
        statement = _BY_TOKEN if workspace_id is None else _BY_TOKEN_THERE
        known: dict[str, object] = {"user_id": user_id, "jti": jti, "version": token_version}
        if workspace_id is not None:
            known["workspace_id"] = workspace_id
        return _viewer((await self._session.execute(statement, known)).first())

    async def token_is_good(self, user_id: UUID, jti: UUID, token_version: int) -> bool:
        revoked = exists().where(col(RevokedToken.jti) == jti)
        statement = select(col(User.id)).where(
            col(User.id) == user_id, col(User.token_version) == token_version, ~revoked
        )
        return (await self._session.execute(statement)).first() is not None

    async def viewer_by_session(
        self, token_hash: str, now: datetime, workspace_id: UUID | None
    ) -> tuple[Viewer, datetime] | None:
        """The viewer and when the session was last seen."""
        statement = (
            _members(workspace_id)
            .add_columns(col(UserSession.last_seen_at))
            .join(UserSession, col(UserSession.user_id) == col(User.id))
            .where(
                col(UserSession.token_hash) == token_hash,
                col(UserSession.revoked_at).is_(None),
                col(UserSession.expires_at) > now,
            )
        )
        if workspace_id is None:
            statement = statement.order_by(None).order_by(
                (col(UserSession.workspace_id) == col(WorkspaceMember.workspace_id)).desc().nulls_last(),
                col(WorkspaceMember.created_at),
                col(WorkspaceMember.workspace_id),
            )
        row = (await self._session.execute(statement)).first()
        viewer = _viewer(row)
        return None if row is None or viewer is None else (viewer, row[-1])

    def add_session(self, session: UserSession) -> None:
        self._session.add(session)

    async def touch_session(self, token_hash: str, *, workspace_id: UUID | None = None) -> None:
        values: dict[str, object] = {"last_seen_at": self._work.now()}
        if workspace_id is not None:
            values["workspace_id"] = workspace_id
        await self._session.execute(update(UserSession).where(col(UserSession.token_hash) == token_hash).values(values))

    async def end_session(self, token_hash: str) -> None:
        await self._session.execute(
            update(UserSession).where(col(UserSession.token_hash) == token_hash).values(revoked_at=self._work.now())
        )

    async def revoke_token(self, token: RevokedToken) -> None:
        await self._session.execute(insert(RevokedToken).values(token.model_dump()).on_conflict_do_nothing())

    async def edit_user(self, user_id: UUID, values: dict[str, object]) -> None:
        await self._session.execute(update(User).where(col(User.id) == user_id).values(values))

    async def edit_workspace(self, workspace_id: UUID, values: dict[str, object]) -> None:
        await self._session.execute(update(Workspace).where(col(Workspace.id) == workspace_id).values(values))

    async def workspace_settings(self, workspace_id: UUID) -> WorkspaceSettings | None:
        row = await self._session.get(Workspace, workspace_id)
        return None if row is None else WorkspaceSettings(is_demo=row.is_demo, values=row.settings)

    async def keep_setting(self, workspace_id: UUID, name: str, value: dict[str, Any]) -> None:  # Any: JSON
        """One statement, so that settings written at the same moment are all kept."""
        kept = col(Workspace.settings).op("||")(bindparam("kept", {name: value}, JSONB))
        await self._session.execute(update(Workspace).where(col(Workspace.id) == workspace_id).values(settings=kept))

    async def without_setting(self, name: str, after: timedelta, most: int) -> list[UUID]:
        """Workspaces that are older than `after` and never had this setting. Over all workspaces: system work."""
        statement = (
            select(col(Workspace.id))
            .where(
                col(Workspace.deleted_at).is_(None),
                col(Workspace.created_at) <= self._work.now() - after,
                ~col(Workspace.settings).bool_op("?")(name),
            )
            .order_by(col(Workspace.created_at))
            .limit(most)
        )
        return list((await self._session.execute(statement)).scalars())

    async def demos_unlike(
        self, path: tuple[str, str], youngest: timedelta, oldest: timedelta, most: int
    ) -> list[tuple[UUID, UUID]]:
        """(id, owner) of demo workspaces of that age whose settings do not say true at `path`. System work."""
        now = self._work.now()
        statement = (
            select(col(Workspace.id), col(Workspace.owner_id))
            .where(
                col(Workspace.is_demo),
                col(Workspace.deleted_at).is_(None),
                col(Workspace.created_at).between(now - oldest, now - youngest),
                col(Workspace.settings)[path].as_boolean().is_not(True),
            )
            .order_by(col(Workspace.created_at))
            .limit(most)
        )
        return [(row[0], row[1]) for row in await self._session.execute(statement)]

    async def members(self, workspace_id: UUID) -> list[tuple[User, WorkspaceMember]]:
        rows = await self._session.execute(
            select(User, WorkspaceMember)
            .join(WorkspaceMember, col(WorkspaceMember.user_id) == col(User.id))
            .where(col(WorkspaceMember.workspace_id) == workspace_id)
            .order_by(col(WorkspaceMember.created_at))
        )
        return [(user, member) for user, member in rows]

    async def demo_workspace_of(self, user_id: UUID) -> UUID | None:
        statement = select(col(Workspace.id)).where(
            col(Workspace.owner_id) == user_id, col(Workspace.is_demo), col(Workspace.deleted_at).is_(None)
        )
        return (await self._session.execute(statement)).scalars().first()

    async def usage(self, user_id: UUID, month: date) -> UsageCounter | None:
        statement = select(UsageCounter).where(col(UsageCounter.user_id) == user_id, col(UsageCounter.month) == month)
        return (await self._session.execute(statement)).scalars().first()

    async def count_use(self, user_id: UUID, month: date, *, questions: int, tokens: int, cost_usd: Decimal) -> None:
        """One statement, so that parallel questions are all counted."""
        statement = insert(UsageCounter).values(
            UsageCounter(
                user_id=user_id, month=month, questions=questions, tokens=tokens, cost_usd=cost_usd
            ).model_dump()
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["user_id", "month"],
                set_={
                    "questions": func.greatest(col(UsageCounter.questions) + questions, 0),
                    "tokens": col(UsageCounter.tokens) + tokens,
                    "cost_usd": col(UsageCounter.cost_usd) + cost_usd,
                },
            )
        )

    def note(self, entry: AuditEntry) -> None:
        self._session.add(entry)


def _viewer(row: Any) -> Viewer | None:  # Any: as in _members
    if row is None:
        return None
    return Viewer(user_id=row[0], workspace_id=row[1], role=Role(row[2]), email=row[3], name=row[4])
