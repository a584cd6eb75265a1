"""A page's price list: plans with every price they have, in whatever layout.

Tables first, then cards and lists; what two places say of one plan is put together. When nothing visible states a price,
schema.org offers do.
"""

from dataclasses import replace
from typing import Final

from competedexter.market.crawlers.reading.currencies import Place
from competedexter.market.crawlers.reading.page import ReadPage
from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.plan_cards import Cards, Offer, without_repetitions
from competedexter.market.crawlers.reading.plan_details import features_of, limits_of
from competedexter.market.crawlers.reading.plan_drafts import (
    Draft,
    from_offers,
    joined,
    record_of,
    with_volume_prices,
)
from competedexter.market.crawlers.reading.plan_names import Names, plan_key
from competedexter.market.crawlers.reading.plan_siblings import SilentCards
from competedexter.market.crawlers.reading.plan_signals import price_signals
from competedexter.market.crawlers.reading.plan_tables import TablePlan, Tables
from competedexter.market.crawlers.reading.price_lines import PriceLine, PriceLines
from competedexter.market.crawlers.reading.price_quotes import Quote
from competedexter.market.crawlers.reading.price_toggle import find_toggle
from competedexter.market.crawlers.reading.prices import habits_of
from competedexter.market.crawlers.reading.table_grid import div_tables, tables_of
from competedexter.market.crawlers.reading.vocabulary import Vocabulary, language_of, vocabulary
from competedexter.market.evidence.records import Period, PricingRecord

MAX_PLANS: Final = 80
_HEADING_REACH: Final = 14  # lines between a section's heading and its last card's price
_EYEBROW_WORDS: Final = 6
_MAX_PRICE_TEXT: Final = 120


def read_pricing(page: ReadPage) -> PricingRecord:
    """The price list of a page; without plans when it states none. Pure, never raises."""
    text = page.text
    language = language_of(text.language, text.text)
    region = (text.language or "").lower().partition("-")[2].rpartition("-")[2]
    place = Place(language, region)
    words = vocabulary(language)
    reader = _Reader(text, words, PriceLines(text, words, habits_of(text.text, place)))
    drafts = (
        joined(with_volume_prices(reader.drafts()))[:MAX_PLANS]
        or from_offers(page.data.offers(), text, words)
        or joined(reader.unpriced())
    )
    return record_of(reader.compared(drafts), find_toggle(text, words))


class _Reader:
    """Reads one page."""

    def __init__(self, page: VisibleText, words: Vocabulary, lines: PriceLines) -> None:
        self.page = page
        self.words = words
        self.lines = lines
        self.names = Names(page, words)
        self.named: set[int] = set()  # lines that name a plan: no section headings

    def drafts(self) -> list[Draft]:
        """Plans of tables and of cards, in reading order."""
        tables = Tables(self.page, self.names, self.lines)
        drafts: list[Draft] = []
        inside: list[tuple[int, int]] = []
        signals = price_signals(self.page, self.names, self.lines.all)
        for table in (*tables_of(self.page), *div_tables([line.element for line in signals if line.kind == "price"])):
            found = [_from_table(plan) for plan in tables.plans(table)]
            drafts.extend(found)
            if found or table.tag == "table":
                inside.append((table.start, table.end))
        prices = [price for price in signals if not any(start <= price.start < end for start, end in inside)]
        drafts.extend(self._from_cards(prices))
        return sorted(drafts, key=lambda draft: draft.start)

    def compared(self, drafts: list[Draft]) -> list[Draft]:
        """Drafts with what comparison tables say of them."""
        tables = Tables(self.page, self.names, self.lines)
        for table in tables_of(self.page):
            contents = tables.contents(table)
            drafts = [
                replace(draft, limits={**contents[key][0], **draft.limits}, features=draft.features or contents[key][1])
                if (key := plan_key(draft.name)) in contents
                else draft
                for draft in drafts
            ]
        return drafts

    def _from_cards(self, prices: list[PriceLine]) -> list[Draft]:
        cards = Cards(self.page, self.names, prices, self.lines.all)
        offers = without_repetitions(cards.offers(), set())
        self.named = {offer.name.line for offer in offers if offer.name}
        return [draft for offer in offers if (draft := self._from_offer(offer)) is not None]

    def unpriced(self) -> list[Draft]:
        """The plans of a page whose cards stand without any price."""
        silent = SilentCards(self.page, self.names, self.lines.all).alone()
        offers = [Offer([price], first, last, name) for name, price, first, last in silent]
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
        if number in self.named:
            return False
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
