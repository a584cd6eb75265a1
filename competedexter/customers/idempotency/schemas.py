"""What comes into and goes out of idempotency."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Claim:
    """A request that wants to be carried out once: the route, the caller's key, SHA-256 of what it said."""

    route: str
    key: str
    request_hash: str


@dataclass(frozen=True)
class KeptAnswer:
    """A status and a JSON body (None: no body)."""

    status: int
    body: Any  # Any: JSON of whichever route answered
