"""Undoing Content-Encoding without ever holding more than the limit: bombs end where they start to grow.

gzip (RFC 1952, several members), deflate (zlib or raw, as browsers take both), br (RFC 7932), zstd (RFC 8878).
"""

import zlib
from collections.abc import Callable
from typing import Final

import brotli  # type: ignore[import-untyped]  # ships no types
import zstandard

ACCEPTED: Final = "gzip, deflate, br, zstd"
MAX_MEMBERS: Final = 64  # gzip members in one body; each costs a copy of the rest
MAX_LAYERS: Final = 3  # real answers have one; a stack of them is an attack
PIECE: Final = 256 * 1024  # bytes of output per step
ZSTD_SLICE: Final = 128  # bytes of input per step: at most 32 run-length blocks of 128 KB, so 4 MB over the limit
ZSTD_WINDOW: Final = 8 * 1024 * 1024  # RFC 9659 lets web senders use no more


class UnpackError(Exception):
    """The body is not what its Content-Encoding says; `encoding` names the layer."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self.encoding = encoding


class OverLimit(Exception):
    """The unpacked body is larger than the limit."""


def unpack(body: bytes, content_encoding: str, limit: int) -> bytes:
    """`body` with every layer of `content_encoding` undone, at most `limit` bytes after each.

    Raises UnpackError (unknown, damaged or cut), OverLimit.
    """
    layers = [part for part in content_encoding.replace(" ", "").lower().split(",") if part not in ("", "identity")]
    if len(layers) > MAX_LAYERS:
        raise UnpackError("+".join(layers[:MAX_LAYERS]) + "+...")
    for layer in reversed(layers):
        body = _unpack_layer(body, layer, limit) if body else body
    return body


def _unpack_layer(body: bytes, encoding: str, limit: int) -> bytes:
    unpacker = _UNPACKERS.get(encoding)
    if unpacker is None:
        raise UnpackError(encoding[:40])
    try:
        unpacked = unpacker(body, limit)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise UnpackError(encoding) from error
    if unpacked is None:
        raise UnpackError(encoding)
    return unpacked


def _gzip(body: bytes, limit: int) -> bytes | None:
    pieces: list[bytes] = []
    room = limit
    while body.startswith(b"\x1f\x8b") and len(pieces) < MAX_MEMBERS:  # what follows the last member is padding
        decoder = zlib.decompressobj(wbits=31)
        piece = decoder.decompress(body, room + 1)
        room -= len(piece)
        if room < 0:
            raise OverLimit
        if not decoder.eof:
            return None
        pieces.append(piece)
        body = decoder.unused_data
    return b"".join(pieces) if pieces else None


def _deflate(body: bytes, limit: int) -> bytes | None:
    is_zlib = body[0] & 0x0F == 8 and len(body) > 1 and (body[0] << 8 | body[1]) % 31 == 0
    decoder = zlib.decompressobj(wbits=15 if is_zlib else -15)
    unpacked = decoder.decompress(body, limit + 1)
    if len(unpacked) > limit:
        raise OverLimit
    return unpacked if decoder.eof else None


def _brotli(body: bytes, limit: int) -> bytes | None:
    decoder = brotli.Decompressor()
    pieces: list[bytes] = []
    room = limit
    given = body
    while not decoder.is_finished():
        piece = decoder.process(given, output_buffer_limit=PIECE)
        given = b""
        if not piece:  # all input is used and the stream has not ended
            return None
        room -= len(piece)
        if room < 0:
            raise OverLimit
        pieces.append(piece)
    return b"".join(pieces)


def _zstd(body: bytes, limit: int) -> bytes | None:
    if 0 <= zstandard.frame_content_size(body) <= limit:  # the usual answer says its size: three times as fast
        return zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompress(body, allow_extra_data=True)
    decoder = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
    pieces: list[bytes] = []
    room = limit
    for start in range(0, len(body), ZSTD_SLICE):
        piece = decoder.decompress(body[start : start + ZSTD_SLICE])
        room -= len(piece)
        if room < 0:
            raise OverLimit
        pieces.append(piece)
        if decoder.eof:
            break
    return b"".join(pieces) if decoder.eof else None


_UNPACKERS: Final[dict[str, Callable[[bytes, int], bytes | None]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
