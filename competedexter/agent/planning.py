"""Plans without a model: which tools answer which kind of question, and what to try when something is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from competedexter.market.changes.kinds import PLAN_KINDS, PRICE_KINDS, ChangeKind

from .calculation_plans import calculation, get_pricing
from .facts import CompanyFact, PassageFact, PriceFact
from .findings import Findings
from .plan_graph import MAX_TASKS, Json, Task
from .question_words import WHY
from .source_plans import answered_by, source_tasks
from .understanding import Brief, Intent, Understanding, Window

OVER_TIME = ("since_when", "before", "history")
FEW = 3  # competitors for which more than what is asked is looked up
RANKED = 200  # changes of one competitor that are set against each other
PROSE = ("news", "funding", "company_info", "reviews", "patents", "tech_stack")
MAX_MOMENTS = 3  # "in 2019, 2020 and 2021" for one competitor


def plan(understanding: Understanding, brief: Brief) -> list[Task]:
    """The first plan: one task a competitor in parallel, then what works on their results."""
    if not understanding.competitors or understanding.refusal:
        return []
    match understanding.intent:
        case Intent.PRICING | Intent.CHANGES if understanding.aim in OVER_TIME:
            return [*(looks := _now(understanding, brief)), *_price_moves(understanding, brief, len(looks))]
        case Intent.PRICING:
            looks = _pricing(understanding, brief)
            return _with_words([*looks, *_removals(understanding, brief, len(looks))], understanding, brief)
        case Intent.COMPARE_PRICING:
            return _with_words(_comparison(understanding, brief), understanding, brief)
        case Intent.CALCULATION:
            return _with_words(calculation(understanding, brief), understanding, brief)
        case Intent.CHANGES | Intent.TIMELINE:
            return _moves(understanding, brief)
        case Intent.COMPANY:
            return _company(understanding, brief)
        case Intent.SOURCE:
            return source_tasks(understanding, brief)
        case Intent.WATCHING:
            looks = _now(understanding, brief)
            return [*looks, *_pages(understanding, brief, len(looks))]
        case Intent.SEARCH:
            return _search(understanding, brief)


def _with_words(tasks: list[Task], understanding: Understanding, brief: Brief) -> list[Task]:
    """Words that are no price may stand on a page: it is searched too."""
    if not understanding.topic:
        return tasks
    words = [task for task in _search(understanding, brief) if task.tool == "search_evidence"]
    return [*tasks, *_numbered(words, len(tasks))][:MAX_TASKS]


def _company(understanding: Understanding, brief: Brief) -> list[Task]:
    """Who they are; for an overview of one or a few also what they charge and what moved."""
    ids = understanding.competitors
    tasks = [
        Task(f"t{at}", "get_company", {"competitor_id": str(id_)}, f"Look up {brief.name(id_)}")
        for at, id_ in enumerate(ids, 1)
    ]
    if understanding.aim == "overview" and len(ids) <= FEW:
        tasks += _numbered(_now(understanding, brief), len(tasks))
        tasks += _price_moves(understanding, brief, len(tasks))
    return tasks


def _pages(understanding: Understanding, brief: Brief, after: int) -> list[Task]:
    """When the pages of each could not be read."""
    return [
        Task(
            f"t{after + at}", "get_timeline", {"competitor_id": str(id_), "only_events": True},
            f"Look how {brief.name(id_)}'s pages were read",
        )
        for at, id_ in enumerate(understanding.competitors[: MAX_TASKS - after], 1)
    ]  # fmt: skip


def _now(understanding: Understanding, brief: Brief) -> list[Task]:
    return [get_pricing(id_, at, brief) for at, id_ in enumerate(understanding.competitors, 1)][:MAX_TASKS]


def _price_moves(understanding: Understanding, brief: Brief, after: int) -> list[Task]:
    """How prices moved: of the plans asked about, or of all."""
    moves = understanding.model_copy(update={"kinds": tuple(sorted(PRICE_KINDS)), "topic": ()})
    return _timelines(moves, brief, after)[: MAX_TASKS - after]


def _timelines(understanding: Understanding, brief: Brief, after: int) -> list[Task]:
    return [_timeline(id_, understanding, brief, after + at) for at, id_ in enumerate(understanding.competitors, 1)]


def _pricing(understanding: Understanding, brief: Brief) -> list[Task]:
    """One look, or one for each time that is asked about."""
    moments: Sequence[Window | None] = understanding.windows[:MAX_MOMENTS] or (None,)
    pairs = [(id_, window) for id_ in understanding.competitors for window in moments][:MAX_TASKS]
    return [get_pricing(id_, at, brief, window) for at, (id_, window) in enumerate(pairs, 1)]


def _removals(understanding: Understanding, brief: Brief, after: int) -> list[Task]:
    """A plan that is asked about and not shown may have been removed."""
    plans = {plan.casefold() for plan in understanding.plans}
    shown = {name.casefold() for id_ in understanding.competitors for name in brief.plans.get(id_, ())}
    if not plans or plans & shown or len(understanding.competitors) > FEW or not brief.plans:
        return []
    gone = understanding.model_copy(update={"kinds": (ChangeKind.PLAN_REMOVED,), "topic": (), "windows": ()})
    return _timelines(gone, brief, after)[: MAX_TASKS - after]


def _comparison(understanding: Understanding, brief: Brief) -> list[Task]:
    window = understanding.windows[-1] if understanding.windows else None
    looks = [get_pricing(id_, at, brief, window) for at, id_ in enumerate(understanding.competitors, 1)]
    args: Json = {
        "competitor_ids": [str(id_) for id_ in understanding.competitors],
        "plans": list(understanding.plans),
        "extreme": understanding.superlative or "cheapest",
        "topic": list(understanding.topic),
    }
    names = ", ".join(brief.name(id_) for id_ in understanding.competitors)
    after = tuple(task.id for task in looks)
    return [*looks, Task(f"t{len(looks) + 1}", "compare_pricing", args, f"Compare {names}", after)]


def _moves(understanding: Understanding, brief: Brief) -> list[Task]:
    """The changes asked about; for a yes-or-no question about few also what else moved, and the pages' own words."""
    ids = understanding.competitors
    tasks = _timelines(understanding, brief, 0)
    if understanding.yes_no and understanding.kinds and len(ids) <= FEW:
        wider = understanding.model_copy(update={"kinds": tuple(sorted(PLAN_KINDS)), "topic": ()})
        tasks += _timelines(wider, brief, len(tasks))
    if understanding.topic and not understanding.kinds:
        tasks += _numbered(_search(understanding, brief), len(tasks))
    if WHY.search(brief.question) and understanding.plans and len(ids) == 1:
        query = f"{' '.join(understanding.plans)} price {' '.join(understanding.topic)}"
        tasks.append(
            replace(_look(ids[0], query, f"Search what {brief.name(ids[0])} says of it"), id=f"t{len(tasks) + 1}")
        )
    return tasks[:MAX_TASKS]


