"""Any archive, in a folder or on S3: what is put is got, once, whole, or told as missing or damaged."""

import asyncio
import os
from uuid import UUID, uuid4

import pytest

from competedexter.integrations.archive import packing
from competedexter.integrations.archive.errors import ArchiveCorrupt, ArchiveMissing, ArchiveTooLarge
from competedexter.integrations.archive.protocol import Archive
from tests.integrations.archive.conftest import Shelf

BODY = b"<html>" + b"price 20 EUR " * 5000
WORKSPACE = UUID("0192f0c1-2d3e-7a4b-8c5d-6e7f8091a2b3")
NOW = -60.0  # seconds: whatever was put until a minute from now
HOUR = 3600.0


async def all_keys(archive: Archive, seconds: float) -> list[str]:
    return sorted([key async for batch in archive.listed(seconds=seconds) for key in batch])


async def test_a_body_comes_back_as_it_was_put_and_takes_less_room(archive: Archive) -> None:
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    assert await archive.get(kept.key) == BODY
    assert (kept.size, kept.key) == (len(BODY), f"{WORKSPACE}/{kept.sha256}")
    assert kept.stored_size < len(BODY) / 10


async def test_an_empty_body_and_a_packed_one_come_back_too(archive: Archive) -> None:
    noise = os.urandom(4096)
    for body, media_type in ((b"", "text/html"), (noise, "image/png")):
        assert await archive.get((await archive.put(WORKSPACE, body, media_type)).key) == body


async def test_a_body_of_megabytes_comes_back(archive: Archive) -> None:
    noise = os.urandom(9 * 1024 * 1024)
    assert await archive.get((await archive.put(WORKSPACE, noise, "application/pdf")).key) == noise


async def test_the_same_body_put_by_many_at_once_is_one_object(archive: Archive) -> None:
    kept = await asyncio.gather(*(archive.put(WORKSPACE, BODY, "text/html") for _ in range(16)))
    assert len(set(kept)) == 1
    assert await all_keys(archive, NOW) == [kept[0].key]


async def test_two_workspaces_do_not_share_an_object(archive: Archive) -> None:
    mine, theirs = [await archive.put(uuid4(), BODY, "text/html") for _ in range(2)]
    await archive.delete(theirs.key)
    assert await archive.get(mine.key) == BODY
    with pytest.raises(ArchiveMissing):
        await archive.get(theirs.key)


async def test_deleting_what_is_not_there_is_fine(archive: Archive) -> None:
    await archive.delete(f"{WORKSPACE}/{'0' * 64}")
    assert await archive.delete_unused(f"{WORKSPACE}/{'0' * 64}", seconds=HOUR)


async def test_what_was_put_lately_is_not_swept(archive: Archive) -> None:
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    assert not await archive.delete_unused(kept.key, seconds=HOUR)
    assert await archive.get(kept.key) == BODY
    assert await archive.delete_unused(kept.key, seconds=NOW)
    with pytest.raises(ArchiveMissing):
        await archive.get(kept.key)


async def test_bodies_of_some_age_are_listed_by_key(archive: Archive, shelf: Shelf) -> None:
    keys = sorted([(await archive.put(uuid4(), BODY, "text/html")).key for _ in range(5)])
    assert await all_keys(archive, NOW) == keys
    assert await all_keys(archive, HOUR) == []


@pytest.mark.parametrize(
    "key",
    ["", "../../etc/passwd", f"{WORKSPACE}/../{'0' * 64}", f"{WORKSPACE}/{'0' * 63}", f"{WORKSPACE}/{'0' * 64}\n"],
)
async def test_a_key_that_is_not_ours_names_nothing(archive: Archive, key: str) -> None:
    with pytest.raises(ArchiveMissing):
        await archive.get(key)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "huge"])
async def test_a_damaged_object_is_told_and_healed_by_the_next_put(shelf: Shelf, damage: str) -> None:
    kept = await shelf.archive.put(WORKSPACE, BODY, "text/html")
    packed = shelf.look(kept.key)
    huge = packed[:4] + bytes([0xE0]) + (1 << 62).to_bytes(8, "little") + packed[6:]
    damaged = {
        "flip": packed[:-9] + bytes([packed[-9] ^ 255]) + packed[-8:],
        "cut": packed[:-5],
        "empty": b"",
        "huge": huge,
    }
    shelf.lay(kept.key, damaged[damage])
    with pytest.raises(ArchiveCorrupt):
        await shelf.archive.get(kept.key)
    await shelf.archive.put(WORKSPACE, BODY, "text/html")
    assert await shelf.archive.get(kept.key) == BODY


async def test_another_intact_object_in_its_place_is_damage(shelf: Shelf) -> None:
    kept = await shelf.archive.put(WORKSPACE, BODY, "text/html")
    other = await shelf.archive.put(WORKSPACE, b"other", "text/html")
    shelf.lay(kept.key, shelf.look(other.key))
    with pytest.raises(ArchiveCorrupt):
        await shelf.archive.get(kept.key)


async def test_a_body_over_the_limit_is_refused(archive: Archive) -> None:
    with pytest.raises(ArchiveTooLarge):
        await archive.put(WORKSPACE, bytes(packing.MAX_OBJECT_BYTES + 1), "text/html")
