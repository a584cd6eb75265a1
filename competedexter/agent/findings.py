"""What the tasks of a run brought, in the order of the plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from competedexter.foundation.views import View

from .events import TaskState
from .evidence import Key
from .facts import Fact
from .plan_graph import Task
from .toolbox import ToolResult

F = TypeVar("F", bound=View)


@dataclass(frozen=True)
class Finding:
    """One task done: its result, or in words why there is none. `keys` are the evidence it entered in the ledger."""

    task: Task
    state: TaskState
    result: ToolResult | None = None
    error: str | None = None
    cached: bool = False
    keys: tuple[Key, ...] = ()


@dataclass
class Findings:
    """Grows over the iterations of a run; readers see plan order, whatever order the tasks ended in."""

    found: dict[str, Finding] = field(default_factory=dict)
    _written: dict[int, str] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        self.found.update({finding.task.id: finding for finding in findings})

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found.values())

    def facts(self, kind: type[F]) -> list[F]:
        """Every fact of a kind once, in plan order."""
        seen: dict[str, F] = {}
        for fact in self._all():
            if isinstance(fact, kind):
                seen.setdefault(self._as_json(fact), fact)
        return list(seen.values())

    def _as_json(self, fact: View) -> str:
        """Written once a fact: facts are asked for by kind several times in a run."""
        key = id(fact)  # findings keep their facts, so an id stays theirs
        if key not in self._written:
            self._written[key] = fact.model_dump_json()
        return self._written[key]

    def _all(self) -> Iterator[Fact]:
        for finding in self.found.values():
            yield from finding.result.facts if finding.result else ()

    def gaps(self) -> list[str]:
        """What could not be found, each said once; failed tasks included."""
        said: list[str] = []
        for finding in self.found.values():
            said += finding.result.gaps if finding.result else ()
            said += [finding.error] if finding.error else []
        return list(dict.fromkeys(said))

    @property
    def done(self) -> frozenset[str]:
        return frozenset(self.found)
