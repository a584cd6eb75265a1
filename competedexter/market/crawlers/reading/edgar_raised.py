"""Money raised as an event: an offering told to the SEC, or a round told by Crunchbase."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from competedexter.market.crawlers.reading.listing_text import ListingText, fold
from competedexter.market.evidence.listings import Event, Plain

from .crunchbase import Round
from .edgar_filings import MAX_TITLE, Filing
from .edgar_offerings import Offering
from .edgar_times import midnight


@dataclass(frozen=True)
class Raised:
    """One event of funding before it has a place in the text. `unread`: its document was not asked for."""

    key: str
    title: str
    url: str
    occurred_at: datetime | None
    category: str
    company: str
    fields: Mapping[str, Plain]
    lines: tuple[str, ...] = ()
    unread: bool = False


def told_funding(raised: Iterable[Raised], text: ListingText) -> tuple[Event, ...]:
    """Newest first, each once, told into `text`."""
    once = {one.key: one for one in raised}
    ordered = sorted(once.values(), key=lambda one: (one.occurred_at is not None, one.occurred_at), reverse=True)
    return tuple(_event(one, text) for one in ordered)


def _event(raised: Raised, text: ListingText) -> Event:
    title = fold(raised.title)[:MAX_TITLE] or "(untitled)"
    start, end = text.tell([title, *raised.lines])
    return Event(
        start=start,
        end=end,
        key=raised.key,
        what="funding",
        title=title,
        url=raised.url,
        occurred_at=raised.occurred_at,
        author=raised.company,
        category=raised.category,
        fields=dict(raised.fields),
    )


def of_offering(offering: Offering, filing: Filing) -> Raised:
    """An offering and the filing that tells it: the filing's time and number when they are known."""
    company = offering.issuers[0] if offering.issuers else filing.company
    when = filing.occurred_at or midnight(offering.signed) or midnight(offering.first_sale)
    return Raised(
        key=filing.key,
        title=_headline(offering),
        url=filing.url,
        occurred_at=when,
        category=f"Form {offering.form}",
        company=company,
        fields=_fields(offering, filing.accession),
        lines=tuple(_lines(offering, company)),
    )


def of_filing(filing: Filing) -> Raised:
    """A Form D whose document was not read: that it was filed, without amounts."""
    amended = filing.form.endswith("/A")
    return Raised(
        key=filing.key,
        title=f"{'Amended offering' if amended else 'Offering'} of securities (Form {filing.form}, amounts not read)",
        url=filing.url,
        occurred_at=filing.occurred_at,
        category=f"Form {filing.form}",
        company=filing.company,
        fields={
            "form": filing.form,
            "amount": None,
            "currency": "USD",
            "sold": None,
            "round": None,
            "investors": None,
            "accession": filing.accession,
        },
        lines=(f"{filing.company}, Form {filing.form} filed on {filing.filed or 'an unknown day'}",),
        unread=True,
    )


def of_round(one: Round) -> Raised:
    """A round as Crunchbase tells it."""
    amount = f"{one.currency} {one.amount:,f}".strip() if one.amount is not None else ""
    kind = one.kind or "funding round"
    title = f"Raised {amount} ({kind})" if amount else f"Raised an undisclosed amount ({kind})"
    leads = f" Led by {', '.join(one.lead_investors)}." if one.lead_investors else ""
    investors = f" Investors: {', '.join(one.investors)}." if one.investors else ""
    return Raised(
        key=f"crunchbase:{one.key}",
        title=title,
        url=one.url,
        occurred_at=midnight(one.announced),
        category=kind,
        company=one.company,
        fields={
            "amount": plain(one.amount),
            "currency": one.currency or None,
            "sold": None,
            "round": one.kind or None,
            "investors": one.investor_count if one.investor_count is not None else len(one.investors) or None,
            "investorNames": ", ".join(one.investors) or None,
            "leadInvestors": ", ".join(one.lead_investors) or None,
        },
        lines=(f"{one.company}: {one.name}, announced on {one.announced or 'an unknown day'}.{leads}{investors}",),
    )


def plain(number: Decimal | None) -> int | float | None:
    """As JSON writes numbers: whole ones without a point."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _headline(offering: Offering) -> str:
    form = f"Form {offering.form}"
    if offering.crowdfunding:
        bound = f", at most USD {offering.at_most:,.0f}" if offering.at_most is not None else ""
        about = f"{form}: {offering.progress}" if offering.progress else form
        sought = f" of USD {offering.offered:,.0f}{bound}" if offering.offered is not None else ""
        return f"Crowdfunding{sought} ({about})"
    offered = f"{short(offering.offered)} offered" if offering.offered is not None else "an indefinite amount offered"
    if not offering.sold:
        total = f"USD {offering.offered:,.0f}" if offering.offered is not None else "an indefinite amount"
        return f"Offers {total} ({form}: nothing sold yet)"
    return f"Raised USD {offering.sold:,.0f} ({form}: {short(offering.sold)} sold of {offered})"


def short(amount: Decimal) -> str:
    """18,200,000 is "18.2 M"."""
    for power, letter in ((9, "B"), (6, "M"), (3, "K")):
        if abs(amount) >= Decimal(10) ** power:
            return f"{(amount / Decimal(10) ** power).quantize(Decimal('0.1')).normalize():f} {letter}"
    return f"{amount:,f}"


def _fields(offering: Offering, accession: str) -> dict[str, Plain]:
    return {
        "form": offering.form,
        "amount": plain(offering.offered),
        "currency": "USD",
        "sold": plain(offering.sold),
        "maximum": plain(offering.at_most),
        "round": offering.securities or None,
        "investors": offering.investors,
        "firstSale": offering.first_sale.isoformat() if offering.first_sale else None,
        "deadline": offering.deadline.isoformat() if offering.deadline else None,
        "industry": offering.industry or None,
        "issuer": "; ".join(offering.issuers)[:300] or None,
        "accession": accession or None,
    }


def _lines(offering: Offering, company: str) -> Iterable[str]:
    yield f"Issuer: {'; '.join(offering.issuers) or company}"
    offered = f"USD {offering.offered:,f}" if offering.offered is not None else "an indefinite amount"
    yield f"Offered: {offered}" + (f", at most USD {offering.at_most:,f}" if offering.at_most is not None else "")
    if offering.sold is not None:
        yield f"Sold: USD {offering.sold:,f}"
    if offering.investors is not None:
        yield f"Investors so far: {offering.investors}"
    for name, value in (
        ("Securities", offering.securities),
        ("Industry", offering.industry),
        ("First sale", offering.first_sale),
        ("Deadline", offering.deadline),
        ("Progress", offering.progress),
    ):
        if value:
            yield f"{name}: {value}"
    if offering.business_combination:
        yield "Part of a merger, acquisition or exchange offer"
