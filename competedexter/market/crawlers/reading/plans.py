"""A page's price list: plans with every price they have, in whatever layout.

Tables first, then cards and lists; what two places say of one plan is put together. When nothing visible states a price,
schema.org offers do.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from competedexter.market.crawlers.reading.currencies import Place
from competedexter.market.crawlers.reading.page import ReadPage
from competedexter.market.crawlers.reading.plan_cards import Cards, Offer, without_repetitions
from competedexter.market.crawlers.reading.plan_details import features_of, limits_of
from competedexter.market.crawlers.reading.plan_names import MAX_NAME, NAMED, Names
from competedexter.market.crawlers.reading.plan_tables import TablePlan, Tables
from competedexter.market.crawlers.reading.price_lines import SET_AS_PRICE, PriceLine, PriceLines, Quote
from competedexter.market.crawlers.reading.prices import habits_of
from competedexter.market.crawlers.reading.visible_text import VisibleText
from competedexter.market.crawlers.reading.vocabulary import Vocabulary, language_of, vocabulary
from competedexter.market.evidence.records import Period, Plan, Price, PricingRecord

MAX_PLANS: Final = 80
_MAX_PRICE_TEXT: Final = 120
_MAX_BESIDE: Final = 4  # words of three letters and more beside a price and its name


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan before its currency is settled."""

    name: str
    quotes: tuple[Quote, ...]
    price_text: str
    limits: dict[str, str]
    features: tuple[str, ...]
    start: int
    end: int


def read_pricing(page: ReadPage) -> PricingRecord:
    """The price list of a page; without plans when it states none. Pure, never raises."""
    text = page.text
    language = language_of(text.language, text.text)
    region = (text.language or "").lower().partition("-")[2].rpartition("-")[2]
    place = Place(language, region)
    reader = _Reader(text, vocabulary(language), PriceLines(text, vocabulary(language), habits_of(text.text, place)))
    drafts = _joined(reader.drafts())[:MAX_PLANS]
    return _record(drafts)


class _Reader:
    """Reads one page."""

    def __init__(self, page: VisibleText, words: Vocabulary, lines: PriceLines) -> None:
        self.page = page
        self.words = words
        self.lines = lines
        self.names = Names(page, words)

    def drafts(self) -> list[Draft]:
        """Plans of tables and of cards, in reading order."""
        tables = Tables(self.page, self.names, self.lines)
        drafts: list[Draft] = []
        inside: list[tuple[int, int]] = []
        for table in tables.elements():
            inside.append((table.start, table.end))
            drafts.extend(_from_table(plan) for plan in tables.plans(table))
        prices = [price for price in self._signals() if not any(start <= price.start < end for start, end in inside)]
        drafts.extend(self._from_cards(prices))
        return sorted(drafts, key=lambda draft: draft.start)

    def _signals(self) -> list[PriceLine]:
        """Price lines that may make a card: amounts, and words set where a price would stand."""
        return [line for line in self.lines.all() if self._is_stated(line) or self._is_price_word(line)]

    def _is_stated(self, line: PriceLine) -> bool:
        """An amount that the line is about; a sentence that mentions one is prose."""
        beside = len(line.rest.split()) - len(line.name.split())
        return line.kind == "price" and beside <= _MAX_BESIDE and (not line.name or len(line.name) <= MAX_NAME)

    def _is_price_word(self, line: PriceLine) -> bool:
        """A "free" or "contact us" that is no heading, no button and no feature."""
        kind, name = self.page.lines[line.first].kind, self.names.at(line.first)
        if name is not None and name.strength == 3 and (name.rank <= NAMED or line.weight < SET_AS_PRICE):
            return False
        return line.kind != "price" and line.weight > 0 and kind not in ("heading", "button", "link", "item", "nav")

    def _from_cards(self, prices: list[PriceLine]) -> list[Draft]:
        cards = Cards(self.page, self.names, prices)
        offers = without_repetitions(cards.offers(), set())
        return [draft for offer in offers if (draft := self._from_offer(offer)) is not None]

    def _from_offer(self, offer: Offer) -> Draft | None:
        lines = _best_lines(offer.prices)
        if offer.name is None or not lines:
            return None
        skipped = frozenset(number for price in offer.prices for number in range(price.first, price.last + 1))
        features = features_of(self.page, offer.first, offer.last, skipped | {offer.name.line}, self.words)
        first, last = self.page.lines[offer.first], self.page.lines[offer.last]
        return Draft(
            name=offer.name.text,
            quotes=tuple(quote for line in lines for quote in line.quotes),
            price_text=" ".join(self.page.text[line.start : line.end].replace("\n", " ") for line in lines)[
                :_MAX_PRICE_TEXT
            ],
            limits=limits_of(features, self.words),
            features=features,
            start=first.start,
            end=last.end,
        )


