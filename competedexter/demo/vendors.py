"""The invented vendors and what happened to them, in days before today. Any likeness to a real company is chance."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import reduce


@dataclass(frozen=True)
class Offer:
    """A plan on a pricing page: `monthly` None means on request, 0 free; `yearly` is the price per month, billed annually."""

    name: str
    monthly: Decimal | None
    seats: str
    features: tuple[str, ...]
    yearly: Decimal | None = None


@dataclass(frozen=True)
class SiteState:
    """What a vendor's site says on one day."""

    tagline: str
    currency: str
    sign: str
    offers: tuple[Offer, ...]
    features: tuple[tuple[str, str], ...]
    news: tuple[tuple[int, str, str], ...] = ()  # (days ago, title, text)
    openings: tuple[tuple[str, str], ...] = ()
    annual_billing: bool = False

    def priced(self, plan: str, monthly: Decimal | None) -> "SiteState":
        offers = tuple(replace(offer, monthly=monthly) if offer.name == plan else offer for offer in self.offers)
        return replace(self, offers=offers)


@dataclass(frozen=True)
class Event:
    """Something that happened `days_ago`; an outage changes nothing but makes the site answer 503."""

    days_ago: int
    what: str
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    add: Offer | None = None
    remove: str | None = None
    feature: tuple[str, str] | None = None
    news: tuple[str, str] | None = None
    tagline: str | None = None
    annual_billing: bool = False
    outage: bool = False

    def pages(self) -> tuple[str, ...]:
        """The pages that say so."""
        told = {
            "pricing": bool(self.prices or self.add or self.remove or self.annual_billing or self.outage),
            "features": self.feature is not None,
            "": self.feature is not None or self.tagline is not None,
            "changelog": self.news is not None,
        }
        return tuple(page for page, says in told.items() if says)

    def applied(self, state: SiteState) -> SiteState:
        state = reduce(lambda s, item: s.priced(*item), self.prices.items(), state)
        if self.add is not None:
            state = replace(state, offers=(*state.offers, self.add))
        if self.remove is not None:
            state = replace(state, offers=tuple(o for o in state.offers if o.name != self.remove))
        if self.feature is not None:
            state = replace(state, features=(*state.features, self.feature))
        if self.news is not None:
            state = replace(state, news=((self.days_ago, *self.news), *state.news))
        if self.tagline is not None:
            state = replace(state, tagline=self.tagline)
        return replace(state, annual_billing=state.annual_billing or self.annual_billing)


@dataclass(frozen=True)
class Vendor:
    slug: str
    name: str
    domain: str
    tier: str
    start: SiteState
    events: tuple[Event, ...]
    quotes: tuple[str, ...]
    teams: int  # "trusted by" counter a year ago; it only grows, which is noise

    def state(self, days_ago: int) -> SiteState:
        """The site as it was that day."""
        happened = [event for event in self.events if event.days_ago >= days_ago]
        return reduce(lambda state, event: event.applied(state), happened, self.start)

    def is_out(self, days_ago: int) -> bool:
        return any(event.outage and event.days_ago == days_ago for event in self.events)


def _d(amount: str) -> Decimal:
    return Decimal(amount)


TICKETWREN = Vendor(
    slug="ticketwren",
    name="Ticketwren",
    domain="ticketwren.example",
    tier="primary",
    teams=11_870,
    start=SiteState(
        tagline="The shared inbox that answers before your customers ask twice",
        currency="USD",
        sign="$",
        offers=(
            Offer("Free", _d("0"), "2 seats", ("1 shared inbox", "30 days of history", "Community support")),
            Offer("Team", _d("29"), "10 seats", ("5 shared inboxes", "Unlimited history", "Macros", "E-mail support")),
            Offer(
                "Business",
                _d("79"),
                "50 seats",
                ("Unlimited inboxes", "Service levels", "Audit log", "Priority support"),
            ),
        ),
        features=(
            ("Shared inboxes", "Every message in one place, with an owner and a due time."),
            ("Macros", "Answers your team writes once and uses a thousand times."),
            ("Service levels", "Clocks that start with the first message and pause at night."),
        ),
        openings=(("Support engineer", "Lisbon"), ("Product designer", "Remote, Europe")),
    ),
    events=(
        Event(
            318,
            "raises Team",
            prices={"Team": _d("35")},
            news=(
                "Pricing update",
                "The Team plan is now $35 a month. Existing customers keep their price until renewal.",
            ),
        ),
        Event(
            233,
            "launches voice",
            feature=("Voice", "Take calls in the same inbox, with recordings and transcripts."),
            news=("Introducing Voice", "Calls now live beside e-mail and chat. Voice is included in Business."),
        ),
        Event(147, "cuts Business", prices={"Business": _d("69")}),
        Event(
            41,
            "raises Team again",
            prices={"Team": _d("39")},
            news=(
                "A new price for Team",
                "Team moves from $35 to $39 a month and now includes 12 months of reporting.",
            ),
        ),
        Event(
            9,
            "adds Enterprise",
            add=Offer("Enterprise", None, "Unlimited seats", ("Single sign-on", "Data residency", "Dedicated manager")),
            news=(
                "Ticketwren for large teams",
                "Enterprise brings single sign-on, data residency and a dedicated manager.",
            ),
        ),
    ),
    quotes=(
        "We answer in minutes, not days.",
        "Our customers noticed in the first week.",
        "The audit log alone paid for it.",
    ),
)

