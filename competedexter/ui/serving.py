"""ASGI layers around the pages: strict headers, one build for any address, and no page of the app without a session."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S)
FOREVER = b"public, max-age=31536000, immutable"  # built files carry their hash in the name
OWN_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


def inline_script_hashes(build: Path) -> list[str]:
    """CSP sources for the inline scripts of the built pages; nothing else inline may run."""
    found = {
        "'sha256-" + base64.b64encode(hashlib.sha256(body).digest()).decode() + "'"
        for page in build.rglob("*.html")
        for body in INLINE_SCRIPT.findall(page.read_bytes())
    }
    return sorted(found)


def content_security_policy(build: Path) -> str:
    """Scripts of ours only; styles may be inline because React sets style attributes."""
    scripts = " ".join(("'self'", *inline_script_hashes(build)))
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'self'; "
        "form-action 'self'; object-src 'none'"
    )


class SecurityHeaders:
    """Adds our headers to every answer that does not set its own, and serves `/page` without a redirect to `/page/`."""

    def __init__(self, app: ASGIApp, build: Path) -> None:
        self._app = app
        self._policy = content_security_policy(build).encode()
        self._pages = {"/" + file.parent.relative_to(build).as_posix() for file in build.rglob("*/index.html")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path in self._pages:
            inner = f"{path}/index.html"
            scope = {**scope, "path": inner, "raw_path": inner.encode()}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._headers(path, message)}
            await send(message)

        await self._app(scope, receive, with_headers)

    def _headers(self, path: str, message: Message) -> list[tuple[bytes, bytes]]:
        headers = list(message.get("headers", []))
        set_already = {name.lower() for name, _ in headers}
        wanted = [(b"content-security-policy", self._policy), *OWN_HEADERS]
        if path.startswith("/assets/") and message["status"] == 200:
            wanted.append((b"cache-control", FOREVER))
        elif not path.startswith("/api/"):
            wanted.append((b"cache-control", b"no-cache"))
        return headers + [pair for pair in wanted if pair[0] not in set_already]


def relocated(script: str, built_for: str) -> str:
    """The build's addresses replaced by expressions over the page's own origin."""
    socket = re.sub(r"^http", "ws", built_for)
    script = re.sub(rf"([`\"']){re.escape(built_for)}([^`\"']*)\1", r"(location.origin+\1\2\1)", script)
    as_socket = r"(location.origin.replace(/^http/,'ws')+\1\2\1)"
    return re.sub(rf"([`\"']){re.escape(socket)}([^`\"']*)\1", as_socket, script)


class RelocatableEnv:
    """Serves the build's environment chunk for the origin the page was opened from: one build, any host and port."""

    def __init__(self, app: ASGIApp, build: Path, built_for: str) -> None:
        self._app = app
        files = (build / "assets").glob("reflex-env-*.js")
        self._files = {f"/assets/{file.name}": relocated(file.read_text(), built_for) for file in files}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        script = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if script is None:
            await self._app(scope, receive, send)
            return
        response = Response(script, media_type="text/javascript")
        await response(scope, receive, send)


class SignInGate:
    """Sends a visitor without a session cookie from a page of the app to sign-in, and back afterwards.

    Pages are static and hold no data; this only saves the visitor a blank page. Data is guarded before every event.
    """

    def __init__(self, app: ASGIApp, *, cookie: str, private: tuple[str, ...]) -> None:
        self._app = app
        self._cookie = f"{cookie}="
        self._private = private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and self._is_private(scope["path"]):
            cookies = Headers(scope=scope).get("cookie", "")
            if not any(part.strip().startswith(self._cookie) for part in cookies.split(";")):
                await RedirectResponse(self._sign_in(scope), status_code=303)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_private(self, path: str) -> bool:
        return any(path == root or path.startswith(f"{root}/") for root in self._private)

    @staticmethod
    def _sign_in(scope: Scope) -> str:
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = scope["path"] + (f"?{query}" if query else "")
        return f"/sign-in?next={quote(wanted, safe='/')}"
