"""A vendor's price pages on loopback, whose prices a test moves and whose answers take their time."""

import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><title>Plans {number} - Vendor {number}</title></head><body><main>
<h1>Plans and pricing of vendor {number}</h1><p>Everything a small team needs to watch its jobs, without surprises.</p>
<section><h2>Starter</h2><p>$10 per month</p><ul><li>5 projects</li><li>1 seat</li><li>E-mail support</li></ul></section>
<section><h2>Pro</h2><p>${price} per month</p><ul><li>50 projects</li><li>10 seats</li><li>Chat support</li></ul></section>
<section><h2>Business</h2><p>$99 per month</p><ul><li>Unlimited projects</li><li>50 seats</li></ul></section>
<p>All plans can be cancelled at any time. Prices are without tax and are charged at the start of each month.</p>
</main></body></html>"""
DEADLY = "/deadly"


class Site:
    """`/vendor/<number>` is a page of its own; `price` is what Pro costs on all of them."""

    def __init__(self, *, slowest: float = 0.2) -> None:
        self.price = 20
        self.slowest = slowest
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                if self.path == "/robots.txt":
                    self.answer(404, "")
                    return
                time.sleep(random.uniform(0, site.slowest) if site.slowest < 1 else site.slowest)
                self.answer(200, PAGE.format(number=self.path.rsplit("/", 1)[-1], price=site.price))

            def answer(self, status: int, text: str) -> None:
                body = text.encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # the worker was killed while it waited: that is the story

            def log_message(self, *_arguments: object) -> None:
                pass

        return Handler
