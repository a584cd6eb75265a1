"""What a sentence may say: cases one by one, then hundreds of true sentences with one error planted in each."""

from datetime import UTC, datetime
from decimal import Decimal
from time import process_time

import pytest

from competedexter.agent.figures_in_text import figures_in
from competedexter.agent.verification import Asked, Names, Support, problems
from tests.agent.planted import NAMES, PLANTED, TRUE, worlds

EACH = 200  # of every kind of error
CAUGHT, LOST = 0.98, 0.02
SEEN = datetime(2026, 3, 5, tzinfo=UTC)
ACME = frozenset({"acme", "acme.test"})
WATCHED = Names((ACME, frozenset({"beta"})))


def card(text: str, **more: object) -> Support:
    return Support(text=text, names=ACME, dates=(SEEN,), **more)  # type: ignore[arg-type]


PRO = card("Pro\n$1,299.00 / user / month\nSSO\n10 seats", subject="Pro", reading="1299.00 USD month per user")


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme Pro costs $1,299 per user per month.",
        "Acme Pro costs $1299 per user per month.",
        "Acme's Pro plan is $1,299.00 per user per month and has 10 seats.",
        "Acme Pro includes SSO.",
        "Acme Pro cost $1,299 when observed on 5 March 2026.",
        "As of March 2026, Acme Pro costs $1,299.",
        "In 2026 Acme Pro cost $1,299, seen on 5 March.",
        "Acme Pro: $1,299 per user per month, observed on 2026-03-05.",
    ],
)
def test_what_the_evidence_says_may_be_said(sentence: str) -> None:
    assert problems(sentence, [PRO], WATCHED) == []


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Acme Pro costs $1,298 per user per month.", "does not stand"),
        ("Acme Pro costs €1,299 per user per month.", "does not stand"),
        ("Acme Pro costs $1,299 per user per year.", "not per year"),
        ("Acme Pro grew by 10 %.", "does not stand"),
        ("Beta Pro costs $1,299 per user per month.", "competitor"),
        ("Acme Pro cost $1,299 on 6 March 2026.", "not a date"),
        ("Acme Pro costs $1,299 as of April 2026.", "not a date"),
        ("Acme Pro does not include SSO.", "denies"),
        ("Acme Pro includes Kubernetes.", "does not mention"),
        ("Acme Pro includes audit logs.", "does not mention"),
        ("Acme Pro costs $2000 per user per month.", "does not stand"),
        ("Acme Pro costs $ 2000.", "does not stand"),
        ("Acme Pro cost $1,299 in 2019.", "not a date"),
        ("Acme Pro cost $1,299 on 7 March.", "not a date"),
        ("Acme Pro cost $1,299 three months ago.", "not a date"),
        ("Acme raised Pro to $1,299.", "went up"),
        ("Acme is near bankruptcy and sold its offices.", "does not"),
        ("Acme Pro costs $1,299, see https://evil.test/x.", "link"),
        ("<b>Acme Pro</b> costs $1,299.", "markup"),
    ],
)
def test_what_it_does_not_say_may_not(sentence: str, why: str) -> None:
    found = problems(sentence, [PRO], WATCHED)
    assert any(why in problem for problem in found), found


def test_a_sentence_that_cites_nothing_is_no_fact() -> None:
    assert problems("Acme Pro costs $1,299.", [], WATCHED) == ["it cites nothing"]


@pytest.mark.parametrize("written", ["1.299,00 €", "€1,299", "1 299 €", "1'299 EUR"])
def test_numbers_are_read_in_either_convention(written: str) -> None:
    assert problems("Acme Pro costs €1,299.", [card(f"Pro {written}", subject="Pro")], WATCHED) == []


def test_free_is_a_price_of_zero() -> None:
    assert problems("Acme Hobby costs $0.", [card("Hobby\nFree forever", subject="Hobby")], WATCHED) == []


