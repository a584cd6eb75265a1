"""Sign-up, sign-in, sessions and tokens, against a real database and a real Valkey."""

from datetime import timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.errors import (
    EmailTaken,
    InvalidEmail,
    InvalidToken,
    MissingWorkspaceName,
    NoWorkspace,
    TooManyGuests,
    TooManySignIns,
    WeakPassword,
    WrongCredentials,
)
from competedexter.customers.accounts.schemas import Client, Credentials, NewAccount, ProfileEdit, WorkspaceEdit
from competedexter.customers.accounts.throttle import (
    MOST_GUESTS_PER_ADDRESS,
    MOST_PER_ACCOUNT,
    MOST_PER_ADDRESS,
    SignInThrottle,
)
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.cache import RedisAway, open_redis
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.settings import Settings
from competedexter.jobs import SetUpWorkspace

HOME = Client(ip="192.0.2.1", user_agent="test")
GOOD = "tired-otter-lamp-42"


def new_account(**changes: object) -> NewAccount:
    return NewAccount.model_validate({"email": "Ada@Example.com ", "password": GOOD, "name": "Ada", **changes})


@pytest.fixture
async def throttle(settings: Settings):
    redis = open_redis(settings.redis_url)
    yield SignInThrottle(redis)
    await redis.aclose()


async def sign_in(database: Database, throttle: SignInThrottle, password: str = GOOD, email: str = "ada@example.com"):
    return await accounts.sign_in(
        database.system, throttle, Credentials.model_validate({"email": email, "password": password}), HOME
    )


async def test_signing_up_makes_a_person_who_owns_a_workspace_and_asks_for_its_set_up(
    database: Database, queue: RecordingQueue
) -> None:
    async with database.system() as work:
        person = await accounts.register(work, new_account(), HOME)
    assert person.email == "ada@example.com"
    assert [(w.name, w.role) for w in person.workspaces] == [("Ada's workspace", Role.OWNER)]
    assert queue.take() == [SetUpWorkspace(person.workspaces[0].id)]


async def test_a_workspace_whose_set_up_was_lost_is_set_up_all_the_same(
    database: Database, queue: RecordingQueue, clock: FixedClock
) -> None:
    async with database.system() as work:
        person = await accounts.register(work, new_account(), HOME)
        assert await accounts.sweep(work) == 0
    queue.take()  # lost
    workspace_id = person.workspaces[0].id
    clock.advance(timedelta(seconds=31))
    async with database.system() as work:
        assert await accounts.sweep(work) == 1
    assert queue.take() == [SetUpWorkspace(workspace_id)]
    async with database.workspace(workspace_id) as work:
        await accounts.note_set_up(work, workspace_id)
    async with database.system() as work:
        assert await accounts.sweep(work) == 0


async def test_settings_of_a_workspace_do_not_push_each_other_out(database: Database, workspace: Viewer) -> None:
    async with database.workspace(workspace.workspace_id) as work:
        before = await accounts.workspace_settings(work, workspace.workspace_id)
        async with database.workspace(workspace.workspace_id) as other:
            await accounts.keep_workspace_setting(other, workspace.workspace_id, "one", {"kept": True})
        await accounts.keep_workspace_setting(work, workspace.workspace_id, "two", {"kept": True})
    async with database.workspace(workspace.workspace_id) as work:
        after = await accounts.workspace_settings(work, workspace.workspace_id)
    assert before is not None
    assert after is not None
    assert set(after.values) - set(before.values) == {"one", "two"}


async def test_the_same_address_signs_up_once_however_it_is_spelt(database: Database) -> None:
    async with database.system() as work:
        await accounts.register(work, new_account(), HOME)
    with pytest.raises(EmailTaken):
        async with database.system() as work:
            await accounts.register(work, new_account(email="ADA@example.COM"), HOME)


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "too short"), ("password1234", "common"), ("aaaaaaaaaaaaaa", "Repeats"), ("x1" * 200, "too long")],
)
async def test_weak_passwords_are_refused_with_the_reason(database: Database, password: str, reason: str) -> None:
    with pytest.raises(WeakPassword, match=reason):
        async with database.system() as work:
            await accounts.register(work, new_account(password=password), HOME)


async def test_what_is_no_address_is_refused(database: Database) -> None:
    with pytest.raises(InvalidEmail):
        async with database.system() as work:
            await accounts.register(work, new_account(email="ada at example"), HOME)


async def test_signing_in_needs_the_right_password(database: Database, throttle: SignInThrottle) -> None:
    async with database.system() as work:
        await accounts.register(work, new_account(), HOME)
    assert (await sign_in(database, throttle)).name == "Ada"
    with pytest.raises(WrongCredentials):
        await sign_in(database, throttle, password="tired-otter-lamp-43")
    with pytest.raises(WrongCredentials):
        await sign_in(database, throttle, email="nobody@example.com")


async def test_the_eleventh_attempt_on_one_account_must_wait(database: Database, throttle: SignInThrottle) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        await throttle.admit("ada@example.com", "192.0.2.1")
    with pytest.raises(TooManySignIns) as refusal:
        await sign_in(database, throttle)
    assert refusal.value.retry_after
    assert refusal.value.retry_after > 0


