"""What one question may use: time, tasks at once, tokens, money. Every number has its reason here."""

from dataclasses import dataclass, field
from time import monotonic

from .errors import OverBudget


@dataclass(frozen=True)
class Limits:
    """Seconds, counts, tokens and US dollars."""

    total_seconds: float = 120.0  # longer than anyone waits; a slow local model writes 3,000 tokens in it
    task_seconds: float = 10.0  # a read of the archive takes milliseconds; ten seconds is a fault
    tasks_at_once: int = 4  # half of a process's database pool is left to others
    iterations: int = 3
    tokens: int = 60_000  # prompts of two calls with the whole evidence of ten competitors
    dollars: float = 1.0
    answer_characters: int = 24_000  # ten pages; what comes after is no answer


@dataclass(frozen=True)
class ModelCall:
    """One call of a model, for the books."""

    model: str
    step: str
    prompt_tokens: int
    completion_tokens: int
    dollars: float = 0.0


@dataclass
class Budget:
    """What is left of the limits."""

    limits: Limits = field(default_factory=Limits)
    tokens: int = 0
    dollars: float = 0.0
    began: float = field(default_factory=monotonic)
    calls: list[ModelCall] = field(default_factory=list)

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.limits.total_seconds - (monotonic() - self.began))

    @property
    def seconds_used(self) -> float:
        return monotonic() - self.began

    def expect(self, tokens: int, dollars: float = 0.0) -> None:
        """Before a call: raises OverBudget when it would not fit."""
        if self.tokens + tokens > self.limits.tokens:
            raise OverBudget(what="tokens")
        if self.dollars + dollars >= self.limits.dollars:
            raise OverBudget(what="money")
        if self.seconds_left <= 0:
            raise OverBudget(what="time")

    def spend(self, call: ModelCall) -> None:
        """After a call, also after one that failed half-way: its tokens are paid."""
        self.calls.append(call)
        self.tokens += call.prompt_tokens + call.completion_tokens
        self.dollars += call.dollars
