"""One at a time over all processes, for as long as a transaction lasts; a holder that dies lets go at once."""

from sqlalchemy import text

from .unit_of_work import Work


async def only_one(work: Work, name: str) -> bool:
    """True when this transaction now holds the lock of that name, False when another one does."""
    statement = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
    return bool(await work.session.scalar(statement, {"name": name}))
