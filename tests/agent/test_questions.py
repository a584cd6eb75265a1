"""What people ask, and what a good answer says. The archive has three vendors; Acme raised Pro in March 2026."""

from dataclasses import replace

import pytest

from competedexter.agent.understanding import Intent
from tests.agent.asking import ask
from tests.agent.library import GAMMA, NOW, Page, a_shelf, day, plan, priced, uid, usd


async def test_a_price_is_told_with_its_unit_its_period_and_the_day_it_was_seen() -> None:
    asked = await ask("How much is Acme Pro?", a_shelf())
    assert asked.text.startswith("Acme Pro costs $49 per user per month [1].")
    assert "last observed on 19 November 2026" in asked.text
    assert asked.ended.outcome == "answered"


async def test_three_competitors_are_compared_in_one_table_with_the_cheapest_first() -> None:
    asked = await ask("Compare Acme, Beta and Gamma pricing", a_shelf())
    assert asked.text.startswith("Of the paid plans priced per user per month, the cheapest is Beta Team at $8")
    (table,) = asked.tables
    assert {row[0] for row in table} == {"Acme", "Beta", "Gamma"}
    assert ("Acme", "Enterprise", "“Contact sales”", "19 November 2026") in table


async def test_what_changed_is_told_with_old_and_new_amount_and_percent() -> None:
    asked = await ask("What changed at Acme since March?", a_shelf())
    assert "raised Pro from $39 per user per month to $49 per user per month (+25.6 %)" in asked.text
    assert "5 March 2026" in asked.text


async def test_a_yes_no_question_about_a_rise_is_answered_with_yes_first() -> None:
    assert (await ask("Did Acme raise prices?", a_shelf())).text.startswith("Yes: Acme raised Pro")


async def test_a_false_premise_is_corrected_with_the_time_that_was_watched() -> None:
    asked = await ask("Did Beta raise prices?", a_shelf())
    assert asked.text.startswith("No: no price rise at Beta was observed from 1 February 2026 to 20 November 2026")


async def test_the_cheapest_team_plan_is_found_over_everyone_and_who_has_none_is_said() -> None:
    asked = await ask("What is the cheapest team plan?", a_shelf())
    assert "the cheapest is Beta Team at $8 per user per month" in asked.text
    assert asked.ended.gaps == ("Acme shows no plan called Team.",)


@pytest.mark.parametrize(
    ("question", "as_of"),
    [("How much was Acme Pro as of 2026-02-01?", None), ("How much is Acme Pro?", day("2026-02-20"))],
)
async def test_as_of_tells_the_price_of_then(question: str, as_of: object) -> None:
    asked = await ask(question, a_shelf(), as_of=as_of)
    assert asked.text.startswith("Acme Pro cost $39 per user per month when observed on 10 January 2026")
    assert "49" not in asked.text


async def test_as_of_knows_no_later_change() -> None:
    asked = await ask("Did Acme raise prices?", a_shelf(), as_of=day("2026-02-20"))
    assert asked.text.startswith("No: no price rise at Acme was observed from 10 January 2026 to 20 February 2026")


async def test_two_moments_in_one_question_are_both_answered() -> None:
    asked = await ask("How much was Acme Pro in January and in April 2026?", a_shelf())
    assert "$39 per user per month when observed on 10 January 2026" in asked.text
    assert "$49 per user per month when observed on 5 March 2026" in asked.text


async def test_before_the_first_look_nothing_is_guessed() -> None:
    asked = await ask("How much was Acme Pro in 2025?", a_shelf())
    assert asked.ended.outcome == "no_evidence"
    assert "watched since 10 January 2026" in asked.ended.gaps[0]


async def test_an_unknown_competitor_is_said_with_those_that_are_watched() -> None:
    asked = await ask("How much is Zeta Pro?", a_shelf())
    assert asked.ended.outcome == "no_evidence"
    assert asked.text == "Zeta is not watched in this workspace. Watched here: Acme, Beta and Gamma."


async def test_known_ones_are_answered_beside_an_unknown_one() -> None:
    asked = await ask("compare acme, beta and zeta", a_shelf())
    assert asked.ended.outcome == "answered_with_gaps"
    assert {row[0] for row in asked.tables[0]} == {"Acme", "Beta"}


async def test_a_plan_without_a_price_is_told_in_the_pages_own_words() -> None:
    asked = await ask("What is the price of Acme Enterprise?", a_shelf())
    assert "For Enterprise, Acme's page says “Contact sales”" in asked.text


async def test_a_total_is_computed_from_seats_and_months() -> None:
    asked = await ask("What would 25 seats of Acme Pro cost for a year?", a_shelf())
    assert asked.text.startswith("Acme Pro for 25 seats over 12 months comes to $14,700")
    assert asked.state.told.sources[-1].derived is not None


async def test_a_difference_is_told_in_money_and_percent() -> None:
    asked = await ask("How much more expensive is Beta Pro than Acme Pro?", a_shelf())
    assert "Beta Pro costs $10 per user per month more than Acme Pro" in asked.text
    assert "Beta Pro costs 20.4 % more than Acme Pro" in asked.text


async def test_a_feature_question_is_answered_with_a_quote() -> None:
    asked = await ask("Does Acme support SAML?", a_shelf())
    assert "“Acme supports SAML single sign-on on the Enterprise plan.”" in asked.text


async def test_a_denial_of_the_page_stays_a_denial() -> None:
    asked = await ask("Does Acme have an on-premises edition?", a_shelf())
    assert "“We do not offer an on-premises edition.”" in asked.text


