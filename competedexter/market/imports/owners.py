"""Whose history it is: the competitor that was named, or the one a row or an address names. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from competedexter.market.competitors.addresses import host_of
from competedexter.market.competitors.errors import InvalidDomain
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.sources.schemas import SourceView

from .cells import BadCell


@dataclass(frozen=True)
class Owner:
    """A competitor and what is watched of it."""

    competitor: CompetitorView
    sources: tuple[SourceView, ...] = ()

    @property
    def id(self) -> UUID:
        return self.competitor.id

    def page(self, path: str) -> str:
        """The address of a page of its site."""
        return self.competitor.website_url.rstrip("/") + path


@dataclass
class Owners:
    """All that may be meant; `only` is the one that was asked for."""

    watched: Sequence[Owner]
    only: Owner | None = None
    _named: dict[str, Owner] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for owner in reversed(self.watched):
            one = owner.competitor
            for name in (one.domain, one.name, *one.aliases):
                self._named[name.strip().casefold()] = owner

    def of(self, name: str, domain: str) -> Owner:
        """Whose row it is. Raises BadCell."""
        told = domain or name
        if not told:
            if self.only is None:
                raise BadCell("It names no competitor, and none was given with the file.")
            return self.only
        found = self._named.get(told.casefold()) or self._named.get(_host(told))
        if found is None:
            raise BadCell(f"No watched competitor is called {told[:80]}.")
        if self.only is not None and found.id != self.only.id:
            raise BadCell(f"It is of {told[:80]}, and the file was sent for {self.only.competitor.name}.")
        return found

    def of_address(self, url: str) -> Owner | None:
        """Whose page an address is: one that is watched, or one of a competitor's own site."""
        host = _host(url)
        mine = [self.only] if self.only is not None else list(self.watched)
        for owner in mine:
            hosts = {_bare(owner.competitor.domain), *(_host(source.source_url) for source in owner.sources)}
            if host and host in hosts:
                return owner
        return None


def _host(text: str) -> str:
    try:
        return _bare(host_of(text))
    except InvalidDomain:
        return ""


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are one page: scheme, www and a last slash make no difference."""
    return _page(one) == _page(other)


def _page(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
        return _bare((parts.hostname or "").casefold()), parts.path.rstrip("/"), parts.query
    except ValueError:
        return "", url, ""
