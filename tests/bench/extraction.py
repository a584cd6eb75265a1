"""Main text: how much of an article is found, and how much of what stands around it is not.

usage: python -m tests.bench.extraction [DATA]      DATA: the folder of real captures (default ../shared/data)

137 pages of trafilatura's own evaluation, each with segments that belong to the article and segments that do not (menus,
comments, teasers, captions). A segment counts as found when the extracted text holds it, white space folded. F1 is that of
the segments found: the harmonic mean of precision (no foreign ones) and recall (all of its own). The same segments and the
same folding are used for everyone. The others are installed by this measurement in an environment of their own.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.main_text import main_text
from competedexter.market.crawlers.reading.page import page_of

from .own_venv import NotInstallable, own_venv

GOAL = 0.94
PEERS = ("trafilatura", "inscriptis", "readability-lxml")

# Runs in the others' environment: pages in, texts out, as files.
_THEIRS = """
import json, sys, time
from pathlib import Path
import inscriptis, lxml.html, readability, trafilatura

def text(html):
    return html.decode("utf-8", "replace")

READERS = {
    "trafilatura": lambda html: trafilatura.extract(html, include_comments=False),
    "readability": lambda html: lxml.html.fromstring(readability.Document(text(html)).summary()).text_content(),
    "inscriptis": lambda html: inscriptis.get_text(text(html)),
}
told = {}
pages = sorted(Path(sys.argv[1]).glob("*.html"))
for name, read in READERS.items():
    began = time.process_time()
    texts = {}
    for page in pages:
        try:
            texts[page.name] = read(page.read_bytes()) or ""
        except Exception:
            texts[page.name] = ""
    told[name] = {"texts": texts, "ms": (time.process_time() - began) * 1000 / len(pages)}
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def score(gold: list[dict[str, Any]], texts: Mapping[str, str]) -> Score:
    """`texts` by file name, against the segments that must and must not be in them."""
    found = missed = foreign = 0
    for page in gold:
        text = folded(texts[page["file"]])
        own = [folded(segment) in text for segment in page["with"]]
        found, missed = found + sum(own), missed + own.count(False)
        foreign += sum(folded(segment) in text for segment in page["without"])
    return Score(found / max(1, found + foreign), found / max(1, found + missed))


def folded(text: str) -> str:
    return " ".join(text.split())


def all_text(response: WebResponse) -> str:
    return page_of(response).text.text


def main_region(response: WebResponse) -> str:
    return "\n".join(line.text for line in page_of(response).text.lines if line.region == "main")


def article(response: WebResponse) -> str:
    return main_text(page_of(response).text)


OURS: dict[str, Callable[[WebResponse], str]] = {
    "main text": article,
    "region main": main_region,
    "all visible text": all_text,
}


def ours(pages: Path, read: Callable[[WebResponse], str]) -> tuple[dict[str, str], float]:
    """Texts by file name, and CPU milliseconds a page, parsing included."""
    bodies = {page.name: page.read_bytes() for page in sorted(pages.glob("*.html"))}
    began = time.process_time()
    texts = {
        name: read(WebResponse(f"https://example.com/{name}", 200, {}, body, "text/html", "utf-8"))
        for name, body in bodies.items()
    }
    return texts, (time.process_time() - began) * 1000 / len(bodies)


def theirs(pages: Path) -> dict[str, Any]:
    with own_venv(*PEERS) as python:
        done = subprocess.run(
            [str(python), "-W", "ignore", "-c", _THEIRS, str(pages)], capture_output=True, text=True, timeout=240
        )
        if done.returncode:
            raise NotInstallable(done.stderr.strip().splitlines()[-1])
        told: dict[str, Any] = json.loads(done.stdout)
        return told


def tell(name: str, reached: Score, milliseconds: float) -> None:
    print(
        f"{name:26} F1 {reached.f1:.3f}   precision {reached.precision:.3f}  recall {reached.recall:.3f}"
        f"   {milliseconds:5.1f} CPU ms a page"
    )


def main(data: Path) -> None:
    folder = data / "trafilatura-eval-137"
    gold = list(json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).values())
    with tempfile.TemporaryDirectory() as unpacked, tarfile.open(folder / "html.tar.xz") as stored:
        stored.extractall(unpacked, filter="data")
        pages = Path(unpacked) / "html"
        for name, read in OURS.items():
            texts, spent = ours(pages, read)
            tell(f"ours, {name}", score(gold, texts), spent)
        try:
            for name, told in theirs(pages).items():
                tell(name, score(gold, told["texts"]), told["ms"])
        except NotInstallable as error:
            print(
                f"others: skipped, not installed ({error}); trafilatura publishes .94, readability .88, inscriptis .70"
            )
    print(f"goal: F1 >= {GOAL} on {len(gold)} pages")


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not root.is_dir():
        sys.exit(f"The real captures are not at {root}: nothing measured.")
    main(root)
