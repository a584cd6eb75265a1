"""What one competitor charges."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from competedexter.agent.confidence import disagreements
from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import ChangeFact, PassageFact, PriceFact
from competedexter.agent.figures_in_text import holds_number
from competedexter.agent.findings import Findings
from competedexter.agent.money import day_words, monthly, price_words
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.plan_contents import lists
from competedexter.agent.plan_names import matching
from competedexter.agent.question_words import AMOUNT
from competedexter.agent.understanding import Brief, Understanding
from competedexter.market.evidence.records import Price

from .extremes import extreme
from .moves import keys_of, sentence_of
from .quotes import quoted

SENTENCES = 3  # plans told in sentences; more are a table
FEATURES = 5


def pricing(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """The plan asked for, or all of them; at each moment asked about, with the day it was seen."""
    facts = findings.facts(PriceFact)
    yield from unread_amount(understanding, brief)
    matched = {fact.competitor_id for fact in matching(facts, understanding.plans)}
    for id_ in understanding.competitors:
        own = [fact for fact in facts if fact.competitor_id == id_]
        if matched and id_ not in matched and understanding.everyone:
            continue  # who has no plan of that name is among the gaps
        if not own:
            yield from _from_passages(id_, findings, brief, ledger)
            continue
        asked = matching(own, understanding.plans)
        if understanding.plans and not asked:
            yield from _not_shown(id_, understanding, findings, brief, ledger)
        listing = [fact for fact in asked or own if lists(fact, understanding.topic)]
        if understanding.topic and not listing:
            yield Note(
                f"These plans do not mention “{' '.join(understanding.topic)}”; the answer is about their prices."
            )
        if understanding.aim == "how_many" and not understanding.topic and not understanding.plans:
            yield Note(f"{len(own)} plans are on {brief.name(id_)}'s page.")
        past = bool(understanding.windows) or understanding.as_of_asked
        chosen = listing or asked or own
        if understanding.superlative and len(chosen) > 1:
            yield from extreme(chosen, brief.name(id_), ledger, understanding.superlative, past=past)
        yield from _told(chosen, brief.name(id_), ledger, past=past, single=len(chosen) == 1 < len(own))
    yield from _disagreeing(facts, understanding, brief, ledger)


def unread_amount(understanding: Understanding, brief: Brief) -> Iterator[Piece]:
    """ "Plans below $50": prices are shown, not filtered by an amount; said."""
    amount = AMOUNT.search(brief.question)
    if amount and not understanding.plans:
        yield Note(f"All plans are shown; they are not filtered by {amount.group().rstrip('.,')}.")


def _not_shown(
    id_: UUID, understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger
) -> Iterator[Piece]:
    """A plan that is not there: removed on a known day, or not shown."""
    name, plans = brief.name(id_), " or ".join(understanding.plans)
    gone = [change for change in findings.facts(ChangeFact) if change.competitor_id == id_]
    for change in gone:
        prefix = f"Not since {day_words(change.observed_at)}: " if understanding.yes_no else ""
        yield Sentence(prefix + sentence_of(change, name), keys_of(change, name, ledger))
    yield Note(f"{name} shows no plan called {plans}{' any more' if gone else ''}; these are the plans it shows.")


def _told(facts: Sequence[PriceFact], name: str, ledger: Ledger, *, past: bool, single: bool) -> Iterator[Piece]:
    if len(facts) > SENTENCES and not past:
        yield from entry(facts, name, ledger)
        yield plans_table(facts, {facts[0].competitor_id: name}, ledger)
    else:
        for fact in facts:
            yield Sentence(price_sentence(fact, name, past=past), (ledger.place(fact.place),))
    yield from _elsewhere(facts, name)
    if single:
        yield from _contents(facts[0], name, ledger)
    if not past:
        newest = max(facts, key=lambda fact: fact.last_seen_at)
        what = "This was" if len(facts) == 1 else "These prices were"
        yield Sentence(f"{what} last observed on {day_words(newest.last_seen_at)}.", (ledger.place(newest.place),))


def shown_prices(fact: PriceFact) -> list[Price]:
    """The amounts that stand in the plan's own span; prices read from a table elsewhere cannot be cited by it."""
    amounts = [price for price in fact.prices if price.amount is not None]
    standing = [price for price in amounts if price.amount is not None and holds_number(fact.place.quote, price.amount)]
    return standing or amounts


