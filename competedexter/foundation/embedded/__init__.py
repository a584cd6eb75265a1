"""PostgreSQL and a Redis-compatible server for one machine: no Docker, no system packages, unix sockets only.

Each server is a Command to run in the foreground plus a probe; whoever starts it (the supervisor, the tests) owns it.
"""

from .postgres import EmbeddedPostgres
from .valkey import EmbeddedValkey

__all__ = ["EmbeddedPostgres", "EmbeddedValkey"]
