"""What the markup around a price says: hidden panels, struck old prices, raised cents, how big it is set."""

import re
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element
from competedexter.market.evidence.records import Period

_STRUCK_TAGS: Final = frozenset(["del", "s", "strike"])
_STRUCK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:old|strike|striked|strikethrough|line-through|was|original|crossed|before|regular|compare|previous"
    r"|full-price|list-price)(?:$|[\s_-])"
)
_CENTS_CLASS = re.compile(r"(?:^|[\s_-])(?:cents?|decimals?|fraction|centimos|centavos)(?:$|[\s_-])")
_MONTH_NAME = re.compile(
    r"(?<![a-z])(?:monthly|month|mensal|mensual|mensuel|monatlich|monat|mensile|maandelijks|aylik)(?![a-z])"
)
_YEAR_NAME = re.compile(
    r"(?<![a-z])(?:yearly|year|annual|annually|anual|annuel|jaehrlich|jahr|annuale|jaarlijks|yillik)(?![a-z])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NEGATED = re.compile(r"!\s*[\w.]*(?:month|year|annual)")
_PRICE_NAME = re.compile(r"pric|preis|prix|preci|preco|preço|prezz|amount|cost|tarif|pris|cena|valor|fiyat|tutar")
_BIG_NAME = re.compile(
    r"(?:^|\s)(?:\w+:)?text-(?:[3-9]xl|\[\d{2}px\])|display-\d|(?:^|\s)h[1-3](?:\s|$)|(?:^|[\s_-])(?:big|large|huge)"
)
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "label"])
_PANEL_LEVELS: Final = 8  # how far out a toggle's panel may lie
_CONDITIONS: Final = frozenset(
    ["class", "id", "aria-labelledby", "v-if", "v-show", "x-show", "x-if", "ng-show", "ng-if"]
)


def panel_period(element: Element) -> Period | None:
    """`year` inside `<div class="annual-price">`, `<section id="yearly">`, `x-show="annual"`; the innermost says it."""
    for level, here in enumerate(element.ancestors()):
        told = _told(here)
        if told:
            month, year = bool(_MONTH_NAME.search(told)), bool(_YEAR_NAME.search(told))
            if month != year:
                return "month" if month != bool(_NEGATED.search(told)) else "year"
        if level >= _PANEL_LEVELS:
            break
    return None


def _told(element: Element) -> str:
    """The names an element carries: classes, id, data attributes, conditions; `isYearly` as `is-yearly`."""
    if not element.attributes:
        return ""
    values = [
        value
        for name, value in element.attributes.items()
        if value and len(value) < 200 and (name in _CONDITIONS or name.startswith("data-"))
    ]
    return _CAMEL.sub("-", " ".join(values)).lower()


def is_struck(element: Element) -> bool:
    """True for a price that is crossed out, by its tag, class or style."""
    for level, here in enumerate(element.ancestors()):
        style = here.attributes.get("style") or ""
        if here.tag in _STRUCK_TAGS or _STRUCK_CLASS.search(here.classes) or "line-through" in style:
            return True
        if level >= 2:
            return False
    return False


def is_cents(element: Element) -> bool:
    """True for the raised `99` of a price set as 9⁹⁹."""
    return element.tag == "sup" or bool(_CENTS_CLASS.search(element.classes))


def is_set_as_price(element: Element) -> bool:
    """True when an element, or the two around it, is named or sized as a price is."""
    for level, here in enumerate(element.ancestors()):
        if here.tag in _HEADINGS or _PRICE_NAME.search(here.classes) or _BIG_NAME.search(here.classes):
            return True
        if level >= 2:
            return False
    return False


def is_named_price(element: Element) -> bool:
    """True when a class says "price"."""
    return bool(_PRICE_NAME.search(element.classes) or (element.parent and _PRICE_NAME.search(element.parent.classes)))


def in_list(element: Element) -> bool:
    """True inside a list item, up to three levels deep."""
    return any(here.tag == "li" for _, here in zip(range(4), element.ancestors(), strict=False))


def common(one: Element, other: Element) -> Element:
    """The innermost element that holds both."""
    if one is other:
        return one
    outer = set(map(id, one.ancestors()))
    return next((here for here in other.ancestors() if id(here) in outer), one)


def in_same_box(one: Element, other: Element) -> bool:
    """Whether two blocks stand in the same small part of the page, or the second in the first."""
    outer, near = one.parent, (other, other.parent)
    if outer is None:
        return False
    return one is near[1] or outer in near or (other.parent is not None and outer.parent is other.parent)
