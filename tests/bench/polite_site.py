"""Hosts of a benchmark in one process: pages that take LATENCY, and pages that drip a byte a second.

python -m tests.bench.polite_site HOSTS LATENCY      prints one port, listening on 127.0.0.1 to 127.0.0.HOSTS
"""

import asyncio
import socket
import sys

from aiohttp import web

WORDS = "Acme Pro keeps the minutes of your meetings and sends them to everyone who was there. "
PAGE = (
    "<!doctype html><html><head><title>Acme</title></head><body><main><h1>Acme {name}</h1>{rows}</main></body></html>"
)
ROWS = "".join(f"<p>{WORDS}Paragraph {n}.</p>" for n in range(40))
DRIPS = 60  # seconds a dripping page would take


def app(latency: float) -> web.Application:
    async def page(request: web.Request) -> web.Response:
        await asyncio.sleep(latency)
        return web.Response(text=PAGE.format(name=request.path, rows=ROWS), content_type="text/html")

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        for _ in range(DRIPS):
            await response.write(b"<")
            await asyncio.sleep(1)
        return response

    async def no_rules(_: web.Request) -> web.Response:
        return web.Response(status=404)

    served = web.Application()
    served.router.add_get("/page/{n}", page)
    served.router.add_get("/drip/{n}", drip)
    served.router.add_get("/robots.txt", no_rules)
    return served


def main(hosts: int, latency: float) -> None:
    listeners, port = [], 0
    for number in range(1, hosts + 1):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((f"127.0.0.{number}", port))
        port = listener.getsockname()[1]
        listeners.append(listener)
    print(port, flush=True)
    web.run_app(app(latency), sock=listeners, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
