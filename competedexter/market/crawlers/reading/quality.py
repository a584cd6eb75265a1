"""How far a reading can be trusted: a score from 0 to 1 with its reasons."""

from typing import Final

from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.visible_text import MAX_LINES, MAX_TEXT
from competedexter.market.evidence.records import PricingRecord, Quality

THIN: Final = 200  # characters; less says little
_LOST: Final = "\ufffd"
_MAX_LOST: Final = 0.005  # of the characters; more means the charset was wrong
_MOJIBAKE: Final = ("Ã©", "Ã¼", "Ã¶", "â€™", "â€œ", "Â ", "ï»¿")


def page_quality(page: VisibleText, *, in_part: bool = False) -> Quality:
    """Quality of a page's text: thin, garbled or without main content costs; so does one too long to be read whole."""
    in_part = in_part or len(page.lines) >= MAX_LINES or len(page.text) >= MAX_TEXT
    part = [(0.1, "it is too long: only its beginning was read")] if in_part else []
    return _quality([*_page_faults(page), *part])


def pricing_quality(page: VisibleText, record: PricingRecord) -> Quality:
    """Quality of a pricing reading: as the page, and no plans, no amounts or unknown currencies cost."""
    return _quality([*_page_faults(page), *_pricing_faults(record)])


def _quality(faults: list[tuple[float, str]]) -> Quality:
    score = 1.0
    for cost, _ in faults:
        score -= cost
    return Quality(score=round(max(0.0, score), 2), reasons=tuple(reason for _, reason in faults))


def _page_faults(page: VisibleText) -> list[tuple[float, str]]:
    faults: list[tuple[float, str]] = []
    size = len(page.text)
    if size < THIN:
        faults.append((0.2 if size else 0.8, "very little text" if size else "no text"))
    if size and page.text.count(_LOST) > max(2, size * _MAX_LOST):
        faults.append((0.6, "unreadable characters"))
    elif any(page.text.count(mark) > 3 for mark in _MOJIBAKE):
        faults.append((0.3, "wrongly decoded characters"))
    if size and not any(line.region == "main" for line in page.lines):
        faults.append((0.2, "only navigation and footer"))
    return faults


def _pricing_faults(record: PricingRecord) -> list[tuple[float, str]]:
    if not record.plans:
        return [(0.3, "no plans were found")]
    prices = [price for plan in record.plans for price in plan.prices]
    faults: list[tuple[float, str]] = []
    if not any(price.amount is not None for price in prices):
        faults.append((0.2, "no amounts were found"))
    elif any(price.amount and price.currency is None for price in prices):
        faults.append((0.1, "a currency could not be told"))
    if len({plan.name for plan in record.plans}) < len(record.plans):
        faults.append((0.05, "two plans have one name"))
    return faults
