"""The archive in a local folder: `<root>/<workspace>/<first two hex>/<sha256>.zst`."""

import asyncio
import errno
import hashlib
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Final
from uuid import UUID

import zstandard

from competedexter.integrations.archive.errors import (
    ArchiveCorrupt,
    ArchiveError,
    ArchiveFull,
    ArchiveMissing,
    ArchiveTooLarge,
)
from competedexter.integrations.archive.protocol import ArchivedObject

MAX_OBJECT_BYTES: Final = 64 * 1024 * 1024  # six times the largest page; also bounds what a damaged header may allocate
LEVEL: Final = 3  # zstd's default: 190 KB of HTML in about 1 ms, one sixth of its size
FAST_LEVEL: Final = 1  # for bodies that are compressed already
PACKED_TYPES: Final = ("image/", "video/", "audio/", "font/", "application/zip", "application/pdf", "application/gzip")
STALE_SECONDS: Final = 3600.0  # a half-written file this old belongs to a process that was killed
_KEY: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([0-9a-f]{64})")
_NO_SPACE: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FolderArchive:
    """Content-addressed, zstd, atomic by rename, fsynced. Safe for many processes over one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / ".incoming"
        self._swept = False

    async def put(self, workspace_id: UUID, body: bytes, media_type: str) -> ArchivedObject:
        """Keep `body` under its sha256; a damaged copy already there is replaced."""
        if len(body) > MAX_OBJECT_BYTES:
            raise ArchiveTooLarge(limit=f"{MAX_OBJECT_BYTES // (1024 * 1024)} MB")
        level = FAST_LEVEL if media_type.startswith(PACKED_TYPES) else LEVEL
        return await asyncio.to_thread(self._put, str(workspace_id), body, level)

    async def get(self, key: str) -> bytes:
        """The body as it was put, checksum verified."""
        return await asyncio.to_thread(self._get, key)

    async def delete(self, key: str) -> None:
        """Forget the body; a missing one is fine."""
        await asyncio.to_thread(self._delete, key)

    async def delete_unused(self, key: str, *, seconds: float) -> bool:
        """Forget the body unless it was put within the last `seconds`. Whether it is gone."""
        return await asyncio.to_thread(self._delete_unused, key, seconds)

    def _put(self, workspace: str, body: bytes, level: int) -> ArchivedObject:
        sha256 = hashlib.sha256(body).hexdigest()
        key = f"{workspace}/{sha256}"
        path = self._path(key)
        try:
            if not (self._holds(path, sha256) and _touched(path)):
                self._write(path, zstandard.ZstdCompressor(level=level).compress(body))
            stored_size = path.stat().st_size
        except OSError as error:
            raise _as_archive_error(error) from error
        return ArchivedObject(key=key, size=len(body), stored_size=stored_size, sha256=sha256)

    def _get(self, key: str) -> bytes:
        path = self._path(key)
        try:
            packed = path.read_bytes()
        except FileNotFoundError as error:
            raise ArchiveMissing(key=key) from error
        except OSError as error:
            raise _as_archive_error(error) from error
        body = _unpacked(packed)
        if body is None or hashlib.sha256(body).hexdigest() != path.stem:
            raise ArchiveCorrupt(key=key)
        return body

    def _delete(self, key: str) -> None:
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise _as_archive_error(error) from error

    def _delete_unused(self, key: str, seconds: float) -> bool:
        path = self._path(key)
        try:
            if path.stat().st_mtime > time.time() - seconds:
                return False
            path.unlink()
        except FileNotFoundError:
            return True
        except OSError as error:
            raise _as_archive_error(error) from error
        return True

    def _path(self, key: str) -> Path:
        match = _KEY.fullmatch(key)
        if match is None:  # keys come from our own rows; anything else names nothing we keep
            raise ArchiveMissing(key=key)
        workspace, sha256 = match.groups()
        return self._root / workspace / sha256[:2] / f"{sha256}.zst"

    def _holds(self, path: Path, sha256: str) -> bool:
        try:
            body = _unpacked(path.read_bytes())
        except FileNotFoundError:
            return False
        return body is not None and hashlib.sha256(body).hexdigest() == sha256

    def _write(self, path: Path, packed: bytes) -> None:
        self._incoming.mkdir(parents=True, exist_ok=True)
        self._sweep_once()
        handle, name = tempfile.mkstemp(dir=self._incoming)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
            _make_durable_folder(path.parent)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def _sweep_once(self) -> None:
        if self._swept:
            return
        self._swept = True
        oldest = time.time() - STALE_SECONDS
        for file in self._incoming.iterdir():
            try:
                if file.stat().st_mtime < oldest:
                    file.unlink()
            except FileNotFoundError:  # another process finished or swept it
                continue


def _touched(path: Path) -> bool:
    """Marks it as put just now, for whoever sweeps what is unused; False when it was swept this moment."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _unpacked(packed: bytes) -> bytes | None:
    """The decompressed body, or None when it is damaged."""
    try:
        if not 0 <= zstandard.frame_content_size(packed) <= MAX_OBJECT_BYTES:
            return None
        return zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError:
        return None


def _make_durable_folder(folder: Path) -> None:
    missing = [one for one in (folder.parent, folder) if not one.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        _sync_folder(one.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_archive_error(error: OSError) -> ArchiveError:
    if error.errno in _NO_SPACE:
        return ArchiveFull()
    return ArchiveError(reason=os.strerror(error.errno) if error.errno else "unknown")