DESKMOOR = Vendor(
    slug="deskmoor",
    name="Deskmoor",
    domain="deskmoor.example",
    tier="primary",
    teams=4_210,
    start=SiteState(
        tagline="A calm help desk for teams that ship",
        currency="USD",
        sign="$",
        offers=(
            Offer("Core", _d("49"), "10 seats", ("Ticketing", "Knowledge base", "API access")),
            Offer("Growth", _d("99"), "25 seats", ("Ticketing", "Knowledge base", "Automation", "Reports")),
        ),
        features=(
            ("Ticketing", "Queues, owners and priorities without ceremony."),
            ("Knowledge base", "Articles your customers find before they write."),
        ),
        openings=(("Backend engineer", "Remote"), ("Account executive", "Chicago")),
    ),
    events=(
        Event(289, "new claim", tagline="The help desk that developers like"),
        Event(
            204,
            "swaps plans",
            prices={"Core": _d("99"), "Growth": _d("49")},
            news=("Simpler plans", "Core is now our full plan and Growth the one to start with."),
        ),
        Event(
            122,
            "adds automation builder",
            feature=("Automation builder", "Rules in plain sentences, tested on last month's tickets before they run."),
        ),
        Event(96, "annual billing", annual_billing=True),
        Event(58, "outage", outage=True),
        Event(57, "outage", outage=True),
        Event(
            23,
            "raises Core",
            prices={"Core": _d("109")},
            news=("Core gets more", "Core now includes unlimited automations and costs $109 a month."),
        ),
    ),
    quotes=("It never gets in the way.", "We moved in an afternoon.", "Finally a help desk with an API that works."),
)

HELPLARK = Vendor(
    slug="helplark",
    name="Helplark",
    domain="helplark.example",
    tier="secondary",
    teams=2_960,
    start=SiteState(
        tagline="Customer service software made in Europe",
        currency="EUR",
        sign="\u20ac",
        offers=(
            Offer("Free", _d("0"), "1 seat", ("100 tickets a month",)),
            Offer("Crew", _d("32"), "8 seats", ("Unlimited tickets", "Live chat", "EU hosting")),
            Offer("Fleet", _d("75"), "30 seats", ("Unlimited tickets", "Live chat", "EU hosting", "Roles", "Reports")),
        ),
        features=(
            ("Live chat", "Talk to visitors while they are on your page."),
            ("EU hosting", "Data stays in Frankfurt and Dublin."),
        ),
        openings=(("Data protection officer", "Berlin"), ("Solutions consultant", "Paris")),
    ),
    events=(
        Event(301, "launches answers", feature=("Answers", "Drafts a reply from your own articles, with the source under every sentence."), news=("Helplark Answers", "Answers drafts replies from your articles. It is part of Fleet.")),
        Event(188, "drops Free", remove="Free", news=("The end of our free plan", "From today new workspaces start with a 14-day trial of Crew.")),
        Event(75, "raises Fleet", prices={"Fleet": _d("85")}),
        Event(30, "raises Crew", prices={"Crew": _d("36")}, news=("Crew price change", "Crew is now \u20ac36 a month for new customers.")),
    ),
    quotes=("GDPR without the headache.", "Support that speaks our language.", "The Answers feature writes half our replies."),
)  # fmt: skip

VENDORS = (TICKETWREN, DESKMOOR, HELPLARK)
BY_SLUG = {vendor.slug: vendor for vendor in VENDORS}
BY_DOMAIN = {vendor.domain: vendor for vendor in VENDORS}
