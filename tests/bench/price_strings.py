"""How well single price strings are read: amount and currency of 400 real ones, exact.

usage: python -m tests.bench.price_strings [DATA]      DATA: the folder of real captures (default ../shared/data)
"""

import json
import sys
from decimal import Decimal
from pathlib import Path

from competedexter.market.crawlers.reading.prices import parse_price


def measure(data: Path) -> tuple[int, int, list[str]]:
    """(amounts right, strings, those read otherwise)."""
    lines = (data / "price-strings" / "prices.jsonl").read_text(encoding="utf-8").splitlines()
    otherwise = []
    for line in lines:
        told = json.loads(line)
        wanted = None if told["amount"] is None else Decimal(str(told["amount"]))
        found = parse_price(told["price_raw"] or "")[0]
        if found != wanted:
            otherwise.append(f"{told['price_raw']!r} is {wanted}, read as {found}")
    return len(lines) - len(otherwise), len(lines), otherwise


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not root.is_dir():
        sys.exit(f"The real captures are not at {root}: nothing measured.")
    right, total, missed = measure(root)
    print(f"price strings   {right}/{total} ({right / total:.3f}; price-parser .995 to 1.0)")
    for one in missed:
        print(f"   {one}")