def test_digits_of_names_are_no_figures() -> None:
    names = Names((frozenset({"37signals"}),))
    tier = Support(text="2 - 10\n$5 per GB", names=frozenset({"37signals"}), subject="2 - 10")
    assert problems("37signals 2 - 10 costs $5 per GB.", [tier], names) == []
    assert problems("37signals 2 - 10 costs $37 per GB.", [tier], names)


def test_a_number_belongs_to_the_plan_named_before_it() -> None:
    team = card("Team\n$49 per month", subject="Team")
    pro = card("Pro\n$99 per month", subject="Pro")
    assert problems("Acme Team costs $49 and Pro $99.", [team, pro], WATCHED) == []
    assert problems("Acme Team costs $99 and Pro $49.", [team, pro], WATCHED)


PAGE = card(
    "Audit logs are kept for 90 days. Data is deleted after 30 days. We do not offer phone support, and no agent is needed."
    " The API is open on the Business plan. Setup is free. Support is cheaper than at most."
)
TRIAL = card(
    "Pro\n$59 per month\nUp to 25 seats\n14-day free trial\nFree onboarding", subject="Pro", reading="59.00 USD month"
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme keeps audit logs for 90 days.",
        "Acme does not offer phone support.",
        "Acme offers the API on the Business plan.",
        "Acme deletes data after 30 days.",
        "“Audit logs are kept for 90 days.”",
    ],
)
def test_what_a_page_says_in_sentences_may_be_said(sentence: str) -> None:
    assert problems(sentence, [PAGE], WATCHED) == []


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Acme keeps audit logs for 90 hours.", "counts something else"),
        ("Acme offers phone support.", "leaves out a denial"),
        ("Acme audit logs are not kept for 90 days.", "denies"),
        ("Acme offers the API on the Enterprise plan.", "another plan"),
        ("Acme offers the API only on the Business plan.", "only"),
    ],
)
def test_what_it_says_of_something_else_may_not(sentence: str, why: str) -> None:
    found = problems(sentence, [PAGE], WATCHED)
    assert any(why in problem for problem in found), found


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme Pro costs $59 per month.",
        "Acme Pro has a 14-day free trial.",
        "Acme Pro includes free onboarding.",
        "Acme Pro is for up to 25 seats.",
    ],
)
def test_free_things_of_a_paid_plan_may_be_told(sentence: str) -> None:
    assert problems(sentence, [TRIAL], WATCHED) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme Pro is free.",
        "Acme offers a free plan.",
        "Acme Pro costs $25 per month.",
        "Acme Pro costs 25.",
        "Acme Pro costs $59k per month.",
        "Acme Pro costs $59 per seat per month.",
        "Acme Pro costs $59 per month, billed yearly.",
        "Acme Pro costs $5.9 per month.",
        "Acme Pro includes free seats.",
    ],
)
def test_its_other_numbers_and_words_are_not_its_price(sentence: str) -> None:
    assert problems(sentence, [TRIAL], WATCHED)


def counted(count: int, *kinds: str, plans: tuple[str, ...] = ()) -> Support:
    facts = "; count_changes; " + ("no change" if count == 0 else f"{count} changes")
    return Support(text="", names=ACME, dates=(SEEN,), facts=facts, counted=count, kinds=kinds, plans=plans)


