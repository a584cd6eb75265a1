"""What a source remembers of its last good look, brought in line with a better reading of that same look."""

from uuid import UUID

from competedexter.foundation.unit_of_work import Work

from .repository import SourceRepository


async def hold(work: Work, source_id: UUID) -> bool:
    """Looks at the source end one by one; held until the transaction ends. False when it is watched no more."""
    return await SourceRepository(work).locked(source_id) is not None


async def rebase(work: Work, source_id: UUID, *, fingerprint: str | None, text_length: int) -> None:
    """`fingerprint` is given where it is made of what was read; of pages it is made of what the site sent, and stays."""
    source = await SourceRepository(work).locked(source_id)
    if source is None or source.fingerprint is None:  # its address was changed: there is nothing to bring in line
        return
    source.text_length = text_length
    source.fingerprint = fingerprint or source.fingerprint
    await SourceRepository(work).add(source)
