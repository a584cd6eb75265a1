"""Plans without a model: which tools answer which kind of question, and what to try when something is missing."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from .facts import CompanyFact, PassageFact, PriceFact
from .findings import Findings
from .plan_graph import MAX_TASKS, Json, Task
from .understanding import Brief, Intent, Understanding, Window

MAX_MOMENTS = 3  # "in 2019, 2020 and 2021" for one competitor


def plan(understanding: Understanding, brief: Brief) -> list[Task]:
    """The first plan: one task a competitor in parallel, then what works on their results."""
    if not understanding.competitors:
        return []
    match understanding.intent:
        case Intent.PRICING:
            return _pricing(understanding, brief)
        case Intent.COMPARE_PRICING:
            return _comparison(understanding, brief)
        case Intent.CALCULATION:
            return _calculation(understanding, brief)
        case Intent.CHANGES | Intent.TIMELINE:
            return [_timeline(id_, understanding, brief, at) for at, id_ in enumerate(understanding.competitors, 1)]
        case Intent.COMPANY:
            return [
                Task(f"t{at}", "get_company", {"competitor_id": str(id_)}, f"Look up {brief.name(id_)}")
                for at, id_ in enumerate(understanding.competitors, 1)
            ]
        case Intent.SEARCH:
            return _search(understanding, brief)


def _get_pricing(id_: UUID, at: int, brief: Brief, window: Window | None = None) -> Task:
    args: Json = {"competitor_id": str(id_)}
    told = f"Read the prices of {brief.name(id_)}"
    if window is not None:
        args["at"] = window.end.isoformat()
        told += f" {window.words}"
    return Task(f"t{at}", "get_pricing", args, told)


def _pricing(understanding: Understanding, brief: Brief) -> list[Task]:
    """One look, or one for each time that is asked about."""
    moments: Sequence[Window | None] = understanding.windows[:MAX_MOMENTS] or (None,)
    pairs = [(id_, window) for id_ in understanding.competitors for window in moments][:MAX_TASKS]
    return [_get_pricing(id_, at, brief, window) for at, (id_, window) in enumerate(pairs, 1)]


def _comparison(understanding: Understanding, brief: Brief) -> list[Task]:
    window = understanding.windows[-1] if understanding.windows else None
    looks = [_get_pricing(id_, at, brief, window) for at, id_ in enumerate(understanding.competitors, 1)]
    args: Json = {
        "competitor_ids": [str(id_) for id_ in understanding.competitors],
        "plans": list(understanding.plans),
        "extreme": understanding.superlative or "cheapest",
    }
    names = ", ".join(brief.name(id_) for id_ in understanding.competitors)
    after = tuple(task.id for task in looks)
    return [*looks, Task(f"t{len(looks) + 1}", "compare_pricing", args, f"Compare {names}", after)]


def _calculation(understanding: Understanding, brief: Brief) -> list[Task]:
    looks = [_get_pricing(id_, at, brief) for at, id_ in enumerate(understanding.competitors, 1)]
    after = tuple(task.id for task in looks)
    plans = understanding.plans
    figures = [
        {
            "competitor_id": str(id_),
            "plan": plans[at] if len(plans) == len(understanding.competitors) else (plans[0] if plans else ""),
        }
        for at, id_ in enumerate(understanding.competitors)
    ]
    totals: Json = {"seats": understanding.seats, "months": understanding.months}
    wanted: list[tuple[str, Json]] = [("multiply", totals)]
    if understanding.seats is None and understanding.months is None:
        wanted = [("difference", {}), ("percent_change", {})]
        figures = figures[::-1]  # "how much more is A than B" starts from B
    return looks + [
        Task(
            f"t{len(looks) + at}", "calculate", {"operation": operation, "figures": figures, **extra},
            f"Compute the {operation.replace('_', ' ').replace('multiply', 'total')}", after,
        )
        for at, (operation, extra) in enumerate(wanted, 1)
    ]  # fmt: skip


def _timeline(id_: UUID, understanding: Understanding, brief: Brief, at: int) -> Task:
    args: Json = {"competitor_id": str(id_), "kinds": list(understanding.kinds)}
    window = understanding.windows[0] if understanding.windows else None
    if window is not None:
        args["since"] = window.start.isoformat() if window.start else None
        args["until"] = window.end.isoformat()
    told = f"Look for changes at {brief.name(id_)}" + (f" {window.words}" if window else "")
    return Task(f"t{at}", "get_timeline", args, told)


def _search(understanding: Understanding, brief: Brief) -> list[Task]:
    """One search; one a competitor when few are meant, so that a talkative one does not drown the others."""
    few = not understanding.everyone and len(understanding.competitors) <= 4
    groups = [(id_,) for id_ in understanding.competitors] if few else [understanding.competitors]
    return [
        Task(
            f"t{at}", "search_evidence",
            {"query": understanding.search, "competitor_ids": [str(id_) for id_ in group], "limit": 8},
            f"Search what {brief.name(group[0]) if len(group) == 1 else 'all competitors'} published",
        )
        for at, group in enumerate(groups, 1)
    ]  # fmt: skip


def required(understanding: Understanding, findings: Findings) -> tuple[int, int]:
    """How many facts the question needs and how many were found: one a competitor and moment."""
    ids = understanding.competitors
    match understanding.intent:
        case Intent.PRICING | Intent.COMPARE_PRICING | Intent.CALCULATION:
            have = {fact.competitor_id for fact in findings.facts(PriceFact)}
        case Intent.COMPANY:
            have = {fact.competitor_id for fact in findings.facts(CompanyFact) if fact.place}
        case Intent.SEARCH:
            found = {fact.competitor_id for fact in findings.facts(PassageFact)}
            return (1, min(len(found), 1)) if understanding.everyone else (len(ids), len(found & set(ids)))
        case _:
            done = [finding for finding in findings if finding.result]
            return max(len(ids), 1), len(done)
    return len(ids) + len(understanding.unknown), len(have & set(ids))


def missing(understanding: Understanding, findings: Findings, brief: Brief) -> list[Task]:
    """Tasks that may still find what is missing; empty when nothing is, or nothing else can be tried."""
    asked = {(finding.task.tool, repr(sorted(finding.task.args.items()))) for finding in findings}
    fresh = [
        task
        for task in _untried(understanding, findings, brief)
        if (task.tool, repr(sorted(task.args.items()))) not in asked
    ]
    start = len(findings.done) + 1
    return [Task(f"t{start + at}", task.tool, task.args, task.description) for at, task in enumerate(fresh[:MAX_TASKS])]


def _untried(understanding: Understanding, findings: Findings, brief: Brief) -> Iterator[Task]:
    have = {fact.competitor_id for fact in findings.facts(PriceFact)}
    for id_ in understanding.competitors:
        if (
            understanding.intent in (Intent.PRICING, Intent.COMPARE_PRICING)
            and id_ not in have
            and not understanding.windows
        ):
            query = " ".join(["price", "pricing", "plan", *understanding.plans])
            yield _look(id_, query, f"Search {brief.name(id_)}'s pages for prices")
        elif understanding.intent is Intent.COMPANY and not _described(id_, findings):
            yield _look(id_, "about company product customers", f"Search {brief.name(id_)}'s pages for who they are")


def _described(id_: UUID, findings: Findings) -> bool:
    return any(fact.competitor_id == id_ and fact.place for fact in findings.facts(CompanyFact))


def _look(id_: UUID, query: str, told: str) -> Task:
    return Task("", "search_evidence", {"query": query, "competitor_ids": [str(id_)], "limit": 4}, told)