def _best_lines(prices: list[PriceLine]) -> list[PriceLine]:
    """The lines that state the plan's price: amounts before words, lines that say nothing else before others."""
    stated = [price for price in prices if price.kind == "price"]
    if not stated:
        free = [price for price in prices if price.kind == "free"]
        return (free or prices)[:1]
    top = max(price.weight for price in stated)
    chosen = [price for price in stated if price.weight == top or (price.weight == 1 and not price.rest)]
    plain = [price for price in chosen if not price.rest]
    return plain or chosen[:1]


def _from_table(plan: TablePlan) -> Draft:
    return Draft(plan.name, plan.quotes, plan.price_text, plan.limits, plan.features, plan.start, plan.end)


def _joined(drafts: list[Draft]) -> list[Draft]:
    """One draft a name: prices united, limits and features of the first that has them."""
    by_name: dict[str, Draft] = {}
    for draft in drafts:
        key = "".join(filter(str.isalnum, draft.name.casefold()))
        known = by_name.get(key)
        if known is None:
            by_name[key] = draft
            continue
        by_name[key] = replace(
            known,
            quotes=known.quotes + draft.quotes,
            limits={**draft.limits, **known.limits},
            features=known.features or draft.features,
        )
    return list(by_name.values())


def _record(drafts: list[Draft]) -> PricingRecord:
    """The record: free plans take the page's currency, prices told twice are told once."""
    quotes = [quote for draft in drafts for quote in draft.quotes]
    currencies = [quote.currency for quote in quotes if quote.currency and quote.shown]
    currency = max(set(currencies), key=currencies.count) if currencies else None
    plans = tuple(
        Plan(
            name=draft.name,
            prices=_prices(draft.quotes, currency),
            price_text=draft.price_text,
            limits=draft.limits,
            features=draft.features,
            start=draft.start,
            end=draft.end,
        )
        for draft in drafts
    )
    shown = [quote for quote in quotes if quote.shown and quote.amount and quote.period in ("month", "year")]
    period: Period | None = shown[0].period if shown else None
    return PricingRecord(plans=plans, currency=currency, default_period=period)


def _prices(quotes: tuple[Quote, ...], currency: str | None) -> tuple[Price, ...]:
    """Prices without repetition: the same amount told again adds only what was not told before."""
    found: list[Price] = []
    for quote in quotes:
        price = Price(
            amount=quote.amount,
            currency=quote.currency or (currency if quote.amount is not None else None),
            period=quote.period,
            unit=quote.unit,
            basis=quote.basis,
        )
        same = next((number for number, other in enumerate(found) if _is_same(other, price)), None)
        if same is None:
            found.append(price)
        else:
            found[same] = _united(found[same], price)
    stated = [price for price in found if price.amount is not None]
    paid = [price for price in stated if price.amount != Decimal(0)]
    return tuple(paid or stated[:1] or found[:1])


def _is_same(one: Price, other: Price) -> bool:
    return (
        one.amount == other.amount
        and one.currency == other.currency
        and (one.period == other.period or None in (one.period, other.period))
    )


def _united(one: Price, other: Price) -> Price:
    return one.model_copy(
        update={
            "period": one.period or other.period,
            "unit": one.unit or other.unit,
            "basis": one.basis or other.basis,
        }
    )
