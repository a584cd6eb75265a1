"""Sign up, sign in, sign out."""

from typing import Any

from fastapi import APIRouter

from competedexter.api.dependencies import Visiting
from competedexter.api.door import Door
from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import Credentials, NewAccount, TokenView

router = APIRouter(prefix="/auth", tags=["auth"], route_class=Door)
OPEN: dict[str, Any] = {"security": []}  # no token needed; Any: OpenAPI is JSON


@router.post("/register", status_code=201, openapi_extra=OPEN)
async def register(new: NewAccount, visit: Visiting) -> TokenView:
    """A new person with a workspace of their own, signed in."""
    await visit.admit_stranger()
    work = await visit.house()
    person = await accounts.register(work, new, visit.client)
    return accounts.access_token(person, visit.runtime.settings, work)


@router.post("/login", openapi_extra=OPEN)
async def login(credentials: Credentials, visit: Visiting) -> TokenView:
    """An access token for seven days. Attempts are limited per account and per address."""
    await visit.admit_stranger()
    runtime = visit.runtime
    person = await accounts.sign_in(runtime.database.system, runtime.throttle, credentials, visit.client)
    return accounts.access_token(person, runtime.settings, await visit.house())


@router.post("/logout", status_code=204)
async def logout(visit: Visiting) -> None:
    """Revokes the token of this request."""
    await visit.viewer()
    await accounts.revoke_bearer(await visit.house(), visit.token(), visit.runtime.settings)
