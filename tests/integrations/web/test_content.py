"""What a body is: types and encodings, declared rightly, wrongly or not at all."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.integrations.web.content import charset_of, codec_for, media_type_of
from competedexter.integrations.web.protocol import WebResponse

TEXT = "<p>Größe – 20 € für Café</p>"


def read(body: bytes, content_type: str = "text/html") -> str:
    charset = charset_of(content_type, body)
    return WebResponse("http://x/", 200, {}, body, "text/html", charset).text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", TEXT.encode()),
        ("text/html; charset=utf-8", TEXT.encode()),
        ('text/html; Charset="UTF8"', TEXT.encode()),
        ("text/html; charset=windows-1252", TEXT.encode("cp1252")),
        ("text/html; charset=ISO-8859-1", TEXT.encode("cp1252")),
        ("text/html; charset=iso-8859-15", TEXT.replace("–", "-").encode("iso8859-15")),
        ("text/html", TEXT.encode("cp1252")),
        ("text/html; charset=utf-8", TEXT.encode("cp1252")),
        ("text/html; charset=latin1", TEXT.encode()),
        ("text/html; charset=us-ascii", TEXT.encode()),
        ("text/html; charset=utf-8", b"\xff\xfe" + TEXT.encode("utf-16-le")),
        ("text/html", b"\xfe\xff" + TEXT.encode("utf-16-be")),
        ("text/html; charset=koi8-r", b"\xef\xbb\xbf" + TEXT.encode()),
        ("text/html; charset=nonsense", TEXT.encode()),
        ("text/html; charset=utf-7", TEXT.encode()),
        ("text/html; charset=", TEXT.encode()),
        ("", TEXT.encode()),
    ],
)
def test_text_is_read_whatever_the_site_declares(content_type: str, body: bytes) -> None:
    assert read(body, content_type).replace("-", "–") == TEXT


@pytest.mark.parametrize("charset", ["shift_jis", "euc-jp", "gbk", "gb18030", "big5", "euc-kr", "iso-2022-jp"])
def test_a_page_in_another_script_declares_itself_in_its_head(charset: str) -> None:
    body = f"<html><meta charset='{charset}'><p>価格</p>".replace("価格", "中" if "kr" not in charset else "가")
    assert read(body.encode(charset)) == body


def test_a_declaration_in_http_equiv_or_xml_is_read_too() -> None:
    meta = "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>Цена</p>"
    assert read(meta.encode("cp1251")) == meta
    xml = "<?xml version='1.0' encoding='koi8-r'?><p>Цена</p>"
    assert read(xml.encode("koi8-r"), "application/xml") == xml


def test_a_few_broken_bytes_do_not_turn_a_utf_8_page_western() -> None:
    assert read(b"\xff" + TEXT.encode(), "text/html; charset=utf-8") == "\ufffd" + TEXT


@pytest.mark.parametrize(
    "label", ["utf-7", "unicode_escape", "idna", "punycode", "base64", "rot13", "utf-32", "x" * 99]
)
def test_encodings_no_browser_knows_are_not_decoded(label: str) -> None:
    assert codec_for(label) is None


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "utf-16-be", "cp932", "gb18030", "nonsense", ""])
def test_random_bytes_nul_and_lone_surrogates_give_text_that_can_be_stored(charset: str) -> None:
    rng = random.Random(7)
    bodies = [
        bytes(rng.randrange(256) for _ in range(999)),
        b"\x00" * 9,
        b"\xed\xa0\x80",
        b"\x00\xd8\x00\xd8",
        b"\xd8\x00",
    ]
    for body in bodies:
        text = WebResponse("http://x/", 200, {}, body, "text/html", charset).text
        assert "\x00" not in text
        text.encode()


@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_body_and_no_header_makes_reading_fail(body: bytes, content_type: str) -> None:
    read(body, content_type).encode()
    assert media_type_of(content_type, body)


@pytest.mark.parametrize(
    ("content_type", "body", "media_type"),
    [
        ("Text/HTML; charset=x", b"", "text/html"),
        ("application/pdf", b"", "application/pdf"),
        ("", b"%PDF-1.7", "application/pdf"),
        ("", b"  <!doctype html>", "text/html"),
        ("html", b"plain", "application/octet-stream"),
    ],
)
def test_the_media_type_is_the_headers_or_a_guess(content_type: str, body: bytes, media_type: str) -> None:
    assert media_type_of(content_type, body) == media_type


def test_a_site_cannot_send_what_only_we_write() -> None:
    """A bundle of answers names the address of each: one from outside would speak for other sites."""
    assert media_type_of("application/vnd.competedexter.answers+json", b"[]") == "application/octet-stream"