def _numbered(tasks: Sequence[Task], after: int) -> list[Task]:
    return [replace(task, id=f"t{after + at}") for at, task in enumerate(tasks, 1)]


def _timeline(id_: UUID, understanding: Understanding, brief: Brief, at: int) -> Task:
    args: Json = {"competitor_id": str(id_), "kinds": list(understanding.kinds), "plans": list(understanding.plans)}
    if understanding.topic and not understanding.kinds:
        args |= {"topic": list(understanding.topic), "quiet": understanding.everyone}
    if understanding.aim in ("largest", "latest", "most_often", "how_many"):
        args["limit"] = RANKED
    window = understanding.windows[0] if understanding.windows else None
    if window is not None:
        args["since"] = window.start.isoformat() if window.start else None
        args["until"] = window.end.isoformat()
    told = f"Look for changes at {brief.name(id_)}" + (f" {window.words}" if window else "")
    return Task(f"t{at}", "get_timeline", args, told)


def _search(understanding: Understanding, brief: Brief) -> list[Task]:
    """What plans list, and a search; one a competitor when few are meant, so that a talkative one drowns no other."""
    ids = understanding.competitors
    few = not understanding.everyone and len(ids) <= 4
    groups = [(id_,) for id_ in ids] if few else [ids]
    searches = [
        Task(
            "", "search_evidence",
            {"query": understanding.search, "competitor_ids": [str(id_) for id_ in group], "limit": 8},
            f"Search what {brief.name(group[0]) if len(group) == 1 else 'all competitors'} published",
        )
        for group in groups
    ]  # fmt: skip
    about: Json = {"topic": list(understanding.topic), "plans": list(understanding.plans)}
    plans = [
        Task("", "get_features", {"competitor_id": str(id_), **about}, f"Read what {brief.name(id_)}'s plans list")
        for id_ in ids
        if understanding.topic or understanding.plans
    ]
    return _numbered([*searches, *plans[: MAX_TASKS - len(searches)]], 0)


def required(understanding: Understanding, findings: Findings) -> tuple[int, int]:
    """How many facts the question needs and how many were found: one a competitor and moment."""
    ids = understanding.competitors
    match understanding.intent:
        case Intent.PRICING | Intent.COMPARE_PRICING | Intent.CALCULATION:
            have = {fact.competitor_id for fact in findings.facts(PriceFact)}
        case Intent.SOURCE:
            have = answered_by(findings)
        case Intent.COMPANY:
            have = {fact.competitor_id for fact in findings.facts(CompanyFact) if fact.place}
        case Intent.SEARCH:
            found = {fact.competitor_id for fact in findings.facts(PassageFact)}
            found |= {fact.competitor_id for fact in findings.facts(PriceFact)} | answered_by(findings)
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
        elif understanding.intent is Intent.SOURCE and id_ not in answered_by(findings) and _may_be_said(understanding):
            yield _look(id_, understanding.search, f"Search {brief.name(id_)}'s pages for it")
        elif understanding.intent is Intent.COMPANY and not _described(id_, findings):
            yield _look(id_, "about company product customers", f"Search {brief.name(id_)}'s pages for who they are")


def _may_be_said(understanding: Understanding) -> bool:
    """Whether pages may say in words what no list has: news and company facts, never a count or a figure."""
    return any(kind in PROSE for kind in understanding.source_types)


def _described(id_: UUID, findings: Findings) -> bool:
    return any(fact.competitor_id == id_ and fact.place for fact in findings.facts(CompanyFact))


def _look(id_: UUID, query: str, told: str) -> Task:
    return Task("", "search_evidence", {"query": query, "competitor_ids": [str(id_)], "limit": 4}, told)
