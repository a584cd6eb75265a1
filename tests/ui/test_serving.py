"""What stands around the pages: headers, one build for any address, the way to sign-in."""

from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from competedexter.ui.serving import RelocatableEnv, SecurityHeaders, SignInGate, content_security_policy, relocated


@pytest.fixture
def build(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "sign-in").mkdir()
    (tmp_path / "index.html").write_text("<html><script>let a = 1;</script><script src=/x.js></script></html>")
    (tmp_path / "sign-in" / "index.html").write_text("<html></html>")
    env = 'const e={EVENT:"ws://localhost:3000/_event",PING:`http://localhost:3000/ping`};'
    (tmp_path / "assets" / "reflex-env-abc.js").write_text(env)
    return tmp_path


async def seen_path(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(scope["path"])(scope, receive, send)


async def ask(app: object, path: str, *, query: bytes = b"", cookie: str = "") -> tuple[int, dict[str, str], str]:
    """Status, headers and body of one GET."""
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"cookie", cookie.encode())] if cookie else []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": headers}
    await app(scope, receive, send)  # type: ignore[operator]
    found = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return told[0]["status"], found, b"".join(part.get("body", b"") for part in told[1:]).decode()


def test_only_scripts_of_ours_may_run(build: Path) -> None:
    policy = content_security_policy(build)
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert scripts.startswith("script-src 'self' 'sha256-")
    assert scripts.count("sha256-") == 1
    assert "unsafe" not in scripts
    assert "frame-ancestors 'none'" in policy


async def test_every_answer_has_the_headers(build: Path) -> None:
    _, headers, _ = await ask(SecurityHeaders(seen_path, build), "/")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "content-security-policy" in headers


async def test_built_files_are_kept_for_ever_and_pages_are_not(build: Path) -> None:
    app = SecurityHeaders(seen_path, build)
    assert "immutable" in (await ask(app, "/assets/x.js"))[1]["cache-control"]
    assert (await ask(app, "/sign-in"))[1]["cache-control"] == "no-cache"


async def test_a_page_is_served_without_a_detour(build: Path) -> None:
    assert (await ask(SecurityHeaders(seen_path, build), "/sign-in"))[2] == "/sign-in/index.html"


async def test_an_answer_keeps_its_own_stricter_policy(build: Path) -> None:
    async def inert(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("x", headers={"content-security-policy": "sandbox"})(scope, receive, send)

    assert (await ask(SecurityHeaders(inert, build), "/"))[1]["content-security-policy"] == "sandbox"


def test_the_build_speaks_to_the_origin_it_was_opened_from() -> None:
    moved = relocated('a="http://localhost:3000/ping";b="ws://localhost:3000/_event"', "http://localhost:3000")
    assert moved == ('a=(location.origin+"/ping");b=(location.origin.replace(/^http/,\'ws\')+"/_event")')


async def test_the_environment_chunk_is_served_relocated(build: Path) -> None:
    _, headers, body = await ask(RelocatableEnv(seen_path, build, "http://localhost:3000"), "/assets/reflex-env-abc.js")
    assert "localhost" not in body
    assert headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("path", ["/overview", "/competitors/abc", "/ask/1"])
async def test_a_visitor_without_a_session_is_sent_to_sign_in_and_back(path: str) -> None:
    gate = SignInGate(seen_path, cookie="sid", private=("/overview", "/competitors", "/ask"))
    status, headers, _ = await ask(gate, path, query=b"tab=pricing")
    assert (status, headers["location"]) == (303, f"/sign-in?next={path}%3Ftab%3Dpricing")
    assert (await ask(gate, path, cookie="other=1; sid=x"))[0] == 200


@pytest.mark.parametrize("path", ["/", "/sign-in", "/overviews", "/assets/overview"])
async def test_other_pages_are_open_to_everyone(path: str) -> None:
    gate = SignInGate(seen_path, cookie="sid", private=("/overview",))
    assert (await ask(gate, path))[0] == 200
