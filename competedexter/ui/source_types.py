"""The types of sources in words: what each reads, an address of one, and which services ask for a key. One line a type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ICONS = {
    "website": "globe", "pricing": "tag", "features": "list-checks", "jobs": "briefcase", "news": "newspaper",
    "social": "messages-square", "reviews": "star", "funding": "landmark", "financials": "chart-column",
    "patents": "lightbulb", "tech_stack": "layers", "company_info": "building-2", "custom": "braces",
}  # fmt: skip


@dataclass(frozen=True)
class Paid:
    """A service asked with a key of one's own: `key` is its short name among the keys there are."""

    key: str
    setting: str
    what: str


@dataclass(frozen=True)
class SourceKind:
    """`thing` and `things` are what one of it lists; `example` is an address as people paste it."""

    type: str
    name: str
    reads: str
    example: str
    paid: tuple[Paid, ...] = ()


KINDS = (
    SourceKind("website", "Website page", "Any page: what was reworded, added or taken away.", "https://acme.com"),
    SourceKind(
        "pricing", "Pricing", "Plans, prices, limits and billing of a pricing page.", "https://acme.com/pricing"
    ),
    SourceKind(
        "features", "Features", "Feature lists and comparison tables, plan by plan.", "https://acme.com/features"
    ),
    SourceKind(
        "jobs",
        "Careers",
        "Openings with team and place, from a job board or a careers page.",
        "https://boards.greenhouse.io/acme",
    ),
    SourceKind(
        "news",
        "News",
        "Articles of a feed, a blog or a news search, each told once.",
        "https://acme.com/blog/feed.xml",
        (Paid("newsapi", "NEWSAPI_KEY", "NewsAPI searches"),),
    ),
    SourceKind(
        "social",
        "Social",
        "Posts and releases: Bluesky, Mastodon, Reddit, YouTube, GitHub.",
        "https://bsky.app/profile/acme.com",
    ),
    SourceKind(
        "reviews",
        "Reviews",
        "Ratings and reviews of a page, an app store or an export.",
        "https://apps.apple.com/us/app/acme/id1234567890",
    ),
    SourceKind(
        "funding",
        "Funding",
        "Money raised: Form D and Form C of the SEC, rounds from Crunchbase.",
        "https://www.sec.gov/cgi-bin/browse-edgar?CIK=ACME&type=D",
        (Paid("crunchbase", "CRUNCHBASE_KEY", "Crunchbase rounds"),),
    ),
    SourceKind(
        "financials",
        "Filings and financials",
        "SEC filings by form and item, and reported figures by period with their units.",
        "https://www.sec.gov/cgi-bin/browse-edgar?CIK=ACME",
    ),
    SourceKind(
        "patents",
        "Patents",
        "Patents and applications of the US office's search, or an export of Google Patents.",
        "https://api.uspto.gov/api/v1/patent/applications/search?q=Acme",
        (Paid("uspto", "USPTO_API_KEY", "USPTO searches"),),
    ),
    SourceKind(
        "tech_stack",
        "Technology",
        "Technologies a site uses, each with the header or script that shows it.",
        "https://acme.com",
        (Paid("builtwith", "BUILTWITH_KEY", "BuiltWith profiles"),),
    ),
    SourceKind(
        "company_info",
        "Company",
        "Facts with their source: Wikidata, the site's own data, the about page.",
        "https://www.wikidata.org/wiki/Q312",
    ),
    SourceKind(
        "custom",
        "Custom",
        "Your own mapping of JSON, CSV, a feed or a page, tried before it is saved.",
        "https://status.acme.com/api/incidents.json",
    ),
)
BY_TYPE: Mapping[str, SourceKind] = {kind.type: kind for kind in KINDS}

# What the states of each snapshot type list: one, several.
_THINGS = {
    "pricing": ("plan", "plans"), "page": ("passage", "passages"), "jobs": ("opening", "openings"),
    "news": ("article", "articles"), "social": ("post", "posts"), "filings": ("filing", "filings"),
    "funding": ("round", "rounds"), "patents": ("patent", "patents"), "reviews": ("review", "reviews"),
    "ratings": ("rating", "ratings"), "financials": ("figure", "figures"),
    "tech_stack": ("technology", "technologies"), "company_info": ("fact", "facts"),
    "features": ("feature", "features"), "site": ("page", "pages"), "custom": ("record", "records"),
}  # fmt: skip


def type_name(source_type: str) -> str:
    """`Careers`; a type that is not known yet by its own name."""
    kind = BY_TYPE.get(source_type)
    return kind.name if kind else source_type.replace("_", " ").capitalize()


def things(snapshot_type: str, count: int) -> str:
    """`42 openings`, `1 article`."""
    one, several = _THINGS.get(snapshot_type, ("thing", "things"))
    return f"{count:,} {one if count == 1 else several}"


def keys_missing(kind: SourceKind, keys: Iterable[str]) -> list[str]:
    """`NewsAPI searches need NEWSAPI_KEY, which is not set.`, for each that is not there."""
    there = set(keys)
    return [f"{one.what} need {one.setting}, which is not set." for one in kind.paid if one.key not in there]
