"""What a page tells machines: JSON-LD and microdata items, offers and dates above all (schema.org)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_ITEMS: Final = 2_000  # a product list of a thousand offers is a catalogue, not a price page
MAX_DEPTH: Final = 40
_CONTROL = re.compile(r"[\x00-\x1f]+")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>|/\*\]\]>\*/)\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")

Item = dict[str, object]


@dataclass(frozen=True)
class Offer:
    """A schema.org Offer: `name` of what is offered, `amount`, `currency` (ISO 4217), `period` as a word or ISO duration."""

    name: str
    amount: Decimal
    currency: str | None
    period: str | None
    is_range: bool = False  # the lowest of several offers


@dataclass(frozen=True)
class StructuredData:
    """All items of a page, flat: each JSON object with a type, nested ones too."""

    items: tuple[Item, ...] = ()

    def of_type(self, *types: str) -> Iterator[Item]:
        """Items whose @type is one of `types`."""
        wanted = {one.lower() for one in types}
        return (item for item in self.items if wanted & set(_types(item)))

    def offers(self) -> tuple[Offer, ...]:
        """Every priced offer, with the name of its product or plan."""
        return tuple(_offers(self.items))


def read_structured_data(tree: LexborHTMLParser) -> StructuredData:
    """JSON-LD scripts and microdata of a page. What is not valid is repaired when that is plain, else left out."""
    items: list[Item] = []
    for script in tree.css('script[type="application/ld+json"]'):
        for root in _parsed(script.text()):
            items.extend(_flat(root))
    items.extend(_microdata(tree))
    return StructuredData(tuple(items[:MAX_ITEMS]))


def _parsed(source: str) -> Iterator[object]:
    """The JSON of a script; stray comments, control characters and trailing commas are forgiven."""
    text = _COMMENT.sub("", source).strip()
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            yield orjson.loads(attempt)
        except (orjson.JSONDecodeError, RecursionError):
            continue
        return


def _flat(root: object) -> Iterator[Item]:
    """Each object in `root` that names a type, outer before inner, at most MAX_DEPTH deep."""
    waiting: list[tuple[object, int]] = [(root, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH:
            continue
        if isinstance(value, list):
            waiting.extend((one, depth + 1) for one in reversed(value))
        elif isinstance(value, dict):
            if "@type" in value:
                yield value
            waiting.extend((one, depth + 1) for one in reversed(value.values()) if isinstance(one, dict | list))


def _types(item: Item) -> Iterator[str]:
    kind = item.get("@type")
    for one in kind if isinstance(kind, list) else [kind]:
        if isinstance(one, str):
            yield one.rstrip("/").rpartition("/")[2].lower()


def _offers(items: tuple[Item, ...]) -> Iterator[Offer]:
    for item in items:
        nested = item.get("offers")
        for offer in nested if isinstance(nested, list) else [nested]:
            if isinstance(offer, dict) and (
                found := _offer(offer, _text(offer.get("name")) or _text(item.get("name")))
            ):
                yield found


def _offer(offer: Item, name: str) -> Offer | None:
    specification = offer.get("priceSpecification")
    details = specification[0] if isinstance(specification, list) and specification else specification
    more: Item = details if isinstance(details, dict) else {}
    price = offer.get("price", more.get("price", offer.get("lowPrice")))
    amount = _amount(price)
    if amount is None:
        return None
    currency = _text(offer.get("priceCurrency")) or _text(more.get("priceCurrency")) or None
    duration = _text(more.get("billingDuration")) or _text(more.get("unitText")) or _text(more.get("unitCode"))
    return Offer(
        name=name,
        amount=amount,
        currency=currency.upper() if currency else None,
        period=duration or None,
        is_range="price" not in offer,
    )


def _amount(price: object) -> Decimal | None:
    """schema.org prices use a dot and no symbol; "$10.00" and "1,200.00" are seen and forgiven."""
    text = re.sub(r"[^\d.\-]", "", str(price)) if isinstance(price, str | int | float) else ""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < Decimal("1e12") else None


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _microdata(tree: LexborHTMLParser) -> Iterator[Item]:
    """Top-level microdata items with their properties; nested items become nested objects."""
    for node in tree.css("[itemscope]")[:MAX_ITEMS]:
        item: Item = {"@type": node.attributes.get("itemtype") or ""}
        for inner in node.css("[itemprop]")[:200]:
            name = inner.attributes.get("itemprop") or ""
            if "itemscope" in inner.attributes and inner.mem_id != node.mem_id:
                item.setdefault(name, _nested(inner))
            elif _scope(inner) == node.mem_id:
                item.setdefault(name, _value(inner))
        yield item


def _nested(node: LexborNode) -> Item:
    item: Item = {"@type": node.attributes.get("itemtype") or ""}
    for inner in node.css("[itemprop]")[:50]:
        if inner.mem_id != node.mem_id:
            item.setdefault(inner.attributes.get("itemprop") or "", _value(inner))
    return item


def _scope(node: LexborNode) -> int | None:
    """The nearest itemscope around a property."""
    here = node.parent
    for _ in range(MAX_DEPTH):
        if here is None:
            return None
        if "itemscope" in here.attributes:
            return here.mem_id
        here = here.parent
    return None


def _value(node: LexborNode) -> str:
    attributes = node.attributes
    for name in ("content", "datetime", "href", "src", "value"):
        if value := attributes.get(name):
            return value
    return " ".join(node.text().split())
