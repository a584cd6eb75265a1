"""What two readings of a page differ in, and what of it is held back with which reason."""

import pytest

from competedexter.market.changes.diffing_page import diff_page
from competedexter.market.changes.diffing_pricing import diff_pricing
from competedexter.market.changes.drafts import Draft
from competedexter.market.changes.kinds import Label, Severity
from competedexter.market.changes.told_once import Told, told_by
from competedexter.market.evidence.records import Block, PageRecord
from tests.market.scene import page_of, plan, pricing

BODY = (
    "# Acme makes shipping simple",
    "Connect your shop once and send parcels with any carrier you like, from one screen.",
    "Our team answers within two hours on working days, by phone or by mail.",
    "Cancel whenever you want; your data stays yours.",
)


def diff(before: tuple[str, ...], after: tuple[str, ...], **more: object) -> tuple[Draft, ...]:
    (old, old_text), (new, new_text) = page_of(*before), page_of(*after)
    return diff_page(old, new, old_text, new_text, **more)


def edited(old: str, new: str) -> tuple[Draft, ...]:
    """One line of an ordinary page in other words."""
    return diff((*BODY, old), (*BODY, new))


NOISE = [
    ("© 2023 Acme, Inc.", "© 2024 Acme, Inc.", "copyright year"),
    ("Copyright 2019-2023 Acme. All rights reserved.", "Copyright 2019-2024 Acme. All rights reserved.", "copyright"),
    ("Last updated: March 3, 2024", "Last updated: April 11, 2024", "date"),
    ("Published 2024-03-03T10:00:00Z by the team", "Published 2024-03-04T10:00:00Z by the team", "date"),
    ("Sale: 02:11:09 left", "Sale: 01:58:47 left", "countdown"),
    ("Black Friday deal, 2 days 4 hours to go", "Black Friday deal, 1 day 9 hours to go", "countdown"),
    ("Posted 3 days ago", "Posted 4 days ago", "relative to now"),
    ("Follow us: 12,431 stars", "Follow us: 12,477 stars", "counter"),
    ("Rated by 1.204 Reviews", "Rated by 1.391 Reviews", "counter"),
    ("Comments (17)", "Comments (21)", "counter"),
    ("Build 4f9a2c71be02 of the site", "Build 9e01b77d4a6c of the site", "identifier"),
    ("Ray ID: 8c2f1e9a7b3d4e5f", "Ray ID: 1b3d4e5f8c2f1e9a", "identifier"),
    ("Write to privacy[at]acme[dot]com today", "Write to privacy@acme.com today", "e-mail"),
    ("Write to [email protected] today", "Write to privacy@acme.com today", "e-mail"),
    ("Pro is $25 per month", "Pro is $25.00 per month", "the way an amount is written"),
    ("Business: $1000 a year", "Business: $1,000 a year", "the way an amount is written"),
    ("Firma: 1.000 € im Jahr", "Firma: 1000 € im Jahr", "the way an amount is written"),
    ("Used by 12,431 shops", "Used by 13,077 shops", "counter"),
    ("10k downloads", "12k downloads", "counter"),
    ("Last edited by Ann on 3 May 2024", "Last edited by Bob on 9 May 2024", "edited the page"),
    (
        "“Acme saved us a day a week, and the support is kind.” Jo Lee, Initech",
        "“We switched in an afternoon and never looked back.” Sam Roe, Globex",
        "testimonial",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "reason"), NOISE)
def test_what_ticks_by_itself_is_held_back_with_its_reason(old: str, new: str, reason: str) -> None:
    (draft,) = edited(old, new)
    assert (draft.subject, draft.label, draft.severity) == ("held-back", Label.NOISE, Severity.LOW)
    assert reason in draft.reason


