"""Web archives (WARC 1.0 and 1.1, ISO 28500), plain or gzip: the answers in them, one after the other, within bounds.

Nothing is held but the record under way. A damaged file gives what stands before the damage.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Final

from competedexter.integrations.web.content import charset_of, media_type_of
from competedexter.integrations.web.protocol import MAX_PAGE_BYTES, WebResponse
from competedexter.integrations.web.unpacking import OverLimit, UnpackError, unpack

MB: Final = 1024 * 1024
MAX_UNPACKED: Final = 512 * MB  # of a whole file; an upload of 50 MB of real pages unpacks to about 250 MB
MAX_RECORDS: Final = 50_000
MAX_BLOCK: Final = MAX_PAGE_BYTES + MB  # a page with its headers
MAX_HEADER_LINES: Final = 200
MAX_LINE: Final = 16 * 1024
_STEP: Final = 256 * 1024


class WarcDamaged(Exception):
    """The file is no WARC from here on. `record` counts from 1; `reason` is a sentence."""

    def __init__(self, record: int, reason: str) -> None:
        super().__init__(reason)
        self.record, self.reason = record, reason


@dataclass(frozen=True)
class Capture:
    """An answer as it was archived. `response` is None when it cannot be read, `problem` then says why."""

    record: int
    url: str
    captured_at: datetime
    response: WebResponse | None
    problem: str = ""


def looks_like_warc(body: bytes) -> bool:
    """Whether the first bytes are those of a WARC, compressed or not."""
    if body.startswith(b"\x1f\x8b"):
        head = zlib.decompressobj(wbits=31)
        try:
            return head.decompress(body[:4_096], 16).startswith(b"WARC/")
        except zlib.error:
            return False
    return body.startswith(b"WARC/")


def read_warc(body: bytes) -> Iterator[Capture]:
    """Every answer of a web page, in the order of the file. Raises WarcDamaged where it is damaged or too large."""
    stream: BinaryIO = io.BytesIO(body)
    if body.startswith(b"\x1f\x8b"):
        stream = gzip.GzipFile(fileobj=stream)  # type: ignore[assignment]  # reads as a binary file does
    reader = _Reader(stream)
    while (headers := reader.headers()) is not None:
        block = reader.block(headers)
        if headers.get("warc-type") == "response":
            yield _capture(reader.record, headers, block)


class _Reader:
    """Records of one stream; `unpacked` counts what was read of it, so that a bomb ends where it starts to grow."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.record = 0
        self.unpacked = 0

    def headers(self) -> Mapping[str, str] | None:
        """Those of the next record, None at the end."""
        line = self._line()
        while line in (b"\r\n", b"\n"):
            line = self._line()
        if not line:
            return None
        self.record += 1
        if not line.startswith(b"WARC/1."):
            raise WarcDamaged(self.record, "A record does not begin with WARC/1.")
        if self.record > MAX_RECORDS:
            raise WarcDamaged(self.record, f"The file has more than {MAX_RECORDS:,} records; those before were read.")
        return _named(self._header_lines())

    def block(self, headers: Mapping[str, str]) -> bytes | None:
        """The content of the record; None when it is longer than a page may be."""
        told = headers.get("content-length", "")
        if not told.isascii() or not told.isdecimal() or len(told) > 15:
            raise WarcDamaged(self.record, "A record does not say how long it is.")
        left = int(told)
        pieces: list[bytes] | None = [] if left <= MAX_BLOCK else None
        while left:
            piece = self._read(min(left, _STEP))
            if not piece:
                raise WarcDamaged(self.record, "The file breaks off within a record.")
            left -= len(piece)
            if pieces is not None:
                pieces.append(piece)
        return None if pieces is None else b"".join(pieces)

    def _header_lines(self) -> Iterator[bytes]:
        for _ in range(MAX_HEADER_LINES):
            line = self._line()
            if line in (b"\r\n", b"\n", b""):
                return
            yield line
        raise WarcDamaged(self.record, "A record has too many header lines.")

    def _line(self) -> bytes:
        return self._counted(lambda: self._stream.readline(MAX_LINE))

    def _read(self, size: int) -> bytes:
        return self._counted(lambda: self._stream.read(size))

    def _counted(self, read: Callable[[], bytes]) -> bytes:
        try:
            piece = read()
        except (OSError, EOFError, zlib.error) as error:
            raise WarcDamaged(self.record + 1, "The compressed file is damaged or breaks off.") from error
        self.unpacked += len(piece)
        if self.unpacked > MAX_UNPACKED:
            raise WarcDamaged(self.record, f"The file unpacks to more than {MAX_UNPACKED // MB} MB.")
        return piece


def _named(lines: Iterator[bytes]) -> Mapping[str, str]:
    """Header fields by lower-case name; repeated ones joined as HTTP joins them."""
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        key = name.strip().casefold()
        found[key] = f"{found[key]}, {value.strip()}" if key in found else value.strip()
    return found


def _capture(record: int, headers: Mapping[str, str], block: bytes | None) -> Capture:
    told = headers.get("warc-target-uri", "").strip("<> ")[:2_000]
    url = told if told.isprintable() else ""
    captured_at = _moment(headers.get("warc-date", ""))
    if captured_at is None:
        return Capture(record, url, datetime.max.replace(tzinfo=UTC), None, "It does not say when it was captured.")
    if block is None:
        return Capture(record, url, captured_at, None, "It is larger than a page may be.")
    try:
        return Capture(record, url, captured_at, _response(url, block))
    except (ValueError, UnpackError, OverLimit) as error:
        reason = str(error) if type(error) is ValueError else "Its content cannot be unpacked within 10 MB."
        return Capture(record, url, captured_at, None, reason)


def _response(url: str, block: bytes) -> WebResponse:
    """The HTTP answer in a record. Raises ValueError, UnpackError, OverLimit."""
    head, separator, body = block.partition(b"\r\n\r\n")
    status_line, _, lines = head.partition(b"\r\n")
    words = status_line.split(b" ", 2)
    if not separator or not words[0].startswith(b"HTTP/") or len(words) < 2 or not words[1].isdigit():
        raise ValueError("It is no answer of a web server.")
    headers = _named(iter(lines.split(b"\r\n")[:MAX_HEADER_LINES])) if lines else {}
    if "chunked" in headers.get("transfer-encoding", "").casefold():
        body = _unchunked(body)
    body = unpack(body, headers.get("content-encoding", ""), MAX_PAGE_BYTES)
    if len(body) > MAX_PAGE_BYTES:
        raise ValueError("It is larger than a page may be.")
    told = headers.get("content-type", "")
    return WebResponse(url, int(words[1][:3]), headers, body, media_type_of(told, body), charset_of(told, body))


def _unchunked(body: bytes) -> bytes:
    """Chunks joined (RFC 9112, 7.1); as it is when an archiver joined them already."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 64)
        size = body[at:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16) if 0 < len(size) <= 8 else -1
        except ValueError:
            length = -1
        if length < 0:
            return body if not pieces else b"".join(pieces)
        if length == 0:
            return b"".join(pieces)
        pieces.append(body[end + 2 : end + 2 + length])
        at = end + 4 + length


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip()[:40])
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
