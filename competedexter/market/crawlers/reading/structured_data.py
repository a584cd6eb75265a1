"""What a page tells machines: JSON-LD, microdata and RDFa items, offers and dates above all (schema.org)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

import orjson
from selectolax.lexbor import LexborHTMLParser

from competedexter.market.crawlers.reading.microdata import MicrodataItem, read_microdata
from competedexter.market.crawlers.reading.rdfa_items import rdfa_items

MAX_ITEMS: Final = 2_000  # a product list of a thousand offers is a catalogue, not a price page
MAX_DEPTH: Final = 40
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>|/\*\]\]>\*/)\s*$")
_STRING: Final = r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))'
# What never ends is taken to the end, so that nobody looks for its end twice.
_JS_COMMENT = re.compile(
    rf"{_STRING}|//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/|\*?\Z)|<!--(?:[^-]|-(?!->))*+(?:-->|\Z)|-->", re.DOTALL
)
_TRAILING_COMMA = re.compile(rf"{_STRING}|,(\s*[}}\]])", re.DOTALL)

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
    """JSON-LD scripts, microdata and RDFa (schema.org) of a page. What is not valid is repaired when that is plain, else left out."""
    items: list[Item] = []
    for root in read_json_ld(tree):
        items.extend(_flat(root))
    items.extend(_microdata(tree))
    for item in rdfa_items(tree):
        items.extend(_flat(item))
    return StructuredData(tuple(items[:MAX_ITEMS]))


def read_json_ld(tree: LexborHTMLParser) -> Iterator[object]:
    """The JSON of each JSON-LD script, in order, as it is."""
    for script in tree.css('script[type="application/ld+json"]'):
        yield from _parsed(script.text())


def _parsed(source: str) -> Iterator[object]:
    """The JSON of a script; comments, line breaks in strings and trailing commas are forgiven."""
    text = _COMMENT.sub("", source).strip()
    for attempt in (lambda: orjson.loads(text), lambda: _repaired(source), lambda: _repaired(text)):
        try:
            yield attempt()
        except (ValueError, RecursionError):
            continue
        return


def _repaired(text: str) -> object:
    """Read without comments and trailing commas, those in strings left alone. Raises ValueError."""
    text = _JS_COMMENT.sub(lambda found: found[1] or " ", text)
    return json.loads(_TRAILING_COMMA.sub(lambda found: found[1] or found[2], text), strict=False)


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
    """Microdata items as JSON-LD would write them, outer before inner."""
    for item in read_microdata(tree):
        yield from _flat(_as_item(item))


def _as_item(item: MicrodataItem) -> Item:
    told: Item = {"@type": list(item.types) if len(item.types) > 1 else "".join(item.types)}
    for name, values in item.properties.items():
        written = [_as_item(value) if isinstance(value, MicrodataItem) else value for value in values]
        told[name] = written if len(written) > 1 else written[0]
    return told