def _elsewhere(facts: Sequence[PriceFact], name: str) -> Iterator[Piece]:
    for fact in facts:
        more = sum(price.amount is not None for price in fact.prices) - len(shown_prices(fact))
        if more:
            yield Note(
                f"{more} more price{'s' if more != 1 else ''} of {name} {fact.plan} stand{'' if more != 1 else 's'} elsewhere on its page."
            )


def price_sentence(fact: PriceFact, name: str, *, past: bool = False) -> str:
    """ "Acme Pro costs $49 per user per month."; an unpublished price in the page's own words."""
    when = f" when observed on {day_words(fact.place.observed_at)}" if past else ""
    amounts = shown_prices(fact)
    if not amounts:
        said = fact.price_text or (fact.prices and "no amount") or "nothing about a price"
        return f"For {fact.plan}, {name}'s page {'said' if past else 'says'} “{said}”{when}."
    if all(price.amount == 0 for price in amounts):
        return f"{name}'s plan {fact.plan} {'was' if past else 'is'} free{when}."
    told = ", or ".join(dict.fromkeys(price_words(price) for price in amounts))
    return f"{name} {fact.plan} {'cost' if past else 'costs'} {told}{when}."


def entry(facts: Sequence[PriceFact], name: str, ledger: Ledger) -> Iterator[Piece]:
    """Where the paid plans start."""
    paid = [(amount, fact, price) for fact in facts for price in fact.prices if (amount := monthly(price))]
    if not paid:
        return
    _, fact, price = min(paid, key=lambda one: one[0])
    told = price_words(price)
    yield Sentence(f"{name}'s paid plans start with {fact.plan} at {told}.", (ledger.place(fact.place),))


def _contents(fact: PriceFact, name: str, ledger: Ledger) -> Iterator[Piece]:
    """What the plan includes, in the page's own words."""
    lines = [feature for feature in fact.features if feature in fact.place.quote][:FEATURES]
    if lines:
        listed = "; ".join(f"“{line}”" for line in lines)
        yield Sentence(f"{name} {fact.plan} lists {listed}.", (ledger.place(fact.place),))


def plans_table(facts: Sequence[PriceFact], names: dict[UUID, str], ledger: Ledger) -> Table:
    """One row a plan; every cell cites the plan's place on its page."""
    several = len(names) > 1
    rows = []
    for fact in facts:
        key = (ledger.place(fact.place),)
        first = [Cell(names[fact.competitor_id])] if several else []
        rows.append(
            (*first, Cell(fact.plan, key), Cell(price_cell(fact), key), Cell(day_words(fact.last_seen_at), key))
        )
    columns = ("Plan", "Price", "Last seen")
    title = "Prices compared" if several else f"Plans of {next(iter(names.values()))}"
    return Table(title, ("Competitor", *columns) if several else columns, tuple(rows))


def price_cell(fact: PriceFact) -> str:
    amounts = shown_prices(fact)
    if not amounts:
        return f"“{fact.price_text}”" if fact.price_text else "–"
    return "; ".join(dict.fromkeys(price_words(price) for price in amounts))


def _from_passages(id_: UUID, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """No typed price: sentences of the pages that speak of money, as quotes."""
    hits = [fact for fact in findings.facts(PassageFact) if fact.competitor_id == id_]
    yield from quoted(hits, ("price", "pricing", "cost"), brief, ledger, limit=2, money=True)


def _disagreeing(
    facts: Sequence[PriceFact], understanding: Understanding, brief: Brief, ledger: Ledger
) -> Iterator[Piece]:
    if understanding.windows:
        return
    for one, other in disagreements(facts)[:2]:
        name = brief.name(one.competitor_id)
        told = f"Two pages of {name} price {one.plan} differently: {price_cell(one)} and {price_cell(other)}."
        yield Sentence(told, (ledger.place(one.place), ledger.place(other.place)))
