"""How a body is kept, wherever it lies: its key, its compressed form, and the check that it is still itself."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import zstandard

from competedexter.integrations.archive.errors import ArchiveMissing, ArchiveTooLarge

MAX_OBJECT_BYTES: Final = 64 * 1024 * 1024  # six times the largest page; also bounds what a damaged header may allocate
LEVEL: Final = 3  # zstd's default: 190 KB of HTML in about 1 ms, one sixth of its size
FAST_LEVEL: Final = 1  # for bodies that are compressed already
PACKED_TYPES: Final = ("image/", "video/", "audio/", "font/", "application/zip", "application/pdf", "application/gzip")
_KEY: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([0-9a-f]{64})")


@dataclass(frozen=True)
class Place:
    """What a key says: whose body it is, and which."""

    workspace: str
    sha256: str


def place_of(key: str) -> Place:
    """Raises ArchiveMissing: keys come from our own rows; anything else names nothing we keep."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ArchiveMissing(key=key)
    return Place(*match.groups())


def is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


def key_of(workspace_id: UUID | str, body: bytes) -> str:
    return f"{workspace_id}/{hashlib.sha256(body).hexdigest()}"


def pack(body: bytes, media_type: str) -> bytes:
    """The compressed body. Raises ArchiveTooLarge."""
    refuse_large(body)
    level = FAST_LEVEL if media_type.startswith(PACKED_TYPES) else LEVEL
    return zstandard.ZstdCompressor(level=level).compress(body)


def refuse_large(body: bytes) -> None:
    if len(body) > MAX_OBJECT_BYTES:
        raise ArchiveTooLarge(limit=f"{MAX_OBJECT_BYTES // (1024 * 1024)} MB")


def unpack(packed: bytes, sha256: str) -> bytes | None:
    """The body with this checksum; None when what lies there is damaged, cut or another one."""
    try:
        if not 0 <= zstandard.frame_content_size(packed) <= MAX_OBJECT_BYTES:
            return None
        body = zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError:
        return None
    return body if hashlib.sha256(body).hexdigest() == sha256 else None
