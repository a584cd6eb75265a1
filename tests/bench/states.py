"""Known-good pages: the share of looks in each state, so that caution is not bought with blindness.

usage: python -m tests.bench.states [DATA]      DATA: the folder of real captures (default ../shared/data)

Every page of pricing-pages, pricing-page-healthchecks, trafilatura-eval-137 and ota-change-pairs that is no failed capture,
judged without a look before, the later pages of pairs also after the page before them. All were captured well: whatever is
not "succeeded" is a good page kept back, and is told with its reason. The simple method believes whatever answers with 200:
it keeps nothing back, and takes every failed capture for a page (the last line).
"""

import sys
from collections import Counter
from pathlib import Path

from .response_class import judged

FAILED = "failed captures"


def main(folder: Path) -> None:
    states: dict[str, Counter[str]] = {}
    kept_back: Counter[str] = Counter()
    for name, page, verdict in judged(folder):
        if "asks for a browser" in name:
            continue
        states.setdefault(name, Counter())[verdict.state] += 1
        if FAILED not in name and verdict.state != "succeeded":
            kept_back[f"{name}: {page[:70]}: {verdict.state}, {verdict.code}: {verdict.reason}"] += 1
    good: Counter[str] = Counter()
    for name, counts in states.items():
        print(f"   {name:38} {_shares(counts)}")
        good.update(counts if FAILED not in name else {})
    print(f"known-good pages   {_shares(good)}")
    for line in kept_back:
        print(f"   {line}")
    failed = sum((counts for name, counts in states.items() if FAILED in name), Counter[str]())
    print(f"failed captures    {_shares(failed)}; the simple method believes all of them")


def _shares(counts: Counter[str]) -> str:
    total = sum(counts.values())
    return f"{total:4} looks: " + ", ".join(f"{state} {count / total:.1%}" for state, count in counts.most_common())


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not root.is_dir():
        sys.exit(f"The real captures are not at {root}: nothing measured.")
    main(root)
