"""What sources other than pages say, typed: things in a list, each with its place in the document's text.

`start` and `end` count Unicode code points of the document's text; times are aware and in UTC, None when the source does
not say. A record names what the source shows now; what came and what went is told by changes.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from competedexter.foundation.views import Moment, View

Plain = str | int | float | bool | None
"""A value of a field: what JSON calls a scalar."""

Exact = Annotated[Decimal, PlainSerializer(lambda number: format(number, "f"), return_type=str, when_used="json")]
"""A number as plain digits, never an exponent, as many decimals as the source wrote."""


class Located(View):
    start: int
    end: int


class Job(Located):
    """An opening. `external_id` is the board's own; `remote` is None when the board does not say. `more_locations` are
    further places of the same opening.

    `first_seen_at` is written when the record is kept: when we saw the opening first.
    """

    external_id: str
    title: str
    team: str | None = None
    location: str | None = None
    more_locations: tuple[str, ...] = ()
    remote: bool | None = None
    url: str = ""
    employment: str | None = None  # "full time", "contract": in the board's words
    published_at: Moment | None = None
    first_seen_at: Moment | None = None


class JobsRecord(View):
    """A job board. `board` names its software; `complete` is false when it showed only a part of its openings:
    then an opening that is missing is not closed."""

    kind: Literal["jobs"] = "jobs"
    board: str = ""
    jobs: tuple[Job, ...] = ()
    complete: bool = True


EventKind = Literal["news", "post", "filing", "funding", "review", "patent"]


class Event(Located):
    """Something that happened once: an article, a post, a filing, a round, a review, a patent.

    `key` is its identity among the events of its kind of one competitor, the same in every feed that tells it: a clean
    link or the publisher's own id. `category` is a finer kind in words ("8-K item 2.02", "Bluesky post").
    `text[start:end]` is all that the source says of it: it becomes a document of its own.
    """

    key: str
    what: EventKind
    title: str
    url: str = ""
    occurred_at: Moment | None = None
    author: str = ""
    category: str = ""
    fields: dict[str, Plain] = Field(default_factory=dict)


class EventsRecord(View):
    """A feed, newest first. Each event is told once, in whichever feed it came first; that one leaves says nothing."""

    kind: Literal["events"] = "events"
    publisher: str = ""
    events: tuple[Event, ...] = ()


class Technology(Located):
    """A technology in use, with the words or the header that show it."""

    name: str
    category: str
    version: str | None = None
    proof: str


class TechnologiesRecord(View):
    kind: Literal["tech_stack"] = "tech_stack"
    technologies: tuple[Technology, ...] = ()


class Fact(Located):
    """A fact about a company: `name` in snake case ("founded", "headquarters", "employees"), `value` in words,
    `source` where it is said ("Wikidata P571", "Organization JSON-LD"), `as_of` the day or year it is of, if told."""

    name: str
    value: str
    source: str
    as_of: str = ""


class CompanyRecord(View):
    kind: Literal["company_info"] = "company_info"
    facts: tuple[Fact, ...] = ()


class Feature(Located):
    """A row of a comparison table, or an entry of a feature list (then `values` is empty).

    `values` says what each plan has of it, in the page's words ("yes", "no", "10 GB")."""

    name: str
    group: str = ""
    values: dict[str, str] = Field(default_factory=dict)


class FeaturesRecord(View):
    kind: Literal["features"] = "features"
    plans: tuple[str, ...] = ()
    features: tuple[Feature, ...] = ()


class Rating(Located):
    """A mark out of `best`. `count` is the number of marks it is the mean of, None when not said."""

    publisher: str
    product: str = ""
    rating: Exact
    best: Exact = Decimal(5)
    count: int | None = None


class RatingsRecord(View):
    kind: Literal["ratings"] = "ratings"
    ratings: tuple[Rating, ...] = ()


class Figure(Located):
    """A figure of a period. `concept` is the publisher's own name ("us-gaap:Revenues"), `unit` "USD", "USD/shares",
    "shares"; a figure of a moment has no `period_start`."""

    concept: str
    label: str
    value: Exact
    unit: str
    period_start: date | None = None
    period_end: date
    fiscal: str = ""  # "2023 FY", "2024 Q2"
    form: str = ""  # "10-K"
    filed_at: Moment | None = None


class FiguresRecord(View):
    kind: Literal["figures"] = "figures"
    figures: tuple[Figure, ...] = ()


class ListedPage(Located):
    url: str
    last_modified: Moment | None = None


class SiteRecord(View):
    """The pages a site names. `complete` is false when only a part was read: then a missing page is not removed."""

    kind: Literal["site"] = "site"
    pages: tuple[ListedPage, ...] = ()
    complete: bool = True


class Row(Located):
    """A record of a source the analyst described: `key` is its link, else its title, made unique."""

    key: str
    title: str
    text: str = ""
    url: str = ""
    date: Moment | None = None
    fields: dict[str, str] = Field(default_factory=dict)


class RowsRecord(View):
    kind: Literal["rows"] = "rows"
    rows: tuple[Row, ...] = ()
    complete: bool = True


Listing = (
    JobsRecord
    | EventsRecord
    | TechnologiesRecord
    | CompanyRecord
    | FeaturesRecord
    | RatingsRecord
    | FiguresRecord
    | SiteRecord
    | RowsRecord
)
