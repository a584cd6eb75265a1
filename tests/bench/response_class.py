"""States of real pages: how many good pages are called suspect or blocked, and how many failed captures are caught.

    python -m tests.bench.response_class ../shared/data

Good pages: pricing-pages, pricing-page-healthchecks, trafilatura-eval-137, and the pages of ota-change-pairs, each judged
after the page before it. Failed captures: the pages of its pairs labelled `fetch_failure`, judged the same way. Which of
the two pages of such a pair failed is not labelled; it is the one with less text, and so is every page that says the same.
"""

import json
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.needs_browser import needs_scripts
from competedexter.market.crawlers.reading.page import page_of
from competedexter.market.crawlers.reading.response_class import PreviousLook, Verdict, classify


def answer(url: str, body: bytes) -> WebResponse:
    """A capture as the answer it once was: status 200, HTML in UTF-8."""
    return WebResponse(url, 200, {}, body, "text/html", "utf-8")


def captures(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """(set, name, body) of every page that stands alone."""
    for name, pattern in (("pricing-pages", "pages/*.html"), ("pricing-page-healthchecks", "versions/*.html")):
        for path in sorted((folder / name).glob(pattern)):
            if name == "pricing-pages" or ".stripped." in path.name:  # the others are templates with their tags
                yield name, path.name, path.read_bytes()
    for name, body in unpacked(folder / "trafilatura-eval-137" / "html.tar.xz"):
        yield "trafilatura-eval-137", name, body


def unpacked(archive: Path) -> Iterator[tuple[str, bytes]]:
    """(name, body) of every page of an archive."""
    with tarfile.open(archive) as tar:
        for member in tar:
            opened = tar.extractfile(member)
            if opened is not None and member.name.endswith((".html", ".htm")):
                yield member.name, opened.read()


def pairs(folder: Path) -> Iterator[tuple[str, str, Verdict]]:
    """(set, name, verdict) of the pages of ota-change-pairs: the later of each pair after the earlier."""
    listed = [json.loads(line) for line in (folder / "pairs.jsonl").read_text().splitlines()]
    pages = {name: answer("https://example.com/" + name, body) for name, body in unpacked(folder / "pages.tar.xz")}
    size = {name: len(page_of(page).text.text) for name, page in pages.items()}
    failed = failed_captures(listed, pages)
    good = {pair[side] for pair in listed for side in ("before", "after")} - failed
    for pair in listed:
        before, after = pair["before"], pair["after"]
        previous = PreviousLook(size[before]) if before not in failed else None
        if after in failed:
            yield "ota: failed captures", f"{after} after {before}", classify(pages[after], previous)
        else:
            yield "ota: later pages", f"{after} after {before}", classify(pages[after], previous)
    for name in sorted(failed):
        yield "ota: failed captures, no look before", name, classify(pages[name])
    for name in sorted(good):
        yield "ota: good pages, no look before", name, classify(pages[name])


def failed_captures(listed: list[dict[str, str]], pages: dict[str, WebResponse]) -> set[str]:
    """The page with less text of each pair labelled `fetch_failure`, and every page with the same text."""
    words = {name: page_of(page).text.text for name, page in pages.items()}
    faults = [pair for pair in listed if pair["label"] == "fetch_failure"]
    said = {min((words[pair["before"]], words[pair["after"]]), key=len) for pair in faults}
    return {name for name, text in words.items() if text in said}


def judged(folder: Path) -> Iterator[tuple[str, str, Verdict]]:
    """(set, name, verdict) of everything."""
    for name, page, body in captures(folder):
        response = answer("https://example.com/" + page, body)
        verdict = classify(response)
        yield name, page, verdict
        if needs_scripts(response):
            yield f"{name}: asks for a browser", page, verdict
    yield from pairs(folder / "ota-change-pairs")


def speed(folder: Path) -> str:
    """What judging costs when the page is read for it, and when it is read already."""
    taken = [answer("https://example.com/", body) for _, _, body in captures(folder)]
    began = time.process_time()
    for response in taken:
        page_of(response)
    read = time.process_time()
    for response in taken:
        classify(response, PreviousLook(1))
    done = time.process_time()
    kilobytes = sum(len(response.body) for response in taken) / len(taken) / 1024
    each = 1000 / len(taken)
    return f"{(read - began) * each:.2f} ms to read a page of {kilobytes:.0f} KB, {(done - read) * each:.2f} ms to judge it"


def main() -> None:
    root = Path(__file__).resolve().parents[2]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root.parent / "shared" / "data"
    if not folder.is_dir():
        print(f"response_class: {folder} is not here")
        return
    states: dict[str, Counter[str]] = {}
    for name, page, verdict in judged(folder):
        states.setdefault(name, Counter())[f"{verdict.state} {verdict.code}".strip()] += 1
        if verdict.state != "succeeded" and "-v" in sys.argv:
            print(f"  {name}: {page}: {verdict.state} {verdict.code}: {verdict.reason}")
    for name, counts in states.items():
        total = sum(counts.values())
        print(
            f"{name:38} {total:4}  "
            + "  ".join(f"{state} {count / total:.1%}" for state, count in counts.most_common())
        )
    print(speed(folder))


if __name__ == "__main__":
    main()
