"""What a sentence may say: cases one by one, then hundreds of true sentences with one error planted in each."""

from datetime import UTC, datetime

import pytest

from competedexter.agent.verification import Names, Support, problems
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
