"""Addresses are read as a browser reads them, and refused where only an attacker writes them so."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.integrations.web.errors import RefusedUrl
from competedexter.integrations.web.urls import join_url, parse_authority, parse_url

REFUSED = [
    "",
    "acme.com",
    "//acme.com/",
    "file:///etc/passwd",
    "ftp://acme.com/",
    "javascript:alert(1)",
    "http:acme.com",
    "http:/acme.com",
    "http://",
    "http:///x",
    "http://user@acme.com/",
    "http://user:pass@acme.com/",
    "http://@acme.com/",
    "http://acme.com\\@127.0.0.1/",
    "http:\\\\acme.com/",
    "http://acme.com/\\..",
    "http://acme.com%00.evil.com/",
    "http://acme.com/%00",
    "http://acme.com/\r\nHost: x",
    "http://acme.com/%0d%0aHost:%20x",
    "http://acme.com/?q=%0A",
    "http://ac\tme.com/",
    "http://acme.com\x00/",
    "http://acme%2ecom/",
    "http://acme.com:0/",
    "http://acme.com:22/",
    "http://acme.com:6379/",
    "http://acme.com:65536/",
    "http://acme.com:99999999999/",
    "http://acme.com:8o/",
    "http://acme.com:80:80/",
    "http://a..b/",
    "http://-/",
    "http://" + "a" * 64 + ".com/",
    "http://" + "a." * 130 + "com/",
    "http://[::1/",
    "http://[::1]x/",
    "http://[fe80::1%25eth0]/",
    "http://[::1%lo]/",
    "http://[1.2.3.4]/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://1.2.3.08/",
    "http://4294967296/",
    "http://0x1ffffffff/",
    "http://acme.1/",
    "http://\ud800.com/",
    "http://acme.com/" + "a" * 5000,
    "http://xn--/\u200b/",
    "http://a b.com/",
    "http://a<b>.com/",
]
READ = {
    "HTTP://ACME.com": "http://acme.com/",
    " https://acme.com/a b?c d#e ": "https://acme.com/a%20b?c%20d",
    "https://acme.com:443/": "https://acme.com/",
    "http://acme.com:8080/x": "http://acme.com:8080/x",
    "https://acme.com./": "https://acme.com/",
    "https://acme.com/a/./b/../c/%2e%2e/d": "https://acme.com/a/d",
    "https://acme.com/../..": "https://acme.com/",
    "https://acme.com/a/..": "https://acme.com/",
    "https://acme.com/a%2Fb%20": "https://acme.com/a%2Fb%20",
    "https://acme.com/preços?p=€": "https://acme.com/pre%C3%A7os?p=%E2%82%AC",
    "https://bücher.de/": "https://xn--bcher-kva.de/",
    "https://a_b.acme.com/": "https://a_b.acme.com/",
    "http://127.1/": "http://127.0.0.1/",
    "http://0x7f.1/": "http://127.0.0.1/",
    "http://017700000001/": "http://127.0.0.1/",
    "http://2130706433/": "http://127.0.0.1/",
    "http://0/": "http://0.0.0.0/",
    "http://①②⑦.０.0.１/": "http://127.0.0.1/",
    "http://127。0。0。1/": "http://127.0.0.1/",
    "http://127.0.0.1./": "http://127.0.0.1/",
    "http://[::FFFF:127.0.0.1]:8080/": "http://[::ffff:7f00:1]:8080/",
    "http://[0:0::1]/": "http://[::1]/",
}


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_only_an_attacker_or_a_typo_writes_is_refused(url: str) -> None:
    with pytest.raises(RefusedUrl, match=r"^This address cannot be opened: .+\.$"):
        parse_url(url)


@pytest.mark.parametrize(("url", "meant"), READ.items())
def test_an_address_is_normalised_as_a_browser_does(url: str, meant: str) -> None:
    read = parse_url(url)
    assert read.text.replace("::ffff:127.0.0.1", "::ffff:7f00:1") == meant
    assert parse_url(read.text) == read
    assert read.text == read.origin + read.path


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("/x", "https://acme.com:8443/x"),
        ("x?y", "https://acme.com:8443/a/x?y"),
        ("?y", "https://acme.com:8443/a/b?y"),
        ("../../../x", "https://acme.com:8443/x"),
        ("//beta.com/x", "https://beta.com/x"),
        ("HTTP://beta.com", "http://beta.com/"),
        ("https://acme.com/a b", "https://acme.com/a%20b"),
    ],
)
def test_a_redirect_target_is_joined_to_where_it_came_from(target: str, meant: str) -> None:
    assert join_url(parse_url("https://acme.com:8443/a/b?c"), target).text == meant


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "//user@127.0.0.1/", "/\\127.0.0.1/", "http://[", "\r\nX: y", "data:text/html,x"]
)
def test_a_redirect_target_that_is_no_web_address_is_refused(target: str) -> None:
    with pytest.raises(RefusedUrl):
        join_url(parse_url("https://acme.com/"), target)


def test_a_host_and_port_are_read_apart() -> None:
    authority = parse_authority("[::1]:8443")
    assert (authority.host, authority.port) == ("::1", 8443)
    assert parse_authority("acme.com").port is None


def test_the_standards_own_cases_are_read_alike_or_refused(shared_data: Path) -> None:
    cases = json.loads((shared_data / "attack-corpora" / "whatwg-url-tests.json").read_text())
    read = 0
    for case in cases:
        if isinstance(case, str) or case.get("base") or "xn--pokxncvks" in case["input"].lower():
            continue  # the last are invalid punycode, which no name server answers
        try:
            found = parse_url(case["input"])
        except RefusedUrl:
            continue
        assert found.text == case["href"].partition("#")[0], case["input"]
        read += 1
    assert read >= 60


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail_otherwise_than_by_refusing(text: str) -> None:
    for url in (text, f"http://{text}", f"http://acme.com/{text}"):
        try:
            assert parse_url(parse_url(url).text).text == parse_url(url).text
        except RefusedUrl:
            continue
