"""When a child that ended is started again: at once the first time, then more and more slowly."""

from dataclasses import dataclass, replace

FIRST_DELAY = 0.2  # seconds
LONGEST_DELAY = 30.0
STEADY_AFTER = 60.0  # a child that ran this long had started well: its next end is a new story


@dataclass(frozen=True)
class Restarts:
    """How often in a row a child ended soon after its start."""

    in_a_row: int = 0

    def after_end(self, ran_seconds: float) -> "Restarts":
        return replace(self, in_a_row=1 if ran_seconds >= STEADY_AFTER else self.in_a_row + 1)

    @property
    def delay(self) -> float:
        """Seconds to wait before the next start."""
        return float(min(LONGEST_DELAY, FIRST_DELAY * 2 ** max(0, self.in_a_row - 1)))
