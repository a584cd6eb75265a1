"""The form posts that set and clear the session cookie: /auth/sign-up, /auth/sign-in, /auth/sign-out.

A cookie that scripts cannot read can only be set by a real HTTP answer, so these are plain forms, not events.
What went wrong travels back in a short-lived cookie, never in the address, so that a link cannot put words on our page.
"""

import base64
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from pydantic import SecretStr, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import Client, Credentials, NewAccount, Person
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.demo.service import open_demo
from competedexter.foundation.crypto import new_token
from competedexter.foundation.errors import InvalidRequest, ProductError
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.incoming import SentTooMuch, SentTooSlowly
from competedexter.foundation.peers import client_address
from competedexter.runtime import get_runtime

from .errors import UNEXPECTED
from .form_reading import Fields, read_form
from .session import COOKIE

log = logging.getLogger(__name__)

SESSION_SECONDS = 30 * 24 * 3600  # as long as the session in the database
FLASH_COOKIE = "competedexter_form"
FLASH_SECONDS = 60  # long enough for one redirect
GUESTS_AT = "demo.test"  # a name nobody can own (RFC 2606)
LONGEST_KEPT = 320  # characters of a typed value that come back into the form
NOBODY_THERE = 499  # told to nobody: the browser went away before its form had arrived

Taking = Callable[[Request, Fields], Awaitable[Response]]


class Unforeseen(ProductError):
    code = "internal_error"
    status = 500
    sentence = UNEXPECTED