REAL = [
    ("Acme Pro is $49 a month.", "Acme cut Pro to $39. No action needed.", Label.SIGNIFICANT),
    ("Sale: 20% off, 2 days 4 hours left", "Sale: 30% off, 1 day 9 hours left", Label.SIGNIFICANT),
    ("Effective date: February 1, 2024", "Effective date: April 27, 2026", Label.MINOR),
    ("A 14-day trial, no card needed.", "A 30-day trial, no card needed.", Label.MINOR),
    ("Trusted by 5000 teams", "Trusted by 9000 teams", Label.MINOR),
    ("Write to legal@acme.com for notices.", "Write to legal@globex.com for notices.", Label.MINOR),
    ("Follow the instructions provided.. To verify", "Follow the instructions provided. To verify", Label.MINOR),
    ("Includes 10,000 requests per month.", "Includes 5,000 requests per month.", Label.MINOR),
    ("10,000 requests", "5,000 requests", Label.MINOR),
    ("Up to 50,000 downloads per month", "Up to 10,000 downloads per month", Label.MINOR),
    ("Up to 12,431 stars", "Up to 12,477 stars", Label.MINOR),
    ("50 downloads a day", "20 downloads a day", Label.MINOR),
    ("Invite up to 10,000 contacts free", "Invite up to 2,000 contacts free", Label.MINOR),
    ("Free tier: 100,000 reads.", "Free tier: 20,000 reads.", Label.MINOR),
    ("Used by 12,431 shops", "Used by 2,107 shops", Label.MINOR),
    ("Retention: 90 days remaining after cancel", "Retention: 30 days remaining after cancel", Label.MINOR),
    ("Logs: 90 days left to read", "Logs: 30 days left to read", Label.MINOR),
    ("The old API stops working on 1 March 2027.", "The old API stops working on 1 June 2026.", Label.MINOR),
    (
        "On 1 March 2027 we move every shop to the new checkout.",
        "On 1 June 2026 we move every shop to the new checkout.",
        Label.MINOR,
    ),
    ("Support: 9:00-17:00", "Support: 10:00-16:00", Label.MINOR),
    ("Storage costs $1.125 a month.", "Storage costs $1,125 a month.", Label.SIGNIFICANT),
    ("Firma: 1 000 € im Jahr", "Firma: 2 000 € im Jahr", Label.SIGNIFICANT),
    ("Raised $5m so far", "Raised $5k so far", Label.SIGNIFICANT),
    ("Build and ship with Acme 3.2", "Build and ship with Acme 4.0", Label.MINOR),
    (
        "We keep your files for 30 days after you cancel your account.",
        "We delete your files at once when you cancel, and we use them to train our models before that.",
        Label.SIGNIFICANT,
    ),
]


@pytest.mark.parametrize(("old", "new", "label"), REAL)
def test_what_somebody_wrote_is_told(old: str, new: str, label: Label) -> None:
    (draft,) = edited(old, new)
    assert (draft.subject, draft.label) == ("content", label)


CHROME = [
    "Skip to content",
    "Open menu",
    "Close Search Bar",
    "Collapse sidebar",
    "Search or ask Copilot",
    "Select language: current language is English",
    "View page as Markdown",
    "Copy link",
    "Was this page helpful?",
    "See details",
    "Table of contents",
    "Dismiss",
]


@pytest.mark.parametrize("text", CHROME)
def test_words_of_the_interface_come_and_go_as_noise(text: str) -> None:
    for drafts in (diff(BODY, (text, *BODY)), diff((text, *BODY), BODY)):
        (draft,) = drafts
        assert (draft.label, draft.reason) == (Label.NOISE, "It is a word of the interface, not of the offer.")


@pytest.mark.parametrize("text", ["Open Source", "Book a demo", "Show HN launch", "Search API", "Close deals faster"])
def test_words_of_the_offer_are_not_taken_for_the_interface(text: str) -> None:
    (draft,) = diff(BODY, (text, *BODY))
    assert draft.subject == "content"


def test_a_product_that_comes_into_the_menu_is_significant() -> None:
    menu = ("nav: Docs -> https://acme.test/docs", "nav: Pricing -> https://acme.test/pricing")
    (draft,) = diff((*menu, *BODY), (*menu, "nav: Acme Flow -> https://acme.test/flow", *BODY))
    assert (draft.subject, draft.label) == ("navigation", Label.SIGNIFICANT)
    assert draft.summary == "Menu: added “Acme Flow”"


def test_a_menu_that_opens_is_no_news_and_a_repeated_entry_neither() -> None:
    menu = ("nav: Docs -> https://acme.test/docs", "nav: Pricing -> https://acme.test/pricing")
    opened = tuple(f"nav: Guide {n} -> https://acme.test/docs/{n}" for n in range(9))
    (draft,) = diff((*menu, *BODY), (*menu, *opened, *BODY))
    assert "a menu was opened" in draft.reason
    (again,) = diff((*menu, *BODY), (*menu, *BODY, menu[0]))
    assert again.reason == "The same words stood on the page before and stand on it now."


def test_moved_and_rewrapped_words_are_held_back() -> None:
    (moved,) = diff(BODY, (BODY[0], BODY[3], BODY[1], BODY[2]))
    assert moved.reason == "The same words stand in another place."
    (wrapped,) = diff((*BODY, "Write to", "help@acme.com", "any time."), (*BODY, "Write to help@acme.com any time."))
    assert wrapped.reason == "The same words are broken into other lines."


def _linked(target: str, text: str = "See the glossary") -> tuple[PageRecord, str]:
    record, words = page_of(*BODY)
    at = len(words)
    block = Block(kind="link", text=text, target=target, start=at, end=at + len(text))
    return record.model_copy(update={"blocks": (*record.blocks, block)}), f"{words}{text}\n"


def test_a_link_whose_target_moved_is_minor() -> None:
    (old, old_text), (new, new_text) = _linked("https://acme.test/a/glossary"), _linked("https://acme.test/b/glossary")
    (draft,) = diff_page(old, new, old_text, new_text)
    assert (draft.subject, draft.label) == ("content", Label.MINOR)
    assert draft.summary == "“See the glossary” now leads to https://acme.test/b/glossary"


