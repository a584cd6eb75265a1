"""A page's price list: plans with every price they have, in whatever layout.

Tables first, then cards and lists; what two places say of one plan is put together. When nothing visible states a price,
schema.org offers do.
"""

from dataclasses import replace
from typing import Final

from competedexter.market.crawlers.reading.currencies import Place
from competedexter.market.crawlers.reading.page import ReadPage
from competedexter.market.crawlers.reading.plan_cards import Cards, Offer, without_repetitions
from competedexter.market.crawlers.reading.plan_details import features_of, limits_of
from competedexter.market.crawlers.reading.plan_drafts import Draft, joined, record_of, with_volume_prices
from competedexter.market.crawlers.reading.plan_names import MAX_NAME, NAMED, Names
from competedexter.market.crawlers.reading.plan_tables import TablePlan, Tables
from competedexter.market.crawlers.reading.price_lines import SET_AS_PRICE, PriceLine, PriceLines, Quote
from competedexter.market.crawlers.reading.price_toggle import find_toggle
from competedexter.market.crawlers.reading.prices import habits_of
from competedexter.market.crawlers.reading.table_grid import tables_of
from competedexter.market.crawlers.reading.visible_text import VisibleText
from competedexter.market.crawlers.reading.vocabulary import Vocabulary, language_of, vocabulary
from competedexter.market.evidence.records import Period, PricingRecord

MAX_PLANS: Final = 80
_HEADING_REACH: Final = 14  # lines between a section's heading and its last card's price
_EYEBROW_WORDS: Final = 6
_MAX_PRICE_TEXT: Final = 120
_MAX_BESIDE: Final = 4  # words of three letters and more beside a price and its name


def read_pricing(page: ReadPage) -> PricingRecord:
    """The price list of a page; without plans when it states none. Pure, never raises."""
    text = page.text
    language = language_of(text.language, text.text)
    region = (text.language or "").lower().partition("-")[2].rpartition("-")[2]
    place = Place(language, region)
    words = vocabulary(language)
    reader = _Reader(text, words, PriceLines(text, words, habits_of(text.text, place)))
    drafts = joined(with_volume_prices(reader.drafts()))[:MAX_PLANS]
    return record_of(drafts, find_toggle(text, words))


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
        for table in tables_of(self.page):
            inside.append((table.start, table.end))
            drafts.extend(_from_table(plan) for plan in tables.plans(table))
        prices = [price for price in self._signals() if not any(start <= price.start < end for start, end in inside)]
        drafts.extend(self._from_cards(prices))
        return sorted(drafts, key=lambda draft: draft.start)

    def _signals(self) -> list[PriceLine]:
        """Price lines that may make a card: amounts, and words set where a price would stand.

        "Buy for $5" on a button says again what stands above it, unless nothing does.
        """
        found = [line for line in self.lines.all() if self._is_stated(line) or self._is_price_word(line)]
        plain = [line for line in found if self.page.lines[line.first].kind not in ("button", "link")]
        return plain if any(line.kind == "price" for line in plain) else found

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
        hints = [line for line in self.lines.all() if line.kind != "price"]
        cards = Cards(self.page, self.names, prices, hints)
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
            quotes=tuple(self._timed(quote, offer) for line in lines for quote in line.quotes),
            price_text=" ".join(self.page.text[line.start : line.end].replace("\n", " ") for line in lines)[
                :_MAX_PRICE_TEXT
            ],
            limits=limits_of(features, self.words),
            features=features,
            start=first.start,
            end=last.end,
        )

    def _timed(self, quote: Quote, offer: Offer) -> Quote:
        """A price without a time under a heading that names one ("One-time fees") is of that time."""
        if quote.period is not None or quote.unit is not None or not quote.amount:
            return quote
        for number in range(offer.first - 1, max(-1, offer.first - _HEADING_REACH), -1):
            if self._is_heading(number):
                period = self._period_in(self.page.lines[number].text.lower())
                if period is not None:
                    return replace(quote, period=period)
        return quote

    def _is_heading(self, number: int) -> bool:
        """A heading, or the few words set above one."""
        line = self.page.lines[number]
        if line.kind == "heading":
            return True
        return self.page.lines[number + 1].kind == "heading" and len(line.text.split()) <= _EYEBROW_WORDS

    def _period_in(self, heading: str) -> Period | None:
        for period, pattern in (("once", self.words.once), ("month", self.words.month), ("year", self.words.year)):
            if pattern.search(heading):
                return period  # type: ignore[return-value]  # the literals above
        return None


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
    return Draft(
        plan.name,
        plan.quotes,
        plan.price_text,
        plan.limits,
        plan.features,
        plan.start,
        plan.end,
        plan.table,
        plan.columns,
    )
