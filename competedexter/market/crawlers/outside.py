"""Where the public services that crawlers ask are, and the keys to those that are paid for. Filled from settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from competedexter.integrations.web.errors import WebError


class KeyMissing(WebError):
    """Values: service, setting."""

    code = "key_missing"
    retryable = False
    sentence = "{service} is asked with a key of your own. Set {setting} and look again; until then this source is off."


class NothingToRead(WebError):
    """An address was answered well, with something this kind of source does not read. Values: reason (a sentence)."""

    code = "not_readable"
    retryable = False
    sentence = "{reason}"


@dataclass(frozen=True)
class Outside:
    """`bases` maps the public origin of a service to what stands in its place (EDGAR_BASE_URL and the like); `keys` has
    the key of each paid service by its short name ("newsapi"); `contact` is who asks, where a service wants to know."""

    bases: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""

    def address(self, url: str) -> str:
        """Where to ask for `url`: at what stands in place of its service, when something does."""
        parts = urlsplit(url)
        base = self.bases.get(f"{parts.scheme}://{parts.netloc}".casefold())
        if not base:
            return url
        put = urlsplit(base.rstrip("/"))
        return urlunsplit(parts._replace(scheme=put.scheme, netloc=put.netloc, path=put.path + parts.path))

    def key(self, service: str, *, name: str, setting: str) -> str:
        """The key of a paid service; raises KeyMissing: without one it is off, and says so."""
        found = self.keys.get(service, "")
        if not found:
            raise KeyMissing(service=name, setting=setting)
        return found