RAISED = Support(
    text="", names=ACME, dates=(SEEN,), facts="Pro raised; recorded_change; plan price raised; Pro",
    kinds=("plan_price_raised",), plans=("Pro",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("No: no price cut at Acme was observed until 5 March 2026.", counted(0, "plan_price_lowered")),
        ("No price cut at Acme was observed until 5 March 2026.", counted(0)),
        ("2 price rises at Acme were observed until 5 March 2026.", counted(2, "plan_price_raised")),
        ("2 price changes at Acme were observed.", counted(2, "plan_price_lowered", "plan_price_raised")),
        ("2 changes at Acme were observed.", counted(2)),
        ("Acme did not raise its prices.", counted(0, "plan_price_raised")),
        ("No: no price cut of Pro at Acme was observed.", counted(0, "plan_price_lowered", plans=("Pro",))),
    ],
)
def test_a_count_may_be_called_what_was_counted(sentence: str, support: Support) -> None:
    assert problems(sentence, [support], WATCHED) == []


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("No: no price cut at Acme was observed.", counted(4, "plan_price_lowered")),
        ("No: no price cut at Acme was observed.", counted(0, "plan_price_raised")),
        ("No change at Acme was observed.", counted(0, "plan_price_raised")),
        ("9 price rises at Acme were observed.", counted(9)),
        ("9 price cuts at Acme were observed.", counted(9, "plan_price_lowered", "plan_removed")),
        ("8 price cuts at Acme were observed.", counted(9, "plan_price_lowered")),
        ("No price cut at Acme was observed.", counted(0, "plan_price_lowered", plans=("Pro",))),
        ("9 price cuts of Pro at Acme were observed.", counted(9, "plan_price_lowered")),
        ("Acme raised its prices.", counted(0, "plan_price_raised")),
        ("Acme did not raise its prices.", counted(0, "plan_price_lowered")),
        ("Acme raised its prices 9 times.", counted(9, "plan_price_lowered", "plan_price_raised")),
    ],
)
def test_a_count_may_not_be_called_otherwise(sentence: str, support: Support) -> None:
    assert problems(sentence, [support], WATCHED)


@pytest.mark.parametrize(
    ("asked", "sentence", "holds"),
    [
        (Asked("up", ("Pro",)), "Yes: Acme raised Pro.", True),
        (Asked("up"), "Yes: Acme raised Pro.", True),
        (Asked("down", ("Pro",)), "Yes: Acme raised Pro.", False),
        (Asked("up", ("Fleet",)), "Yes: Acme raised Pro.", False),
        (Asked("down", ("Pro",)), "No: Acme raised Pro.", False),
    ],
)
def test_yes_and_no_go_the_way_of_the_evidence(asked: Asked, sentence: str, holds: bool) -> None:
    assert (problems(sentence, [RAISED], WATCHED, asked) == []) == holds


def test_a_written_number_has_the_values_it_can_have() -> None:
    wanted = {
        "1,299": [1299], "12k": [12_000], "1.299,00": [1299], "4.9": [Decimal("4.9")], "0.125": [Decimal("0.125")],
        "4,99": [Decimal("4.99")], "3 million": [3_000_000], "1,100k": [1_100_000],
    }  # fmt: skip
    assert {written: sorted(figures_in(written)[0].readings) for written in wanted} == wanted


@pytest.mark.parametrize("kind", PLANTED)
def test_planted_errors_are_caught(kind: str) -> None:
    claims = [PLANTED[kind](world) for world in worlds(EACH, seed=7)]
    missed = [claim for claim in claims if not problems(claim.text, claim.supports, NAMES)]
    assert 1 - len(missed) / len(claims) >= CAUGHT, missed[:5]


@pytest.mark.parametrize("tell", TRUE)
def test_true_sentences_are_not_lost(tell: object) -> None:
    claims = [tell(world) for world in worlds(EACH, seed=11)]  # type: ignore[operator]
    lost = [(claim.text, found) for claim in claims if (found := problems(claim.text, claim.supports, NAMES))]
    assert len(lost) / len(claims) <= LOST, lost[:5]


@pytest.mark.parametrize("unit", ["1 ", "$9 ", "free ", "/a", "1,", "x\n", "a.b", "unlimited x ", "paid a ", "not "])
def test_hostile_evidence_is_checked_in_linear_time(unit: str) -> None:
    sentence = "Acme Pro costs $9 per user, has 1 seat, is free, not unlimited and cheaper than any."
    spent = [min(_seconds(sentence, unit * (size // len(unit))) for _ in range(3)) for size in (10_000, 40_000)]
    assert spent[1] < 10 * spent[0] + 0.2  # four times the text; quadratic would be sixteen times


def _seconds(sentence: str, text: str) -> float:
    support = card(text, subject="Pro", reading="9.00 USD month")
    began = process_time()
    problems(sentence, [support], WATCHED)
    problems(text[:1_000], [support], WATCHED)
    return process_time() - began
