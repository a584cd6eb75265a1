"""What a measurement stands on: real servers, a small site in a process of its own, CPU counted over the whole stack."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")

_SITE = """
import sys
from aiohttp import web

state = {"count": 0, "mode": "same"}
WORDS = "Acme Pro keeps the minutes of your meetings and sends them to everyone who was there. "

def body():
    n = state["count"] if state["mode"] != "same" else 0
    nonce = f'<meta name="csrf-token" content="{n:08x}">'
    text = f"Reports now hold {n} months of history for every team." if state["mode"] == "text" else "Reports hold history."
    rows = "".join(f"<p>{WORDS}Paragraph {i}.</p>" for i in range(450))
    return f"<!doctype html><html><head><title>Acme</title>{nonce}</head><body><main><h1>Acme</h1><p>{text}</p>{rows}</main></body></html>"

async def page(request):
    state["count"] += 1
    html = body()
    if state["mode"] == "304" and request.headers.get("If-None-Match") == '"1"':
        return web.Response(status=304, headers={"ETag": '"1"'})
    headers = {"ETag": '"1"'} if state["mode"] == "304" else {}
    return web.Response(text=html, content_type="text/html", headers=headers)

async def mode(request):
    state["mode"] = request.match_info["mode"]
    return web.Response(text="ok")

async def ready(app):
    pass

app = web.Application()
app.router.add_get("/page", page)
app.router.add_get("/mode/{mode}", mode)
app.router.add_get("/robots.txt", lambda request: web.Response(status=404))

import asyncio, socket
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
web.run_app(app, sock=listener, print=None)
"""


@contextmanager
def small_site() -> Iterator[str]:
    """A page of about 50 KB; `/mode/<same|304|bytes|text>` says what changes with each request."""
    process = subprocess.Popen([sys.executable, "-c", _SITE], stdout=subprocess.PIPE, text=True)
    try:
        port = process.stdout.readline().strip() if process.stdout else ""
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True)
class Spent:
    """CPU seconds: of this process, and of the servers it talks to."""

    own: float
    servers: float


def spent(pids: list[int]) -> Spent:
    return Spent(time.process_time(), sum(_cpu_of(pid) for root in pids for pid in _family(root)))


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def _family(root: int) -> list[int]:
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    except OSError:
        return []
    return [root, *(pid for child in children for pid in _family(int(child)))]
