"""Which type of source a question is about, and which questions are about none: prices, plans and the product itself."""

import pytest

from competedexter.agent.reading import read
from competedexter.agent.source_words import types_in
from competedexter.agent.understanding import Intent, Understanding, brief_of
from tests.agent.library import ACME, BETA, NOW


def understood(question: str, *earlier: str) -> Understanding:
    return read(brief_of(question, [ACME, BETA], NOW, NOW, earlier=earlier))


@pytest.mark.parametrize(
    ("question", "types"),
    [
        ("How many open jobs does Acme have?", ("jobs",)),
        ("Which engineering roles is Acme hiring for?", ("jobs",)),
        ("Is Acme hiring in Oslo?", ("jobs",)),
        ("Does Acme have open positions?", ("jobs",)),
        ("What news did Acme publish in October 2026?", ("news",)),
        ("What did Acme announce last week?", ("news",)),
        ("Which posts did Acme publish on Bluesky?", ("social",)),
        ("What did Acme file with the SEC?", ("filings",)),
        ("Did Acme file an 8-K?", ("filings",)),
        ("Did Acme raise funding?", ("funding",)),
        ("What was Acme's revenue last quarter?", ("financials",)),
        ("How much cash does Acme have?", ("financials",)),
        ("Is Acme profitable?", ("financials",)),
        ("Which technologies does Acme use?", ("tech_stack",)),
        ("Which CMS does Acme use?", ("tech_stack",)),
        ("Does Acme use Stripe?", ("tech_stack",)),
        ("What is Acme's rating?", ("ratings",)),
        ("What do reviews of Acme say?", ("reviews",)),
        ("Where is Acme based?", ("company_info",)),
        ("Who is Acme's CEO?", ("company_info",)),
        ("Which records does Acme's custom source have?", ("custom",)),
        ("Which new pages did Acme add?", ("site",)),
    ],
)
def test_questions_about_sources(question: str, types: tuple[str, ...]) -> None:
    found = understood(question)
    assert (found.intent, found.source_types) == (Intent.SOURCE, types)


@pytest.mark.parametrize(
    "question",
    [
        "How much is Acme Pro?",
        "Did Acme raise its prices?",
        "Does Acme support video calls?",
        "Does Acme offer code reviews?",
        "Does Acme have custom roles?",
        "Does Acme have a CMS?",
        "Does Acme integrate with YouTube?",
        "Is Acme's pricing seat-based?",
        "Which plan includes audit records?",
        "How much does Acme cost for 50 employees?",
        "What changed at Acme this week?",
        "What is Acme's headline?",
        "Who is Acme?",
    ],
)
def test_questions_about_prices_plans_and_the_product(question: str) -> None:
    assert understood(question).source_types == ()


def test_what_events_are_about_is_their_topic_even_when_it_is_a_price() -> None:
    found = understood("Has Acme published posts about pricing?")
    assert found.intent is Intent.SOURCE
    assert found.topic == ("pricing",)


def test_a_follow_up_keeps_the_type() -> None:
    found = understood("And at Beta?", "How many open jobs does Acme have?")
    assert (found.intent, found.source_types, found.competitors) == (Intent.SOURCE, ("jobs",), (BETA.id,))


def test_two_types_are_answered_at_once() -> None:
    assert types_in("Which jobs and which technologies are there?") == ("jobs", "tech_stack")
