"""The folder archive: what is put is got, once, whole, or told as missing, damaged or full."""

import asyncio
import errno
import os
import threading
import time
from pathlib import Path
from uuid import UUID

import pytest

from competedexter.integrations.archive import folder
from competedexter.integrations.archive.errors import (
    ArchiveError,
    ArchiveFull,
)
from competedexter.integrations.archive.folder import FolderArchive

BODY = b"<html>" + b"price 20 EUR " * 5000
WORKSPACE = UUID("0192f0c1-2d3e-7a4b-8c5d-6e7f8091a2b3")


@pytest.fixture
def archive(tmp_path: Path) -> FolderArchive:
    return FolderArchive(tmp_path / "archive")


def only_file(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "archive").rglob("*.zst")
    return found


async def test_the_same_body_put_by_many_at_once_is_one_object(archive: FolderArchive, tmp_path: Path) -> None:
    kept = await asyncio.gather(*(archive.put(WORKSPACE, BODY, "text/html") for _ in range(16)))
    assert len(set(kept)) == 1
    assert only_file(tmp_path).stem == kept[0].sha256
    assert list((tmp_path / "archive" / ".incoming").iterdir()) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
async def test_a_full_disk_is_one_clear_error_and_leaves_nothing(
    archive: FolderArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def full(_: int) -> None:
        raise OSError(code, "full")

    monkeypatch.setattr(folder.os, "fsync", full)
    with pytest.raises(ArchiveFull) as caught:
        await archive.put(WORKSPACE, BODY, "text/html")
    assert "no space left" in str(caught.value)
    assert caught.value.retryable
    assert [one for one in (tmp_path / "archive").rglob("*") if one.is_file()] == []


async def test_a_folder_that_cannot_be_made_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file is in the way")
    with pytest.raises(ArchiveError, match=r"Not a directory|File exists"):
        await FolderArchive(tmp_path / "archive").put(WORKSPACE, BODY, "text/html")


async def test_what_a_killed_process_left_half_written_is_swept(archive: FolderArchive, tmp_path: Path) -> None:
    incoming = tmp_path / "archive" / ".incoming"
    incoming.mkdir(parents=True)
    old, young = incoming / "old", incoming / "young"
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    await archive.put(WORKSPACE, BODY, "text/html")
    assert not old.exists()
    assert young.exists()


async def test_the_event_loop_is_not_held_while_writing(
    archive: FolderArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    real = os.fsync
    monkeypatch.setattr(folder.os, "fsync", lambda handle: (threads.append(threading.get_ident()), real(handle)))
    await archive.put(WORKSPACE, BODY, "text/html")
    assert threads
    assert threading.get_ident() not in threads
