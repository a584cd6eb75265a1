"""The archive in a local folder: `<root>/<workspace>/<first two hex>/<sha256>.zst`."""

import asyncio
import errno
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

from competedexter.integrations.archive.errors import ArchiveCorrupt, ArchiveError, ArchiveFull, ArchiveMissing
from competedexter.integrations.archive.packing import is_key, key_of, pack, place_of, refuse_large, unpack
from competedexter.integrations.archive.protocol import ArchivedObject

STALE_SECONDS: Final = 3600.0  # a half-written file this old belongs to a process that was killed
LISTED_AT_ONCE: Final = 500
_NO_SPACE: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FolderArchive:
    """Content-addressed, zstd, atomic by rename, fsynced. Safe for many processes over one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / ".incoming"
        self._swept = False

    async def put(self, workspace_id: UUID, body: bytes, media_type: str) -> ArchivedObject:
        """Keep `body` under its sha256; a damaged copy already there is replaced."""
        refuse_large(body)
        return await asyncio.to_thread(self._put, workspace_id, body, media_type)

    async def get(self, key: str) -> bytes:
        """The body as it was put, checksum verified."""
        return await asyncio.to_thread(self._get, key)

    async def delete(self, key: str) -> None:
        """Forget the body; a missing one is fine."""
        await asyncio.to_thread(self._delete, key)

    async def delete_unused(self, key: str, *, seconds: float) -> bool:
        """Forget the body unless it was put within the last `seconds`. Whether it is gone."""
        return await asyncio.to_thread(self._delete_unused, key, seconds)

    async def listed(self, *, seconds: float) -> AsyncIterator[tuple[str, ...]]:
        """Keys of bodies put longer than `seconds` ago, some at a time."""
        old = self._old(seconds)
        try:
            while batch := await asyncio.to_thread(lambda: tuple(islice(old, LISTED_AT_ONCE))):
                yield batch
        except OSError as error:
            raise _as_archive_error(error) from error

    def _put(self, workspace_id: UUID, body: bytes, media_type: str) -> ArchivedObject:
        key = key_of(workspace_id, body)
        path = self._path(key)
        try:
            if not (_holds(path) and _touched(path)):
                self._write(path, pack(body, media_type))
            stored_size = path.stat().st_size
        except OSError as error:
            raise _as_archive_error(error) from error
        return ArchivedObject(key=key, size=len(body), stored_size=stored_size, sha256=path.stem)

    def _get(self, key: str) -> bytes:
        path = self._path(key)
        try:
            packed = path.read_bytes()
        except FileNotFoundError as error:
            raise ArchiveMissing(key=key) from error
        except OSError as error:
            raise _as_archive_error(error) from error
        body = unpack(packed, path.stem)
        if body is None:
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
        place = place_of(key)
        return self._root / place.workspace / place.sha256[:2] / f"{place.sha256}.zst"

    def _old(self, seconds: float) -> Iterator[str]:
        before = time.time() - seconds
        for path in self._root.glob("*/*/*.zst"):
            key = f"{path.parent.parent.name}/{path.stem}"
            try:
                if is_key(key) and path.stat().st_mtime <= before:
                    yield key
            except FileNotFoundError:  # deleted this moment
                continue

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


def _holds(path: Path) -> bool:
    try:
        return unpack(path.read_bytes(), path.stem) is not None
    except FileNotFoundError:
        return False


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
