"""True sentences over invented vendors, and the same sentences with one error planted: seeded, as many as wanted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from competedexter.agent.verification import Names, Support

VENDORS = ("Acme", "Beta", "Gamma", "Nimbus", "Quanta", "Orchid")
PLANS = ("Starter", "Team", "Growth", "Pro", "Business", "Scale")
FEATURES = (
    "audit logs", "SAML single sign-on", "webhooks", "custom domains", "priority support", "daily backups",
    "role permissions", "API access", "data residency", "sandbox environments", "phone support", "SCIM provisioning",
)  # fmt: skip
UNITS = ("user", "seat", "agent")
NAMES = Names(tuple(frozenset({name.casefold(), f"{name.casefold()}.test"}) for name in VENDORS))


@dataclass(frozen=True)
class Claim:
    """A sentence with the evidence it cites."""

    text: str
    supports: tuple[Support, ...]


@dataclass
class World:
    """One draw: two vendors with a plan each, a change of price, a denial."""

    chance: Random

    def __post_init__(self) -> None:
        pick = self.chance
        self.one, self.other, self.third = pick.sample(VENDORS, 3)
        self.plan, self.plan2 = pick.sample(PLANS, 2)
        self.has, self.has2, self.lacks, self.never = pick.sample(FEATURES, 4)
        self.unit = pick.choice(UNITS)
        self.low, self.high, self.wrong, self.old = pick.sample(range(5, 400), 4)
        self.low, self.high = min(self.low, self.high), max(self.low, self.high)
        self.seats, self.minutes, self.days, self.trial = pick.sample(range(400, 9_000), 4)
        self.seen = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=pick.randrange(300))
        self.wrong_day = self.seen + timedelta(days=pick.randrange(40, 400))

    def card(self, vendor: str, plan: str, amount: int, *features: str, role: str = "now") -> Support:
        text = f"{plan}\n${amount} per {self.unit} per month\n" + "\n".join(features)
        return Support(
            text=text, names=frozenset({vendor.casefold()}), subject=plan,
            reading=f"{amount}.00 USD month per {self.unit}", dates=(self.seen,), role=role,
        )  # fmt: skip

    def flat(self) -> Support:
        """A card with a flat price and other numbers around it."""
        text = (
            f"{self.plan}\n${self.low} per month\nUp to {self.seats} seats\n{self.minutes:,} build minutes\n"
            f"{self.days} days of log retention\n{self.trial}-day free trial\n{self.has}\nEverything in {self.plan2}"
        )
        return Support(
            text=text, names=frozenset({self.one.casefold()}), subject=self.plan, reading=f"{self.low}.00 USD month",
            dates=(self.seen,),
        )  # fmt: skip

    def page(self) -> Support:
        """Sentences of a page without typed prices."""
        text = (
            f"{self.one} offers {self.has} on the Business plan. {self.has2} is part of the Starter plan. Logs are kept "
            f"for {self.days} days. We do not offer {self.lacks}. Each of the {self.seats} seats costs ${self.low} a month."
        )
        return Support(text=text, names=frozenset({self.one.casefold()}), dates=(self.seen,))

    def counted(self, count: int, *kinds: str) -> Support:
        """How many changes of these kinds the ledger shows."""
        facts = "no change" if count == 0 else f"{count} changes"
        return Support(
            text="", names=frozenset({self.one.casefold()}), dates=(self.seen,), facts=f"; count_changes; {facts}",
            counted=count, kinds=kinds,
        )  # fmt: skip

    def compared(self) -> Support:
        first, second = f"{self.one} {self.plan}", f"{self.other} {self.plan2}"
        facts = f"${self.high - self.low}; difference; {first}; {second}; direction up; direction down; order {first} < {second}"
        return Support(
            text="", names=frozenset({self.one.casefold(), self.other.casefold()}), dates=(self.seen,), facts=facts
        )

    def moved(self) -> Support:
        facts = (
            f"percent_change; {self.one} {self.plan} before; {self.one} {self.plan} after; direction up; order a < b"
        )
        return Support(text="", names=frozenset({self.one.casefold()}), dates=(self.seen,), facts=facts)

    def price(self) -> Claim:
        text = f"{self.one} {self.plan} costs ${self.low} per {self.unit} per month."
        return Claim(
            text, (self.card(self.one, self.plan, self.low, self.has), self.card(self.other, self.plan2, self.high))
        )

    def dated(self) -> Claim:
        text = f"{self.one} {self.plan} costs ${self.low} per month, last observed on {day(self.seen)}."
        return Claim(text, (self.card(self.one, self.plan, self.low),))

    def feature(self) -> Claim:
        text = f"{self.one} {self.plan} includes {self.has} and {self.has2}."
        return Claim(text, (self.card(self.one, self.plan, self.low, self.has, self.has2),))

    def raised(self) -> Claim:
        text = f"{self.one} raised {self.plan} from ${self.low} to ${self.high} per month."
        before = self.card(self.one, self.plan, self.low, role="before")
        return Claim(text, (before, self.card(self.one, self.plan, self.high, role="after"), self.moved()))

    def cheaper(self) -> Claim:
        text = f"{self.one} {self.plan} is cheaper than {self.other} {self.plan2}."
        cards = (self.card(self.one, self.plan, self.low), self.card(self.other, self.plan2, self.high))
        return Claim(text, (*cards, self.compared()))

    def denial(self) -> Claim:
        text = f"{self.one} does not offer {self.lacks}."
        quote = f"We keep things simple. We do not offer {self.lacks}. Ask us about {self.has}."
        return Claim(text, (Support(text=quote, names=frozenset({self.one.casefold()}), dates=(self.seen,)),))

    def flat_price(self) -> Claim:
        return Claim(f"{self.one} {self.plan} costs ${self.low} per month.", (self.flat(),))

    def seats_held(self) -> Claim:
        return Claim(f"{self.one} {self.plan} includes up to {self.seats} seats.", (self.flat(),))

    def minutes_held(self) -> Claim:
        return Claim(f"{self.one} {self.plan} includes {self.minutes} build minutes.", (self.flat(),))

    def kept(self) -> Claim:
        return Claim(f"{self.one} {self.plan} has {self.days} days of log retention.", (self.flat(),))

    def tried(self) -> Claim:
        return Claim(f"{self.one} {self.plan} has a {self.trial}-day free trial.", (self.flat(),))

    def both(self) -> Claim:
        text = f"{self.one} {self.plan} costs ${self.low} and {self.other} {self.plan2} costs ${self.high} per month."
        return Claim(text, (self.card(self.one, self.plan, self.low), self.card(self.other, self.plan2, self.high)))

    def both_dated(self) -> Claim:
        later = replace(self.card(self.other, self.plan2, self.high), dates=(self.wrong_day,))
        text = (
            f"{self.one} {self.plan} costs ${self.low}, last seen on {day(self.seen)}, and {self.other} {self.plan2} "
            f"costs ${self.high}, last seen on {day(self.wrong_day)}."
        )
        return Claim(text, (self.card(self.one, self.plan, self.low), later))

    def gratis(self) -> Claim:
        text = f"{self.plan}\n$0 forever\n{self.has}"
        card = Support(text=text, names=frozenset({self.one.casefold()}), subject=self.plan, reading="0.00 USD free")
        return Claim(f"{self.one} {self.plan} is free.", (card,))

    def more(self) -> Claim:
        text = f"{self.other} {self.plan2} costs ${self.high - self.low} more than {self.one} {self.plan}."
        return Claim(text, (self.compared(),))

    def cheapest(self) -> Claim:
        first, second, third = f"{self.one} {self.plan}", f"{self.other} {self.plan2}", f"{self.third} {self.plan}"
        facts = f"{first} at ${self.low} per month; lowest; {first}; {second}; {third}"
        everyone = frozenset(name.casefold() for name in (self.one, self.other, self.third))
        text = f"Of the plans of {self.third} and {self.other} too, the cheapest is {first} at ${self.low} per month."
        return Claim(text, (Support(text="", names=everyone, facts=facts),))

    def placed(self) -> Claim:
        return Claim(f"{self.one} offers {self.has} on the Business plan.", (self.page(),))

    def logged(self) -> Claim:
        return Claim(f"At {self.one}, logs are kept for {self.days} days.", (self.page(),))

    def thousands(self) -> Claim:
        card = Support(
            text=f"{self.plan}\n${self.low},000 a year", names=frozenset({self.one.casefold()}), subject=self.plan
        )
        return Claim(f"{self.one} {self.plan} costs ${self.low}k per year.", (card,))

    def none_counted(self) -> Claim:
        text = f"No: no price cut at {self.one} was observed until {day(self.seen)}."
        return Claim(text, (self.counted(0, "plan_price_lowered"),))

    def some_counted(self) -> Claim:
        text = f"{self.seats} price rises at {self.one} were observed until {day(self.seen)}."
        return Claim(text, (self.counted(self.seats, "plan_price_raised"),))


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


TRUE: tuple[Callable[[World], Claim], ...] = (
    World.price, World.dated, World.feature, World.raised, World.cheaper, World.denial, World.flat_price,
    World.seats_held, World.minutes_held, World.kept, World.tried, World.both, World.both_dated, World.gratis, World.more,
    World.cheapest, World.placed, World.logged, World.thousands, World.none_counted, World.some_counted,
)  # fmt: skip


def _said(claim: Claim, old: str, new: str) -> Claim:
    changed = claim.text.replace(old, new, 1)
    if changed == claim.text:
        raise ValueError(f"nothing to plant in {claim.text}")
    return Claim(changed, claim.supports)


def _swapped(world: World) -> Claim:
    claim = world.cheaper()
    text = f"{world.other} {world.plan2} is cheaper than {world.one} {world.plan}."
    return Claim(text, claim.supports)


def _old(world: World) -> Claim:
    return Claim(f"{world.one} {world.plan} costs ${world.low} per month.", world.raised().supports)


def _exchanged(claim: Claim, one: str, other: str) -> Claim:
    """The two words in each other's places."""
    text = claim.text.replace(one, "\0").replace(other, one).replace("\0", other)
    return Claim(text, claim.supports)


