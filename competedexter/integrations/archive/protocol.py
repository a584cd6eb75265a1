"""What the product asks of the archive."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class ArchivedObject:
    """Where a body lies: `size` and `stored_size` in bytes (before and after compression), `sha256` in hex."""

    key: str
    size: int
    stored_size: int
    sha256: str


class Archive(Protocol):
    """Keeps raw bodies by content, one namespace per workspace. Storing the same body twice is one object."""

    async def put(self, workspace_id: UUID, body: bytes, media_type: str) -> ArchivedObject:
        """Keep `body`; durable when this returns. Raises ArchiveFull, ArchiveTooLarge, ArchiveError."""

    async def get(self, key: str) -> bytes:
        """The body as it was put, checksum verified. Raises ArchiveMissing, ArchiveCorrupt, ArchiveError."""

    async def delete(self, key: str) -> None:
        """Forget the body; a missing one is fine. Raises ArchiveError."""

    async def delete_unused(self, key: str, *, seconds: float) -> bool:
        """Forget the body unless it was put within the last `seconds`. Whether it is gone. Raises ArchiveError."""

    def listed(self, *, seconds: float) -> AsyncIterator[tuple[str, ...]]:
        """Keys of all bodies put longer than `seconds` ago, some at a time, in no order. Raises ArchiveError."""
