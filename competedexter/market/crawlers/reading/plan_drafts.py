"""Plans in the making, from wherever they were read, and how they become the record of a page."""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.plan_names import plan_key
from competedexter.market.crawlers.reading.price_quotes import Quote, of_one_plan
from competedexter.market.crawlers.reading.price_toggle import Toggle
from competedexter.market.crawlers.reading.structured_data import Offer
from competedexter.market.crawlers.reading.vocabulary import Vocabulary
from competedexter.market.evidence.records import Period, Plan, Price, PricingRecord


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
    table: int | None = None  # which table states it, if one does
    columns: tuple[int, ...] = ()  # the column of each quote


def with_volume_prices(drafts: list[Draft]) -> list[Draft]:
    """Tables of volume ("1-2", "3-5", "10+") whose first row repeats a plan's price give that plan its further prices."""
    tables: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.table is not None and draft.name[:1].isdigit():
            tables[draft.table].append(draft)
    for rows in tables.values():
        owners = {column: _owner(drafts, rows[0], column) for column in rows[0].columns}
        if None in owners.values():
            continue
        further = {id(owner): _volume_quotes(rows, column, owner) for column, owner in owners.items() if owner}
        rowed = set(map(id, rows))
        drafts = [
            replace(draft, quotes=draft.quotes + further.get(id(draft), ()))
            for draft in drafts
            if id(draft) not in rowed
        ]
    return drafts


def _owner(drafts: list[Draft], row: Draft, column: int) -> Draft | None:
    """The plan whose price the first row of a volume table repeats."""
    quote = row.quotes[row.columns.index(column)]
    for draft in drafts:
        if draft.table is None and any(one.amount and one.amount == quote.amount for one in draft.quotes):
            return draft
    return None


def _volume_quotes(rows: list[Draft], column: int, owner: Draft) -> tuple[Quote, ...]:
    first = owner.quotes[0]
    return tuple(
        replace(quote, basis=row.name, period=quote.period or first.period, unit=quote.unit or first.unit)
        for row in rows[1:]
        for quote, own in zip(row.quotes, row.columns, strict=True)
        if own == column and quote.amount is not None
    )


_ISO_PERIODS: dict[str, Period] = {"P1M": "month", "MON": "month", "P1Y": "year", "ANN": "year", "P12M": "year"}


def from_offers(offers: tuple[Offer, ...], page: VisibleText, words: Vocabulary) -> list[Draft]:
    """schema.org offers as plans, for pages that state their prices to machines only; spans point at the name if it is visible."""
    drafts: list[Draft] = []
    single = [offer for offer in offers if not offer.is_range]
    for offer in single or offers:
        told = (offer.period or "").lower()
        period = _ISO_PERIODS.get(told.upper()) or (
            "month" if words.month.fullmatch(told) else "year" if words.year.fullmatch(told) else None
        )
        at = page.text.find(offer.name) if offer.name else -1
        start, end = (at, at + len(offer.name)) if at >= 0 else (0, 0)
        quote = Quote(offer.amount, offer.currency, period, None, None, shown=False, start=start, end=end)
        drafts.append(
            Draft(
                offer.name or page.title, (quote,), f"{offer.amount} {offer.currency or ''}".strip(), {}, (), start, end
            )
        )
    return joined(drafts)


def joined(drafts: list[Draft]) -> list[Draft]:
    """One draft a name: prices united, limits and features of the first that has them."""
    by_name: dict[str, Draft] = {}
    for draft in drafts:
        key = plan_key(draft.name)
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


def record_of(drafts: list[Draft], toggle: Toggle | None) -> PricingRecord:
    """The record: free plans take the page's currency, prices told twice are told once."""
    quotes = [quote for draft in drafts for quote in draft.quotes]
    shown = [quote.currency for quote in quotes if quote.currency and quote.shown]
    currencies = shown or [quote.currency for quote in quotes if quote.currency]
    currency = max(dict.fromkeys(currencies), key=currencies.count) if currencies else None
    plans = tuple(
        Plan(
            name=draft.name,
            prices=_prices(of_one_plan(draft.quotes), currency, toggle),
            price_text=draft.price_text,
            limits=draft.limits,
            features=draft.features,
            start=draft.start,
            end=draft.end,
        )
        for draft in drafts
    )
    return PricingRecord(plans=plans, currency=currency, default_period=_default_period(quotes, toggle))


def _default_period(quotes: list[Quote], toggle: Toggle | None) -> Period | None:
    """The side of the switch shown first; without a switch, the period of the first price a reader sees."""
    if toggle is not None and toggle.default is not None:
        return toggle.default
    timed = [quote for quote in quotes if quote.amount and quote.period in ("month", "year")]
    shown = [quote for quote in timed if quote.shown]
    return (shown or timed)[0].period if timed else None


def _prices(quotes: tuple[Quote, ...], currency: str | None, toggle: Toggle | None) -> tuple[Price, ...]:
    """Prices without repetition: the same amount told again adds only what was not told before.

    Where scripts swap the one price a plan shows, its basis is the side of the switch it was seen under.
    """
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
    if len(paid) == 1 and toggle is not None and toggle.default and paid[0].period in ("month", "year", None):
        paid = [paid[0].model_copy(update={"basis": paid[0].basis or f"billed {toggle.default}ly"})]
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
