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


@dataclass
class Budget:
    """What is left of the limits."""

    limits: Limits = field(default_factory=Limits)
    tokens: int = 0
    dollars: float = 0.0
    began: float = field(default_factory=monotonic)

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.limits.total_seconds - (monotonic() - self.began))

    @property
    def seconds_used(self) -> float:
        return monotonic() - self.began

    def expect_tokens(self, tokens: int) -> None:
        """Before a call: raises OverBudget when it would not fit."""
        if self.tokens + tokens > self.limits.tokens:
            raise OverBudget(what="tokens")
        if self.dollars >= self.limits.dollars:
            raise OverBudget(what="money")
        if self.seconds_left <= 0:
            raise OverBudget(what="time")

    def spend(self, tokens: int, dollars: float) -> None:
        self.tokens += tokens
        self.dollars += dollars
