"""P7: from a forced check to the change in the API, on the running product, with a page whose price moves each time.

Run: python -m tests.bench.forced_check
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.stories.site import Site

TIMES = 25
ROOT = Path(__file__).resolve().parents[2]


class Client:
    """The REST API, as a program uses it."""

    def __init__(self, base: str) -> None:
        self.base, self.token = base, ""

    def call(self, method: str, path: str, body: object = None) -> dict:  # type: ignore[type-arg]  # JSON
        request = urllib.request.Request(self.base + path, method=method)  # our own server
        request.add_header("content-type", "application/json")
        if self.token:
            request.add_header("authorization", f"Bearer {self.token}")
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(request, data, timeout=30) as answer:  # as above
            return json.loads(answer.read() or b"{}")


def product(port: int, folder: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ, "PORT": str(port), "DATA_DIR": folder, "CRAWL_ALLOW_NETWORKS": "127.0.0.1/32",
        "CRAWL_HOST_DELAY": "0", "CRAWL_BROWSER": "off", "CONFIRM_AFTER": "3600",
    }  # fmt: skip
    command = [sys.executable, "-m", "competedexter.cli", "up"]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def wait_for(process: subprocess.Popen[str], words: str) -> float:
    began = time.monotonic()
    for line in process.stdout or ():
        if words in line:
            return time.monotonic() - began
    raise RuntimeError("the product did not start")


def one(client: Client, site: Site, source: str) -> float:
    """Milliseconds from the request to the change being listed."""
    site.price += 1
    began = time.perf_counter()
    run = client.call("POST", f"/sources/{source}/crawl")["crawlRunId"]
    while not client.call("GET", f"/crawl-runs/{run}")["changeIds"]:
        if time.perf_counter() - began > 20:
            raise RuntimeError("no change was told")
        time.sleep(0.002)
    return (time.perf_counter() - began) * 1000


def measure(port: int, process: subprocess.Popen[str]) -> None:
    print(f"P17 start to ready, pages built     {wait_for(process, 'runs at'):6.1f} s")
    site = Site(slowest=0)
    client = Client(f"http://127.0.0.1:{port}/api/v1")
    account = {"email": "bench@example.com", "password": "tired-otter-lamp-42", "name": "Bench"}
    client.token = client.call("POST", "/auth/register", account)["accessToken"]
    new = {"name": "Vendor", "domain": "127.0.0.1", "websiteUrl": site.address, "discover": False}
    competitor = client.call("POST", "/competitors", new)["id"]
    watched = {"sourceType": "pricing", "sourceUrl": f"{site.address}/vendor/1"}
    source = client.call("POST", f"/competitors/{competitor}/sources", watched)["id"]
    run = client.call("POST", f"/sources/{source}/crawl")["crawlRunId"]
    while not client.call("GET", f"/crawl-runs/{run}")["settledAt"]:
        time.sleep(0.05)
    times = sorted(one(client, site, source) for _ in range(TIMES))
    p95 = times[int(len(times) * 0.95) - 1]
    print(
        f"P7 forced check to change in the API {statistics.median(times):6.0f} ms p50, {p95:.0f} ms p95 ({TIMES} times)"
    )
    site.close()


def main() -> None:
    port = 3977
    with tempfile.TemporaryDirectory(prefix="competedexter-bench-") as folder:
        process = product(port, folder)
        try:
            measure(port, process)
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
