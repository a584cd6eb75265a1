"""Who may come in: sign-up, sign-in, sessions, bearer tokens, profiles and workspaces."""

import asyncio
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from competedexter.foundation.crypto import hash_password, new_token, password_matches, token_digest
from competedexter.foundation.settings import Settings
from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.jobs import SetUpWorkspace
from competedexter.models import AuditEntry, RevokedToken, User, UserSession, Workspace

from . import tokens
from .errors import EmailTaken, InvalidToken, NoWorkspace, WeakPassword, WrongCredentials
from .names import as_stored, clean_email, clean_name, clean_workspace_name, printable
from .passwords import weakness
from .repository import AccountRepository
from .schemas import (
    Client,
    Credentials,
    MemberView,
    NewAccount,
    Person,
    ProfileEdit,
    ProfileView,
    TokenView,
    UsageView,
    WorkspaceEdit,
    WorkspaceSettings,
    WorkspaceView,
)
from .throttle import SignInThrottle
from .viewer import Role, Viewer

SESSION_LIFE = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)  # a session's last use is written at most this often
SET_UP = "set_up"  # the setting that says a workspace has what it starts with
LEFT_BEHIND = timedelta(seconds=30)  # longer than a job ever waits while the queue is well
DEMO_GIVEN_UP = timedelta(days=1)  # a demo that could not be written in a day is broken, not late
SWEEP_MOST = 1_000
_HASHING = asyncio.Semaphore(2)  # argon2 takes 64 MiB and a core for 150 ms each


async def register(work: Work, new: NewAccount, client: Client) -> Person:
    """A user with a workspace of their own. System work. Raises EmailTaken, WeakPassword, InvalidEmail, MissingName."""
    email, name = clean_email(new.email), clean_name(new.name)
    password = new.password.get_secret_value()
    if reason := weakness(password, email=email, name=name):
        raise WeakPassword(reason=reason, details=[{"field": "password", "reason": reason}])
    accounts = AccountRepository(work)
    user = User(email=email, password_hash=await _hashed(password), name=name, created_at=work.now())
    if not await accounts.add_user(user):
        raise EmailTaken(details=[{"field": "email", "reason": EmailTaken.sentence}])
    workspace_name = printable(new.workspace_name or "") or f"{name}'s workspace"
    await _add_workspace(work, user.id, workspace_name[:100], client=client)
    return await _person(accounts, user.id)


async def sign_in(open_system: OpenWork, throttle: SignInThrottle, credentials: Credentials, client: Client) -> Person:
    """The person behind these credentials. Raises WrongCredentials, TooManySignIns, RedisAway (fails closed)."""
    email = as_stored(credentials.email)
    await throttle.admit(email, client.ip)
    async with open_system() as work:
        known = await AccountRepository(work).password_hash(email)
    password = credentials.password.get_secret_value()
    async with _HASHING:
        matches = await asyncio.to_thread(password_matches, password[:1024], known[1] if known else None)
    if known is None or not matches:
        raise WrongCredentials
    await throttle.forgive(email, client.ip)
    async with open_system() as work:
        return await _person(AccountRepository(work), known[0])


def access_token(person: Person, settings: Settings, work: Work) -> TokenView:
    """A bearer token for programs, with the workspace it opens by default."""
    if not person.workspaces:
        raise NoWorkspace
    token = tokens.issue(person, settings.default_plan, secret=settings.secret_key, now=work.now())
    return TokenView(access_token=token, user=person.view(), workspace=person.workspaces[0])


def open_session(work: Work, person: Person, client: Client, *, workspace_id: UUID | None = None) -> str:
    """A browser session; what comes back goes into the cookie and is stored only as its digest."""
    token = new_token()
    AccountRepository(work).add_session(
        UserSession(
            user_id=person.id,
            workspace_id=workspace_id,
            token_hash=token_digest(token),
            expires_at=work.now() + SESSION_LIFE,
            last_seen_at=work.now(),
            ip=client.ip,
            user_agent=client.user_agent[:300],
            created_at=work.now(),
        )
    )
    return token


async def viewer_for_session(work: Work, token: str, *, workspace_id: UUID | None = None) -> Viewer | None:
    """Whose cookie this is, in which workspace, with the role of this moment; None when it opens nothing."""
    accounts, digest = AccountRepository(work), token_digest(token)
    found = await accounts.viewer_by_session(digest, work.now(), workspace_id)
    if found is None:
        return None
    viewer, seen_at = found
    if work.now() - seen_at > SEEN_EVERY:
        await accounts.touch_session(digest)
    return viewer


async def switch_workspace(work: Work, token: str, workspace_id: UUID) -> Viewer:
    """Makes the session open another workspace of the same person. Raises NoWorkspace."""
    found = await AccountRepository(work).viewer_by_session(token_digest(token), work.now(), workspace_id)
    if found is None:
        raise NoWorkspace
    await AccountRepository(work).touch_session(token_digest(token), workspace_id=workspace_id)
    return found[0]


async def close_session(work: Work, token: str) -> None:
    await AccountRepository(work).end_session(token_digest(token))


async def viewer_for_bearer(work: Work, token: str, settings: Settings, *, workspace_id: UUID | None) -> Viewer:
    """Whose token this is. Raises InvalidToken; NoWorkspace when the person is not a member (any more)."""
    claims = tokens.read(token, secret=settings.secret_key, now=work.now())
    accounts = AccountRepository(work)
    viewer = await accounts.viewer_by_token(claims.user_id, claims.jti, claims.token_version, workspace_id)
    if viewer is not None:
        return viewer
    if await accounts.token_is_good(claims.user_id, claims.jti, claims.token_version):
        raise NoWorkspace
    raise InvalidToken


