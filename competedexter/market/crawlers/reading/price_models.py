"""A price model as YAML, in the format of the isa-group's SaaS analysis (Pricing2Yaml, syntax 1.0 to 2.1), typed.

A plan's key in the file is its name; a feature or limit that a plan does not state has the file's default. The format
states prices a month; what "billing" multiplies them by is told in the text, not typed: such amounts are computed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from competedexter.market.evidence.listings import Feature, FeaturesRecord
from competedexter.market.evidence.records import Period, Plan, Price, PricingRecord, as_amount

from .currencies import ISO_CODES
from .listing_text import ListingText, fold
from .safe_yaml import YamlRefused, read_yaml

EXTRACTOR: Final = "price-model-1"
MAX_PLANS: Final = 200
MAX_FEATURES: Final = 2_000
MAX_VALUE: Final = 300  # characters of a limit or a feature's value
ADD_ON: Final = "Add-on"
_PERIODS: Final[dict[str, Period]] = {
    "month": "month",
    "mo": "month",
    "monthly": "month",
    "year": "year",
    "annual": "year",
}
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
Mapped = Mapping[str, Any]  # Any: plain YAML


@dataclass(frozen=True)
class PriceModel:
    """`observed_on` is the file's own date, None when it has none; `url` is where it was seen, as the file says."""

    name: str
    observed_on: datetime | None
    url: str
    text: str
    pricing: PricingRecord
    features: FeaturesRecord


def read_price_model(body: bytes) -> PriceModel:
    """Raises YamlRefused for anything that is no price model."""
    model = _mapping(read_yaml(body), "The file")
    if not {"plans", "addOns"} & model.keys() or "features" not in model:
        raise YamlRefused("It has no plans and features: it is no price model.")
    return _Reading(model).whole()


class _Reading:
    """One model on its way to records; `text` grows with them."""

    def __init__(self, model: Mapped) -> None:
        self.model = model
        self.listing = ListingText()
        self.features = _named(model, "features", MAX_FEATURES)
        self.limits = _named(model, "usageLimits", MAX_FEATURES)
        self.plans = _named(model, "plans", MAX_PLANS)
        self.add_ons = _named(model, "addOns", MAX_PLANS)
        self.currency = _currency(model.get("currency"))
        billing = model.get("billing")
        self.billing: Mapped = billing if isinstance(billing, dict) else {}

    def whole(self) -> PriceModel:
        name = fold(str(self.model.get("saasName") or self.model.get("name") or ""))[:MAX_VALUE]
        day = (
            _moment(self.model.get("createdAt"))
            or _moment(self.model.get("version"))
            or _moment(self.model.get("year"))
        )
        url = str(self.model.get("url") or "")[:2_000]
        self.listing.tell([f"{name or 'Unnamed'} prices" + (f", {day:%Y-%m-%d}" if day else ""), *self._notes(url)])
        plans = [self._plan(key, one, key) for key, one in self.plans.items()]
        plans += [self._plan(f"{ADD_ON} {key}", one, None) for key, one in self.add_ons.items()]
        features = [self._feature(key, one) for key, one in self.features.items()]
        periods = {price.period for plan in plans for price in plan.prices if price.period}
        record = PricingRecord(
            plans=tuple(plans),
            currency=self.currency,
            default_period=periods.pop() if len(periods) == 1 else None,
            named=True,
        )
        told = FeaturesRecord(plans=tuple(self.plans), features=tuple(features))
        return PriceModel(name, day, url, self.listing.text, record, told)

    def _notes(self, url: str) -> Iterator[str]:
        if url:
            yield f"Seen at {url}"
        for way, factor in self.billing.items():
            yield f"Billed {way}: {factor} of the price stated"

    def _plan(self, name: str, one: Mapped, key: str | None) -> Plan:
        price = self._price(one)
        wording = str(one.get("price") if one.get("price") is not None else "")[:MAX_VALUE]
        limits = dict(self._limits(one, with_defaults=key is not None))
        included = [] if key else [feature for feature, value in _values(one, "features").items() if value != "no"]
        lines = [f"{name}: {_told(price) or wording or 'no price stated'}", fold(str(one.get("description") or ""))]
        lines += [f"{name}, {limit}: {value}" for limit, value in limits.items()]
        lines += [f"{name} includes {feature}" for feature in included]
        start, end = self.listing.tell(lines)
        text = wording if price is None or price.amount is None else _told(price)
        prices = (price,) if price else ()
        return Plan(
            name=name, prices=prices, price_text=text, limits=limits, features=tuple(included), start=start, end=end
        )

    def _price(self, one: Mapped) -> Price | None:
        stated = one.get("price")
        if stated is None:
            return None
        amount = _amount(stated)
        period, unit = _unit(str(one.get("unit") or ""))
        if period is None and not unit and amount is not None:
            period = "month" if self.billing else None
        return Price(amount=amount, currency=self.currency, period=period or ("usage" if unit else None), unit=unit)

    def _limits(self, one: Mapped, *, with_defaults: bool) -> Iterator[tuple[str, str]]:
        stated = _values(one, "usageLimits")
        for name, value in _values(one, "usageLimitsExtensions").items():
            stated.setdefault(name, f"+{value}")
        for name, limit in self.limits.items():
            default = _told_value(limit.get("defaultValue")) if with_defaults else None
            said = stated.pop(name) if name in stated else default
            if said is not None:
                unit = fold(str(limit.get("unit") or ""))
                yield name, said if said in ("yes", "no") else f"{said} {unit}".strip()[:MAX_VALUE]
        yield from stated.items()

    def _feature(self, name: str, one: Mapped) -> Feature:
        default = _told_value(one.get("defaultValue"))
        values = {plan: _values(of, "features").get(name, default) or "" for plan, of in self.plans.items()}
        lines = [f"{name}: {fold(str(one.get('description') or '')) or str(one.get('type') or '')}"]
        lines += [f"{name} in {plan}: {value}" for plan, value in values.items()]
        start, end = self.listing.tell(lines)
        return Feature(name=name, group=str(one.get("tag") or "")[:MAX_VALUE], values=values, start=start, end=end)


