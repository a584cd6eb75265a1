"""What an analyst or a product manager asks of three help desks, and how a direct answer begins."""

import pytest

from tests.agent.asking import Asked, ask
from tests.agent.desks import desks


async def told(question: str, *earlier: str) -> Asked:
    asked = await ask(question, desks(), earlier=earlier)
    assert asked.state.told.dropped_because == []
    return asked


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("By how much did Kestrel raise Crew?", "Kestrel raised Crew from $32 per month to $36 per month (+12.5 %)"),
        ("How often did Heron raise Team?", "2 price rises of Team at Heron were observed until 20 November 2026"),
        ("How many price changes did Heron make this year?", "2 price changes at Heron were observed from 1 January"),
        ("Did anyone drop their free plan?", "Yes: At Kestrel: Plan Free is gone"),
        ("Did Kestrel reduce the Fleet plan?", "No: no price cut of Fleet at Kestrel was observed from 25 November"),
        ("Has Heron lowered Team in the last 6 months?", "No: no price cut of Team at Heron was observed from 20 May"),
        ("Did Heron cut Business?", "No: no price cut or removal of Business at Heron was observed"),
        ("Didn't Heron raise its prices?", "Yes: Heron raised Team from $35 per month to $39 per month"),
        ("Who raised prices most recently?", "Latest: Kestrel raised Crew"),
        ("What was the biggest price increase in the last 12 months?", "Most: Heron raised Team from $29 per month"),
        ("Which competitor changed prices most often?", "2 price changes at Heron were observed"),
        ("When did Kestrel remove its free plan?", "At Kestrel: Plan Free is gone (it was 0 USD) (observed on 21 May"),
        ("Give me Heron's price history", "2 price changes at Heron were observed until 20 November 2026"),
    ],
)
async def test_changes_are_counted_called_and_answered_as_what_they_are(question: str, begins: str) -> None:
    assert (await told(question)).text.startswith(begins)


@pytest.mark.parametrize("question", ["Did Kestrel reduce the Fleet plan?", "Did Nimbus CI lower the Business plan?"])
async def test_no_other_plan_makes_a_yes(question: str) -> None:
    answer = (await told(question)).text
    assert answer.startswith("No: ")
    assert "Yes" not in answer


async def test_after_a_no_what_did_happen_is_told() -> None:
    answer = (await told("Did Kestrel reduce the Fleet plan?")).text
    assert "Kestrel raised Fleet from $75 per month to $85 per month" in answer


async def test_who_has_no_such_plan_is_said_instead_of_a_no() -> None:
    asked = await told("Did the Team plan change price at Heron or Kestrel this year?")
    assert asked.text.startswith("Yes: Heron raised Team")
    assert asked.notes == ["Kestrel shows no plan called Team."]


async def test_a_time_before_the_first_look_is_a_gap_and_no_no() -> None:
    asked = await told("Did Heron cut prices in 2024?")
    assert asked.ended.outcome == "no_evidence"
    assert "Heron was not watched then: it has been watched since 25 November 2025" in asked.ended.gaps[0]


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("How much does Heron Team cost, and how did it change?", "Heron Team costs $39 per month [1]."),
        ("Since when does Heron Team cost $39?", "Heron Team costs $39 per month since 15 October 2026"),
        ("What did Heron Team cost before?", "Before 15 October 2026, Heron Team cost $35 per month"),
        ("What was the previous price of Crew?", "Before 26 October 2026, Kestrel Crew cost $32 per month"),
        (
            "How much more does Team cost now than six months ago?",
            "Heron Team rose by $4 per month (+11.4 %) between 11 January 2026 and 19 November 2026",
        ),
        (
            "How much has Heron Team gone up in total since December?",
            "Heron Team rose by $10 per month (+34.5 %)",
        ),
        ("What was Heron Team before October 2026?", "Heron Team cost $35 per month when observed on 11 January 2026"),
    ],
)
async def test_a_price_in_time_is_answered_first(question: str, begins: str) -> None:
    assert (await told(question)).text.startswith(begins)