def _unproven(world: World) -> Claim:
    text = f"{world.other} {world.plan2} costs more than {world.one} {world.plan}."
    return Claim(text, (world.flat(), world.card(world.other, world.plan2, world.high)))


PLANTED: dict[str, Callable[[World], Claim]] = {
    "wrong number": lambda w: _said(w.price(), f"${w.low}", f"${w.wrong}"),
    "wrong competitor": lambda w: _said(w.price(), w.one, w.third),
    "another's price": lambda w: _said(w.price(), f"${w.low}", f"${w.high}"),
    "wrong date": lambda w: _said(w.dated(), day(w.seen), day(w.wrong_day)),
    "old price": _old,
    "invented feature": lambda w: _said(w.feature(), w.has2, w.never),
    "swapped comparison": _swapped,
    "swapped move": lambda w: _said(w.raised(), "raised", "lowered"),
    "dropped negation": lambda w: _said(w.denial(), "does not offer", "offers"),
    "added negation": lambda w: _said(w.feature(), "includes", "does not include"),
    "wrong currency": lambda w: _said(w.price(), f"${w.low}", f"€{w.low}"),
    "wrong period": lambda w: _said(w.price(), "per month", "per year"),
    "seats as the price": lambda w: _said(w.flat_price(), f"${w.low}", f"${w.seats}"),
    "minutes as the price": lambda w: _said(w.flat_price(), f"${w.low}", f"${w.minutes:,}"),
    "thousand added": lambda w: _said(w.flat_price(), f"${w.low}", f"${w.low}k"),
    "million added": lambda w: _said(w.flat_price(), f"${w.low}", f"${w.low} million"),
    "thousand lost": lambda w: _said(w.thousands(), "k per", " per"),
    "decimal moved": lambda w: _said(w.flat_price(), f"${w.low} ", f"${w.low / 10:.1f} "),
    "per user added": lambda w: _said(w.flat_price(), "per month", "per user per month"),
    "unit swapped": lambda w: _said(w.price(), f"per {w.unit}", "per workspace"),
    "noun swapped": lambda w: _said(w.seats_held(), "seats", "build minutes"),
    "other noun": lambda w: _said(w.minutes_held(), "build minutes", "seats"),
    "time unit swapped": lambda w: _said(w.kept(), "days of", "hours of"),
    "prose time unit swapped": lambda w: _said(w.logged(), "days", "months"),
    "called free": lambda w: Claim(f"{w.one} {w.plan} is free.", (w.flat(),)),
    "free for the seats": lambda w: Claim(f"{w.one} {w.plan} is free for {w.seats} seats.", (w.flat(),)),
    "free plan invented": lambda w: Claim(f"{w.one} offers a free plan.", (w.flat(),)),
    "free swapped": lambda w: _said(w.tried(), "free trial", "free seats"),
    "price for the free": lambda w: Claim(f"{w.one} {w.plan} costs ${w.low} per month.", w.gratis().supports),
    "more is less": lambda w: _said(w.more(), "more", "less"),
    "more swapped": lambda w: _exchanged(w.more(), f"{w.one} {w.plan}", f"{w.other} {w.plan2}"),
    "more unproven": _unproven,
    "dearest": lambda w: _said(w.cheapest(), "cheapest", "most expensive"),
    "winner swapped": lambda w: _said(w.cheapest(), f"{w.one} {w.plan}", f"{w.other} {w.plan2}"),
    "denied in prose": lambda w: Claim(f"{w.one} does not offer {w.has} on the Business plan.", (w.page(),)),
    "denial lost in prose": lambda w: Claim(f"{w.one} does offer {w.lacks}.", (w.page(),)),
    "denied move": lambda w: _said(w.raised(), "raised", "did not raise"),
    "plan swapped": lambda w: Claim(f"{w.one} {w.plan2} costs ${w.low} per month.", (w.flat(),)),
    "plan swapped in prose": lambda w: _said(w.placed(), "Business", "Starter"),
    "amounts exchanged": lambda w: _exchanged(w.both(), f"${w.low} ", f"${w.high} "),
    "competitors exchanged": lambda w: _exchanged(w.both(), w.one, w.other),
    "dates exchanged": lambda w: _exchanged(w.both_dated(), day(w.seen), day(w.wrong_day)),
    "every": lambda w: Claim(f"{w.one} offers {w.has} on every plan.", (w.page(),)),
    "in words": lambda w: Claim(f"{w.one} {w.plan} includes seven {w.has}.", (w.flat(),)),
    "other label": lambda w: _said(w.some_counted(), "price rises", "price cuts"),
    "other number of changes": lambda w: _said(w.some_counted(), f"{w.seats}", f"{w.minutes}"),
    "all counted, some told": lambda w: Claim(w.some_counted().text, (w.counted(w.seats),)),
    "denied count": lambda w: Claim(w.none_counted().text, (w.counted(w.seats, "plan_price_lowered"),)),
    "other denial": lambda w: _said(w.none_counted(), "price cut", "price rise"),
    "denial of all": lambda w: _said(w.none_counted(), "price cut", "change"),
    "counted of no customers": lambda w: _said(w.some_counted(), "price rises", "customers"),
}


def worlds(count: int, seed: int) -> Iterator[World]:
    chance = Random(seed)
    for _ in range(count):
        yield World(Random(chance.random()))
