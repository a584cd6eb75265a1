"""Attack lists: addresses that lead inside are refused before a socket opens, bombs stay bounded in memory.

usage: python -m tests.bench.attacks [DATA]      DATA: the folder of real captures (default ../shared/data)

Addresses: the 142 of PayloadsAllTheThings, with a name server that answers every name with an inner address; sockets are
counted by the interpreter itself (audit events). Bombs: each in a process of its own, whose peak resident memory (ru_maxrss)
is compared with what it was after everything was imported and a first page read.
"""

import asyncio
import ipaddress
import json
import os
import sys
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from competedexter.integrations.web.client import SafeWebClient
from competedexter.integrations.web.errors import RefusedAddress, RefusedUrl, WebError
from competedexter.integrations.web.protocol import MAX_PAGE_BYTES, WebRequest, WebResponse
from competedexter.integrations.web.unpacking import OverLimit, UnpackError, unpack
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.response_class import classify
from competedexter.market.crawlers.registry import SOURCE_TYPES, crawler_for

PUBLIC: Final = "http://1.1.1.1"  # the list has it as an alias of a tool; it is a public resolver, and may be asked
MEMORY_GOAL: Final = 32.0  # MB over an idle worker, P9
Bomb = Callable[[], object]


class EverythingIsInside:
    """The attacker's name server."""

    async def __call__(self, host: str) -> list[str]:
        return ["93.184.215.14", "169.254.169.254"]


async def refused(urls: list[str]) -> tuple[int, int, list[str]]:
    """(refused, sockets opened, those not refused)."""
    opened = []
    sys.addaudithook(lambda event, args: opened.append(args) if event == "socket.connect" else None)
    through = []
    async with SafeWebClient(lookup=EverythingIsInside(), browser=False) as client:
        for url in urls:
            try:
                await client.get(WebRequest(url))
            except (RefusedUrl, RefusedAddress):
                continue
            except WebError:
                pass
            through.append(url)
    return len(urls) - len(through), len(opened), through


def refused_simply(urls: list[str]) -> int:
    """The simple method: http only, and no private address by Python's own `is_global`."""
    count = 0
    for url in urls:
        try:
            parts = urlsplit(url)
            allowed = parts.scheme in ("http", "https") and parts.hostname != "localhost"
            allowed = allowed and ipaddress.ip_address(parts.hostname or "").is_global
        except ValueError:
            allowed = allowed and bool(parts.hostname)  # a name: looked up later
        count += not allowed
    return count


def bombs(folder: Path) -> Iterator[tuple[str, Bomb]]:
    packed = folder / "attack-corpora" / "scrapy-compressed"
    for encoding in ("gzip", "deflate", "br", "zstd"):
        yield f"{encoding}, published", partial(unpack, _of(packed / f"bomb-{encoding}.bin"), encoding, MAX_PAGE_BYTES)
    for layers in (1, 3):
        encodings = ", ".join(["gzip"] * layers)
        yield f"1 GB of zeros, gzip x{layers}", partial(unpack, _gzip_bomb(layers), encodings, MAX_PAGE_BYTES)
    xml = folder / "attack-corpora" / "PayloadsAllTheThings" / "XXE Injection"
    for path in sorted(path for path in xml.rglob("*") if path.is_file()):
        yield f"XML: {path.name[:44]}", partial(read_by_all, path.read_bytes(), "application/xml")
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 50}">' for n in range(30))
    PAGES["XML: entities in entities"] = (f"<!DOCTYPE x [{entities}]><rss>&a29;</rss>".encode(), "text/xml")
    for name, (body, media_type) in PAGES.items():
        yield name, partial(read_by_all, body, media_type)


def _of(path: Path) -> bytes:
    return path.read_bytes()