def test_tracking_parameters_of_a_link_are_held_back() -> None:
    (old, old_text), (new, new_text) = _linked("https://acme.test/a?utm_source=x"), _linked("https://acme.test/a/")
    (draft,) = diff_page(old, new, old_text, new_text)
    assert draft.label is Label.NOISE


def test_a_cookie_banner_is_held_back_but_a_cookie_policy_is_not() -> None:
    banner = Block(kind="paragraph", text="We use cookies. Accept?", region="dialog", start=0, end=23)
    record, text = page_of(*BODY)
    with_banner = record.model_copy(update={"blocks": (*record.blocks, banner)})
    (draft,) = diff_page(record, with_banner, text, text)
    assert "consent banner" in draft.reason
    (policy,) = edited("Session cookies will expire after one day.", "Session cookies will expire after one year.")
    assert policy.subject == "content"


def test_every_kind_of_edit_of_a_page_is_in_one_of_three_drafts() -> None:
    before = ("nav: Docs -> https://acme.test/docs", *BODY, "© 2023 Acme, Inc.")
    after = (
        "nav: Docs -> https://acme.test/docs",
        "nav: Flow -> https://acme.test/flow",
        *BODY[:3],
        "© 2024 Acme, Inc.",
    )
    drafts = diff(before, after)
    assert [draft.subject for draft in drafts] == ["content", "navigation", "held-back"]
    assert [edit["op"] for draft in drafts for edit in draft.data["edits"]] == ["removed", "added", "changed"]


def test_texts_that_differ_in_nothing_readers_see_still_give_a_change() -> None:
    (record, text) = page_of(*BODY)
    (draft,) = diff_page(record, record, text, text.replace(" ", "\u00a0"))
    assert (draft.subject, draft.label) == ("held-back", Label.NOISE)
    assert diff_page(record, record, text, text) == ()


def test_evidence_stands_where_the_change_says() -> None:
    before, after = (*BODY, "We ship to 12 countries."), (*BODY, "We ship to 40 countries.")
    (draft,) = diff(before, after)
    old_text, new_text = page_of(*before)[1], page_of(*after)[1]
    assert draft.before
    assert draft.after
    assert old_text[draft.before.start : draft.before.end] == draft.before.quote == "We ship to 12 countries."
    assert new_text[draft.after.start : draft.after.end] == draft.after.quote


def test_what_typed_changes_tell_is_not_told_again() -> None:
    before, after = ("Pro $49 a month", *BODY), ("Pro $59 a month", *BODY)
    span = ((0, len(before[0])),)
    (draft,) = diff(before, after, told=Told(span, span))
    assert draft.reason == "The typed changes of the plans tell it more exactly."


PRO_ROSE = told_by(
    diff_pricing(pricing(plan("Pro", "49"), plan("Max", "99")), pricing(plan("Pro", "59"), plan("Max", None)))
)

RETOLD = [
    (("How much is Pro? It is $49 a month, and you cancel when you like.",), ("How much is Pro? It is $59 a month, and you cancel when you like.",)),
    (("A small price", "$49/mo", "for a large team"), ("A small price", "$59.00/mo", "for a large team")),
    (("$9", "$49", "$99 a month"), ("$9", "$59", "Contact us")),
    (("Team", "49 €", "Price list"), ("Crew", "59 €", "Prices")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), RETOLD)
def test_a_price_that_moved_is_not_told_again_elsewhere_on_the_page(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    drafts = diff((*BODY, *old), (*BODY, *new), told=PRO_ROSE)
    counted = [edit for draft in drafts if draft.subject == "content" for edit in draft.data["edits"]]
    assert not any("9" in (edit["before"] or "") for edit in counted)
    assert not any("59" in (edit["after"] or "") for edit in counted)


NOT_RETOLD = [
    ("Pro is $49 a month.", "Acme cut Pro to $59. No action needed, and nothing else is new."),
    ("Extra storage is $49 a month.", "Extra storage is $69 a month."),
    ("Save 49% today", "Save 59% today"),
    ("Pro is $49, Max is $99", "Pro is $59, Max is $109"),
]


@pytest.mark.parametrize(("old", "new"), NOT_RETOLD)
def test_another_amount_or_other_words_beside_a_typed_move_are_told(old: str, new: str) -> None:
    (draft,) = diff((*BODY, old), (*BODY, new), told=PRO_ROSE)
    assert (draft.subject, draft.label) == ("content", Label.SIGNIFICANT)


def test_a_rewritten_page_is_suspicious_and_bounded() -> None:
    words = tuple(f"Line {n} about parcel number {n * 7} and nothing else" for n in range(700))
    others = tuple(f"Quite another thing stands here, namely {n * 13} of them" for n in range(700))
    (draft,) = diff(words, others)
    assert draft.suspicious
    assert len(draft.data["edits"]) == 200
    assert draft.data["more"] > 0
