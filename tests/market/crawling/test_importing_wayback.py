"""The Wayback Machine over real HTTP: a stand-in on loopback, named by WAYBACK_BASE_URL, with its redirects and faults."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.settings import Settings
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.web.client import SafeWebClient
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import Parties
from competedexter.market.imports import backfill
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from competedexter.runtime import outside_services
from tests.market.crawling.test_importing_pages import PRICES, Desk, price_page

PAGES = {"20180601120000": 20, "20190601120000": 25, "20200601120000": 30, "20210601120000": 35}


class Machine(BaseHTTPRequestHandler):
    """Index and captures of one page. 2019 is busy once, 2020 leads to a capture of July, 2021 leads inward."""

    asked: list[str]
    busy: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        parts = urlsplit(self.path)
        if parts.path == "/cdx/search/cdx":
            wanted = parse_qs(parts.query)["url"][0]
            rows = [["timestamp", "original", "digest"]] + [[stamp, PRICES, stamp] for stamp in PAGES]
            self.answer(200, json.dumps(rows if wanted == PRICES else []).encode(), "application/json")
        elif parts.path.startswith("/web/"):
            self.capture(parts.path)
        else:
            self.answer(404, b"", "text/plain")

    def capture(self, path: str) -> None:
        stamp, _, page = path.removeprefix("/web/").partition("id_/")
        if page != PRICES:
            self.answer(400, f"not an address of a capture: {path}".encode(), "text/plain")
        elif stamp == "20190601120000" and not self.busy:
            self.busy.append(stamp)
            self.answer(429, b"", "text/plain", {"Retry-After": "0"})
        elif stamp == "20200601120000":
            self.answer(302, b"", "text/plain", {"Location": f"/web/20200701000000id_/{PRICES}"})
        elif stamp == "20210601120000":
            self.answer(302, b"", "text/plain", {"Location": "http://169.254.169.254/latest/meta-data"})
        else:
            html = price_page(PAGES.get(stamp, 30))
            self.answer(200, html.encode(), "text/html; charset=utf-8", {"x-archive-orig-server": "nginx"})

    def answer(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture
def machine() -> Iterator[tuple[str, type[Machine]]]:
    handler = type("Asked", (Machine,), {"asked": [], "busy": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", handler
    server.shutdown()
    thread.join()
    server.server_close()


@pytest_asyncio.fixture
async def desk(
    open_work: OpenWork, workspace: Viewer, archive: FolderArchive, queue: RecordingQueue, pushes,
    settings: Settings, machine: tuple[str, type[Machine]], monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    monkeypatch.setattr(backfill, "FIRST_PAUSE", 0.0)
    client = SafeWebClient(allow_networks=(ip_network("127.0.0.0/8"),), browser=False)
    chosen = settings.model_copy(update={"wayback_base_url": machine[0]})
    parties = Parties(client, archive, FreeHostSlots(), pushes, outside=outside_services(chosen))
    yield Desk(open_work, workspace, parties, queue)
    await client.close()


async def test_captures_are_fetched_from_what_stands_in_for_the_machine(
    desk: Desk, competitor: CompetitorView, machine: tuple[str, type[Machine]]
) -> None:
    async with desk.open_work() as work:
        await sources.add(work, desk.viewer, competitor.id, NewSource(source_type="pricing", source_url=PRICES))
    desk.queue.take()
    job = await desk.backfill(competitor.id)
    told = " ".join(one.reason for one in job.errors)
    assert [f"{run.queued_at:%Y-%m}" for run in await desk.runs()] == ["2018-06", "2019-06", "2020-07"], told
    assert await desk.moves() == [("2019-06-01", "20.00", "25.00", True), ("2020-07-01", "25.00", "30.00", True)]
    assert "20210601120000" in told
    assert "169.254" not in "".join(machine[1].asked)
    assert await desk.alerts() == 0
