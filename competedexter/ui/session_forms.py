"""The form posts that set and clear the session cookie: /auth/sign-up, /auth/sign-in, /auth/sign-out.

A cookie that scripts cannot read can only be set by a real HTTP answer, so these are plain forms, not events.
What went wrong travels back in a short-lived cookie, never in the address, so that a link cannot put words on our page.
"""

import base64
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from pydantic import SecretStr, ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import Client, Credentials, NewAccount, Person
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.demo.service import open_demo
from competedexter.foundation.crypto import new_token
from competedexter.foundation.errors import InvalidRequest, ProductError
from competedexter.foundation.identifiers import new_id
from competedexter.runtime import get_runtime

from .session import COOKIE

SESSION_SECONDS = 30 * 24 * 3600  # as long as the session in the database
FLASH_COOKIE = "competedexter_form"
FLASH_SECONDS = 60  # long enough for one redirect
GUESTS_AT = "demo.test"  # a name nobody can own (RFC 2606)
LONGEST_KEPT = 320  # characters of a typed value that come back into the form


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


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _client(request: Request) -> Client:
    return Client(ip=request.client.host if request.client else "", user_agent=request.headers.get("user-agent", ""))


def _back(page: str, form: FormData, error: ProductError) -> Response:
    details = error.details if isinstance(error.details, list) and error.details else [{}]
    said = {
        "sentence": str(error),
        "field": str(details[0].get("field", "")),
        "email": _text(form, "email")[:LONGEST_KEPT],
        "name": _text(form, "name")[:LONGEST_KEPT],
        "next": _text(form, "next")[:LONGEST_KEPT],
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


async def sign_up(request: Request) -> Response:
    """A user, a workspace and a session; then the first run."""
    if not is_same_origin(request):
        return _refuse()
    form = await request.form()
    try:
        new = NewAccount(
            email=_text(form, "email"),
            password=SecretStr(_text(form, "password")),
            name=_text(form, "name"),
            workspace_name=_text(form, "workspace") or None,
        )
        async with get_runtime().database.system() as work:
            person = await accounts.register(work, new, _client(request))
        return await _enter(request, person, inside(_text(form, "next"), "/welcome"))
    except ValidationError as error:
        return _back("/sign-up", form, _asked(error))
    except ProductError as error:
        return _back("/sign-up", form, error)


async def sign_in(request: Request) -> Response:
    """A session for who knows the password; attempts are counted."""
    if not is_same_origin(request):
        return _refuse()
    form = await request.form()
    runtime = get_runtime()
    try:
        credentials = Credentials(email=_text(form, "email"), password=SecretStr(_text(form, "password")))
        person = await accounts.sign_in(runtime.database.system, runtime.throttle, credentials, _client(request))
        return await _enter(request, person, inside(_text(form, "next"), "/overview"))
    except ValidationError as error:
        return _back("/sign-in", form, _asked(error))
    except ProductError as error:
        return _back("/sign-in", form, error)


async def sign_out(request: Request) -> Response:
    """Ends the session in the database, then forgets the cookie."""
    if not is_same_origin(request):
        return _refuse()
    token = request.cookies.get(COOKIE, "")
    if token:
        async with get_runtime().database.system() as work:
            await accounts.close_session(work, token)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


async def demo(request: Request) -> Response:
    """Opens the demo: of the person who is signed in, or of a guest made for it."""
    if not is_same_origin(request):
        return _refuse()
    runtime, token = get_runtime(), request.cookies.get(COOKIE, "")
    try:
        async with runtime.database.system() as work:
            viewer = await accounts.viewer_for_session(work, token) if token else None
        if viewer is None:
            return await _as_guest(request)
        async with runtime.database.system() as work:
            workspace_id = await open_demo(work, viewer)
            await accounts.switch_workspace(work, token, workspace_id)
    except ProductError as error:
        return _back("/sign-in", FormData(), error)
    return RedirectResponse("/overview", status_code=303)


async def _as_guest(request: Request) -> Response:
    """A person with a random name and password, whose session starts in the demo."""
    runtime, client, secret = get_runtime(), _client(request), new_token()
    await runtime.throttle.admit("guest", client.ip)
    guest = NewAccount(email=f"guest-{new_id().hex}@{GUESTS_AT}", password=SecretStr(secret), name="Guest")
    async with runtime.database.system() as work:
        person = await accounts.register(work, guest, client)
    viewer = Viewer(person.id, person.workspaces[0].id, Role.OWNER, person.email, person.name)
    async with runtime.database.system() as work:
        workspace_id = await open_demo(work, viewer)
    return await _enter(request, person, "/overview", workspace_id=workspace_id)


async def workspace(request: Request) -> Response:
    """Opens another workspace of the same person."""
    if not is_same_origin(request):
        return _refuse()
    form = await request.form()
    try:
        wanted = UUID(_text(form, "workspace"))
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
