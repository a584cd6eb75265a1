"""The folder archive: what is put is got, once, whole, or told as missing, damaged or full."""

import asyncio
import errno
import os
import threading
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from competedexter.integrations.archive import folder
from competedexter.integrations.archive.errors import (
    ArchiveCorrupt,
    ArchiveError,
    ArchiveFull,
    ArchiveMissing,
    ArchiveTooLarge,
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


async def test_a_body_comes_back_as_it_was_put_and_takes_less_room(archive: FolderArchive) -> None:
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    assert await archive.get(kept.key) == BODY
    assert (kept.size, kept.key) == (len(BODY), f"{WORKSPACE}/{kept.sha256}")
    assert kept.stored_size < len(BODY) / 10


async def test_an_empty_body_and_a_packed_one_come_back_too(archive: FolderArchive) -> None:
    noise = os.urandom(4096)
    for body, media_type in ((b"", "text/html"), (noise, "image/png")):
        assert await archive.get((await archive.put(WORKSPACE, body, media_type)).key) == body


async def test_the_same_body_put_by_many_at_once_is_one_object(archive: FolderArchive, tmp_path: Path) -> None:
    kept = await asyncio.gather(*(archive.put(WORKSPACE, BODY, "text/html") for _ in range(16)))
    assert len(set(kept)) == 1
    assert only_file(tmp_path).stem == kept[0].sha256
    assert list((tmp_path / "archive" / ".incoming").iterdir()) == []


async def test_two_workspaces_do_not_share_an_object(archive: FolderArchive) -> None:
    mine, theirs = [await archive.put(uuid4(), BODY, "text/html") for _ in range(2)]
    await archive.delete(theirs.key)
    assert await archive.get(mine.key) == BODY
    with pytest.raises(ArchiveMissing):
        await archive.get(theirs.key)


async def test_deleting_what_is_not_there_is_fine(archive: FolderArchive) -> None:
    await archive.delete(f"{WORKSPACE}/{'0' * 64}")


@pytest.mark.parametrize(
    "key",
    ["", "../../etc/passwd", f"{WORKSPACE}/../{'0' * 64}", f"{WORKSPACE}/{'0' * 63}", f"{WORKSPACE}/{'0' * 64}\n"],
)
async def test_a_key_that_is_not_ours_names_nothing(archive: FolderArchive, key: str) -> None:
    with pytest.raises(ArchiveMissing):
        await archive.get(key)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "huge"])
async def test_a_damaged_object_is_told_and_healed_by_the_next_put(
    archive: FolderArchive, tmp_path: Path, damage: str
) -> None:
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    file = only_file(tmp_path)
    packed = file.read_bytes()
    huge = packed[:4] + bytes([0xE0]) + (1 << 62).to_bytes(8, "little") + packed[6:]
    damaged = {
        "flip": packed[:-9] + bytes([packed[-9] ^ 255]) + packed[-8:],
        "cut": packed[:-5],
        "empty": b"",
        "huge": huge,
    }
    file.write_bytes(damaged[damage])
    with pytest.raises(ArchiveCorrupt):
        await archive.get(kept.key)
    await archive.put(WORKSPACE, BODY, "text/html")
    assert await archive.get(kept.key) == BODY


async def test_another_intact_object_in_its_place_is_damage(archive: FolderArchive, tmp_path: Path) -> None:
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    file = only_file(tmp_path)
    other = await archive.put(WORKSPACE, b"other", "text/html")
    file.write_bytes(next((tmp_path / "archive").rglob(f"{other.sha256}.zst")).read_bytes())
    with pytest.raises(ArchiveCorrupt):
        await archive.get(kept.key)


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


async def test_a_body_over_the_limit_is_refused(archive: FolderArchive) -> None:
    with pytest.raises(ArchiveTooLarge):
        await archive.put(WORKSPACE, bytes(folder.MAX_OBJECT_BYTES + 1), "text/html")


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
