"""How work leaves a transaction. Rows are the truth; a job only says which row to look at, and may arrive twice."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True)
class Job:
    """A frozen dataclass of ids. `queue` names the Dramatiq queue that carries it."""

    queue: ClassVar[str] = "default"

    def payload(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Enqueued:
    job: Job
    delay_seconds: float = 0.0


class JobQueue(Protocol):
    async def send(self, jobs: Sequence[Enqueued]) -> None:
        """Hand jobs to the workers. Raises Unavailable when the broker is away; the sweep sends them again later."""
        ...


class RecordingQueue:
    """Keeps what was sent, in order; for tests and for work done in one process."""

    def __init__(self) -> None:
        self.sent: list[Enqueued] = []

    async def send(self, jobs: Sequence[Enqueued]) -> None:
        self.sent.extend(jobs)

    def take(self) -> list[Job]:
        """What was sent since the last look."""
        jobs = [entry.job for entry in self.sent]
        self.sent.clear()
        return jobs