async def test_what_it_costs_now_comes_with_its_day_and_then_its_moves() -> None:
    answer = (await told("How much does Heron Team cost, and how did it change?")).text
    assert answer.index("last observed on 19 November 2026") < answer.index("raised Team from $35")
    assert answer.index("raised Team from $35") < answer.index("raised Team from $29")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("How much is Nimbus CI Pro billed annually for a user?", "Nimbus CI Pro billed yearly over 12 months"),
        ("What is Nimbus's Pro annual price?", "Nimbus CI Pro billed yearly over 12 months comes to $564"),
        (
            "What would Heron Team cost for 5 seats for 12 months?",
            "Heron Team for 5 seats over 12 months comes to $468",
        ),
        ("Cheapest plan for 30 seats at Heron", "Heron Business for 30 seats comes to $69 per month"),
        ("Cheapest plan for 30 seats at Nimbus", "Nimbus CI Business for 30 seats comes to $2,970 per month"),
        ("Who is cheaper for 10 seats, Heron or Kestrel?", "For 10 seats, the cheapest is Heron Team at $39 per month"),
        ("What's the cheapest plan for 2 people?", "For 2 seats, the cheapest is Heron Free at $0 per month"),
        ("How much more is Business than Team at Heron?", "Heron Business costs $30 per month more than Heron Team"),
        (
            "What is the percentage difference between Heron Team and Heron Business?",
            "Heron Team costs $30 per month less than Heron Business",
        ),
        ("How much more is Fleet than Crew?", "Kestrel Fleet costs $49 per month more than Kestrel Crew"),
        ("What's the average price of Kestrel's plans?", "Average of Kestrel Crew and Kestrel Fleet: $60.50 per month"),
        (
            "Which of Kestrel's plans is the most expensive?",
            "Of the paid plans of Kestrel priced per month, the most expensive is Kestrel Fleet at $85",
        ),
    ],
)
async def test_sums_honour_seats_billing_and_plans(question: str, begins: str) -> None:
    assert (await told(question)).text.startswith(begins)


async def test_a_plan_that_is_too_small_is_said_and_the_next_one_told() -> None:
    asked = await told("What would Heron Team cost for 20 seats?")
    assert asked.text.startswith("Heron Business for 20 seats comes to $69 per month")
    assert "Heron Team is for up to 10 seats; what 20 cost in it is not on its page." in asked.ended.gaps


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Which plan has SSO?", "Nimbus CI Business lists “SAML single sign-on (SSO)”"),
        ("Does Kestrel have a plan with reports?", "Yes: Kestrel Fleet lists “Reports”"),
        ("Cheapest plan with live chat", "Kestrel Crew lists “Live chat”"),
        ("Does Nimbus support single sign-on?", "Yes: Nimbus CI Business lists “SAML single sign-on (SSO)”"),
        ("How many seats does Heron Business include?", "Heron Business lists “50 seats included”"),
        ("What's in Heron Business?", "Heron Business lists “50 seats included”; “Audit log”"),
        ("Do any plans come with an audit trail?", "Yes: Heron Business lists “Audit log”"),
    ],
)
async def test_what_plans_contain_is_read_from_their_entries(question: str, begins: str) -> None:
    assert (await told(question)).text.startswith(begins)


async def test_a_plan_that_is_silent_is_no_no() -> None:
    asked = await told("Does Heron Team include an audit log?")
    assert asked.text.startswith("Heron Business lists “Audit log”")
    assert "does not mention “audit log”; that does not mean that the answer is no" in asked.notes[0]


@pytest.mark.parametrize(
    ("earlier", "question", "begins"),
    [
        ("What does Heron Team cost?", "How much was it in March?", "Heron Team cost $35 per month"),
        ("What does Heron Team cost?", "and Business?", "Heron Business costs $69 per month"),
        ("What does Heron Team cost?", "Since when?", "Heron Team costs $39 per month since 15 October 2026"),
        ("What does Heron Team cost?", "And for 8 seats?", "Heron Team for 8 seats comes to $39 per month"),
        ("How much is Kestrel Crew?", "How much is that per year?", "Kestrel Crew over 12 months comes to $432"),
        ("Compare Heron and Kestrel", "and for 20 seats?", "For 20 seats, the cheapest is Heron Business"),
        ("Did Kestrel raise Crew?", "And Fleet?", "Yes: Kestrel raised Fleet"),
        ("Did Kestrel raise Crew?", "By how much?", "Kestrel raised Crew"),
        ("Does Kestrel have live chat?", "And reports?", "Yes: Kestrel Fleet lists “Reports”"),
    ],
)
async def test_a_follow_up_keeps_its_plan(earlier: str, question: str, begins: str) -> None:
    answer = (await told(question, earlier)).text.removeprefix("Yes: " if not begins.startswith("Yes") else "")
    assert answer.startswith(begins)


