"""Sources as a customer adds and follows them: previewed, saved, seen as they are read, told on the competitor's page."""

import re

import pytest
from playwright.sync_api import expect

from tests.ui.browser.acme import Acme
from tests.ui.browser.conftest import Visitor
from tests.ui.browser.test_main_path import add

pytestmark = pytest.mark.browser


def test_a_job_board_is_previewed_added_and_followed_until_openings_are_listed(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    competitor = page.url.removeprefix(visitor.base)

    # a blocked careers page is mended in place, and previewed before it is saved
    careers = page.locator(".slot").filter(has_text="Careers")
    careers.get_by_role("link", name="Another address").click()
    page.get_by_label("Address").fill(f"{acme.address}/board.json")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name=re.compile("3 openings read"))).to_be_visible()
    expect(page.get_by_role("region", name="What was read")).to_contain_text("Account executive")
    page.get_by_role("button", name="Add source").click()

    # its own page shows the look as it goes
    expect(page.get_by_role("heading", name=re.compile("board.json"), level=1)).to_be_visible()
    expect(page.get_by_role("link", name="3 openings")).to_be_visible()
    expect(page.locator("tr .state").first).to_contain_text("Read")

    page.get_by_role("link", name="3 openings").click()
    expect(page.locator(".team-row").first).to_contain_text("Engineering")
    expect(page.get_by_role("row", name=re.compile("Account executive"))).to_contain_text("Berlin")
    page.get_by_role("button", name=re.compile("Sales")).click()
    expect(page.get_by_role("row", name=re.compile("Backend engineer"))).to_have_count(0)

    # an opening closes
    acme.jobs = acme.jobs[:2]
    page.get_by_role("link", name="Evidence", exact=True).first.click()
    visitor.go(competitor)
    page.get_by_role("button", name="Crawl now").click()
    expect(page.locator(".row .state").first).to_be_visible()
    visitor.go(f"{competitor}?tab=timeline&group=hiring")
    expect(page.locator(".timeline")).to_contain_text("Account executive")
    assert not visitor.complaints


def test_a_custom_source_gets_its_mapping_suggested_and_is_read_by_it(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    visitor.go("/sources/add")
    page.get_by_role("button", name=re.compile("^Custom")).click()
    page.get_by_label("Address").fill(f"{acme.address}/incidents.json")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name=re.compile("1 record read"))).to_be_visible()
    expect(page.get_by_label("Records")).to_have_value(re.compile("incidents"))
    page.get_by_label("Records").fill("$.nothing[*]")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("button", name="Add anyway")).to_be_visible()
    page.get_by_label("Records").fill("$.incidents[*]")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name=re.compile("1 record read"))).to_be_visible()
    page.get_by_role("button", name="Add source").click()
    expect(page.get_by_role("link", name="1 record")).to_be_visible()

    # the mapping of a source that is there is tried anew before it is saved
    page.get_by_role("link", name="Edit mapping").click()
    expect(page.get_by_label("Address")).to_have_value(re.compile("incidents.json"))
    page.get_by_label("Title").fill("$.impact")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="What was read")).to_contain_text("minor")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("title: $.impact")).to_be_visible()


def test_many_sources_are_paused_and_looked_at_together_and_one_is_removed(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    expect(page.get_by_role("article", name="Pro")).to_be_visible()
    visitor.go("/sources")
    boxes = page.get_by_role("checkbox")
    boxes.first.click()
    expect(boxes.first).to_be_checked()
    page.get_by_role("button", name="Select page").click()
    page.get_by_role("button", name="Pause", exact=True).first.click()
    expect(page.locator("tbody .state.paused")).to_have_count(boxes.count())
    page.locator("tbody tr a").first.focus()
    page.keyboard.press("x")
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_role("button", name="Resume", exact=True).first.click()
    page.get_by_role("button", name=re.compile("Paused")).click()
    expect(page).to_have_url(re.compile("health=paused"))
    page.locator("tbody tr a").first.click()
    page.get_by_role("button", name="Remove source").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove source").click()
    expect(page.get_by_role("heading", name="Sources", exact=True)).to_be_visible()


def test_they_sell_by_quote_is_said_in_place(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    expect(page.get_by_role("article", name="Pro")).to_be_visible()
    docs = page.locator(".slot").filter(has_text="Docs")
    expect(docs).to_contain_text("Not found")
    expect(docs.get_by_role("link", name="Paste its address")).to_be_visible()
