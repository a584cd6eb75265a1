"""Small price pages for tests, and what is read from them in one line a price."""

from collections.abc import Mapping

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.reading.page import page_of
from competedexter.market.crawlers.reading.plans import read_pricing
from competedexter.market.evidence.records import Price, PricingRecord


def document(body: str, language: str = "en") -> str:
    """A page with a price list in its main part."""
    return f"<html lang={language}><head><title>Acme</title></head><body><main><h1>Acme</h1>{body}</main></body></html>"


def card(name: str, price: str, *features: str) -> str:
    """A plan's card."""
    listed = "".join(f"<li>{feature}</li>" for feature in features or ("A thing", "Another thing"))
    return f"<div class=card><h3>{name}</h3><div class=price>{price}</div><ul>{listed}</ul><a href=/buy>Buy</a></div>"


def cards(prices: Mapping[str, str], language: str = "en") -> str:
    """A page with a card for each plan."""
    return document(f"<div class=plans>{''.join(card(*one) for one in prices.items())}</div>", language)


def read(html: str) -> PricingRecord:
    """The price list of a page."""
    return read_pricing(page_of(page("https://acme.example/pricing", html)))


def told(html: str) -> dict[str, list[str]]:
    """The prices of each plan: "8 USD month per user, billed yearly"; "-" without an amount."""
    return {plan.name: [in_words(price) for price in plan.prices] for plan in read(html).plans}


def in_words(price: Price) -> str:
    if price.amount is None:
        return "-"
    amount = f"{price.amount.normalize():f}"
    unit = f"per {price.unit}" if price.unit else ""
    words = " ".join(filter(None, (amount, price.currency, price.period, unit)))
    return f"{words}, {price.basis}" if price.basis else words
