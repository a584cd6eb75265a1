"""What questions mean by rules: who is meant, which plan, when, and what kind of answer is wanted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.agent.facts import Company
from competedexter.agent.naming import named_in
from competedexter.agent.reading import read
from competedexter.agent.understanding import Intent, Understanding, brief_of
from tests.agent.library import ACME, BETA, GAMMA, NOW, uid

WATCHED = [ACME, BETA, GAMMA]


def understood(question: str, *earlier: str) -> Understanding:
    return read(brief_of(question, WATCHED, NOW, NOW, earlier=earlier))


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("How much is Acme Pro?", Intent.PRICING),
        ("acme pricing", Intent.PRICING),
        ("does beta have a free plan", Intent.PRICING),
        ("Compare Acme, Beta and Gamma pricing", Intent.COMPARE_PRICING),
        ("Is Beta cheaper than Acme?", Intent.COMPARE_PRICING),
        ("Who has the most expensive enterprise plan?", Intent.COMPARE_PRICING),
        ("What changed at Acme since March?", Intent.CHANGES),
        ("Did Acme raise prices?", Intent.CHANGES),
        ("What's new at Beta?", Intent.CHANGES),
        ("How has Acme's price changed over time?", Intent.CHANGES),
        ("Timeline of Gamma", Intent.TIMELINE),
        ("What happened last week?", Intent.TIMELINE),
        ("Who is Acme?", Intent.COMPANY),
        ("What does Acme do?", Intent.COMPANY),
        ("Tell me about Beta", Intent.COMPANY),
        ("What would 25 seats of Acme Team cost for a year?", Intent.CALCULATION),
        ("How much more expensive is Acme Pro than Beta Pro?", Intent.CALCULATION),
        ("Does Acme support SSO?", Intent.SEARCH),
        ("What is Acme's uptime promise?", Intent.SEARCH),
    ],
)
def test_the_kind_of_answer_is_read(question: str, intent: Intent) -> None:
    assert understood(question).intent is intent


@pytest.mark.parametrize(
    ("question", "found", "unknown"),
    [
        ("How much is acme cloud?", (ACME,), ()),
        ("What's on beta.test?", (BETA,), ()),
        ("Gamma vs Acme", (GAMMA, ACME), ()),
        ("Acme's prices and Beta’s", (ACME, BETA), ()),
        ("How much is Zeta Pro?", (), ("Zeta",)),
        ("What does zeta.io charge?", (), ("zeta.io",)),
        ("compare acme, beta and zeta", (ACME, BETA), ("zeta",)),
        ("Is Acme cheaper than Zeta?", (ACME,), ("Zeta",)),
        ("Did Zeta raise prices?", (), ("Zeta",)),
        ("Does Acme support Kubernetes and SAML?", (ACME,), ()),
        ("What is the price of the Growth plan at Acme?", (ACME,), ()),
        ("Does Acme beat Gamma?", (ACME, GAMMA), ()),
        ("alphabet soup", (), ()),
    ],
)
def test_competitors_are_found_and_strangers_are_said(
    question: str, found: tuple[Company, ...], unknown: tuple[str, ...]
) -> None:
    named = named_in(question, WATCHED)
    assert (named.found, named.unknown) == (tuple(company.id for company in found), unknown)


def test_a_typo_is_read_only_when_one_competitor_is_near() -> None:
    assert named_in("How much is Acmee?", WATCHED).remarks == ("“Acmee” was read as Acme.",)
    twins = [*WATCHED, Company(id=uid(9), name="Acmes", domain="x.test")]
    assert named_in("How much is Acmez?", twins).found == ()


def test_a_company_called_like_a_word_is_meant_only_when_written_like_a_name() -> None:
    team = [Company(id=uid(9), name="Team", domain="team-it.test")]
    assert named_in("the cheapest team plan", team).found == ()
    assert named_in("How much is Team?", team).found == (uid(9),)


def test_two_companies_of_one_name_are_both_meant_and_it_is_said() -> None:
    twins = [
        Company(id=uid(9), name="Orbit", domain="orbit.test"),
        Company(id=uid(8), name="Orbit", domain="orbit.example"),
    ]
    named = named_in("How much is Orbit?", twins)
    assert len(named.found) == 2
    assert "orbit.test and orbit.example" in named.remarks[0]
    names = brief_of("x", twins, NOW, NOW).names
    assert set(names.values()) == {"Orbit (orbit.test)", "Orbit (orbit.example)"}


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("How much is Acme Pro?", ("Pro",)),
        ("What is the cheapest team plan?", ("Team",)),
        ("How much more is Acme Core than Beta Business?", ("Core", "Business")),
        ("What does Acme cost?", ()),
    ],
)
def test_plans_are_read_in_the_order_asked(question: str, plans: tuple[str, ...]) -> None:
    assert understood(question).plans == plans


def test_seats_and_months_are_numbers_of_the_question() -> None:
    asked = understood("What would 1,200 seats of Acme Team cost for 2 years?")
    assert (asked.seats, asked.months) == (1200, 24)


def test_nobody_named_means_everyone_watched() -> None:
    asked = understood("Who has the cheapest plan?")
    assert asked.everyone
    assert len(asked.competitors) == 3


def test_as_of_never_reaches_past_what_the_request_allows() -> None:
    brief = brief_of("How much is Acme as of 2030-01-01?", WATCHED, NOW, NOW)
    assert read(brief).seen_until == NOW


@pytest.mark.parametrize(
    ("question", "earlier", "intent", "competitors"),
    [
        ("And their Team plan?", ("How much is Acme Pro?",), Intent.PRICING, (ACME,)),
        ("And Beta?", ("How much is Acme Pro?",), Intent.PRICING, (BETA,)),
        ("What about since June?", ("What changed at Acme since March?",), Intent.CHANGES, (ACME,)),
        ("And Beta?", ("How much is Acme Pro?", "And their Team plan?"), Intent.PRICING, (BETA,)),
        ("Who is Gamma?", ("How much is Acme Pro?",), Intent.COMPANY, (GAMMA,)),
        ("Compare it with Beta", ("How much is Acme Pro?",), Intent.COMPARE_PRICING, (ACME, BETA)),
    ],
)
def test_follow_ups_lean_on_what_was_asked(
    question: str, earlier: tuple[str, ...], intent: Intent, competitors: tuple[Company, ...]
) -> None:
    asked = understood(question, *earlier)
    assert (asked.intent, asked.competitors) == (intent, tuple(company.id for company in competitors))


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=40), max_size=3))
def test_no_text_breaks_it(question: str, earlier: list[str]) -> None:
    understood(question, *earlier)
