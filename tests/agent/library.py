"""An archive in memory for the analyst's tests: three invented vendors with priced history."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from competedexter.agent.facts import ChangeFact, Company, EventFact, LookFact, PassageFact, Place
from competedexter.agent.library import ChangeQuery, ListedState, PricingState, Span
from competedexter.agent.things import ListedType
from competedexter.agent.told import is_asked
from competedexter.market.evidence.passages import passages_of
from competedexter.market.evidence.ranking import Candidate, bm25, statistics_of
from competedexter.market.evidence.records import Plan, Price, PricingRecord
from competedexter.market.evidence.terms import terms

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def uid(number: int) -> UUID:
    return UUID(int=number)


ACME = Company(
    id=uid(1), name="Acme", domain="acme.test", tier="primary", tags=("ci", "enterprise"), aliases=("Acme Cloud",)
)
BETA = Company(id=uid(2), name="Beta", domain="beta.test")
GAMMA = Company(id=uid(3), name="Gamma", domain="gamma.test", tier="watch")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(hour=9, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """An archived page."""

    id: UUID
    competitor_id: UUID
    title: str
    url: str
    text: str
    observed_at: datetime

    def place(self, quote: str, **more: object) -> Place:
        start = self.text.index(quote)
        return Place(
            document_id=self.id, competitor_id=self.competitor_id, title=self.title, url=self.url,
            observed_at=self.observed_at, start=start, end=start + len(quote), quote=quote, **more,
        )  # fmt: skip


@dataclass
class Shelf:
    """A Library over lists; `until` is honoured by every reader. `broken` names readers that fail."""

    shelved: list[Company] = field(default_factory=lambda: [ACME, BETA, GAMMA])
    pages: list[Page] = field(default_factory=list)
    priced: list[PricingState] = field(default_factory=list)
    lists: dict[ListedType, list[ListedState]] = field(default_factory=dict)
    changed: list[ChangeFact] = field(default_factory=list)
    happened: list[EventFact] = field(default_factory=list)
    homes: dict[UUID, Place] = field(default_factory=dict)
    watched: list[LookFact] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    broken: dict[str, Exception] = field(default_factory=dict)
    edition_word: str = "1"

    def _called(self, reader: str, about: object = "") -> None:
        self.calls.append(f"{reader} {about}".strip())
        for name, error in self.broken.items():
            if f"{reader} {about}".startswith(name):
                raise error

    async def companies(self) -> Sequence[Company]:
        self._called("companies")
        return self.shelved

    async def pricing(self, competitor_id: UUID, until: datetime) -> Sequence[PricingState]:
        self._called("pricing", competitor_id)
        newest: dict[UUID, PricingState] = {}
        for state in sorted(self.priced, key=lambda one: one.observed_at):
            if state.competitor_id == competitor_id and state.observed_at <= until:
                newest[state.source_id] = state
        return list(newest.values())

    async def listed(self, competitor_id: UUID, what: ListedType, until: datetime) -> Sequence[ListedState]:
        self._called("listed", f"{what} {competitor_id}")
        newest: dict[UUID, ListedState] = {}
        for state in sorted(self.lists.get(what, []), key=lambda one: one.observed_at):
            if state.competitor_id == competitor_id and state.observed_at <= until:
                newest[state.source_id] = state
        return list(newest.values())

    async def changes(self, query: ChangeQuery) -> Sequence[ChangeFact]:
        self._called("changes", query.competitor_id)
        kept = [
            one
            for one in self.changed
            if one.competitor_id == query.competitor_id and one.observed_at <= query.seen_until and is_asked(one, query)
        ]
        return sorted(kept, key=lambda one: one.happened_at, reverse=True)[: query.limit]

    async def events(self, query: ChangeQuery) -> Sequence[EventFact]:
        self._called("events", query.competitor_id)
        return [
            one
            for one in self.happened
            if one.competitor_id == query.competitor_id and one.observed_at <= query.seen_until
        ]

    async def search(
        self, text: str, competitor_ids: Sequence[UUID], until: datetime, limit: int
    ) -> Sequence[PassageFact]:
        self._called("search", text)
        found: list[tuple[Page, str, int, int]] = []
        for page in self.pages:
            if page.competitor_id in competitor_ids and page.observed_at <= until:
                found += [(page, one.heading, one.start, one.end) for one in passages_of(page.text, page.title)]
        listed = [terms(f"{heading}\n{page.text[a:b]}") for page, heading, a, b in found]
        ranked = bm25(
            terms(text), [Candidate(at, Counter(w), len(w)) for at, w in enumerate(listed)], statistics_of(listed)
        )
        return [self._hit(found[one.key], one.score) for one in ranked[:limit]]

    def _hit(self, found: tuple[Page, str, int, int], score: float) -> PassageFact:
        page, heading, start, end = found
        return PassageFact(
            competitor_id=page.competitor_id, heading=heading, score=score, place=page.place(page.text[start:end])
        )

    async def home(self, competitor_id: UUID, until: datetime) -> Place | None:
        self._called("home", competitor_id)
        place = self.homes.get(competitor_id)
        return place if place and place.observed_at <= until else None

    async def looks(self, competitor_id: UUID, until: datetime) -> Sequence[LookFact]:
        self._called("looks", competitor_id)
        return [
            look
            for look in self.watched
            if look.competitor_id == competitor_id and (not look.first_seen_at or look.first_seen_at <= until)
        ]

    async def quotes(self, spans: Sequence[Span]) -> Mapping[Span, str]:
        self._called("quotes")
        texts = {page.id: page.text for page in self.pages}
        return {span: texts[span[0]][span[1] : span[2]] for span in spans if span[0] in texts}

    async def edition(self, competitor_ids: Sequence[UUID]) -> str:
        return self.edition_word


def plan(
    page: Page, name: str, block: str, *prices: Price, price_text: str = "", features: tuple[str, ...] = ()
) -> Plan:
    start = page.text.index(block)
    return Plan(name=name, prices=prices, price_text=price_text, features=features, start=start, end=start + len(block))


def usd(amount: str | None, period: str | None = "month", unit: str | None = None, basis: str | None = None) -> Price:
    return Price(
        amount=Decimal(amount) if amount else None,
        currency="USD" if amount else None,
        period=period,
        unit=unit,
        basis=basis,
    )


def priced(page: Page, *plans: Plan, seen: datetime | None = None) -> PricingState:
    return PricingState(
        competitor_id=page.competitor_id, source_id=uid(page.competitor_id.int + 100), document_id=page.id,
        title=page.title, url=page.url, text=page.text, record=PricingRecord(plans=plans, currency="USD"),
        observed_at=page.observed_at, last_seen_at=seen or page.observed_at,
    )  # fmt: skip


ACME_OLD = Page(
    uid(11), ACME.id, "Acme pricing", "https://acme.test/pricing",
    "Pricing\nStarter\n$9 per month\nPro\n$39 per user per month\n10 seats\nSSO\nEnterprise\nContact sales", day("2026-01-10"),
)  # fmt: skip
ACME_NEW = Page(
    uid(12), ACME.id, "Acme pricing", "https://acme.test/pricing",
    "Pricing\nStarter\n$9 per month\nPro\n$49 per user per month\n10 seats\nSSO\nEnterprise\nContact sales", day("2026-03-05"),
)  # fmt: skip
BETA_PRICES = Page(
    uid(21), BETA.id, "Beta plans", "https://beta.test/plans",
    "Plans\nFree\n$0\nTeam\n$8 per user per month\nPro\n$59 per user per month", day("2026-02-01"),
)  # fmt: skip
GAMMA_PRICES = Page(
    uid(31), GAMMA.id, "Gamma prices", "https://gamma.test/prices",
    "Prices\nTeam\n$12 per user per month\nBusiness\n$30 per user per month", day("2026-04-01"),
)  # fmt: skip
ACME_HOME = Page(
    uid(13), ACME.id, "Acme", "https://acme.test/",
    "Acme builds pipelines for release teams.\nSecurity\nAcme supports SAML single sign-on on the Enterprise plan. "
    "Audit logs are kept for 90 days. We do not offer an on-premises edition.", day("2026-05-01"),
)  # fmt: skip


def _acme_plans(page: Page, pro: str) -> tuple[Plan, ...]:
    return (
        plan(page, "Starter", "Starter\n$9 per month", usd("9.00")),
        plan(
            page,
            "Pro",
            f"Pro\n${pro} per user per month\n10 seats\nSSO",
            usd(f"{pro}.00", unit="user"),
            features=("10 seats", "SSO"),
        ),
        plan(page, "Enterprise", "Enterprise\nContact sales", usd(None), price_text="Contact sales"),
    )


def a_raise() -> ChangeFact:
    """Acme Pro, $39 to $49, observed on 5 March 2026."""
    said = "plan price raised; Pro: $39.00 -> $49.00 per user per month (+25.6 %)"
    block = "Pro\n${} per user per month\n10 seats\nSSO"
    return ChangeFact(
        change_id=uid(501), competitor_id=ACME.id, change_kind="plan_price_raised", summary=said, label="significant",
        severity="high", observed_at=ACME_NEW.observed_at, plan="Pro", before_price=usd("39.00", unit="user"),
        after_price=usd("49.00", unit="user"), percent=25.6,
        before=ACME_OLD.place(block.format(39), subject="Pro", reading="39.00 USD month per user", role="before"),
        after=ACME_NEW.place(block.format(49), subject="Pro", reading="49.00 USD month per user", role="after"),
    )  # fmt: skip


def a_shelf() -> Shelf:
    """Acme raised Pro in March 2026; Beta and Gamma never moved; Acme's home page speaks of security."""
    seen = day("2026-11-19")
    shelf = Shelf(pages=[ACME_OLD, ACME_NEW, BETA_PRICES, GAMMA_PRICES, ACME_HOME])
    shelf.priced = [
        priced(ACME_OLD, *_acme_plans(ACME_OLD, "39"), seen=day("2026-03-04")),
        priced(ACME_NEW, *_acme_plans(ACME_NEW, "49"), seen=seen),
        priced(
            BETA_PRICES, plan(BETA_PRICES, "Free", "Free\n$0", usd("0.00")),
            plan(BETA_PRICES, "Team", "Team\n$8 per user per month", usd("8.00", unit="user")),
            plan(BETA_PRICES, "Pro", "Pro\n$59 per user per month", usd("59.00", unit="user")), seen=seen,
        ),
        priced(
            GAMMA_PRICES, plan(GAMMA_PRICES, "Team", "Team\n$12 per user per month", usd("12.00", unit="user")),
            plan(GAMMA_PRICES, "Business", "Business\n$30 per user per month", usd("30.00", unit="user")), seen=seen,
        ),
    ]  # fmt: skip
    shelf.changed = [a_raise()]
    shelf.homes = {ACME.id: ACME_HOME.place("Acme builds pipelines for release teams.")}
    shelf.watched = [
        LookFact(
            competitor_id=company.id,
            source_type="pricing",
            url=f"https://{company.domain}/pricing",
            first_seen_at=first,
            last_seen_at=seen,
        )
        for company, first in ((ACME, day("2026-01-10")), (BETA, day("2026-02-01")), (GAMMA, day("2026-04-01")))
    ]
    return shelf