HTML: Final = "text/html"
PAGES: Final = {
    "HTML: 100,000 nested divs": (b"<html>" + b"<div>" * 100_000, HTML),
    "HTML: 9 MB of one word": (b"<html><p>" + b"x" * 9_000_000, HTML),
    "HTML: 9 MB of words": (b"<html><p>" + b"Acme Pro " * 1_000_000, HTML),
    "HTML: 300,000 attributes": (b"<html><p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">hello", HTML),
    "HTML: 400,000 links": (b"<html>" + b"<a href=/x>y</a>" * 400_000, HTML),
    "HTML: a table of 1,000,000 cells": (b"<html><table>" + (b"<tr>" + b"<td>1" * 1_000) * 1_000, HTML),
    "XML: 300,000 levels": (b"<a>" * 300_000, "application/xml"),
    "JSON: 1,000,000 levels": (b"[" * 1_000_000, "application/json"),
}


def _gzip_bomb(layers: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1 << 20)
    body = b"".join(packer.compress(zeros) for _ in range(1_024)) + packer.flush()
    for _ in range(layers - 1):
        again = zlib.compressobj(9, wbits=31)
        body = again.compress(body) + again.flush()
    return body


def read_by_all(body: bytes, media_type: str) -> None:
    """State and findings of one body, by every crawler: more than any worker does with it."""
    response = WebResponse("https://example.com/x", 200, {}, body, media_type, "utf-8")
    classify(response)
    for kind in SOURCE_TYPES:
        with suppress(NothingToRead):
            crawler_for(kind).read(SourceRef(uuid.UUID(int=1), uuid.UUID(int=2), kind, response.url, {}), response)


def set_off(bomb: Bomb) -> tuple[str, float, float]:
    """(outcome, MB more than before, CPU seconds), in a forked process."""
    reader, writer = os.pipe()
    child = get_context("fork").Process(target=_explode, args=(bomb, writer))
    child.start()
    os.close(writer)
    child.join()
    with os.fdopen(reader) as told:
        line = told.read()
    if not line:
        return f"the process died ({child.exitcode})", float("inf"), 0.0
    outcome, more, seconds = json.loads(line)
    return outcome, more, seconds


def _explode(bomb: Bomb, writer: int) -> None:
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again at what is held now
    before, began = peak_now(), time.process_time()
    try:
        bomb()
        outcome = "read"
    except (OverLimit, UnpackError, WebError) as error:
        outcome = f"refused ({type(error).__name__})"
    except BaseException as error:  # noqa: BLE001 - what a bomb must not cause
        outcome = f"CRASHED ({type(error).__name__})"
    os.write(writer, json.dumps([outcome, peak_now() - before, time.process_time() - began]).encode())


def peak_now() -> float:
    """MB: the most this process has held since its peak was reset."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main(folder: Path) -> None:
    lines = (folder / "attack-corpora" / "ssrf_urls.jsonl").read_text().splitlines()
    urls = [json.loads(line)["url"] for line in lines]
    inside = [url for url in urls if url != PUBLIC]
    stopped, sockets, through = asyncio.run(refused(inside))
    print(f"SSRF addresses     {stopped} of {len(inside)} refused, {sockets} sockets opened (goal: all, 0)")
    print(f"                   1 more of the {len(urls)} is public: {PUBLIC}")
    for url in through:
        print(f"   not refused: {url}")
    print(f"the simple method  {refused_simply(inside)} of {len(inside)} refused (scheme and is_global)")
    read_by_all(b"<html><main><h1>Acme</h1><p>A first page, so that what is loaded once is loaded.", "text/html")
    worst, crashed = 0.0, 0
    for name, bomb in bombs(folder):
        outcome, more, seconds = set_off(bomb)
        worst, crashed = max(worst, more), crashed + outcome.startswith(("CRASHED", "the process"))
        print(f"   {name:52} {outcome:24} +{more:6.1f} MB {seconds:6.2f} CPU s")
    print(f"bombs              +{worst:.0f} MB at most (goal: +{MEMORY_GOAL:.0f} MB), {crashed} crashes")


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not root.is_dir():
        sys.exit(f"The real captures are not at {root}: nothing measured.")
    main(root)
