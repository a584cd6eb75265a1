"""Price models of 19 companies, 2019 to 2025: are the changes between imported years exactly those of the data set?

`python -m tests.bench.price_models [--wrong]` prints plan events, price moves, features, limits and add-ons told exactly,
of the 106 year pairs in `year_diffs.jsonl`. `--wrong` lists the pairs that differ and how.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from competedexter.market.changes.diffing_pricing import diff_pricing
from competedexter.market.changes.drafts import Draft
from competedexter.market.changes.kinds import ChangeKind
from competedexter.market.crawlers.reading.price_models import ADD_ON, PriceModel, read_price_model

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "saas-pricing-yaml"
PRICE_KINDS = frozenset(
    {
        ChangeKind.PLAN_PRICE_RAISED,
        ChangeKind.PLAN_PRICE_LOWERED,
        ChangeKind.PLAN_PRICE_HIDDEN,
        ChangeKind.PLAN_PRICE_PUBLISHED,
    }
)
Events = dict[str, set[tuple[str, ...]]]


def read(name: str) -> PriceModel:
    return read_price_model((DATA / "yaml" / name).read_bytes())


def drafts_of(pair: dict[str, Any]) -> tuple[Draft, ...]:
    return diff_pricing(read(pair["before"]).pricing, read(pair["after"]).pricing)


def told(pair: dict[str, Any]) -> Events:
    """What the product tells of a pair: kind of event -> its subjects, prices with both sides."""
    before, after = read(pair["before"]), read(pair["after"])
    drafts = drafts_of(pair)
    events: Events = {
        "plans_added": set(_plans(drafts, ChangeKind.PLAN_ADDED, add_ons=False)),
        "plans_removed": set(_plans(drafts, ChangeKind.PLAN_REMOVED, add_ons=False)),
        "addons_added": set(_plans(drafts, ChangeKind.PLAN_ADDED, add_ons=True)),
        "addons_removed": set(_plans(drafts, ChangeKind.PLAN_REMOVED, add_ons=True)),
        "price_changes": set(_moves(drafts)),
    }
    names = [{feature.name for feature in one.features.features} for one in (before, after)]
    events["features_added"] = {(name,) for name in names[1] - names[0]}
    events["features_removed"] = {(name,) for name in names[0] - names[1]}
    return events


def wanted(pair: dict[str, Any]) -> Events:
    names = ("plans_added", "plans_removed", "addons_added", "addons_removed", "features_added", "features_removed")
    events: Events = {name: {(one,) for one in pair[name]} for name in names}
    events["price_changes"] = {(plan, _side(old), _side(new)) for plan, (old, new) in pair["price_changes"].items()}
    return events


def _plans(drafts: tuple[Draft, ...], kind: ChangeKind, *, add_ons: bool) -> Iterator[tuple[str, ...]]:
    for draft in drafts:
        if draft.kind == kind and str(draft.data["plan"]).startswith(f"{ADD_ON} ") == add_ons:
            yield (str(draft.data["plan"]).removeprefix(f"{ADD_ON} "),)


def _moves(drafts: tuple[Draft, ...]) -> Iterator[tuple[str, ...]]:
    """Of plans; the data set does not list those of add-ons, and compares amounts of two currencies, which we only tell."""
    for draft in drafts:
        if (draft.kind in PRICE_KINDS or _other_currency(draft)) and not str(draft.data["plan"]).startswith(
            f"{ADD_ON} "
        ):
            yield draft.data["plan"], _amount(draft.data["before"]), _amount(draft.data["after"])


def _other_currency(draft: Draft) -> bool:
    """Both amounts are told, and that they are not comparable."""
    before, after = draft.data.get("before"), draft.data.get("after")
    if draft.kind != ChangeKind.PLAN_TERMS_CHANGED or not draft.subject.startswith("price:") or not (before and after):
        return False
    return bool(before["currency"] != after["currency"] and before["amount"] != after["amount"])


def _amount(price: dict[str, Any] | None) -> str:
    return "words" if price is None or price["amount"] is None else str(float(price["amount"]))


def _side(value: object) -> str:
    return str(float(value)) if isinstance(value, (int, float)) else "words"


def pairs() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / "year_diffs.jsonl").read_text().splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true")
    show = parser.parse_args().wrong
    files = sorted((DATA / "yaml").glob("*/*.yml"))
    print(f"files read: {sum(bool(read(str(one.relative_to(DATA / 'yaml')))) for one in files)}/{len(files)}")
    whole, right, total, extra, incomparable = 0, 0, 0, 0, 0
    for pair in pairs():
        ours, theirs = told(pair), wanted(pair)
        whole += ours == theirs
        incomparable += sum(map(_other_currency, drafts_of(pair)))
        for name in theirs:
            right += len(ours[name] & theirs[name])
            total += len(theirs[name])
            extra += len(ours[name] - theirs[name])
            if show and ours[name] != theirs[name]:
                print(pair["after"], name, "missed", theirs[name] - ours[name], "extra", ours[name] - theirs[name])
    print(f"pairs exact: {whole}/{len(pairs())}")
    print(
        f"events exact: {right}/{total}, told besides: {extra}; told as another currency, not as a move: {incomparable}"
    )


if __name__ == "__main__":
    main()