async def revoke_bearer(work: Work, token: str, settings: Settings) -> None:
    claims = tokens.read(token, secret=settings.secret_key, now=work.now())
    await AccountRepository(work).revoke_token(
        RevokedToken(jti=claims.jti, user_id=claims.user_id, revoked_at=work.now(), expires_at=claims.expires_at)
    )


async def profile(work: Work, viewer: Viewer, settings: Settings) -> ProfileView:
    accounts = AccountRepository(work)
    person = await _person(accounts, viewer.user_id)
    used = await accounts.usage(viewer.user_id, _month(work))
    usage = UsageView(questions=0, tokens=0, cost_usd=0.0)
    if used is not None:
        usage = UsageView(questions=used.questions, tokens=used.tokens, cost_usd=float(used.cost_usd))
    return ProfileView(
        **person.view().model_dump(), memberships=person.workspaces, plan=settings.default_plan, usage=usage
    )


async def edit_profile(work: Work, viewer: Viewer, edit: ProfileEdit, settings: Settings) -> ProfileView:
    values = edit.model_dump(exclude_none=True)
    if "name" in values:
        values["name"] = clean_name(values["name"])
    if values:
        await AccountRepository(work).edit_user(viewer.user_id, values)
    return await profile(work, viewer, settings)


async def add_workspace(work: Work, viewer: Viewer, name: str, *, is_demo: bool = False) -> UUID:
    """Another workspace of this person. System work."""
    return await _add_workspace(work, viewer.user_id, clean_workspace_name(name), is_demo=is_demo)


async def demo_workspace(work: Work, viewer: Viewer) -> UUID | None:
    """This person's demo workspace, if there is one. System work."""
    return await AccountRepository(work).demo_workspace_of(viewer.user_id)


async def workspaces(work: Work, viewer: Viewer) -> tuple[WorkspaceView, ...]:
    return await AccountRepository(work).workspaces_of(viewer.user_id)


async def rename_workspace(work: Work, viewer: Viewer, edit: WorkspaceEdit) -> WorkspaceView:
    viewer.require(Role.ADMIN)
    await AccountRepository(work).edit_workspace(viewer.workspace_id, {"name": clean_workspace_name(edit.name)})
    views = await workspaces(work, viewer)
    return next(view for view in views if view.id == viewer.workspace_id)


async def workspace_settings(work: Work, workspace_id: UUID) -> WorkspaceSettings | None:
    """What a workspace has set, by name; None when there is no such workspace."""
    return await AccountRepository(work).workspace_settings(workspace_id)


async def writes_its_past(work: Work, workspace_id: UUID, until: datetime | None) -> None:
    """While its past is being written, until that time at most, clock and sweeps leave the workspace alone."""
    await AccountRepository(work).edit_workspace(workspace_id, {"importing_until": until})


async def keep_workspace_setting(work: Work, workspace_id: UUID, name: str, value: dict[str, Any]) -> None:  # Any: JSON
    """Replaces one setting of a workspace and leaves the others."""
    await AccountRepository(work).keep_setting(workspace_id, name, value)


async def note_set_up(work: Work, workspace_id: UUID) -> None:
    """The workspace has what it starts with."""
    await keep_workspace_setting(work, workspace_id, SET_UP, {"at": work.now().isoformat()})


async def sweep(work: Work) -> int:
    """Sends the set-up of workspaces whose job was lost once more. System work."""
    waiting = await AccountRepository(work).without_setting(SET_UP, LEFT_BEHIND, SWEEP_MOST)
    for workspace_id in waiting:
        work.enqueue(SetUpWorkspace(workspace_id))
    return len(waiting)


async def demos_left_behind(work: Work, path: tuple[str, str]) -> list[tuple[UUID, UUID]]:
    """(workspace, owner) of demos that do not say by now, in the setting at `path`, that they are written. System work."""
    return await AccountRepository(work).demos_unlike(path, LEFT_BEHIND, DEMO_GIVEN_UP, SWEEP_MOST)


async def members(work: Work, viewer: Viewer) -> tuple[MemberView, ...]:
    found = await AccountRepository(work).members(viewer.workspace_id)
    return tuple(
        MemberView(
            user_id=user.id, email=user.email, name=user.name, role=Role(member.role), created_at=member.created_at
        )
        for user, member in found
    )


async def count_question(
    work: Work, viewer: Viewer, *, questions: int = 1, tokens_used: int = 0, cost_usd: Decimal = Decimal(0)
) -> None:
    """Adds to this month's use; a negative count gives a question back."""
    accounts = AccountRepository(work)
    await accounts.count_use(viewer.user_id, _month(work), questions=questions, tokens=tokens_used, cost_usd=cost_usd)


async def _hashed(password: str) -> str:
    async with _HASHING:
        return await asyncio.to_thread(hash_password, password)


async def _person(accounts: AccountRepository, user_id: UUID) -> Person:
    person = await accounts.person(user_id)
    if person is None:
        raise InvalidToken
    return person


async def _add_workspace(
    work: Work, owner_id: UUID, name: str, *, is_demo: bool = False, client: Client | None = None
) -> UUID:
    workspace = Workspace(name=name, owner_id=owner_id, is_demo=is_demo, created_at=work.now())
    accounts = AccountRepository(work)
    await accounts.add_workspace(workspace, Role.OWNER)
    accounts.note(
        AuditEntry(
            workspace_id=workspace.id,
            actor_id=owner_id,
            action="workspace.created",
            target=str(workspace.id),
            ip=client.ip if client else "",
            created_at=work.now(),
        )
    )
    work.enqueue(SetUpWorkspace(workspace.id))
    return workspace.id


def _month(work: Work) -> date:
    return work.now().date().replace(day=1)
