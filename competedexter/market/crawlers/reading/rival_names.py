"""Whom a site compares itself with: the names in the addresses of its /vs/, /compare/ and /alternatives pages. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

MOST_URLS: Final = 20_000
_SECTIONS: Final = frozenset(
    [
        "vs",
        "versus",
        "compare",
        "comparison",
        "comparisons",
        "compares",
        "alternative",
        "alternatives",
        "alternative-to",
        "competitors",
        "switch",
    ]
)
_BETWEEN: Final = re.compile(r"^(.+?)-(?:vs|versus|compared-to|v-s)-(.+)$")
_ALTERNATIVE: Final = re.compile(
    r"^(?:best-|top-|free-|the-best-)?(.+?)-(?:alternatives?|competitors?|comparison)(?:-.*)?$"
)
_ALTERNATIVE_TO: Final = re.compile(
    r"^(?:an?-)?(?:alternatives?-to|switch(?:ing)?-from|migrat(?:e|ing)-from|from|vs|versus)-(.+)$"
)
_TAIL: Final = re.compile(
    r"(?:-(?:alternatives?|comparison|competitors?|review|pricing|\d{4}))+$|\.html?$|\.php$|\.aspx$"
)
_NO_NAMES: Final = frozenset(
    [
        "all",
        "best",
        "compare",
        "comparison",
        "comparisons",
        "features",
        "free",
        "index",
        "migration",
        "open-source",
        "other",
        "others",
        "overview",
        "plans",
        "platform",
        "plan",
        "pricing",
        "product",
        "products",
        "reviews",
        "software",
        "solutions",
        "the",
        "tool",
        "tools",
        "top",
        "us",
        "vs",
        "why",
        "why-us",
        "alternatives",
        "alternative",
        "competitors",
        "editions",
        "versions",
        "competitor",
        "support",
        "security",
        "enterprise",
        "category",
        "categories",
        "page",
        "blog",
        "how-it-works",
    ]
)
_WORD: Final = re.compile(r"[a-z0-9]")
LONGEST: Final = 40  # characters of a slug; longer ones are headlines


@dataclass(frozen=True)
class Rival:
    """A name as its address spells it, made readable, and the page that names it."""

    name: str
    url: str


def rivals_in(urls: Iterable[str], own_names: Iterable[str]) -> tuple[Rival, ...]:
    """Each name once, with the first page that has it. `own_names` are the site's own: they are nobody's rival."""
    own = {slug(name) for name in own_names}
    found: dict[str, Rival] = {}
    for count, url in enumerate(urls):
        if count >= MOST_URLS:
            break
        for part in _slugs(url):
            plain = _TAIL.sub("", part)
            if _is_name(plain) and plain not in own:
                found.setdefault(plain.replace("-", ""), Rival(_readable(plain), url))
    return tuple(rival for key, rival in found.items() if key not in {name.replace("-", "") for name in own})


def slug(name: str) -> str:
    """`Acme Cloud` as an address spells it: `acme-cloud`."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def _slugs(url: str) -> Iterable[str]:
    """The parts of an address that name somebody."""
    try:
        path = urlsplit(url[:2_048]).path
    except ValueError:  # no address after all
        return
    parts = [part.casefold() for part in unquote(path).split("/") if part]
    for before, part in zip(["", *parts], parts, strict=False):
        if len(part) > 2 * LONGEST:
            continue
        between = _BETWEEN.match(part)
        if between:
            yield from between.groups()
        elif found := _ALTERNATIVE_TO.match(part) or _ALTERNATIVE.match(part):
            yield found.group(1)
        elif before in _SECTIONS and part not in _SECTIONS:
            yield part


def _is_name(part: str) -> bool:
    words = part.split("-")
    return (
        1 < len(part) <= LONGEST
        and len(words) <= 4
        and bool(_WORD.search(part))
        and part not in _NO_NAMES
        and not all(word in _NO_NAMES for word in words)
        and not part.isdigit()
    )


def _readable(part: str) -> str:
    return " ".join(word.capitalize() if word.isalpha() and len(word) > 3 else _short(word) for word in part.split("-"))


def _short(word: str) -> str:
    return word.upper() if len(word) <= 3 and word.isalpha() and not re.search("[aeiou]", word) else word.capitalize()
