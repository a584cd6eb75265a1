"""S3 that does not behave: each failure is one clear error with its reason, in bounded time, and nothing is served."""

import subprocess
import sys
import time
from uuid import UUID

import pytest
from aiohttp import web

from competedexter.integrations.archive.errors import (
    ArchiveCorrupt,
    ArchiveError,
    ArchiveFull,
    ArchiveNoBucket,
    ArchiveRefused,
)
from competedexter.integrations.archive.s3 import S3Access, S3Archive
from tests.integrations.archive.s3_server import HURRIED, Door, Misbehaviour, S3Server, never, s3_archive, s3_server

BODY = b"<html>" + b"price 20 EUR " * 5000
WORKSPACE = UUID("0192f0c1-2d3e-7a4b-8c5d-6e7f8091a2b3")


def answering(status: int, code: str = "", times: int = 1_000) -> Misbehaviour:
    left = [times]

    async def misbehave(_: web.Request) -> web.StreamResponse | None:
        left[0] -= 1
        if left[0] < 0:
            return None
        return web.Response(status=status, text=f"<Error><Code>{code}</Code><Message>secret words</Message></Error>")

    return misbehave


async def failure_of(archive: S3Archive, key: str | None = None) -> ArchiveError:
    """What a put (or, with a key, a get) fails with."""
    with pytest.raises(ArchiveError) as caught:
        await (archive.put(WORKSPACE, BODY, "text/html") if key is None else archive.get(key))
    return caught.value


async def test_a_bucket_that_is_not_there_is_named(s3: S3Server) -> None:
    archive = s3_archive(s3.url, "nowhere-to-be-found")
    for error in (await failure_of(archive), await failure_of(archive, f"{WORKSPACE}/{'0' * 64}")):
        assert isinstance(error, ArchiveNoBucket)
        assert "nowhere-to-be-found does not exist" in str(error)


@pytest.mark.parametrize("status", [401, 403])
async def test_being_refused_is_said_and_not_tried_again(s3: S3Server, door: Door, status: int) -> None:
    archive = s3_archive(door.url, s3.new_bucket())
    door.misbehave = answering(status, "AccessDenied")
    error = await failure_of(archive)
    assert isinstance(error, ArchiveRefused)
    assert str(status) in str(error)
    assert door.asked == 1
    assert "secret" not in str(error)


async def test_a_server_that_fails_for_a_moment_is_asked_again(s3: S3Server, door: Door) -> None:
    archive = s3_archive(door.url, s3.new_bucket())
    door.misbehave = answering(503, "SlowDown", times=2)
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    door.misbehave = answering(500, "InternalError", times=1)
    assert await archive.get(kept.key) == BODY


async def test_a_server_that_goes_on_failing_is_given_up(s3: S3Server, door: Door) -> None:
    archive = s3_archive(door.url, s3.new_bucket())
    door.misbehave = answering(500, "InternalError")
    error = await failure_of(archive)
    assert "it answered 500" in str(error)
    assert error.retryable
    assert door.asked == 1 + HURRIED.retries


async def test_a_server_that_says_nothing_is_given_up_in_time(s3: S3Server, door: Door) -> None:
    archive = s3_archive(door.url, s3.new_bucket())
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    door.misbehave = never
    for key in (None, kept.key):
        begun = time.monotonic()
        assert "in time" in str(await failure_of(archive, key))
        assert time.monotonic() - begun < HURRIED.total + 1


async def test_a_full_store_is_full(s3: S3Server, door: Door) -> None:
    archive = s3_archive(door.url, s3.new_bucket())
    door.misbehave = answering(507, "XMinioStorageFull")
    assert isinstance(await failure_of(archive), ArchiveFull)


async def test_a_killed_server_is_one_clear_error_and_what_was_kept_elsewhere_stays(s3: S3Server) -> None:
    with s3_server() as doomed:
        archive = s3_archive(doomed.url, doomed.new_bucket())
        kept = await archive.put(WORKSPACE, BODY, "text/html")
    for key in (None, kept.key):
        assert "no connection could be made" in str(await failure_of(archive, key))
    with pytest.raises(ArchiveError):
        await archive.delete(kept.key)
    with pytest.raises(ArchiveError):
        _ = [key async for key in archive.listed(seconds=0)]


async def test_bytes_that_change_on_their_way_are_damage(s3: S3Server, door: Door) -> None:
    bucket = s3.new_bucket()
    archive = s3_archive(door.url, bucket)
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    packed = s3.look(bucket, f"pages/{kept.key}")

    async def changed(request: web.Request) -> web.StreamResponse | None:
        wrong = packed[:-9] + bytes([packed[-9] ^ 1]) + packed[-8:]
        headers = {"Last-Modified": "Mon, 02 Nov 2026 12:00:00 GMT", "ETag": '"0"'}
        return web.Response(body=wrong, headers=headers) if request.method == "GET" else None

    door.misbehave = changed
    assert isinstance(await failure_of(archive, kept.key), ArchiveCorrupt)


async def test_an_answer_that_breaks_off_is_no_page(s3: S3Server, door: Door) -> None:
    archive = s3_archive(door.url, s3.new_bucket())
    kept = await archive.put(WORKSPACE, BODY, "text/html")

    async def broken_off(request: web.Request) -> web.StreamResponse:
        headers = {"Content-Length": "5000", "Last-Modified": "Mon, 02 Nov 2026 12:00:00 GMT", "ETag": '"0"'}
        answer = web.StreamResponse(headers=headers)
        await answer.prepare(request)
        await answer.write(b"half")
        assert request.transport is not None
        request.transport.abort()
        return answer

    door.misbehave = broken_off
    await failure_of(archive, kept.key)


async def test_another_bodys_objects_in_the_bucket_are_not_listed(s3: S3Server) -> None:
    bucket = s3.new_bucket()
    archive = s3_archive(s3.url, bucket)
    kept = await archive.put(WORKSPACE, BODY, "text/html")
    s3.lay(bucket, f"backups/{kept.key}", b"theirs")
    s3.lay(bucket, "pages/readme.txt", b"theirs")
    assert [key async for batch in archive.listed(seconds=-60) for key in batch] == [kept.key]


def test_its_secrets_are_not_shown() -> None:
    assert "hidden" not in repr(S3Access(secret_access_key="hidden", session_token="hidden"))


def test_a_folder_install_does_not_load_the_library() -> None:
    code = "import competedexter.runtime, sys; sys.exit('obstore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
