"""The archive in an S3 bucket, or in whatever speaks S3: `<prefix>/<workspace>/<sha256>`, compressed.

A store of objects has no rename: a put replaces the object whole, or not at all. So a body is put again rather than
looked for first; that heals a damaged copy and makes it young for the sweep. obstore (14 ms and 15 MB, with threads of
its own) is imported at the first use, and only then: a folder costs nothing of it, and workers may fork before.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from uuid import UUID

from competedexter.integrations.archive.errors import (
    ArchiveCorrupt,
    ArchiveError,
    ArchiveFull,
    ArchiveMissing,
    ArchiveNoBucket,
    ArchiveRefused,
)
from competedexter.integrations.archive.packing import MAX_OBJECT_BYTES, is_key, key_of, pack, place_of, unpack
from competedexter.integrations.archive.protocol import ArchivedObject

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config, S3Store

MAX_PACKED_BYTES: Final = MAX_OBJECT_BYTES + MAX_OBJECT_BYTES // 128  # what cannot be compressed grows a little
LISTED_AT_ONCE: Final = 500
MEDIA_TYPE: Final = "application/zstd"  # what lies there; the body's own type is in our row
_STATUS: Final = re.compile(r"status code: (\d{3})")
_FULL: Final = ("QuotaExceeded", "StorageFull", "status code: 507")
_CLAUSES: Final = (
    ("redirect without LOCATION", "the bucket is in another region; AWS_REGION names it"),
    ("kind: Timeout", "it did not answer in time"),
    ("redential", "no credentials were found"),
    ("169.254.", "no credentials were found"),
)


@dataclass(frozen=True)
class S3Access:
    """How to get in. Empty: the endpoint is Amazon's, and credentials come from the machine's or container's role."""

    endpoint_url: str = ""
    access_key_id: str = ""
    secret_access_key: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)
    region: str = ""


@dataclass(frozen=True)
class S3Patience:
    """How long to wait, in seconds: for a connection, for one try, for all of them with the pauses between."""

    connect: float = 5.0
    attempt: float = 30.0  # 10 MB at 3 Mbit/s
    total: float = 75.0
    retries: int = 3  # after the first try; refused connections, broken ones and 5xx


class S3Archive:
    """`url` is s3://bucket or s3://bucket/prefix. Nothing is opened before the first use; safe for many processes."""

    def __init__(self, url: str, access: S3Access, patience: S3Patience | None = None) -> None:
        parts = urlsplit(url)
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/")
        self._access, self._patience = access, patience or S3Patience()
        self._opened: S3Store | None = None

    async def put(self, workspace_id: UUID, body: bytes, media_type: str) -> ArchivedObject:
        """Keep `body` under its sha256. The store has it safe when this returns: its signature covers the content."""
        packed = await asyncio.to_thread(pack, body, media_type)
        key = key_of(workspace_id, body)
        async with self._asking(key):
            await self._store().put_async(
                self._path(key), packed, attributes={"Content-Type": MEDIA_TYPE}, use_multipart=False
            )
        return ArchivedObject(key=key, size=len(body), stored_size=len(packed), sha256=place_of(key).sha256)

    async def get(self, key: str) -> bytes:
        """The body as it was put, checksum verified."""
        async with self._asking(key):
            found = await self._store().get_async(self._path(key))
            if found.meta["size"] > MAX_PACKED_BYTES:
                raise ArchiveCorrupt(key=key)
            packed = bytes(await found.bytes_async())
        body = await asyncio.to_thread(unpack, packed, place_of(key).sha256)
        if body is None:
            raise ArchiveCorrupt(key=key)
        return body

    async def delete(self, key: str) -> None:
        """Forget the body; a missing one is fine."""
        with contextlib.suppress(ArchiveMissing):
            async with self._asking(key):
                await self._store().delete_async(self._path(key))

    async def delete_unused(self, key: str, *, seconds: float) -> bool:
        """Forget the body unless it was put within the last `seconds`. Whether it is gone."""
        try:
            async with self._asking(key):
                known = await self._store().head_async(self._path(key))
                if known["last_modified"] > _ago(seconds):
                    return False
                await self._store().delete_async(self._path(key))
        except ArchiveMissing:
            return True
        return True

    async def listed(self, *, seconds: float) -> AsyncIterator[tuple[str, ...]]:
        """Keys of bodies put longer than `seconds` ago, some at a time."""
        async with self._asking(""):
            pages = self._store().list(prefix=None, chunk_size=LISTED_AT_ONCE).__aiter__()
        while True:
            try:
                async with self._asking(""):
                    page = await anext(pages)
            except StopAsyncIteration:
                return
            yield tuple(one["path"] for one in page if is_key(one["path"]) and one["last_modified"] <= _ago(seconds))

    def _path(self, key: str) -> str:
        place = place_of(key)
        return f"{place.workspace}/{place.sha256}"

    @contextlib.asynccontextmanager
    async def _asking(self, key: str) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._patience.total):
                with self._translated(key):
                    yield
        except TimeoutError as error:
            raise ArchiveError(reason="it did not answer in time") from error

    @contextlib.contextmanager
    def _translated(self, key: str) -> Iterator[None]:
        from obstore import exceptions

        try:
            yield
        except FileNotFoundError as error:
            if "NoSuchBucket" in str(error):
                raise ArchiveNoBucket(bucket=self._bucket) from error
            raise ArchiveMissing(key=key) from error
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
            raise ArchiveRefused(reason=_clause(str(error))) from error
        except exceptions.BaseError as error:
            if any(sign in str(error) for sign in _FULL):
                raise ArchiveFull from error
            raise ArchiveError(reason=_clause(str(error))) from error

    def _store(self) -> "S3Store":
        if self._opened is None:
            from obstore.store import S3Store

            self._opened = S3Store(
                self._bucket,
                prefix=self._prefix or None,
                config=self._config(),
                client_options=self._client(),
                retry_config=self._retries(),
            )
        return self._opened

    def _config(self) -> "S3Config":
        access = self._access
        named = {
            "endpoint": access.endpoint_url,
            "access_key_id": access.access_key_id,
            "secret_access_key": access.secret_access_key,
            "session_token": access.session_token,
            "region": access.region,
        }
        config: S3Config = {name: value for name, value in named.items() if value}  # type: ignore[assignment]  # names checked by obstore
        # Amazon's way of naming a bucket; others, and names that a certificate does not cover, have it in the path.
        config["virtual_hosted_style_request"] = not access.endpoint_url and "." not in self._bucket
        return config

    def _client(self) -> "ClientConfig":
        return {
            "allow_http": self._access.endpoint_url.startswith("http://"),
            "connect_timeout": timedelta(seconds=self._patience.connect),
            "timeout": timedelta(seconds=self._patience.attempt),
        }

    def _retries(self) -> "RetryConfig":
        return {
            "max_retries": self._patience.retries,
            "retry_timeout": timedelta(seconds=self._patience.total),
            "backoff": {"init_backoff": timedelta(milliseconds=200), "max_backoff": timedelta(seconds=5)},
        }


def _ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


def _clause(words: str) -> str:
    """What a library's error says, for people; never its addresses, nor what the server wrote."""
    status = _STATUS.search(words)
    if status is not None:
        return f"it answered {status[1]}"
    return next((clause for sign, clause in _CLAUSES if sign in words), "no connection could be made")
