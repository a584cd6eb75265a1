"""Which addresses belong together: hosts, the part of a host name that its owner registered, paths as words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from competedexter.market.crawlers.reading.slot_words import HOSTED, OWN_SUBDOMAINS, SHARED_HOSTS, slug

MAX_URL: Final = 2_048  # characters; longer addresses are not addresses a person follows

_SECOND_LEVEL: Final = frozenset(["co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go", "gob"])
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?$", re.IGNORECASE)
_NO_LOCALE: Final = frozenset(["kb", "qa"])  # two letters, and a section
_PAGE_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_TRACKING = re.compile(r"utm_|_ga|_gl|gclid|fbclid|msclkid|mc_|ref$|_?hs")


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: `words` are its path segments as slugs, without the locale (`de` of /de/preise)."""

    parts: SplitResult
    host: str
    words: tuple[str, ...]
    locale: str

    @property
    def site(self) -> str:
        return site_of(self.host)

    def without_tracking(self, *, keep_fragment: bool) -> str:
        """The address without what only tells where the reader came from."""
        scheme, netloc, path, query, fragment = self.parts
        if query and _TRACKING.search(query):
            kept = [
                (name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(name)
            ]
            query = urlencode(kept)
        return urlunsplit((scheme, netloc, path, query, fragment if keep_fragment else ""))


def address_of(url: str) -> Address | None:
    """The parts of a web address; None when it is none. Never raises."""
    try:
        parts = urlsplit(url[:MAX_URL])
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # "http://[": the page's mistake
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    words, locale = _words(parts.path)
    return Address(parts, host, words, locale)


def _words(path: str) -> tuple[tuple[str, ...], str]:
    """`/de/preise.html` -> (("preise",), "de")."""
    segments = [part for part in unquote(path).split("/") if part]
    locale = ""
    if segments and _LOCALE.match(segments[0]) and segments[0] not in _NO_LOCALE:
        locale = segments.pop(0)[:2].lower()
    words = (slug(_PAGE_SUFFIX.sub("", part)) for part in segments)
    return tuple(word for word in words if word not in ("index", "home", "")), locale


@lru_cache(maxsize=1_024)
def site_of(host: str) -> str:
    """`docs.acme.co.uk` -> `acme.co.uk`, `acme.github.io` -> `acme.github.io`. A rule of thumb, no list of suffixes."""
    labels = host.split(".")
    own = 3 if len(labels) > 2 and (_is_second_level(labels) or ".".join(labels[-2:]) in SHARED_HOSTS) else 2
    return ".".join(labels[-own:])


def _is_second_level(labels: list[str]) -> bool:
    return labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2


@lru_cache(maxsize=1_024)
def service_of(host: str) -> tuple[str, str] | None:
    """(slot, service) of a customer's place at a service: `boards.greenhouse.io`, `acme.recruitee.com`; not `www.`."""
    for slot, services in HOSTED.items():
        for service in services:
            if host.endswith(f".{service}"):
                own = host.removesuffix(f".{service}").rpartition(".")[2] in OWN_SUBDOMAINS
                return None if own else (slot, service)
    return None
