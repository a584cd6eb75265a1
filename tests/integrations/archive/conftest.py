"""The two archives, each with a way to reach what lies in them past their backs."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.archive.protocol import Archive
from tests.integrations.archive.s3_server import Door, S3Server, door_to, s3_archive, s3_server


@dataclass(frozen=True)
class Shelf:
    """An archive; `look` reads what lies under a key as it lies there, `lay` puts something else in its place."""

    archive: Archive
    look: Callable[[str], bytes]
    lay: Callable[[str, bytes], object]


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest_asyncio.fixture
async def door(s3: S3Server) -> AsyncIterator[Door]:
    async with door_to(s3) as opened:
        yield opened


@pytest.fixture(params=["folder", "s3"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    if request.param == "folder":
        return _folder(tmp_path / "archive")
    server: S3Server = request.getfixturevalue("s3")
    bucket = server.new_bucket()
    return Shelf(
        s3_archive(server.url, bucket),
        lambda key: server.look(bucket, f"pages/{key}"),
        lambda key, body: server.lay(bucket, f"pages/{key}", body),
    )


def _folder(root: Path) -> Shelf:
    def path(key: str) -> Path:
        workspace, sha256 = key.split("/")
        return root / workspace / sha256[:2] / f"{sha256}.zst"

    return Shelf(FolderArchive(root), lambda key: path(key).read_bytes(), lambda key, body: path(key).write_bytes(body))


@pytest.fixture
def archive(shelf: Shelf) -> Archive:
    return shelf.archive
