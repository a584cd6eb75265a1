"""A plan: 1 to 12 tasks, some of which wait for others. Checked before it runs, repaired once, else run in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import BadPlan

MAX_TASKS = 12  # ten competitors, one comparison, one search

Json = dict[str, Any]  # Any: a tool's arguments, typed by the tool before it runs


@dataclass(frozen=True)
class Task:
    """One call of one tool. `id` is unique over all iterations of a run."""

    id: str
    tool: str
    args: Json
    description: str
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    tasks: tuple[Task, ...] = field(default=())


def problems(tasks: Sequence[Task], done: Iterable[str] = ()) -> list[str]:
    """Why these tasks are no plan; empty when they are one. `done` are ids of earlier iterations."""
    finished, ids = set(done), [task.id for task in tasks]
    found = []
    if not 1 <= len(tasks) <= MAX_TASKS:
        found.append(f"it has {len(tasks)} tasks and 1 to {MAX_TASKS} are allowed")
    found += [f"the id {id_} is used twice" for id_ in dict.fromkeys(ids) if ids.count(id_) > 1 or id_ in finished]
    for task in tasks:
        found += [
            f"{task.id} waits for {needed}, which does not exist"
            for needed in task.depends_on
            if needed not in finished and needed not in ids
        ]
    if _ring(tasks):
        found.append("its tasks wait for each other in a ring")
    return found


def _ring(tasks: Sequence[Task]) -> bool:
    """Whether some tasks can never start: Kahn's algorithm leaves them over."""
    waiting = {task.id: set(task.depends_on) & {other.id for other in tasks} for task in tasks}
    while ready := [id_ for id_, needs in waiting.items() if not needs]:
        for id_ in ready:
            del waiting[id_]
        for needs in waiting.values():
            needs.difference_update(ready)
    return bool(waiting)


def checked(tasks: Sequence[Task], done: Iterable[str] = ()) -> Plan:
    """The tasks as a plan. Raises BadPlan with every reason."""
    if found := problems(tasks, done):
        raise BadPlan(reason="; ".join(found))
    return Plan(tuple(tasks))


def repaired(tasks: Sequence[Task], done: Iterable[str] = ()) -> Plan:
    """A plan from whatever a reasoner gave: as it is, else mended once, else one task after the other.

    Raises BadPlan only when there is no task at all.
    """
    finished = frozenset(done)
    if not problems(tasks, finished):
        return Plan(tuple(tasks))
    mended = _mended(tasks, finished)
    if not problems(mended, finished):
        return Plan(tuple(mended))
    return checked(_in_order(mended), finished)


def _mended(tasks: Sequence[Task], done: frozenset[str]) -> list[Task]:
    """Ids made unique, unknown and repeated dependencies dropped, tasks past the limit dropped."""
    kept: list[Task] = []
    taken = set(done)
    for task in tasks[:MAX_TASKS]:
        id_ = task.id if task.id and task.id not in taken else _free_id(taken)
        taken.add(id_)
        kept.append(replace(task, id=id_))
    known = {task.id for task in kept} | done
    return [
        replace(task, depends_on=tuple(n for n in dict.fromkeys(task.depends_on) if n in known and n != task.id))
        for task in kept
    ]


def _free_id(taken: set[str]) -> str:
    return next(f"t{number}" for number in range(1, len(taken) + 2) if f"t{number}" not in taken)


def _in_order(tasks: Sequence[Task]) -> list[Task]:
    """Each task waits for the one before it: slower, but it always ends."""
    return [replace(task, depends_on=(tasks[at - 1].id,) if at else ()) for at, task in enumerate(tasks)]