async def test_not_stated_is_not_no() -> None:
    asked = await ask("Does Beta support SAML?", a_shelf())
    assert asked.ended.outcome == "no_evidence"
    assert "does not mean that the answer is no" in asked.ended.gaps[0]


async def test_who_somebody_is_comes_from_their_page_and_from_the_record_here() -> None:
    asked = await ask("Who is Acme?", a_shelf())
    assert "Acme says of itself: “Acme builds pipelines for release teams.”" in asked.text
    assert "as a primary competitor, tagged ci and enterprise" in asked.text


@pytest.mark.parametrize(
    ("question", "earlier", "said"),
    [
        ("And their Enterprise plan?", ("How much is Acme Pro?",), "Contact sales"),
        ("And Beta?", ("How much is Acme Pro?",), "Beta Pro costs $59"),
        ("What about Gamma?", ("Did Acme raise prices?",), "No: no price rise at Gamma"),
        ("And Beta?", ("How much is Acme Pro?", "And their Starter plan?"), "Beta shows no plan called Starter"),
    ],
)
async def test_a_follow_up_takes_what_it_leaves_out_from_before(
    question: str, earlier: tuple[str, ...], said: str
) -> None:
    asked = await ask(question, a_shelf(), earlier=earlier)
    assert said in " ".join([asked.text, *asked.notes])


async def test_a_typo_is_read_and_said() -> None:
    asked = await ask("How much is Acmee Pro?", a_shelf())
    assert "$49" in asked.text
    assert "“Acmee” was read as Acme." in asked.notes


async def test_the_timeline_is_a_table_with_dates() -> None:
    asked = await ask("Show me the timeline of Acme", a_shelf())
    assert asked.ended.understanding
    assert asked.ended.understanding.intent is Intent.TIMELINE
    assert asked.tables[0][0][:2] == ("Acme", "5 March 2026")


async def test_confidence_falls_with_age_and_with_what_is_missing() -> None:
    fresh = await ask("How much is Acme Pro?", a_shelf())
    partial = await ask("compare acme, beta and zeta", a_shelf())
    assert fresh.ended.confidence.value == 1.0
    assert partial.ended.confidence.value < 1.0
    assert partial.ended.confidence.reasons[0] == "2 of 3 facts the question needs were found."


async def test_a_blocked_source_is_a_gap_and_never_a_removal() -> None:
    shelf = a_shelf()
    shelf.priced = [state for state in shelf.priced if state.competitor_id.int != 3]
    shelf.pages = [page for page in shelf.pages if page.competitor_id.int != 3]
    shelf.watched = [
        look.model_copy(update={"health": "blocked", "reason": "captcha"}) if look.competitor_id.int == 3 else look
        for look in shelf.watched
    ]
    asked = await ask("How much is Gamma Team?", shelf)
    assert asked.ended.outcome == "no_evidence"
    assert "could not be read (captcha); that does not mean that it has no prices" in asked.ended.gaps[0]


async def test_freshness_says_when_the_evidence_was_last_seen() -> None:
    asked = await ask("How much is Acme Pro?", a_shelf())
    assert asked.ended.metadata.freshness.newest == day("2026-11-19")
    assert asked.ended.metadata.freshness.newest < NOW


async def test_a_price_that_stands_elsewhere_on_the_page_is_not_cited_but_said() -> None:
    shelf = a_shelf()
    state = shelf.priced[-1]
    team = state.record.plans[0]
    more = team.model_copy(update={"prices": (*team.prices, usd("10.00", unit="user", basis="from 50 users"))})
    record = state.record.model_copy(update={"plans": (more, *state.record.plans[1:])})
    shelf.priced[-1] = replace(state, record=record)
    asked = await ask("How much is Gamma Team?", shelf)
    assert asked.text.startswith("Gamma Team costs $12 per user per month [1].")
    assert "1 more price of Gamma Team stands elsewhere on its page." in asked.notes


async def test_yearly_billing_is_not_set_against_monthly_billing() -> None:
    shelf = a_shelf()
    state = shelf.priced[-1]
    team = state.record.plans[0].model_copy(update={"prices": (usd("12.00", unit="user", basis="billed yearly"),)})
    shelf.priced[-1] = replace(state, record=state.record.model_copy(update={"plans": (team,)}))
    asked = await ask("Compare Acme, Beta and Gamma pricing", shelf)
    assert (
        "Gamma prices in USD per user per month billed yearly, which cannot be set against the others."
        in asked.ended.gaps
    )


async def test_nobody_wins_a_tie() -> None:
    shelf = a_shelf()
    asked = await ask("Is Acme cheaper than Acme Cloud?", shelf)
    assert not asked.text.startswith("Yes")
    page = Page(uid(41), GAMMA.id, "P", "https://gamma.test/p", "Solo\n$8 per user per month", day("2026-06-01"))
    shelf.priced[-1] = priced(page, plan(page, "Solo", "Solo\n$8 per user per month", usd("8.00", unit="user")))
    shelf.pages.append(page)
    tied = await ask("Is Beta cheaper than Gamma?", shelf)
    assert tied.text.startswith("Neither: of the paid plans")


async def test_why_is_not_answered_when_only_that_is_known() -> None:
    asked = await ask("Why did Acme raise the price of Pro?", a_shelf())
    assert "it does not say why" in asked.notes[0]
    assert "raised Pro" in asked.text
