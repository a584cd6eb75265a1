"""What a person brings: history as a file, records to a source of one's own; and what is kept of a page for the eye."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui.browser.acme import Acme
from tests.ui.browser.conftest import Visitor
from tests.ui.browser.test_main_path import add

pytestmark = pytest.mark.browser
PRICES = b"date,plan,amount,currency,period\n2021-01-01,Pro,10,USD,month\n2022-01-01,Pro,12,USD,month\nsoon,Pro,13,USD,month\n"


def test_history_is_sent_followed_and_told_line_by_line(visitor: Visitor, acme: Acme, tmp_path: Path) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    visitor.go("/sources")
    page.get_by_role("link", name="Import history").click()
    expect(page.get_by_text("Nothing imported yet")).to_be_visible()
    form = page.get_by_role("form", name="Send a file")
    form.get_by_label("Competitor").select_option(label="Acme")

    # what is too large is told before it is sent
    large = tmp_path / "large.warc"
    with large.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    form.get_by_label("File", exact=True).set_input_files(large)
    expect(form.get_by_text("A file may have at most 50 MB")).to_be_visible()
    form.get_by_label("File", exact=True).set_input_files(
        {"name": "prices.csv", "mimeType": "text/csv", "buffer": PRICES}
    )
    expect(form.get_by_text("prices.csv, 1 KB")).to_be_visible()
    form.get_by_role("button", name="Send").click()

    expect(page).to_have_url(re.compile(r"/imports\?job="))
    expect(page.locator(".job-card .state")).to_have_text("Read")
    expect(page.get_by_role("region", name="Lines that were not used")).to_contain_text("soon is no date")
    expect(page.get_by_role("row", name=re.compile("prices.csv"))).to_contain_text("1 line not used")
    page.locator(".job-card").get_by_role("link", name="Timeline").click()
    expect(page.locator(".timeline")).to_contain_text("12")

    # what cannot be read at all comes back beside the form
    visitor.go("/imports")
    form.get_by_label("File", exact=True).set_input_files({"name": "a.bin", "mimeType": "", "buffer": b"\x00\x01"})
    form.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("This is no price model")
    assert not visitor.complaints


def test_records_are_brought_to_a_source_by_a_file_and_by_its_hook(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    visitor.go("/sources/add?type=custom")
    page.get_by_label("How it comes").select_option(label="Uploaded as a file")
    expect(page.get_by_label("Address")).to_have_count(0)
    page.get_by_label("Format").select_option(label="CSV")
    page.get_by_label("Title").fill("name")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add source").click()
    expect(page.get_by_role("heading", name="Custom, uploaded", level=1)).to_be_visible()
    form = page.get_by_role("form", name="Upload a file")
    form.get_by_label("File", exact=True).set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": b"name,day\nLogin,2026-01-02\nSearch,2026-01-03\n"}
    )
    form.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("link", name="2 records")).to_be_visible()

    page.get_by_role("button", name="Open a hook").click()
    address = page.locator("#hook-address").inner_text()
    assert "/api/v1/hooks/" in address
    sent = page.request.post(address, data="name,day\nExport,2026-01-04\n", headers={"content-type": "text/csv"})
    assert sent.status == 202
    expect(page.get_by_role("link", name="3 records")).to_be_visible()
    page.get_by_role("button", name="Close hook").click()
    expect(page.locator("#hook-address")).to_have_count(0)
    assert page.request.post(address, data="name\nX\n", headers={"content-type": "text/csv"}).status == 404
    assert not visitor.complaints


def test_an_archived_page_is_shown_so_that_nothing_in_it_runs(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    visitor.go(f"{page.url.removeprefix(visitor.base)}?tab=evidence")
    page.locator("a.row-link", has_text="/pricing").first.click()
    with visitor.context.expect_page() as opened:
        page.get_by_role("link", name="The archived page, rendered inert").click()
    archived = opened.value
    expect(archived.get_by_text("$49 per seat / month")).to_be_visible()
    assert archived.evaluate("origin") == "null"
    assert not visitor.complaints
