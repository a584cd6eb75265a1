"""One request: who asks, and the transactions it runs in. They commit when the answer is ready and before it is sent."""

from contextlib import AsyncExitStack
from types import TracebackType
from uuid import UUID

from starlette.requests import Request

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.errors import NoWorkspace
from competedexter.customers.accounts.schemas import Client
from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.idempotency import service as idempotency
from competedexter.customers.idempotency.schemas import Claim, KeptAnswer
from competedexter.foundation.errors import InvalidRequest
from competedexter.foundation.peers import client_address
from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.runtime import Runtime

from .errors import MissingToken, NoSuchWorkspace
from .limits import BurstLimit

WORKSPACE_HEADER = "X-Workspace-Id"
MAX_USER_AGENT = 300
FOLLOW = 102  # kept in place of a status: the answer is still being made, and the route knows where to follow it


class Visit:
    """Opened by the door for each request; everything in it is asked for at most once.

    `claim` is there when the request has an Idempotency-Key; `earlier` when a route that keeps its answers itself is
    to give one again.
    """

    def __init__(self, request: Request, runtime: Runtime, burst: BurstLimit) -> None:
        self._request = request
        self._burst = burst
        self._stack = AsyncExitStack()
        self._viewer: Viewer | None = None
        self._work: Work | None = None
        self._house: Work | None = None
        self.runtime = runtime
        self.claim: Claim | None = None
        self.kept = False
        self.earlier: KeptAnswer | None = None

    async def __aenter__(self) -> "Visit":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    @property
    def client(self) -> Client:
        """The peer's own address, unless it is a proxy we trust: a header it wrote itself proves nothing."""
        peer, headers = self._request.client, self._request.headers
        trusted = self.runtime.settings.trusted_proxies
        address = client_address(peer.host if peer else "", headers.getlist("x-forwarded-for"), trusted)
        return Client(ip=address, user_agent=headers.get("user-agent", "")[:MAX_USER_AGENT])

    def token(self) -> str:
        """Raises MissingToken."""
        scheme, _, token = self._request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise MissingToken
        return token.strip()

    async def viewer(self, workspace_id: UUID | None = None) -> Viewer:
        """Who asks, in the workspace the header (or `workspace_id`) names. Raises InvalidToken, NoSuchWorkspace.

        The look-up is a transaction of its own: nothing stays open while the request goes on.
        """
        if self._viewer is None:
            wanted = workspace_id or self._wanted_workspace()
            async with self.runtime.database.look_up() as work:
                self._viewer = await self._known(work, wanted)
            await self._burst.admit(f"user:{self._viewer.user_id}")
        return self._viewer

    async def admit_stranger(self) -> None:
        """For requests without a token: the limit counts the peer's address."""
        await self._burst.admit(f"address:{self.client.ip}")

    async def work(self) -> Work:
        """This request's transaction, fenced to the viewer's workspace."""
        if self._work is None:
            viewer = await self.viewer()
            opened = self.runtime.database.workspace(viewer.workspace_id, viewer.user_id)
            self._work = await self._stack.enter_async_context(opened)
        return self._work

    async def house(self) -> Work:
        """A transaction over all workspaces: for accounts, whose rows belong to people."""
        if self._house is None:
            self._house = await self._stack.enter_async_context(self.runtime.database.system())
        return self._house

    async def open_work(self) -> OpenWork:
        """For verbs that must let go in between."""
        viewer = await self.viewer()
        return self.runtime.database.opener(viewer.workspace_id, viewer.user_id)

    async def keep_at_once(self, answer: KeptAnswer) -> None:
        """For answers that take long: what the next request with the same key finds in `earlier`, from now on."""
        if self.claim is not None:
            open_work = await self.open_work()
            async with open_work() as work:
                await idempotency.keep(work, await self.viewer(), self.claim, answer)
            self.kept = True

    async def _known(self, work: Work, wanted: UUID | None) -> Viewer:
        token, settings = self.token(), self.runtime.settings
        try:
            return await accounts.viewer_for_bearer(work, token, settings, workspace_id=wanted)
        except NoWorkspace as error:
            if wanted is None:
                raise
            raise NoSuchWorkspace from error

    def _wanted_workspace(self) -> UUID | None:
        text = self._request.headers.get(WORKSPACE_HEADER)
        if text is None:
            return None
        try:
            return UUID(text)
        except ValueError as error:
            raise InvalidRequest(details=[{"field": WORKSPACE_HEADER, "reason": "must be a UUID"}]) from error