async def test_a_plan_of_the_past_is_answered_with_the_day_it_went() -> None:
    asked = await told("Does Kestrel offer a free plan?")
    assert asked.text.startswith("Not since 21 May 2026: At Kestrel: Plan Free is gone")
    assert "Kestrel shows no plan called Free any more; these are the plans it shows." in asked.notes


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What will Heron cost next year?", "nothing is forecast here"),
        ("Is Heron going to raise prices?", "nothing is forecast here"),
        ("Should we raise our prices?", "gives no advice"),
        ("Which plan do you recommend?", "gives no advice"),
        ("Was kostet Heron Team?", "Questions are read in English"),
        ("Hat Kestrel die Preise erhöht?", "Questions are read in English"),
        ("Combien coûte Heron Team ?", "Questions are read in English"),
        ("what", "Ask about prices, plans, changes"),
    ],
)
async def test_what_an_archive_cannot_answer_is_said_plainly(question: str, said: str) -> None:
    asked = await told(question)
    assert said in asked.text
    assert (asked.ended.outcome, asked.state.told.sentences) == ("no_evidence", [])


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Was there an outage at Kestrel?", "Kestrel's pricing page was last observed on 19 November 2026"),
        ("Is Kestrel's pricing page down?", "Kestrel's pricing page was last observed on 19 November 2026"),
        ("How fresh is the data on Kestrel?", "Kestrel's pricing page was last observed on 19 November 2026"),
    ],
)
async def test_how_pages_are_watched_is_told(question: str, begins: str) -> None:
    asked = await told(question)
    assert asked.text.startswith(begins)
    assert asked.notes[0].endswith("could not be read for a time, and could be again on 30 September 2026.")


async def test_a_name_alone_is_an_overview() -> None:
    answer = (await told("Kestrel")).text
    assert "This workspace records Kestrel" in answer
    assert "Kestrel Crew costs $36 per month" in answer
    assert "Kestrel raised Crew" in answer


@pytest.mark.parametrize("question", ["How does Osprey compare to Heron?", "Is Osprey cheaper than Heron?"])
async def test_a_stranger_in_a_comparison_is_said(question: str) -> None:
    assert (await told(question)).notes[0].startswith("Osprey is not watched in this workspace.")


async def test_a_first_name_is_enough_where_only_one_has_it() -> None:
    assert (await told("What does Nimbus Pro cost?")).text.startswith("Nimbus CI Pro costs $59 per user per month")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Who hasn't raised prices this year?", "No price rise at Nimbus CI was observed"),
        ("What did competitors do last month?", "1 change at Heron was observed from 1 October 2026"),
        ("Which plan has SSO, and what do others list?", "Nimbus CI Business lists"),
        ("How do Kestrel Crew and Fleet differ?", "Kestrel Crew lists “8 seats included”; “Live chat”"),
        ("What's the entry level price at Kestrel?", "Of the paid plans of Kestrel priced per month, the cheapest is"),
        ("Is Fleet more expensive than Crew?", "Kestrel Fleet costs $49 per month more than Kestrel Crew"),
        ("What happened to Kestrel's free plan?", "1 change of Free at Kestrel was observed"),
        ("How much do we save with Nimbus CI Pro's annual billing?", "Nimbus CI Pro over 12 months comes to $708"),
        ("How did Heron's Team price develop over the year?", "2 price changes of Team at Heron were observed"),
        (
            "What was Kestrel's cheapest plan in October?",
            "Of the paid plans of Kestrel priced per month, the cheapest was",
        ),
    ],
)
async def test_paraphrases_reach_the_same_answers(question: str, begins: str) -> None:
    answer = (await told(question)).text
    assert answer.startswith(begins)


@pytest.mark.parametrize(
    "question",
    ["Did Kestrel change its tagline?", "Has Heron dropped support for macros?"],
)
async def test_what_no_price_answers_is_not_answered_with_prices(question: str) -> None:
    asked = await told(question)
    assert asked.ended.outcome == "no_evidence"
    assert "that was observed speaks of" in asked.ended.gaps[0]


async def test_what_no_source_brings_is_said_with_what_to_add() -> None:
    asked = await told("Did Kestrel raise funding?")
    assert asked.ended.outcome == "no_evidence"
    assert asked.ended.gaps[0] == "No funding source of Kestrel is watched; add one to have its funding read."


async def test_words_that_no_plan_mentions_are_said() -> None:
    asked = await told("How much does Heron Team cost for nonprofits?")
    assert asked.text.startswith("Heron Team costs $39 per month")
    assert asked.notes == ["These plans do not mention “nonprofits”; the answer is about their prices."]


async def test_an_amount_in_the_question_is_no_filter_and_said() -> None:
    assert "All plans are shown; they are not filtered by $50." in (await told("Show me plans below $50")).notes
