"""A browser is asked for when a page shows nothing without its scripts, and only then."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.reading.needs_browser import needs_scripts

URL = "https://acme.example/"
SCRIPT = "<script src=/app.js></script>"
CONTENT = "<main><h1>Acme</h1>" + "<p>Acme watches what your competitors ship, charge and hire.</p>" * 8 + "</main>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=root></div>{SCRIPT}",
        f'<div class="x" id="__next"></div>{SCRIPT}',
        f"<app-root></app-root>{SCRIPT}",
        f"<noscript>You need to enable JavaScript to run this app.</noscript><div></div>{SCRIPT}",
        f"<noscript>Bitte aktivieren Sie JavaScript.</noscript>{SCRIPT}",
        f"<nav><a href=/>Home</a> <a href=/pricing>Pricing</a></nav><div id=app></div><footer>© Acme</footer>{SCRIPT}",
        SCRIPT,
    ],
)
def test_an_empty_app_frame_needs_scripts(body: str) -> None:
    assert needs_scripts(page(URL, f"<html><body>{body}</body></html>"))


def test_a_page_with_words_does_not() -> None:
    assert not needs_scripts(page(URL, f"<div id=root>{CONTENT}</div>{SCRIPT}"))
    noscript = "<noscript>Please enable JavaScript to use all functions.</noscript>"
    assert not needs_scripts(page(URL, f"{noscript}{CONTENT}{SCRIPT}"))


def test_a_page_without_scripts_does_not() -> None:
    assert not needs_scripts(page(URL, "<div id=root></div><p>Hi"))
    assert not needs_scripts(page(URL, "# Pricing", content_type="text/markdown"))
    assert not needs_scripts(page(URL, b"%PDF-1.7", content_type="application/pdf"))


def test_a_rendered_page_is_not_rendered_again() -> None:
    assert not needs_scripts(page(URL, f"<div id=root></div>{SCRIPT}", rendered=True))


def test_errors_signposts_and_robot_checks_are_not_pages_to_wait_for() -> None:
    assert not needs_scripts(page(URL, f"<div id=root></div>{SCRIPT}", status=503))
    assert not needs_scripts(page(URL, f"<meta http-equiv=refresh content='0; url=/en/'>{SCRIPT}"))
    challenge = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    assert not needs_scripts(page(URL, challenge))


@given(st.binary(max_size=500))
@settings(max_examples=100, deadline=None)
def test_any_bytes_can_be_asked_about(body: bytes) -> None:
    assert needs_scripts(page(URL, body)) in (True, False)


def test_good_captures_are_read_without_a_browser(shared_data: Path) -> None:
    paths = sorted((shared_data / "pricing-pages" / "pages").glob("*.html"))
    assert paths
    assert [path.name for path in paths if needs_scripts(page(URL, path.read_bytes()))] == []
