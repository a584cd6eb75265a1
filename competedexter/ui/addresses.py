"""Addresses of our own pages: filters kept in the query, ids in the path."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from competedexter.demo.web import live_path
from competedexter.foundation.errors import NotFound

LONGEST_PAGE = 4  # digits of a page number that makes sense


def with_query(path: str, **values: object) -> str:
    """`/competitors?q=acme&page=2`; empty values are left out, so that an address says only what was chosen."""
    said = {name: str(value) for name, value in values.items() if value not in ("", None, False, 0)}
    return f"{path}?{urlencode(said)}" if said else path


def site_link(url: str, workspace_id: UUID) -> str:
    """Where a browser finds a watched page: its address, or for a site of the demo the page we serve ourselves."""
    return live_path(url, workspace_id) or url


def short_url(url: str) -> str:
    """`acme.com/pricing`: without scheme and trailing slash."""
    parts = urlsplit(url)
    return (
        parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    ) or url


def query_of(state: Any) -> Mapping[str, str]:  # Any: a Reflex State
    """The query of the page's address."""
    found: Mapping[str, str] = state.router.url.query_parameters
    return found


def id_at(state: Any, position: int = 2) -> UUID:  # Any: a Reflex State
    """The id in the page's path: `/competitors/<id>` has it at 2. Raises NotFound for anything else."""
    parts = str(state.router.url.path).split("/")
    try:
        return UUID(parts[position])
    except (IndexError, ValueError) as error:
        raise NotFound from error


def as_id(text: object) -> UUID:
    """An id that came from the page. Raises NotFound for anything else."""
    try:
        return UUID(str(text))
    except ValueError as error:
        raise NotFound from error


def page_number(text: str) -> int:
    """A page number from an address; nonsense is the first page."""
    return max(1, int(text)) if text.isdecimal() and text.isascii() and len(text) <= LONGEST_PAGE else 1


def span_words(page: int, size: int, total: int) -> str:
    """`51-100 of 312`."""
    if total == 0:
        return "Nothing here"
    first = (page - 1) * size + 1
    return f"{first:,}\u2013{min(page * size, total):,} of {total:,}"
