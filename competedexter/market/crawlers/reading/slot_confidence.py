"""How surely an address, and the text of the link to it, name one of a site's six places. 0 to 1, tuned by hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from competedexter.market.crawlers.reading.site import Address, service_of, site_of
from competedexter.market.crawlers.reading.slot_words import (
    ELSEWHERE,
    SLOTS,
    SUBDOMAINS,
    WEAK,
    is_comments,
    slug,
    weights_of,
)

BOARD: Final = 0.93  # a job board at one of the known services
_BOARD_DEPTH: Final = 2  # /acme, /acme/jobs; what lies deeper is one job
_AGREEING: Final = 0.1  # added where text and address say the same
_MOST: Final = 0.99
_BY_DEPTH: Final = (1.0, 0.8, 0.5, 0.3)  # /pricing, /product/pricing, ...
_DEEP_ON_ITS_HOST: Final = 0.6  # docs.acme.com/a/b/c is one page of many
_UNDER_ANOTHER_HEAD: Final = 0.4  # /blog/pricing
_UNSUPPORTED: Final = 0.7  # a weak word in the text, and an address that does not say the same
_ON_ANOTHER_SITE: Final = 0.5
_SECTION: Final = 0.55  # a part of the home page: /#pricing
_OTHER_LANGUAGE: Final = 0.9
_FEED_PATH_WEIGHT: Final = 0.75
_FEED_PATH = re.compile(r"(?:^|/)(?:feed|rss|atom|feeds|index)\.(?:xml|rss|atom|json)$|/(?:feed|rss|atom)/?$", re.I)


@dataclass(frozen=True, slots=True)
class Sign:
    """An address somebody named: `told` is who did, as the start of a sentence, `sure` how much that counts.

    `is_section` is true for a part of the home page itself.
    """

    address: Address
    text: str
    told: str
    sure: float
    is_section: bool


def confidences(sign: Sign, here: Address) -> Iterator[tuple[str, float, str]]:
    """(slot, confidence, why as a sentence without its stop) of each slot the sign speaks for; `here` is the home page."""
    address = sign.address
    spoken = weights_of(slug(sign.text))
    service = service_of(address.host)
    if service is not None and site_of(service[1]) != here.site:
        yield service[0], _hosted(service[0], sign, here, named=service[0] in spoken), f"{sign.told}, at {service[1]}"
        return
    if sign.is_section:
        for slot, weight in spoken.items():
            yield slot, weight * _SECTION, f"The home page has a section called “{sign.text}”"
        return
    written = _written(address, here)
    for slot in SLOTS:
        if slot in spoken or slot in written:
            yield slot, _weighed(slot, sign, here, spoken.get(slot, 0.0), written.get(slot, 0.0)), sign.told


def _hosted(slot: str, sign: Sign, here: Address, *, named: bool) -> float:
    """A place at a service is theirs when the link says what it is, or the address bears their name."""
    name, address = slug(here.site.partition(".")[0]), sign.address
    own = bool(name) and (name in address.host or any(name in word for word in address.words))
    if not own and not named:
        return BOARD * _ON_ANOTHER_SITE if slot == "careers" else 0.0
    return BOARD if slot == "careers" and len(address.words) <= _BOARD_DEPTH else BOARD - 0.2


def _written(address: Address, here: Address) -> dict[str, float]:
    """What the address alone says."""
    words = address.words
    found: dict[str, float] = {}
    if 0 < len(words) <= len(_BY_DEPTH):
        found = {slot: weight * _BY_DEPTH[len(words) - 1] for slot, weight in weights_of(words[-1]).items()}
    found.pop("feed", None)
    if _FEED_PATH.search(address.parts.path):
        found["feed"] = _FEED_PATH_WEIGHT
    first, _, rest = address.host.partition(".")
    if rest and address.host != here.host and site_of(rest) == here.site:
        for slot in SLOTS:
            if first in SUBDOMAINS[slot]:
                weight = SUBDOMAINS[slot][first] * (1.0 if len(words) <= 1 else _DEEP_ON_ITS_HOST)
                found[slot] = max(found.get(slot, 0.0), weight)
    return found


def _weighed(slot: str, sign: Sign, here: Address, spoken: float, written: float) -> float:
    """Text and address together, less for what lies on other sites, under other heads, in other languages."""
    address = sign.address
    if slot == "feed" and is_comments(f"{sign.text} {address.parts.path}"):
        return 0.0
    if spoken == WEAK and not written:
        spoken *= _UNSUPPORTED
    sure = max(spoken, written) * sign.sure + (_AGREEING if spoken and written else 0.0)
    if address.site != here.site:
        sure *= _ON_ANOTHER_SITE
    if slot != "feed" and not ELSEWHERE.isdisjoint(address.words[:-1]):
        sure *= _UNDER_ANOTHER_HEAD
    return min(sure, _MOST) * (1.0 if address.locale == here.locale else _OTHER_LANGUAGE)
