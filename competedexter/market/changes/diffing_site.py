"""Two lists of a site's pages compared: pages that came and pages that went. Pure."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from competedexter.market.crawlers.reading.site_pages import page_key
from competedexter.market.evidence.listings import ListedPage, SiteRecord

from .diffing_items import matched, place_of
from .drafts import Draft, draft
from .kinds import ChangeKind, Label

# Sections in which a page is a product, an offer or an argument, not one more article.
_TELLING: Final = frozenset(
    [
        "alternatives",
        "case-studies",
        "changelog",
        "compare",
        "comparison",
        "customers",
        "enterprise",
        "features",
        "industries",
        "integrations",
        "partners",
        "platform",
        "preise",
        "pricing",
        "product",
        "products",
        "produkte",
        "produits",
        "precios",
        "security",
        "services",
        "solutions",
        "solucoes",
        "soluciones",
        "use-cases",
        "vs",
    ]
)
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?")
_ENGLISH: Final = frozenset({"en", "us", "uk"})


def diff_site(before: SiteRecord, after: SiteRecord) -> tuple[Draft, ...]:
    """A page that a site names anew, or names no longer; nothing is missing from a list that was read in part."""
    moved = matched(before.pages, after.pages, lambda page: page_key(page.url))
    drafts = [_told(page, ChangeKind.PAGE_ADDED) for page in moved.added if before.complete]
    if after.complete:
        drafts += [_told(page, ChangeKind.PAGE_REMOVED) for page in moved.removed]
    return tuple(drafts)


def _told(page: ListedPage, kind: ChangeKind) -> Draft:
    added = kind is ChangeKind.PAGE_ADDED
    label, reason = _worth(page)
    path = unquote(urlsplit(page.url).path) or "/"
    return draft(
        kind,
        page.url,
        f"{'New page' if added else 'Page removed'}: {path}",
        {"url": page.url, "path": path},
        label=label,
        reason=reason,
        suspicious=not added,
        before=None if added else place_of(page),
        after=place_of(page) if added else None,
        occurred_at=page.last_modified if added else None,
    )


def _worth(page: ListedPage) -> tuple[Label, str]:
    parts = [part.casefold() for part in urlsplit(page.url).path.split("/") if part]
    if parts and parts[0] not in _TELLING and _LANGUAGE.fullmatch(parts[0]) and parts[0][:2] not in _ENGLISH:
        return Label.MINOR, "It is a page in one of the site's other languages."
    telling = next((part for part in parts[:3] if part in _TELLING or "-vs-" in part), None)
    if telling or len(parts) <= 1:
        where = f"in its section {telling}" if telling else "at the top of the site"
        return Label.SIGNIFICANT, f"It stands {where}: often a product, an offer or an argument."
    return Label.MINOR, "It is one page among the many of its section."