async def test_right_passwords_never_exhaust_an_address_and_buy_no_guesses(
    database: Database, throttle: SignInThrottle
) -> None:
    async with database.system() as work:
        await accounts.register(work, new_account(), HOME)
    guesses = MOST_PER_ADDRESS - 1
    for n in range(guesses):
        await sign_in(database, throttle)
        with pytest.raises(WrongCredentials):
            await sign_in(database, throttle, "guess", f"victim{n}@example.com")
    await sign_in(database, throttle)
    with pytest.raises(WrongCredentials):
        await sign_in(database, throttle, "guess", "one-more@example.com")
    with pytest.raises(TooManySignIns):
        await sign_in(database, throttle, "guess", "another@example.com")


async def test_guests_are_counted_per_address_and_not_as_attempts_to_sign_in(
    database: Database, throttle: SignInThrottle
) -> None:
    for n in range(2 * MOST_GUESTS_PER_ADDRESS):
        await throttle.admit_guest(f"198.51.100.{n}")
    for _ in range(MOST_GUESTS_PER_ADDRESS):
        await throttle.admit_guest(HOME.ip)
    with pytest.raises(TooManyGuests, match="demo"):
        await throttle.admit_guest(HOME.ip)
    with pytest.raises(WrongCredentials):
        await sign_in(database, throttle)


async def test_one_signs_in_with_what_one_registered_with(database: Database, throttle: SignInThrottle) -> None:
    typed = "ü@xn--bcher-kva.de"
    async with database.system() as work:
        person = await accounts.register(work, new_account(email=typed), HOME)
    assert (await sign_in(database, throttle, email=typed)).id == person.id
    assert (await sign_in(database, throttle, email=" Ü@bücher.de ")).id == person.id
    for nobody in ("", "@", "a\x00@example.com", "not an address"):
        with pytest.raises(WrongCredentials):
            await sign_in(database, throttle, email=nobody)


@pytest.mark.parametrize("name", ["   ", "\u202e", "\x00", "\u200b \t"])
async def test_a_workspace_always_has_a_name_that_can_be_seen(database: Database, workspace: Viewer, name: str) -> None:
    async with database.system() as work:
        with pytest.raises(MissingWorkspaceName):
            await accounts.add_workspace(work, workspace, name)
        with pytest.raises(MissingWorkspaceName):
            await accounts.rename_workspace(work, workspace, WorkspaceEdit(name=name))
        person = await accounts.register(work, new_account(workspace_name=name), HOME)
    assert person.workspaces[0].name == "Ada's workspace"


async def test_without_the_counter_nobody_gets_in(database: Database) -> None:
    away = SignInThrottle(Redis.from_url("unix:///nowhere/redis.sock"))
    with pytest.raises(RedisAway):
        await sign_in(database, away)


async def test_a_session_opens_the_workspace_until_it_is_closed_or_old(
    database: Database, clock: FixedClock, workspace: Viewer
) -> None:
    async with database.system() as work:
        person = await accounts._person(accounts.AccountRepository(work), workspace.user_id)
        token = accounts.open_session(work, person, HOME)
        other = accounts.open_session(work, person, HOME)
    async with database.system() as work:
        assert await accounts.viewer_for_session(work, token) == workspace
        assert await accounts.viewer_for_session(work, "forged") is None
        await accounts.close_session(work, token)
    async with database.system() as work:
        assert await accounts.viewer_for_session(work, token) is None
        assert await accounts.viewer_for_session(work, other) == workspace
    clock.advance(timedelta(days=31))
    async with database.system() as work:
        assert await accounts.viewer_for_session(work, other) is None


async def test_a_bearer_token_works_until_it_is_revoked_or_old(
    database: Database, settings: Settings, clock: FixedClock, workspace: Viewer, stranger: Viewer
) -> None:
    async with database.system() as work:
        person = await accounts._person(accounts.AccountRepository(work), workspace.user_id)
        token = accounts.access_token(person, settings, work).access_token
        other = accounts.access_token(person, settings, work).access_token
    async with database.system() as work:
        assert await accounts.viewer_for_bearer(work, token, settings, workspace_id=None) == workspace
        with pytest.raises(NoWorkspace):
            await accounts.viewer_for_bearer(work, token, settings, workspace_id=stranger.workspace_id)
        await accounts.revoke_bearer(work, token, settings)
    async with database.system() as work:
        with pytest.raises(InvalidToken):
            await accounts.viewer_for_bearer(work, token, settings, workspace_id=None)
        assert await accounts.viewer_for_bearer(work, other, settings, workspace_id=None) == workspace
    clock.advance(timedelta(days=8))
    async with database.system() as work:
        with pytest.raises(InvalidToken):
            await accounts.viewer_for_bearer(work, other, settings, workspace_id=None)


async def test_a_profile_shows_memberships_and_use_and_can_be_edited(
    database: Database, settings: Settings, workspace: Viewer
) -> None:
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        await accounts.count_question(work, workspace)
        await accounts.count_question(work, workspace, tokens_used=120, cost_usd=Decimal("0.0125"))
        await accounts.count_question(work, workspace, questions=0, cost_usd=Decimal("0.01"))
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        view = await accounts.edit_profile(work, workspace, ProfileEdit(name=" Ada   King "), settings)
    assert view.name == "Ada King"
    assert (view.usage.questions, view.usage.tokens, view.usage.cost_usd) == (2, 120, 0.0225)
    assert [m.id for m in view.memberships] == [workspace.workspace_id]
