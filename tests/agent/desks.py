"""An archive in memory of three invented help desks: plans that moved, seats, yearly prices, a plan that was removed."""

from datetime import datetime

from competedexter.agent.facts import ChangeFact, Company, EventFact, LookFact
from competedexter.agent.library import PricingState
from competedexter.market.evidence.records import Price
from tests.agent.library import Page, Shelf, day, plan, priced, uid, usd

HERON = Company(id=uid(71), name="Heron", domain="heron.test")
KESTREL = Company(id=uid(72), name="Kestrel", domain="kestrel.test")
NIMBUS = Company(id=uid(73), name="Nimbus CI", domain="nimbusci.test")
FIRST, SEEN = day("2025-11-25"), day("2026-11-19")

HERON_CARDS = {
    "Free": "Free\n$0\n2 seats included\n1 shared inbox",
    "Team": "Team\n${team} per month\n10 seats included\n5 shared inboxes\nMacros",
    "Business": "Business\n$69 per month\n50 seats included\nAudit log",
}
KESTREL_CARDS = {
    "Crew": "Crew\n$36 per month\n8 seats included\nLive chat",
    "Fleet": "Fleet\n$85 per month\n30 seats included\nLive chat\nReports",
}
NIMBUS_CARDS = {
    "Pro": "Pro\n$59 per user per month\nor $47 per user per month, billed annually\nUp to 25 seats\nPriority support",
    "Business": "Business\n$99 per user per month\nUp to 200 seats\nSAML single sign-on (SSO)",
    "Enterprise": "Enterprise\nContact sales\nUnlimited seats\nSSO and SCIM",
}


def page_of(number: int, company: Company, cards: dict[str, str], seen: datetime) -> Page:
    text = "\n".join(["Pricing", *cards.values()])
    return Page(uid(number), company.id, f"{company.name} pricing", f"https://{company.domain}/pricing", text, seen)


def state_of(page: Page, cards: dict[str, str], prices: dict[str, tuple[Price, ...]], until: datetime) -> PricingState:
    plans = [
        plan(page, name, card, *prices[name], price_text="Contact sales" if "Contact" in card else "", features=())
        for name, card in cards.items()
    ]
    return priced(page, *plans, seen=until)


def heron(team: str) -> tuple[dict[str, str], dict[str, tuple[Price, ...]]]:
    cards = {name: card.format(team=team) for name, card in HERON_CARDS.items()}
    return cards, {"Free": (usd("0.00"),), "Team": (usd(f"{team}.00"),), "Business": (usd("69.00"),)}


def moved(
    number: int, before: Page, after: Page, name: str, cards: tuple[str, str], prices: tuple[str, str], percent: float
) -> ChangeFact:
    """A price of a plan that went up or down on the day of the later page."""
    rose = percent > 0
    return ChangeFact(
        change_id=uid(number), competitor_id=after.competitor_id,
        change_kind="plan_price_raised" if rose else "plan_price_lowered",
        summary=f"{name}: {prices[0]} -> {prices[1]}", label="significant", severity="high",
        observed_at=after.observed_at, plan=name, before_price=usd(prices[0]), after_price=usd(prices[1]),
        percent=percent,
        before=before.place(cards[0], subject=name, reading=f"{prices[0]} USD month", role="before"),
        after=after.place(cards[1], subject=name, reading=f"{prices[1]} USD month", role="after"),
    )  # fmt: skip


def removed(number: int, page: Page, name: str, card: str, seen: datetime) -> ChangeFact:
    return ChangeFact(
        change_id=uid(number), competitor_id=page.competitor_id, change_kind="plan_removed",
        summary=f"Plan {name} is gone (it was 0 USD)", label="significant", severity="high", observed_at=seen, plan=name,
        before_price=usd("0.00"), before=page.place(card, subject=name, reading="0.00 USD month free", role="before"),
    )  # fmt: skip


def looks(*companies: Company) -> list[LookFact]:
    return [
        LookFact(
            competitor_id=one.id, source_type="pricing", url=f"https://{one.domain}/pricing", first_seen_at=FIRST,
            last_seen_at=SEEN,
        )
        for one in companies
    ]  # fmt: skip


def desks() -> Shelf:
    """Heron raised Team twice; Kestrel raised Crew and Fleet and removed Free; Nimbus CI never moved."""
    pages: dict[str, Page] = {}
    states: list[PricingState] = []
    for number, team, first, last in (
        (711, "29", FIRST, day("2026-01-10")),
        (712, "35", day("2026-01-11"), day("2026-10-14")),
        (713, "39", day("2026-10-15"), SEEN),
    ):
        cards, prices = heron(team)
        pages[team] = page_of(number, HERON, cards, first)
        states.append(state_of(pages[team], cards, prices, last))
    early = {"Free": "Free\n$0\n100 tickets a month", "Crew": "Crew\n$32 per month", "Fleet": "Fleet\n$75 per month"}
    old = page_of(721, KESTREL, early, FIRST)
    new = page_of(722, KESTREL, KESTREL_CARDS, day("2026-10-26"))
    states.append(state_of(new, KESTREL_CARDS, {"Crew": (usd("36.00"),), "Fleet": (usd("85.00"),)}, SEEN))
    cloud = page_of(731, NIMBUS, NIMBUS_CARDS, FIRST)
    pro = (usd("59.00", unit="user"), usd("47.00", unit="user", basis="billed annually"))
    prices = {"Pro": pro, "Business": (usd("99.00", unit="user"),), "Enterprise": (usd(None),)}
    states.append(state_of(cloud, NIMBUS_CARDS, prices, SEEN))
    shelf = Shelf(shelved=[HERON, KESTREL, NIMBUS], pages=[*pages.values(), old, new, cloud], priced=states)
    team = [HERON_CARDS["Team"].format(team=amount) for amount in ("29", "35", "39")]
    shelf.changed = [
        moved(741, pages["29"], pages["35"], "Team", (team[0], team[1]), ("29.00", "35.00"), 20.7),
        moved(742, pages["35"], pages["39"], "Team", (team[1], team[2]), ("35.00", "39.00"), 11.4),
        moved(743, old, new, "Crew", (early["Crew"], KESTREL_CARDS["Crew"]), ("32.00", "36.00"), 12.5),
        moved(744, old, new, "Fleet", (early["Fleet"], KESTREL_CARDS["Fleet"]), ("75.00", "85.00"), 13.3),
        removed(745, old, "Free", early["Free"], day("2026-05-21")),
    ]
    shelf.happened = [
        EventFact(
            competitor_id=KESTREL.id,
            event="source_recovered",
            source_type="pricing",
            observed_at=day("2026-09-30"),
        )
    ]
    shelf.watched = looks(HERON, KESTREL, NIMBUS)
    return shelf
