"""A small vendor on loopback: a home page, plans, a blocked careers page. `prices` may be changed while it runs."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NAV = '<header><nav><a href="/">Acme</a> <a href="/pricing">Pricing</a> <a href="/features">Features</a> <a href="/careers">Careers</a></nav></header>'
HOME = (
    "<h1>Project tracking that stays calm</h1><p>Acme keeps small teams on one page. Boards, timelines and docs in one place, "
    "with no set-up and no training. Trusted by 2,000 teams in 40 countries since 2015.</p>"
    "<p>Import from anywhere in minutes. Automations take care of the dull work, and reports show what moved this week.</p>"
)
FEATURES = (
    "<h1>Features</h1><h2>Boards</h2><p>Drag work across columns, set limits, and see what is stuck. Boards update live.</p>"
    "<h2>Timelines</h2><p>Plan across teams with dependencies, milestones and a critical path that recalculates itself.</p>"
)


def _job(title: str, team: str) -> dict[str, object]:
    """An opening as Greenhouse tells it."""
    number = sum(map(ord, title))
    return {
        "id": number, "title": title, "absolute_url": f"https://boards.example.com/acme/{number}",
        "location": {"name": "Berlin"}, "departments": [{"id": 1, "name": team}],
        "updated_at": "2026-06-01T10:00:00-04:00", "first_published": "2026-05-01T10:00:00-04:00",
        "metadata": None, "requisition_id": str(number), "internal_job_id": number,
    }  # fmt: skip


class Acme:
    """`prices` maps a plan to what its card says."""

    def __init__(self) -> None:
        self.prices = {"Pro": "$49 per seat / month"}
        self.jobs = [
            ("Backend engineer", "Engineering"),
            ("Frontend engineer", "Engineering"),
            ("Account executive", "Sales"),
        ]
        self.articles = ["Acme opens in Berlin", "Acme raises a round"]
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the library's name
                path = self.path.partition("?")[0]
                data = site.data(path)
                status, body = (200, data[1]) if data else site.page(path)
                self.send_response(status)
                self.send_header("content-type", data[0] if data else "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self._server.server_port}"

    def data(self, path: str) -> tuple[str, str] | None:
        """(media type, body) of what is no page: a job board, a feed, incidents of a status page."""
        if path == "/board.json":
            return "application/json", json.dumps({"jobs": [_job(*job) for job in self.jobs]})
        if path == "/feed.xml":
            items = "".join(
                f"<item><title>{title}</title><link>{self.address}/blog/{n}</link><guid>{n}</guid>"
                f"<pubDate>Mon, 0{n + 1} Jun 2026 09:00:00 GMT</pubDate><description>{title}, in short.</description></item>"
                for n, title in enumerate(self.articles)
            )
            return "application/rss+xml", f"<rss version='2.0'><channel><title>Acme blog</title>{items}</channel></rss>"
        if path == "/incidents.json":
            incidents = [{"name": "API latency", "impact": "minor", "created_at": "2026-06-01T10:00:00Z"}]
            return "application/json", json.dumps({"incidents": incidents})
        return None

    def page(self, path: str) -> tuple[int, str]:
        inside = {"/": HOME, "/pricing": self._pricing(), "/features": FEATURES}.get(path)
        if path == "/careers":
            return 403, "<h1>Forbidden</h1>"
        if inside is None:
            return 404, "<h1>Not found</h1>"
        return (
            200,
            f"<!doctype html><html lang=en><head><title>Acme</title></head><body>{NAV}<main>{inside}</main></body></html>",
        )

    def _pricing(self) -> str:
        return (
            "<h1>Simple pricing</h1><p>Start free, upgrade when your team grows. Every plan includes daily backups.</p>"
            "<div><h2>Free</h2><p>$0 per month</p><ul><li>1 user</li><li>3 projects</li></ul></div>"
            f"<div><h2>Pro</h2><p>{self.prices['Pro']}</p><ul><li>10 seats included</li><li>Priority support</li></ul></div>"
            "<div><h2>Enterprise</h2><p>Contact sales</p><ul><li>Single sign-on</li><li>Audit log</li></ul></div>"
            "<p>You can cancel at any time. We accept cards and invoices, and charge no set-up fee.</p>"
        )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
