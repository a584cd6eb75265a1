"""The score falls for what a reader would doubt, and says why."""

from decimal import Decimal
from uuid import UUID

import pytest

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.kinds.website import WebsiteCrawler
from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.quality import page_quality, pricing_quality
from competedexter.market.crawlers.reading.visible_text import read_text
from competedexter.market.evidence.records import Plan, Price, PricingRecord

PROSE = "<p>Acme watches what your competitors ship, charge and hire, and tells you the same day.</p>" * 6


def read(body: str) -> VisibleText:
    return read_text(f"<html><head><title>Acme</title></head><body>{body}</body></html>", "https://acme.example/")


def priced(*plans: tuple[str, str | None, str | None]) -> PricingRecord:
    return PricingRecord(
        plans=tuple(
            Plan(
                name=name,
                start=0,
                end=1,
                prices=(Price(amount=Decimal(amount) if amount else None, currency=currency),),
            )
            for name, amount, currency in plans
        )
    )


def test_a_good_page_has_full_marks_and_no_reasons() -> None:
    quality = page_quality(read(f"<main><h1>Acme</h1>{PROSE}</main>"))
    assert (quality.score, quality.reasons) == (1.0, ())


@pytest.mark.parametrize(
    ("body", "reason", "most"),
    [
        ("", "no text", 0.5),
        ("<p>Hello", "very little text", 0.9),
        ("<p>" + "Pr\ufffdis \ufffd " * 60, "unreadable characters", 0.49),
        ("<p>" + "Le prix cÃ´tÃ© franÃ§ais est trÃ©s Ã©levÃ© cette annÃ©e. " * 9, "wrongly decoded characters", 0.8),
        (f"<nav>{PROSE}</nav><footer>{PROSE}</footer>", "only navigation and footer", 0.9),
    ],
)
def test_each_doubt_costs_and_is_named(body: str, reason: str, most: float) -> None:
    quality = page_quality(read(body))
    assert reason in quality.reasons
    assert quality.score <= most


def test_plans_with_amounts_and_currencies_have_full_marks() -> None:
    page = read(f"<main>{PROSE}</main>")
    assert pricing_quality(page, priced(("Pro", "20", "USD"), ("Team", "50", "USD"))).score == 1.0
    assert pricing_quality(page, priced(("Free", "0", None), ("Team", "50", "EUR"))).score == 1.0


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (priced(), "no plans were found"),
        (priced(("Pro", None, None)), "no amounts were found"),
        (priced(("Pro", "20", None)), "a currency could not be told"),
        (priced(("Pro", "20", "USD"), ("Pro", "50", "USD")), "two plans have one name"),
    ],
)
def test_doubts_about_prices_cost_and_are_named(record: PricingRecord, reason: str) -> None:
    quality = pricing_quality(read(f"<main>{PROSE}</main>"), record)
    assert quality.reasons == (reason,)
    assert 0.5 <= quality.score < 1.0


def test_the_score_never_leaves_its_range() -> None:
    assert pricing_quality(read("<nav>\ufffd\ufffd\ufffd\ufffd</nav>"), priced()).score == 0.0


@pytest.mark.parametrize("html", ["<p>word</p>" * 12_000, "<b>" * 40_000 + "word " * 200])
def test_a_page_too_long_to_be_read_whole_says_so(html: str) -> None:
    answer = page("https://acme.example/", f"<html><body><main>{html}</main></body></html>")
    source = SourceRef(UUID(int=1), UUID(int=2), "website", "https://acme.example/", {})
    (finding,) = WebsiteCrawler().read(source, answer)
    assert "it is too long: only its beginning was read" in finding.quality.reasons
