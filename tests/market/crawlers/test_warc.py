"""Web archives: answers read as they were, within bounds, up to the damage."""

import gzip
import zlib
from datetime import UTC, datetime

import pytest

from competedexter.market.crawlers.reading import warc
from competedexter.market.crawlers.reading.warc import Capture, WarcDamaged, looks_like_warc, read_warc

PAGE = b"<html><body>Pro: $20 a month</body></html>"


def record(url: str, http: bytes, *, date: str = "2019-11-30T01:04:03Z", kind: str = "response") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
    return f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"


def answer(
    body: bytes = PAGE, *, status: str = "200 OK", headers: str = "Content-Type: text/html; charset=utf-8"
) -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def only(body: bytes) -> Capture:
    (found,) = list(read_warc(body))
    return found


def test_an_answer_is_read_with_its_address_and_date():
    found = only(record("https://acme.example/pricing", answer()))
    assert (found.url, found.captured_at) == (
        "https://acme.example/pricing",
        datetime(2019, 11, 30, 1, 4, 3, tzinfo=UTC),
    )
    assert found.response is not None
    assert (found.response.status, found.response.media_type, found.response.body) == (200, "text/html", PAGE)


def test_records_compressed_one_by_one_are_read_all():
    body = b"".join(gzip.compress(record(f"https://acme.example/{n}", answer())) for n in range(3))
    assert [one.url[-1] for one in read_warc(body)] == ["0", "1", "2"]
    assert looks_like_warc(body)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Transfer-Encoding: chunked", chunked(PAGE)),
        ("Content-Encoding: gzip", gzip.compress(PAGE)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: deflate", chunked(zlib.compress(PAGE))),
        ("Transfer-Encoding: chunked", PAGE),  # some archivers join the chunks and keep the header
    ],
)
def test_what_the_server_wrapped_is_unwrapped(headers: str, body: bytes):
    found = only(record("https://acme.example", answer(body, headers=headers)))
    assert found.response is not None
    assert found.response.body == PAGE


def test_other_records_are_passed_over():
    body = (
        record("x", b"format: WARC", kind="warcinfo")
        + record("https://a.example", answer())
        + record("y", b"", kind="revisit")
    )
    assert [one.url for one in read_warc(body)] == ["https://a.example"]


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (record("https://a.example", answer(), date="yesterday"), "when it was captured"),
        (record("https://a.example", b"no answer"), "no answer of a web server"),
        (record("https://a.example", answer(b"xx", headers="Content-Encoding: gzip")), "unpacked"),
        (
            record("https://a.example", answer(gzip.compress(b"0" * 11_000_000), headers="Content-Encoding: gzip")),
            "unpacked",
        ),
        (record("https://a.example", b"0" * (warc.MAX_BLOCK + 1)), "larger than a page"),
    ],
)
def test_an_answer_that_cannot_be_read_says_why(made: bytes, reason: str):
    found = only(made)
    assert found.response is None
    assert reason in found.problem


@pytest.mark.parametrize(
    "damage",
    [b"GARBAGE\r\n", b"WARC/1.0\r\nContent-Length: 99\r\n\r\nshort", b"WARC/1.0\r\nContent-Length: -4\r\n\r\n", b"WARC/1.0\r\n" + b"A: b\r\n" * 300],
)  # fmt: skip
def test_what_stands_before_the_damage_is_read(damage: bytes):
    found = []
    with pytest.raises(WarcDamaged) as told:
        found.extend(read_warc(record("https://a.example", answer()) + damage))
    assert told.value.record == 2


def test_a_bomb_ends_where_it_starts_to_grow(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warc, "MAX_UNPACKED", 4 * 1024 * 1024)
    bomb = gzip.compress(b"WARC/1.0\r\nContent-Length: 900000000\r\n\r\n" + b"0" * 40_000_000)
    with pytest.raises(WarcDamaged, match="unpacks to more"):
        list(read_warc(bomb))


def test_a_cut_compressed_file_is_damaged_not_a_crash():
    with pytest.raises(WarcDamaged):
        list(read_warc(gzip.compress(record("https://a.example", answer(PAGE * 500)))[:-20]))
