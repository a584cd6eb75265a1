"""Every crawler reads every file there is, as if it were a page, JSON, XML and CSV: nothing may be raised but NothingToRead.

usage: python -m tests.bench.crashes [DATA] [--all]      DATA: the folder of real captures (default ../shared/data)

Every 25th page of the two large sets is taken, with --all each one. The simple method: a reader that calls json.loads,
ElementTree or csv for what the answer says it is, and lets what they raise out.
"""

import csv
import io
import json
import sys
import time
import uuid
import xml.etree.ElementTree
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.crawler import Crawler, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.response_class import classify
from competedexter.market.crawlers.registry import SOURCE_TYPES, crawler_for

from .corpora import bodies

MEDIA_TYPES: Final = ("text/html", "application/json", "application/xml", "text/csv")
LARGE_SETS: Final = ("ota-change-pairs", "trafilatura-eval-137")
EVERY: Final = 25
PROCESSES: Final = 2
SLOWEST_MAX: Final = 10.0  # CPU seconds of one reading, above which a crawler hangs
READERS: Final[tuple[tuple[str, Crawler], ...]] = tuple(
    {type(crawler_for(kind)): (kind, crawler_for(kind)) for kind in reversed(SOURCE_TYPES)}.values()
)


def read_by_all(job: tuple[str, bytes]) -> tuple[int, int, float, str, list[str]]:
    """(readings, refused, CPU seconds of the slowest, which, what was raised) of one body."""
    name, body = job
    raised, readings, refused, slowest, which = [], 0, 0, 0.0, ""
    for media_type in MEDIA_TYPES:
        response = WebResponse(f"https://example.com/{name}", 200, {}, body, media_type, "utf-8")
        for kind, crawler in (("state", None), *READERS):
            began = time.process_time()
            readings += 1
            try:
                _read(kind, crawler, response)
            except NothingToRead:
                refused += 1
            except BaseException as error:  # noqa: BLE001 - whatever it is: that is what is looked for
                raised.append(f"{kind} {media_type} {name}: {type(error).__name__}: {error}"[:300])
            taken = time.process_time() - began
            if taken > slowest:
                slowest, which = taken, f"{kind}, {media_type}, {name}"
    return readings, refused, slowest, which, raised


def _read(kind: str, crawler: Crawler | None, response: WebResponse) -> None:
    if crawler is None:
        classify(response)
        return
    for finding in crawler.read(SourceRef(uuid.UUID(int=1), uuid.UUID(int=2), kind, response.url, {}), response):
        assert finding.record is not None


def read_simply(body: bytes, media_type: str) -> None:
    """The simple method."""
    text = body.decode("utf-8")
    if media_type == "application/json":
        json.loads(text)
    elif media_type == "application/xml":
        xml.etree.ElementTree.fromstring(text)
    elif media_type == "text/csv":
        list(csv.DictReader(io.StringIO(text)))


def chosen(folder: Path, *, everything: bool) -> Iterator[tuple[str, bytes]]:
    seen: Counter[str] = Counter()
    for collection, name, body in bodies(folder):
        seen[collection] += 1
        if everything or collection not in LARGE_SETS or seen[collection] % EVERY == 1:
            yield name, body


def main(folder: Path, *, everything: bool) -> None:
    jobs = list(chosen(folder, everything=everything))
    began = time.monotonic()
    with ProcessPoolExecutor(PROCESSES) as pool:
        told = list(pool.map(read_by_all, jobs, chunksize=8))
    readings, refused = sum(one[0] for one in told), sum(one[1] for one in told)
    crashes = [line for one in told for line in one[4]]
    slowest, which = max((one[2], one[3]) for one in told)
    print(f"{len(jobs):,} bodies as {len(MEDIA_TYPES)} media types by {len(READERS)} crawlers: {readings:,} readings")
    print(f"crashes            {len(crashes)} (goal: 0); {refused:,} refused in a sentence, the others read")
    print(f"slowest reading    {slowest:.1f} CPU s ({which}); {time.monotonic() - began:.0f} s in all")
    for line in crashes[:20]:
        print(f"   {line}")
    print(f"the simple method  {_simple_crashes(jobs)} crashes of {len(jobs) * 3:,} readings")


def _simple_crashes(jobs: list[tuple[str, bytes]]) -> int:
    crashed = 0
    for name, body in jobs:
        if "Billion" in name:  # this one it would not survive
            crashed += 1
            continue
        for media_type in MEDIA_TYPES[1:]:
            try:
                read_simply(body, media_type)
            except Exception:  # noqa: BLE001 - as above
                crashed += 1
    return crashed


if __name__ == "__main__":
    named = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    root = named[0] if named else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not root.is_dir():
        sys.exit(f"The real captures are not at {root}: nothing measured.")
    main(root, everything="--all" in sys.argv)
