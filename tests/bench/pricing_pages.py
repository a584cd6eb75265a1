"""How well price pages are read: F1 of plans, amounts, currencies and periods on real pages with gold answers.

usage: python -m tests.bench.pricing_pages [DATA]      DATA: the folder of real captures (default ../shared/data)
"""

import json
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.page import page_of
from competedexter.market.crawlers.reading.plans import read_pricing
from competedexter.market.crawlers.reading.prices import parse_price
from competedexter.market.evidence.records import PricingRecord


def read(path: Path) -> PricingRecord:
    """The price list of a stored page."""
    response = WebResponse("https://page.example/pricing", 200, {}, path.read_bytes(), "text/html", "utf-8")
    return read_pricing(page_of(response))


def pages(data: Path) -> None:
    """The F1 figures of the scorer that comes with the pages."""
    folder = data / "pricing-pages"
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as answers:
        for page in gold:
            record = read(folder / "pages" / f"{page['id']}.html")
            answers.write(json.dumps({"id": page["id"], "plans": record.model_dump(mode="json")["plans"]}) + "\n")
    scorer = data / "scorers" / "score_pricing.py"
    command = [sys.executable, str(scorer), str(folder / "gold.jsonl"), answers.name]
    print(subprocess.run(command, capture_output=True, text=True, check=False).stdout.rstrip())
    Path(answers.name).unlink()


def versions(data: Path) -> None:
    """Prices of each version of one price page, against those its history lists."""
    folder = data / "pricing-page-healthchecks"
    right = total = 0
    for line in (folder / "versions.jsonl").read_text(encoding="utf-8").splitlines():
        version = json.loads(line)
        if "prices_after" not in version:
            continue
        wanted = {parse_price(price)[0] for price in version["prices_after"]} - {Decimal(0)}
        record = read(folder / version["file"].replace(".html", ".stripped.html"))
        found = {price.amount for plan in record.plans for price in plan.prices if price.amount}
        total += 1
        right += wanted == found
    print(f"versions with all prices   {right}/{total}")


def strings(data: Path) -> None:
    """Amounts of single price strings, exact."""
    right = total = 0
    for line in (data / "price-strings" / "prices.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        wanted = None if record["amount"] is None else Decimal(str(record["amount"]))
        total += 1
        right += parse_price(record["price_raw"] or "")[0] == wanted
    print(f"price strings              {right}/{total} ({right / total:.3f})")


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not root.is_dir():
        sys.exit(f"The real captures are not at {root}: nothing measured.")
    pages(root)
    versions(root)
    strings(root)