def is_same_origin(request: Request) -> bool:
    """Whether a page of ours sent this form; a form of another site would sign its visitor in or out."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    ours = {request.headers.get("host", ""), urlsplit(get_runtime().settings.public_url).netloc} - {""}
    return urlsplit(origin).netloc in ours  # "null", of a sandboxed frame, has no place and is not ours


def inside(path: str, otherwise: str) -> str:
    """Where to go next: only ever a page of ours."""
    parts = urlsplit(path)
    safe = path.startswith("/") and not path.startswith("//") and "\\" not in path and not parts.netloc
    return path if safe and not any(ord(character) < 32 for character in path) else otherwise


def read_flash(value: str) -> dict[str, str]:
    """What a form came back with; empty when there is nothing readable."""
    try:
        found = orjson.loads(base64.urlsafe_b64decode(value.encode()))
    except (ValueError, UnicodeEncodeError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(key): str(text)[:LONGEST_KEPT] for key, text in found.items()}


def _client(request: Request) -> Client:
    peer, trusted = request.client, get_runtime().settings.trusted_proxies
    address = client_address(peer.host if peer else "", request.headers.getlist("x-forwarded-for"), trusted)
    return Client(ip=address, user_agent=request.headers.get("user-agent", ""))


def _back(page: str, form: Fields, error: ProductError) -> Response:
    details = error.details if isinstance(error.details, list) and error.details else [{}]
    said = {
        "sentence": str(error),
        "field": str(details[0].get("field", "")),
        "email": form.get("email", "")[:LONGEST_KEPT],
        "name": form.get("name", "")[:LONGEST_KEPT],
        "next": form.get("next", "")[:LONGEST_KEPT],
    }
    response = RedirectResponse(f"{page}?problem=1", status_code=303)
    value = base64.urlsafe_b64encode(orjson.dumps(said)).decode()
    response.set_cookie(FLASH_COOKIE, value, max_age=FLASH_SECONDS, httponly=True, samesite="lax", path="/")
    return response


async def _enter(request: Request, person: Person, path: str, *, workspace_id: UUID | None = None) -> Response:
    async with get_runtime().database.system() as work:
        token = accounts.open_session(work, person, _client(request), workspace_id=workspace_id)
    response = RedirectResponse(path, status_code=303)
    secure = request.url.scheme == "https" or get_runtime().settings.public_url.startswith("https:")
    response.set_cookie(COOKIE, token, max_age=SESSION_SECONDS, httponly=True, samesite="lax", secure=secure, path="/")
    response.delete_cookie(FLASH_COOKIE, path="/")
    return response


def _refuse() -> Response:
    return Response("This form was sent from another site and was not accepted.", status_code=403)


def _asked(error: ValidationError) -> InvalidRequest:
    """A Pydantic complaint as one of ours."""
    first = error.errors()[0]
    return InvalidRequest(details=[{"field": str(first["loc"][-1]), "reason": str(first["msg"])}])


def taking(page: str) -> Callable[[Taking], Callable[[Request], Awaitable[Response]]]:
    """What every form here has in common: from one of our pages, readable, and back to `page` with what went wrong."""

    def around(take: Taking) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            if not is_same_origin(request):
                return _refuse()
            try:
                form = await read_form(request)
            except (SentTooMuch, SentTooSlowly) as error:
                return Response(str(error), error.status)
            except ClientDisconnect:
                return Response(status_code=NOBODY_THERE)
            except ProductError as error:
                return _back(page, {}, error)
            return await _taken(take, request, form, page)

        return handle

    return around


async def _taken(take: Taking, request: Request, form: Fields, page: str) -> Response:
    try:
        return await take(request, form)
    except ValidationError as error:
        return _back(page, form, _asked(error))
    except ProductError as error:
        return _back(page, form, error)
    except Exception:  # a person waits for an answer; the error is logged whole
        log.exception("a form could not be taken: %s", request.url.path)
        return _back(page, form, Unforeseen())


@taking("/sign-up")
async def sign_up(request: Request, form: Fields) -> Response:
    """A user, a workspace and a session; then the first run."""
    new = NewAccount(
        email=form.get("email", ""),
        password=SecretStr(form.get("password", "")),
        name=form.get("name", ""),
        workspace_name=form.get("workspace") or None,
    )
    async with get_runtime().database.system() as work:
        person = await accounts.register(work, new, _client(request))
    return await _enter(request, person, inside(form.get("next", ""), "/welcome"))


@taking("/sign-in")
async def sign_in(request: Request, form: Fields) -> Response:
    """A session for who knows the password; attempts are counted."""
    runtime = get_runtime()
    credentials = Credentials(email=form.get("email", ""), password=SecretStr(form.get("password", "")))
    person = await accounts.sign_in(runtime.database.system, runtime.throttle, credentials, _client(request))
    return await _enter(request, person, inside(form.get("next", ""), "/overview"))


@taking("/sign-in")
async def sign_out(request: Request, form: Fields) -> Response:
    """Ends the session in the database, then forgets the cookie."""
    token = request.cookies.get(COOKIE, "")
    if token:
        async with get_runtime().database.system() as work:
            await accounts.close_session(work, token)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


@taking("/sign-in")
async def demo(request: Request, form: Fields) -> Response:
    """Opens the demo: of the person who is signed in, or of a guest made for it."""
    runtime, token = get_runtime(), request.cookies.get(COOKIE, "")
    async with runtime.database.system() as work:
        viewer = await accounts.viewer_for_session(work, token) if token else None
    if viewer is None:
        return await _as_guest(request)
    async with runtime.database.system() as work:
        workspace_id = await open_demo(work, viewer)
        await accounts.switch_workspace(work, token, workspace_id)
    return RedirectResponse("/overview", status_code=303)


async def _as_guest(request: Request) -> Response:
    """A person with a random name and password, whose session starts in the demo."""
    runtime, client, secret = get_runtime(), _client(request), new_token()
    await runtime.throttle.admit_guest(client.ip)
    guest = NewAccount(email=f"guest-{new_id().hex}@{GUESTS_AT}", password=SecretStr(secret), name="Guest")
    async with runtime.database.system() as work:
        person = await accounts.register(work, guest, client)
    viewer = Viewer(person.id, person.workspaces[0].id, Role.OWNER, person.email, person.name)
    async with runtime.database.system() as work:
        workspace_id = await open_demo(work, viewer)
    return await _enter(request, person, "/overview", workspace_id=workspace_id)


@taking("/sign-in")
async def workspace(request: Request, form: Fields) -> Response:
    """Opens another workspace of the same person."""
    try:
        wanted = UUID(form.get("workspace", ""))
        async with get_runtime().database.system() as work:
            await accounts.switch_workspace(work, request.cookies.get(COOKIE, ""), wanted)
    except (ValueError, ProductError):
        return RedirectResponse("/sign-in", status_code=303)
    return RedirectResponse("/overview", status_code=303)


ROUTES = [
    Route("/auth/sign-up", sign_up, methods=["POST"]),
    Route("/auth/sign-in", sign_in, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
    Route("/auth/demo", demo, methods=["POST"]),
    Route("/auth/workspace", workspace, methods=["POST"]),
]
