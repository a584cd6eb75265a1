"""How good the labels are: 260 real before/after pairs of pages, alerted or not by rules alone.

`python -m tests.bench.change_pairs [--wrong]` prints recall, false alarms and precision with counts and 95 % intervals
(Wilson), the data set's own scorer's output, and what a pair costs. A pair is alerted when both answers are pages (not
walls, stubs or half a page) and a default rule of a new workspace matches one of its changes. `--wrong` lists the rest.
"""

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from uuid import uuid4

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.alerts.default_rules import DEFAULT_RULES
from competedexter.market.alerts.facts import Facts
from competedexter.market.alerts.matching import evaluate
from competedexter.market.changes.diffing_page import diff_page
from competedexter.market.changes.drafts import Draft
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.reading.response_class import PreviousLook, Verdict, classify
from competedexter.market.crawlers.registry import crawler_for
from competedexter.market.evidence.records import PageRecord

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
Z = 1.96  # standard deviations of a 95 % interval


@dataclass(frozen=True)
class Pair:
    """One labelled pair: importance 0 (noise), 1, 2, or None when the annotator was unsure."""

    id: str
    url: str
    before: str
    after: str
    label: str
    importance: int | None


@dataclass(frozen=True)
class Judged:
    pair: Pair
    alert: bool
    states: tuple[str, str]
    drafts: tuple[Draft, ...]
    seconds: float


class Reader:
    """Reads each page once; pages are shared by pairs."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self._pages = pages
        self._read: dict[tuple[str, str, int | None], tuple[Verdict, Finding]] = {}

    def read(self, file: str, url: str, before: int | None = None) -> tuple[Verdict, Finding]:
        """The verdict on an answer and the page in it; `before` is the length of the text seen before."""
        key = (file, url, before)
        if key not in self._read:
            response = WebResponse(
                url=url,
                status=200,
                headers={"content-type": "text/html; charset=utf-8"},
                body=self._pages[file],
                media_type="text/html",
                charset="utf-8",
            )
            source = SourceRef(uuid4(), uuid4(), "website", url, {}, None, None)
            (finding,) = crawler_for("website").read(source, response)
            self._read[key] = (classify(response, PreviousLook(text_length=before)), finding)
        return self._read[key]


def load_pairs(data: Path) -> list[Pair]:
    """Raises FileNotFoundError when the data set is not there."""
    lines = (data / "ota-change-pairs" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    records = (json.loads(line) for line in lines)
    return [Pair(r["id"], r["url"], r["before"], r["after"], r["label"], r["importance"]) for r in records]


def load_pages(data: Path) -> dict[str, bytes]:
    """Every captured page by its path."""
    pages: dict[str, bytes] = {}
    with tarfile.open(data / "ota-change-pairs" / "pages.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                pages[member.name] = file.read()
    return pages


def judge(pair: Pair, reader: Reader) -> Judged:
    """What the product would have made of this pair."""
    old_verdict, old = reader.read(pair.before, pair.url)
    new_verdict, new = reader.read(pair.after, pair.url, len(old.text) if old_verdict.state == "succeeded" else None)
    states = (old_verdict.state, new_verdict.state)
    begun = time.process_time()
    if not isinstance(old.record, PageRecord) or not isinstance(new.record, PageRecord):
        raise TypeError("a website source gives a page record")
    drafts = diff_page(old.record, new.record, old.text, new.text)
    seconds = time.process_time() - begun
    alert = states == ("succeeded", "succeeded") and any(is_alerted(draft) for draft in drafts)
    return Judged(pair, alert, states, drafts, seconds)


def is_alerted(draft: Draft) -> bool:
    facts = Facts(
        kind=draft.kind,
        label=draft.label,
        severity=draft.severity,
        tier="secondary",
        competitor_id="",
        competitor="",
        source_type="website",
        snapshot_type="page",
        text=draft.summary,
        data=draft.data,
    )
    return any(evaluate(rule.conditions, facts) for rule in DEFAULT_RULES)


def judge_all(data: Path) -> list[Judged]:
    reader = Reader(load_pages(data))
    return [judge(pair, reader) for pair in load_pairs(data)]


def share(part: int, whole: int) -> str:
    """`0.975 (77/79), 95 % 0.912-0.993`: a share, its counts and its Wilson interval."""
    if not whole:
        return "n/a"
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} ({part}/{whole}), 95 % {low:.3f}-{high:.3f}"


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share. Wilson, 1927."""
    p, square = part / whole, Z * Z / whole
    middle = (p + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(p * (1 - p) / whole + square / (4 * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Figures:
    """Counts of alerted and of all: importance 2, importance 1 and 2, noise."""

    found2: int
    all2: int
    found12: int
    all12: int
    false: int
    noise: int

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> "Figures":
        def count(importances: tuple[int, ...], *, alerted: bool) -> int:
            return sum(one.pair.importance in importances and (one.alert or not alerted) for one in judged)

        return cls(
            count((2,), alerted=True),
            count((2,), alerted=False),
            count((1, 2), alerted=True),
            count((1, 2), alerted=False),
            count((0,), alerted=True),
            count((0,), alerted=False),
        )

    def lines(self) -> Iterator[str]:
        yield f"recall, importance 2:        {share(self.found2, self.all2)}"
        yield f"recall, importance 1 and 2:  {share(self.found12, self.all12)}"
        yield f"false alarms on noise:       {share(self.false, self.noise)}"
        yield f"precision:                   {share(self.found12, self.found12 + self.false)}"


def official(judged: Sequence[Judged], data: Path) -> str:
    """What the data set's own scorer says."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        predictions.write_text("".join(json.dumps({"id": one.pair.id, "alert": one.alert}) + "\n" for one in judged))
        scorer = [sys.executable, str(data / "scorers" / "score_change.py")]
        arguments = [str(data / "ota-change-pairs" / "pairs.jsonl"), str(predictions)]
        return subprocess.run(
            [*scorer, *arguments], capture_output=True, text=True, check=True
        ).stdout  # the data set's own script


def wrong(judged: Sequence[Judged]) -> Iterator[str]:
    """Each pair that was judged otherwise than by the annotator, with what was seen."""
    for one in judged:
        if one.pair.importance is None or one.alert == (one.pair.importance > 0):
            continue
        yield f"{'false alarm' if one.alert else 'missed'} {one.pair.id} ({one.pair.label}) {'/'.join(one.states)}"
        for draft in one.drafts:
            if not (one.alert and draft.label.held_back):
                yield f"    {draft.label.value}: {draft.summary[:140]} [{draft.reason}]"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wrong", action="store_true", help="list the pairs judged otherwise than by the annotator")
    asked = parser.parse_args()
    if not (DATA / "ota-change-pairs").is_dir():
        print(f"changes: the page pairs are not here ({DATA}); nothing measured")
        return
    judged = judge_all(DATA)
    failures = [one for one in judged if one.pair.label == "fetch_failure"]
    flagged = sum(one.states != ("succeeded", "succeeded") for one in failures)
    print("changes on 260 real page pairs, rules alone")
    for line in Figures.of(judged).lines():
        print(f"  {line}")
    print(f"  fetch failures told as such: {share(flagged, len(failures))}")
    print(f"  comparing, CPU a pair:       {1000 * sum(one.seconds for one in judged) / len(judged):.1f} ms")
    print("the data set's own scorer:")
    print("  " + "\n  ".join(official(judged, DATA).splitlines()))
    if asked.wrong:
        print("\n".join(wrong(judged)))


if __name__ == "__main__":
    main()