def _mapping(value: Any, what: str) -> Mapped:  # Any: plain YAML
    if not isinstance(value, dict):
        raise YamlRefused(f"{what} is not a list of names and values.")
    return value


def _named(model: Mapped, part: str, most: int) -> dict[str, Mapped]:
    """The things of one part by name; nothing where the file says null."""
    found = model.get(part)
    if found is None:
        return {}
    things = _mapping(found, part)
    if len(things) > most:
        raise YamlRefused(f"{part} has more than {most:,} entries.")
    return {
        fold(str(name))[:MAX_VALUE] or "-": _mapping(one or {}, f"{part}: {name}"[:MAX_VALUE])
        for name, one in things.items()
    }


def _values(one: Mapped, part: str) -> dict[str, str]:
    """What a plan says of its features or limits; both `{name: {value: x}}` and `{name: x}` are written."""
    found = one.get(part)
    if isinstance(found, list):
        return {str(name)[:MAX_VALUE]: "yes" for name in found}
    if not isinstance(found, dict):
        return {}
    said = ((name, value.get("value") if isinstance(value, dict) else value) for name, value in found.items())
    return {str(name)[:MAX_VALUE]: told for name, value in said if (told := _told_value(value)) is not None}


def _told_value(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return fold(", ".join(str(part) for part in value))[:MAX_VALUE]
    return fold(str(value))[:MAX_VALUE]


def _amount(stated: object) -> Decimal | None:
    """A number, also one written as text; None for words. Raises YamlRefused for amounts no price has."""
    if isinstance(stated, bool) or not isinstance(stated, (int, float, str)):
        return None
    try:
        amount = Decimal(str(stated).strip())
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 12:
        raise YamlRefused(f"{str(stated)[:40]} is no price.")
    return amount


def _unit(text: str) -> tuple[Period | None, str | None]:
    """ "user/month" is a month for each user; "one time payment" is once."""
    if re.search(r"\b(one.?time|once|lifetime)\b", text, re.IGNORECASE):
        return "once", None
    period: Period | None = None
    counted = []
    for part in (fold(part) for part in text.split("/")):
        if part.casefold() in _PERIODS and period is None:
            period = _PERIODS[part.casefold()]
        elif part:
            counted.append(part)
    return period, "/".join(counted)[:MAX_VALUE] or None


def _currency(value: object) -> str | None:
    code = str(value or "").strip().upper()
    return code if code in ISO_CODES else None


def _moment(value: object) -> datetime | None:
    """A date as YAML has it, or in words; a year alone is its first day."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    text = str(value or "").strip()
    try:
        if found := _DAY.match(text):
            return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        return None
    return datetime(int(text), 1, 1, tzinfo=UTC) if _YEAR.fullmatch(text) else None


def _told(price: Price | None) -> str:
    if price is None or price.amount is None:
        return ""
    amount = f"{as_amount(price.amount).removesuffix('.00')} {price.currency or ''}".strip()
    period = f" per {price.period}" if price.period in ("month", "year") else " once" if price.period == "once" else ""
    return amount + (f" per {price.unit}" if price.unit else "") + period
