"""True sentences over invented vendors, and the same sentences with one error planted: seeded, as many as wanted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
        self.seen = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=pick.randrange(300))
        self.wrong_day = self.seen + timedelta(days=pick.randrange(40, 400))

    def card(self, vendor: str, plan: str, amount: int, *features: str, role: str = "now") -> Support:
        text = f"{plan}\n${amount} per {self.unit} per month\n" + "\n".join(features)
        return Support(
            text=text, names=frozenset({vendor.casefold()}), subject=plan,
            reading=f"{amount}.00 USD month per {self.unit}", dates=(self.seen,), role=role,
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


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


TRUE: tuple[Callable[[World], Claim], ...] = (
    World.price, World.dated, World.feature, World.raised, World.cheaper, World.denial,
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
}


def worlds(count: int, seed: int) -> Iterator[World]:
    chance = Random(seed)
    for _ in range(count):
        yield World(Random(chance.random()))
