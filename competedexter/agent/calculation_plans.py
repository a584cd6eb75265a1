"""Which prices go into a computed answer, and what is computed from them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from competedexter.market.changes.kinds import PRICE_KINDS

from .plan_graph import MAX_TASKS, Json, Task
from .question_words import AVERAGE
from .understanding import Brief, Understanding, Window

DAY = timedelta(days=1)


def get_pricing(id_: UUID, at: int, brief: Brief, window: Window | None = None) -> Task:
    args: Json = {"competitor_id": str(id_)}
    told = f"Read the prices of {brief.name(id_)}"
    if window is not None:
        args["at"] = window.end.isoformat()
        told += f" {window.words}"
    return Task(f"t{at}", "get_pricing", args, told)


def calculation(understanding: Understanding, brief: Brief) -> list[Task]:
    """Prices first, then what is computed: a total, an average, a difference, or how far one price has moved."""
    window = understanding.windows[0] if understanding.windows else None
    if understanding.aim == "overall" and window is not None and window.start and understanding.plans:
        return _over(window, understanding, brief)
    looks = [get_pricing(id_, at, brief) for at, id_ in enumerate(understanding.competitors, 1)]
    plans = pairs(understanding, brief)
    if AVERAGE.search(brief.question):
        return _computed(looks, [("average", {"figures": _figures(every_plan(understanding, brief))})])
    if understanding.seats is None and understanding.months is None and len(plans) > 1:
        both = {"figures": _figures(plans[:2][::-1])}  # "how much more is A than B" starts from B
        return _computed(looks, [("difference", both), ("percent_change", both)])
    if understanding.seats is None and len(understanding.competitors) == 1 and not understanding.plans:
        plans = every_plan(understanding, brief) or plans
    totals = {"seats": understanding.seats, "months": understanding.months}
    billed = {"billed": "year"} if understanding.billed_yearly else {}
    return _computed(looks, [("multiply", {"figures": _figures(plans), **totals, **billed})])


def _over(window: Window, understanding: Understanding, brief: Brief) -> list[Task]:
    """One plan at the start of a time and at its end (now, when the time reaches until now)."""
    id_, plan = understanding.competitors[0], understanding.plans[0]
    start = window.start or window.end
    then = Window(start=None, end=min(start + DAY, window.end), words=f"on {start:%-d %B %Y}")
    past = window.end < understanding.seen_until - DAY and window.end - start > DAY
    looks = [get_pricing(id_, 1, brief, then), get_pricing(id_, 2, brief, window if past else None)]
    figures: list[Json] = [{"competitor_id": str(id_), "plan": plan, "of": task.id} for task in looks]
    steps = _computed(looks, [("difference", {"figures": figures}), ("percent_change", {"figures": figures})])
    moves: Json = {"competitor_id": str(id_), "kinds": sorted(PRICE_KINDS), "plans": [plan]}
    told = f"Look for changes at {brief.name(id_)}"
    return [*steps, Task(f"t{len(steps) + 1}", "get_timeline", {**moves, "since": start.isoformat()}, told)]


def _computed(looks: Sequence[Task], wanted: Sequence[tuple[str, Json]]) -> list[Task]:
    after = tuple(task.id for task in looks)
    steps = [
        Task(
            f"t{len(looks) + at}", "calculate", {"operation": operation, **args},
            f"Compute the {operation.replace('_', ' ').replace('multiply', 'total')}", after,
        )
        for at, (operation, args) in enumerate(wanted, 1)
    ]  # fmt: skip
    return [*looks, *steps][:MAX_TASKS]


def pairs(understanding: Understanding, brief: Brief) -> list[tuple[UUID, str]]:
    """Which plan is meant of which competitor: by who has it, else in the order asked."""
    ids, plans = understanding.competitors, understanding.plans
    if not plans:
        return [(id_, "") for id_ in ids]
    if len(ids) == 1:
        return [(ids[0], plan) for plan in plans]
    if len(plans) == 1:
        return [(id_, plans[0]) for id_ in ids]
    owned = [(id_, plan) for plan in plans for id_ in ids if plan in brief.plans.get(id_, ())]
    if {plan for _, plan in owned} == set(plans) and {id_ for id_, _ in owned} == set(ids):
        return owned
    return [(id_, plans[min(at, len(plans) - 1)]) for at, id_ in enumerate(ids)]


def every_plan(understanding: Understanding, brief: Brief) -> list[tuple[UUID, str]]:
    return [(id_, plan) for id_ in understanding.competitors for plan in brief.plans.get(id_, ())][:MAX_TASKS]


def _figures(plans: Sequence[tuple[UUID, str]]) -> list[Json]:
    return [{"competitor_id": str(id_), "plan": plan} for id_, plan in plans]
