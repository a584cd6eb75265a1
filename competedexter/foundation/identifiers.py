"""Primary keys."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUID of version 7: ordered by time, so that inserts stay at the end of the index."""
    return uuid7()
