"""One real price page through eight years: 48 versions replayed in order, which price events are told and which not.

`python -m tests.bench.healthchecks [--all]` prints the known price moves found with old and new amount, noise steps that
stayed silent, and whether the annual tab that became the default was taken for a price cut. `--all` lists every change.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.changes.diffing import differences
from competedexter.market.changes.drafts import Draft
from competedexter.market.changes.kinds import PLAN_KINDS, PRICE_MOVES, ChangeKind
from competedexter.market.changes.told_once import Told, told_by
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.registry import crawler_for

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "pricing-page-healthchecks"
URL = "https://healthchecks.io/pricing/"

KNOWN_MOVES = (
    ("2017-03", "20.00", "75.00"),
    ("2017-07", "75.00", "50.00"),
    ("2018-03", "5.00", "20.00"),
    ("2018-03", "50.00", "80.00"),
)  # the data set's README
TRAP = "2018-05-15"  # $20 -> $16 is shown only because the annual tab became the default


@dataclass(frozen=True)
class Step:
    """One version after the one before it; `label` is the data set's own."""

    date: str
    label: str
    drafts: tuple[Draft, ...]

    @property
    def moves(self) -> list[tuple[str, str, str]]:
        """(year and month, old amount, new amount) of each price that was told to have moved."""
        told = [draft for draft in self.drafts if draft.kind in PRICE_MOVES]
        return [(self.date[:7], one.data["before"]["amount"], one.data["after"]["amount"]) for one in told]

    @property
    def plan_events(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.kind in PLAN_KINDS and not draft.label.held_back]

    @property
    def page_events(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.kind not in PLAN_KINDS and not draft.label.held_back]


def read(file: Path) -> dict[str, Finding]:
    """What the pricing crawler makes of a version, by snapshot type."""
    response = WebResponse(URL, 200, {}, file.read_bytes(), "text/html", "utf-8")
    source = SourceRef(uuid4(), uuid4(), "pricing", URL, {}, None, None)
    return {finding.snapshot_type: finding for finding in crawler_for("pricing").read(source, response)}


def replay(data: Path) -> Iterator[Step]:
    """Every version compared with the one before it. Raises FileNotFoundError when the data set is not there."""
    before: dict[str, Finding] = {}
    for line in (data / "versions.jsonl").read_text(encoding="utf-8").splitlines():
        version = json.loads(line)
        after = read(data / version["file"].replace(".html", ".stripped.html"))
        if before:
            yield Step(version["date"], version["label"], tuple(_compared(before, after)))
        before = after


def _compared(before: dict[str, Finding], after: dict[str, Finding]) -> Iterator[Draft]:
    told = Told()
    for kind in ("pricing", "page"):
        if kind in before and kind in after:
            old, new = before[kind], after[kind]
            drafts = differences(old.record, new.record, old.text, new.text, told)
            told = told_by(drafts) if kind == "pricing" else told
            yield from drafts


def lines(steps: Sequence[Step]) -> Iterator[str]:
    """The figures, one a line."""
    moves = [move for step in steps for move in step.moves]
    found = [move for move in KNOWN_MOVES if move in moves]
    other = [move for move in moves if move not in KNOWN_MOVES]
    noise = [step for step in steps if step.label == "noise"]
    trap = next(step for step in steps if step.date == TRAP)
    cut = any(draft.kind is ChangeKind.PLAN_PRICE_LOWERED for draft in trap.drafts)
    yield f"price moves found with old and new amount: {len(found)}/{len(KNOWN_MOVES)}"
    yield f"other price moves told: {len(other)} {other if other else ''}".rstrip()
    yield f"noise steps without a price or plan change: {sum(not step.plan_events for step in noise)}/{len(noise)}"
    yield f"noise steps without any alert: {sum(not step.plan_events + step.page_events for step in noise)}/{len(noise)}"
    yield f"annual tab that became the default told as a cut: {'yes' if cut else 'no'}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--all", action="store_true", help="list every change of every step")
    asked = parser.parse_args()
    if not DATA.is_dir():
        print(f"price page: the versions are not here ({DATA}); nothing measured")
        return
    steps = list(replay(DATA))
    print("healthchecks.io's price page, 48 versions of 2015-2023")
    for line in lines(steps):
        print(f"  {line}")
    for step in steps if asked.all else ():
        print(step.date, step.label)
        for draft in step.drafts:
            print(f"    {draft.kind.value} ({draft.label.value}): {draft.summary[:150]}")


if __name__ == "__main__":
    main()
