"""The main job as a customer does it: sign up, add, watch, read the alert, ask, open the proof."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.browser.acme import Acme
from tests.ui.browser.conftest import PASSWORD, Visitor

pytestmark = pytest.mark.browser


def add(visitor: Visitor, site: Acme, name: str = "Acme") -> None:
    visitor.go("/competitors")
    visitor.page.get_by_role("button", name="Add competitor").first.click()
    visitor.page.get_by_label("Domain or address").fill(site.address)
    visitor.page.get_by_label("Name").fill(name)
    visitor.page.get_by_label("Tier").last.select_option("primary")
    visitor.page.get_by_role("dialog").get_by_role("button", name="Add competitor").click()
    expect(visitor.page.get_by_role("heading", name=name, level=1)).to_be_visible()


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox", name=re.compile("follow-up|How much")).fill(question)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    expect(page.get_by_text("How this was found").last).to_be_visible()


def test_from_sign_up_to_the_proof_of_an_answer(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)

    # the crawl is seen as it happens, without a reload
    pro = page.get_by_role("article", name="Pro")
    expect(pro).to_contain_text("49")
    expect(pro).to_contain_text("USD / seat / month")
    slots = page.locator(".slot")
    expect(slots.filter(has_text="Pricing")).to_contain_text("Found")
    expect(slots.filter(has_text="Careers")).to_contain_text("Blocked")

    # a price moves; the alert arrives in the open page
    acme.prices["Pro"] = "$59 per seat / month"
    page.get_by_role("button", name="Crawl now").first.click()
    expect(page.get_by_role("navigation", name="Main", exact=True).get_by_label("unread")).to_be_visible()
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Inbox").click()
    page.locator(".inbox-item", has_text="49").first.click()
    card = page.get_by_role("article", name=re.compile("Acme . Pro"))
    expect(card).to_contain_text("raised from 49 to 59 USD / seat / month")
    expect(card).to_contain_text("+10 USD")
    expect(card).to_contain_text("+20.4")
    expect(page.locator(".inbox-item.unread", has_text="49")).to_have_count(0)

    # the evidence is the archived page with the passage lit
    card.get_by_role("link", name="Evidence after: Price").click()
    expect(page.locator("mark")).to_contain_text("$59 per seat / month")

    # the question is answered with citations that open the same evidence
    visitor.go("/ask")
    ask(page, "How much does Acme Pro cost?")
    answer = page.locator(".answer")
    expect(answer).to_contain_text("59")
    answer.locator(".citation").first.click()
    expect(page.locator("mark")).to_contain_text("59")
    assert not visitor.complaints


def test_an_answer_has_an_address_that_shows_it_again(visitor: Visitor, acme: Acme) -> None:
    visitor.sign_up()
    add(visitor, acme)
    expect(visitor.page.get_by_role("article", name="Pro")).to_be_visible()
    visitor.go("/ask")
    ask(visitor.page, "How much does Acme Pro cost?")
    before = visitor.page.locator(".answer").inner_text()
    visitor.page.reload()
    expect(visitor.page.locator(".answer")).to_have_text(before, use_inner_text=True)
    ask(visitor.page, "And what does Enterprise cost?")
    expect(visitor.page.locator(".question")).to_have_count(2)


def test_a_stranger_with_the_address_sees_nothing_of_it(visitor: Visitor, acme: Acme) -> None:
    visitor.sign_up()
    add(visitor, acme)
    address = visitor.page.url.removeprefix(visitor.base)
    visitor.context.clear_cookies()
    visitor.go(address)
    expect(visitor.page).to_have_url(re.compile("/sign-in"))
    visitor.sign_up("Grace Hopper")
    visitor.go(address)
    expect(visitor.page.get_by_role("heading", name="No such competitor")).to_be_visible()
    visitor.go("/competitors")
    expect(visitor.page.get_by_role("heading", name="No competitors yet")).to_be_visible()


def test_sign_in_and_adding_work_by_keyboard_alone(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    email = visitor.sign_up()
    visitor.go("/settings")
    page.get_by_role("button", name="Sign out").last.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("E-mail").press_sequentially(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Overview", exact=True)).to_be_visible()
    expect(page.locator("html[data-alive]")).to_have_count(1)

    page.keyboard.press("Control+k")
    page.keyboard.type("compet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Competitors", exact=True)).to_be_visible()
    page.get_by_role("button", name="Add competitor").first.press("Enter")
    expect(page.get_by_label("Domain or address")).to_be_focused()
    page.keyboard.type(acme.address)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Localhost", level=1)).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", name="Inbox", exact=True)).to_be_visible()


def test_triage_and_asking_work_by_keyboard_alone(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    expect(page.get_by_role("article", name="Pro")).to_be_visible()
    acme.prices["Pro"] = "$59 per seat / month"
    page.get_by_role("button", name="Crawl now").first.press("Enter")
    menu = page.get_by_role("navigation", name="Main", exact=True)
    expect(menu.get_by_label("unread")).to_be_visible()

    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.locator(".inbox-item.unread")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator(".inbox-item")).to_be_focused()
    page.keyboard.press("e")  # read without opening
    expect(page.locator(".inbox-item.unread")).to_have_count(0)
    expect(menu.get_by_label("unread")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".diff-card")).to_be_visible()

    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.type("How much does Acme Pro cost?")
    page.keyboard.press("Enter")
    citation = page.locator(".answer .citation").first
    expect(citation).to_be_visible()
    citation.press("Enter")
    expect(page.locator("mark")).to_contain_text("59")


def test_a_question_can_be_asked_as_of_a_day(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    expect(page.get_by_role("article", name="Pro")).to_be_visible()
    visitor.go("/ask")
    page.get_by_label("As known on").fill("2024-02-29")
    page.locator("textarea").fill("How much does Acme Pro cost?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("As known on 29 February 2024")).to_be_visible()
    expect(page.get_by_text("How this was found")).to_be_visible()
    expect(page.locator(".turn")).not_to_contain_text("49")


def test_a_note_goes_away_and_stays_away(visitor: Visitor, acme: Acme) -> None:
    page = visitor.page
    visitor.sign_up()
    add(visitor, acme)
    expect(page.get_by_role("article", name="Pro")).to_be_visible()
    page.get_by_role("button", name="Crawl now").first.click()
    expect(page.locator(".toast")).to_be_visible()
    visitor.go("/overview")
    expect(page.locator(".toast")).to_have_count(0, timeout=2_000)


def test_the_demo_turns_a_changed_price_into_an_alert_and_a_cited_answer_before_ones_eyes(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/demo")
    page.get_by_role("button", name="Open the demo").click()
    change = page.get_by_role("button", name="Change a price on the demo site")
    expect(change).to_be_visible()
    expect(change).to_be_enabled(timeout=120_000)  # a year of history was written
    expect(page.locator("a.row").first).to_be_visible()
    change.click()
    expect(page.get_by_role("link", name="Open the alert")).to_be_visible(timeout=60_000)
    expect(page.locator(".demo-card .step.succeeded")).to_have_count(5)
    moved = re.search(r"(\d+) . (\d+) USD", page.locator(".demo-card .strong").inner_text())
    assert moved
    answer = page.locator(".demo-answer")
    expect(answer).to_contain_text(f"${moved[1]}")
    expect(answer).to_contain_text(f"${moved[2]}")
    expect(answer).not_to_contain_text("[1]")
    overview = page.url
    answer.locator("a.citation").first.click()
    expect(page.locator("mark").first).to_be_visible()
    page.goto(overview)
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Inbox").click()
    expect(page.locator(".inbox-item", has_text=f"{moved[1]} USD").first).to_be_visible()
    expect(page.locator(".inbox-item").nth(4)).to_be_visible()  # the year before raised alerts of its own
