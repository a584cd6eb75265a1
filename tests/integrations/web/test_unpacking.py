"""Packed bodies: unpacked whole, refused when damaged, stopped where a bomb starts to grow."""

import gzip
import tracemalloc
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard

from competedexter.integrations.web.unpacking import OverLimit, UnpackError, unpack

LIMIT = 10 * 1024 * 1024
PAGE = b"<p>Pro 20 EUR</p>" * 1000
PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
SAMPLES = {
    "html-br.bin": "br",
    "html-gzip.bin": "gzip",
    "html-zlibdeflate.bin": "deflate",
    "html-rawdeflate.bin": "deflate",
    "html-zstd-static-content-size.bin": "zstd",
    "html-zstd-static-no-content-size.bin": "zstd",
    "html-zstd-streaming-no-content-size.bin": "zstd",
    "html-gzip-deflate.bin": "gzip, deflate",
    "html-gzip-deflate-gzip.bin": "gzip, deflate, gzip",
}


def streamed_zstd(body: bytes) -> bytes:
    packer = zstandard.ZstdCompressor().compressobj()
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(("file", "encoding"), SAMPLES.items())
def test_real_packed_pages_are_unpacked(shared_data: Path, file: str, encoding: str) -> None:
    body = (shared_data / "attack-corpora" / "scrapy-compressed" / file).read_bytes()
    assert unpack(body, encoding, LIMIT).lower().startswith(b"<!doctype html>")


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip", "zstd"])
def test_published_bombs_stop_at_the_limit_and_stay_small(shared_data: Path, encoding: str) -> None:
    body = (shared_data / "attack-corpora" / "scrapy-compressed" / f"bomb-{encoding}.bin").read_bytes()
    tracemalloc.start()
    with pytest.raises(OverLimit):
        unpack(body, encoding, LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024


def test_larger_bombs_stay_small_too() -> None:
    zeros = bytes(1024 * 1024)
    packer, gzipper = zstandard.ZstdCompressor().compressobj(), zlib.compressobj(1, zlib.DEFLATED, 31)
    bombs = {
        "zstd": b"".join([packer.compress(zeros) for _ in range(128)] + [packer.flush()]),
        "gzip": b"".join([gzipper.compress(zeros) for _ in range(128)] + [gzipper.flush()]),
    }
    for encoding, bomb in bombs.items():
        tracemalloc.start()
        with pytest.raises(OverLimit):
            unpack(bomb, encoding, LIMIT)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 32 * 1024 * 1024, encoding


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_body_exactly_at_the_limit_passes_and_one_byte_more_does_not(encoding: str) -> None:
    packed = PACKERS[encoding](PAGE)
    assert unpack(packed, encoding, len(PAGE)) == PAGE
    with pytest.raises(OverLimit):
        unpack(packed, encoding, len(PAGE) - 1)
    assert unpack(streamed_zstd(PAGE), "zstd", len(PAGE)) == PAGE


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_cut_or_damaged_body_is_told(encoding: str) -> None:
    packed = PACKERS[encoding](PAGE)
    for broken in (packed[: len(packed) // 2], packed[:-1], b"nonsense"):
        with pytest.raises(UnpackError, match=encoding):
            unpack(broken, encoding, LIMIT)


def test_a_checksum_that_does_not_match_is_told() -> None:
    for encoding, packed in (("gzip", gzip.compress(PAGE)), ("deflate", zlib.compress(PAGE))):
        with pytest.raises(UnpackError, match=encoding):
            unpack(packed[:-8] + bytes(8), encoding, LIMIT)


def test_several_gzip_members_and_padding_are_one_body() -> None:
    assert unpack(gzip.compress(b"a") + gzip.compress(b"b") + bytes(8), "gzip", LIMIT) == b"ab"


def test_an_empty_body_is_empty_whatever_it_says() -> None:
    assert unpack(b"", "gzip, br", LIMIT) == b""


def test_names_are_read_loosely_and_stacks_are_bounded() -> None:
    assert unpack(gzip.compress(PAGE), " GZip , identity,", LIMIT) == PAGE
    with pytest.raises(UnpackError):
        unpack(b"x", "gzip, gzip, gzip, gzip", LIMIT)


def test_a_bomb_inside_a_bomb_stops_too() -> None:
    inner = gzip.compress(bytes(LIMIT * 2))
    with pytest.raises(OverLimit):
        unpack(gzip.compress(inner), "gzip, gzip", LIMIT)
