"""Typed price and plan changes from two readings of one pricing page."""

import pytest

from competedexter.market.changes.diffing_pricing import diff_pricing
from competedexter.market.changes.drafts import Draft
from competedexter.market.changes.kinds import ChangeKind, Label, Severity
from competedexter.market.evidence.records import PricingRecord
from tests.market.scene import plan, price, pricing


def told(before: PricingRecord, after: PricingRecord) -> list[tuple[str, str, float | None]]:
    return [(d.kind.value, str(d.data.get("plan")), d.data.get("percent")) for d in diff_pricing(before, after)]


def only(before: PricingRecord, after: PricingRecord) -> Draft:
    (draft,) = diff_pricing(before, after)
    return draft


def test_a_raised_price_is_told_as_the_contract_says() -> None:
    draft = only(pricing(plan("Pro", "20")), pricing(plan("Pro", "75")))
    assert draft.kind is ChangeKind.PLAN_PRICE_RAISED
    assert draft.data == {
        "plan": "Pro",
        "before": {"amount": "20.00", "currency": "USD", "period": "month", "unit": None, "basis": None},
        "after": {"amount": "75.00", "currency": "USD", "period": "month", "unit": None, "basis": None},
        "percent": 275.0,
    }
    assert draft.summary == "Pro: 20 USD/month → 75 USD/month (+275 %)"
    assert (draft.label, draft.severity, draft.suspicious) == (Label.SIGNIFICANT, Severity.HIGH, True)


def test_a_lowered_price_has_a_negative_percentage() -> None:
    assert told(pricing(plan("Pro", "75")), pricing(plan("Pro", "50"))) == [("plan_price_lowered", "Pro", -33.3)]


def test_two_plans_that_swap_prices_are_two_moves() -> None:
    before = pricing(plan("Pro", "49"), plan("Business", "99"))
    after = pricing(plan("Pro", "99"), plan("Business", "49"))
    assert told(before, after) == [("plan_price_raised", "Pro", 102.0), ("plan_price_lowered", "Business", -50.5)]


def test_a_free_plan_that_costs_now_has_no_percentage() -> None:
    assert told(pricing(plan("Free", "0")), pricing(plan("Free", "5"))) == [("plan_price_raised", "Free", None)]


def test_nothing_is_told_when_nothing_moved() -> None:
    same = pricing(plan("Free", "0"), plan("Pro", "49", features=("SSO",)))
    assert diff_pricing(same, same) == ()


def test_order_case_and_filler_words_of_names_do_not_matter() -> None:
    assert told(pricing(plan("Pro plan", "49"), plan("Team", "9")), pricing(plan("TEAM", "9"), plan("PRO", "49"))) == []


def test_a_renamed_plan_is_not_a_removed_and_an_added_one() -> None:
    kept = {"features": ("Unlimited checks", "Phone support")}
    before, after = pricing(plan("Standard", "16", **kept)), pricing(plan("Business", "16", **kept))
    assert told(before, after) == [("plan_renamed", "Business", None)]


def test_a_renamed_plan_with_a_new_price_tells_both() -> None:
    kept = {"features": ("Unlimited checks", "Phone support", "SSO", "Audit log")}
    before, after = pricing(plan("Standard", "16", **kept)), pricing(plan("Business", "20", **kept))
    assert told(before, after) == [("plan_renamed", "Business", None), ("plan_price_raised", "Business", 25.0)]


def test_an_added_and_a_removed_plan_are_told_whole() -> None:
    before = pricing(plan("Free", "0"), plan("Pro", "49", features=("SSO", "API")))
    after = pricing(plan("Free", "0"), plan("Pro", "49", features=("SSO", "API")), plan("Supporter", "5"))
    draft = only(before, after)
    assert draft.kind is ChangeKind.PLAN_ADDED
    assert draft.data["after"]["prices"][0]["amount"] == "5.00"
    assert told(after, before) == [("plan_removed", "Supporter", None)]


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (price("20", "EUR"), "currency"),
        (price("16", basis="billed annually"), "billing"),
        (price("200", period="year"), "period"),
        (price("20", unit="user"), "unit"),
    ],
)
def test_another_currency_period_basis_or_unit_is_never_compared(after: object, reason: str) -> None:
    draft = only(pricing(plan("Pro", "20")), pricing(plan("Pro", after)))
    assert draft.kind is ChangeKind.PLAN_TERMS_CHANGED
    assert draft.data["percent"] is None
    assert reason in draft.reason


def test_a_toggle_that_opens_on_the_other_side_moves_no_price() -> None:
    both = (price("20"), price("16", basis="billed annually"))
    before, after = pricing(plan("Pro", *both)), pricing(plan("Pro", *both), default_period="year")
    draft = only(before, after)
    assert (draft.kind, draft.subject, draft.label) == (ChangeKind.PLAN_TERMS_CHANGED, "default-period", Label.MINOR)


def test_a_yearly_offer_beside_the_monthly_one_is_a_term() -> None:
    draft = only(pricing(plan("Pro", "20")), pricing(plan("Pro", "20", price("192", period="year"))))
    assert draft.kind is ChangeKind.PLAN_TERMS_CHANGED
    assert "now also 192 USD/year" in draft.summary


def test_a_price_behind_contact_us_is_hidden_and_back_it_is_published() -> None:
    public, hidden = pricing(plan("Enterprise", "99")), pricing(plan("Enterprise", None))
    assert told(public, hidden) == [("plan_price_hidden", "Enterprise", None)]
    assert told(hidden, public) == [("plan_price_published", "Enterprise", None)]


def test_limits_and_features_are_told_with_their_values() -> None:
    before = pricing(plan("Pro", "49", limits={"seats": "10"}, features=("SSO", "Email support")))
    after = pricing(plan("Pro", "49", limits={"seats": "5"}, features=("SSO", "Phone support")))
    draft = only(before, after)
    assert draft.data["limits"] == {"seats": ["10", "5"]}
    assert (draft.data["featuresAdded"], draft.data["featuresRemoved"]) == (["Phone support"], ["Email support"])
    assert "seats 10 → 5" in draft.summary


def test_features_in_other_words_are_minor_and_other_numbers_are_not() -> None:
    def with_features(*features: str) -> PricingRecord:
        return pricing(plan("Pro", "49", features=features))

    worded = only(with_features("Priority e-mail support"), with_features("Priority email support"))
    counted = only(with_features("100 checks included"), with_features("50 checks included"))
    assert (worded.label, counted.label) == (Label.MINOR, Label.SIGNIFICANT)
    assert diff_pricing(with_features("API Access"), with_features("API access")) == ()


def test_a_plan_shown_twice_is_one_plan() -> None:
    twice = pricing(plan("Pro", "20"), plan("Pro", price("16", basis="billed annually")))
    once = pricing(plan("Pro", "20", price("16", basis="billed annually")))
    assert diff_pricing(twice, once) == ()


def test_plans_without_a_name_are_matched_by_place_and_contents() -> None:
    before = pricing(plan("", "5", features=("API",)), plan("$20", "20", features=("API", "Team access")))
    after = pricing(plan("", "5", features=("API",)), plan("$75", "75", features=("API", "Team access")))
    assert [(kind, percent) for kind, _, percent in told(before, after)] == [("plan_price_raised", 275.0)]


def test_subjects_are_unique_within_a_comparison() -> None:
    many = [plan(f"P{n % 3}", str(n), price(str(n), "EUR")) for n in range(9)]
    more = [plan(f"P{n % 3}", str(n + 1), price(str(n + 2), "EUR")) for n in range(9)]
    drafts = diff_pricing(pricing(*many), pricing(*more))
    assert len({(d.kind, d.subject) for d in drafts}) == len(drafts)


def test_eight_currencies_side_by_side_are_compared_each_with_itself() -> None:
    codes = ("USD", "EUR", "GBP", "JPY", "INR", "BRL", "DKK", "CHF")
    before = pricing(plan("Pro", *(price("10", code) for code in codes)))
    after = pricing(plan("Pro", *(price("12" if code == "DKK" else "10", code) for code in codes)))
    assert only(before, after).data["before"]["currency"] == "DKK"


def test_what_the_page_only_says_in_other_words_is_no_change() -> None:
    said = pricing(
        plan("Free", price("0")), plan("Pro", price("5", basis="billed monthly"), limits={"log entries / check": "100"})
    )
    unsaid = pricing(
        plan("Free", price("0", period=None)), plan("Pro", price("5"), limits={"log entries / check": "100"})
    )
    assert diff_pricing(said, unsaid) == diff_pricing(unsaid, said) == ()


def test_a_limit_under_another_name_is_minor() -> None:
    before = pricing(plan("Pro", "5", limits={"log entries / check": "100"}))
    after = pricing(plan("Pro", "5", limits={"log entries per check": "100"}))
    assert only(before, after).label is Label.MINOR


def test_a_line_that_only_repeats_a_limit_is_told_once() -> None:
    before = pricing(plan("Pro", "5", limits={"checks": "unlimited"}, features=("Unlimited Checks",)))
    after = pricing(plan("Pro", "5", limits={"checks": "50"}, features=("50 Checks",)))
    assert only(before, after).summary == "Pro: checks unlimited → 50"


def test_two_like_plans_without_names_both_tell_their_move() -> None:
    before = pricing(plan("", "5"), plan("", "20"))
    after = pricing(plan("", "6"), plan("", "24"))
    moved = [(kind, percent) for kind, _, percent in told(before, after)]
    assert moved == [("plan_price_raised", 20.0), ("plan_price_raised", 20.0)]


def test_a_limit_or_a_line_that_repeats_the_price_is_no_term() -> None:
    before = pricing(plan("Team", "12", limits={"Price": "$12/mo"}, features=("SSO", "Only $12 per month")))
    after = pricing(plan("Team", "15", limits={"Price": "$15/mo"}, features=("SSO", "Only $15 per month")))
    assert told(before, after) == [("plan_price_raised", "Team", 25.0)]


def test_another_amount_of_a_plan_is_a_term() -> None:
    before, after = (pricing(plan("Team", "12", limits={"Extra seat": seat})) for seat in ("$4/mo", "$5/mo"))
    assert "Extra seat $4/mo → $5/mo" in only(before, after).summary


FREE = price("0", currency=None, period=None)


def test_free_that_costs_now_is_raised_whatever_the_period_and_back_it_is_lowered() -> None:
    free, paid = pricing(plan("Solo", FREE)), pricing(plan("Solo", "5", price("50", period="year")))
    assert told(free, paid) == [("plan_price_raised", "Solo", None)]
    assert only(free, paid).data["after"]["amount"] == "5.00"
    assert told(paid, free) == [("plan_price_lowered", "Solo", -100.0)]


def test_a_free_allowance_beside_a_price_is_not_compared_with_another_price() -> None:
    before, after = pricing(plan("Solo", FREE, "5")), pricing(plan("Solo", FREE, "6"))
    assert told(before, after) == [("plan_price_raised", "Solo", 20.0)]


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        (None, "user", Label.SIGNIFICANT),
        ("user", None, Label.SIGNIFICANT),
        ("user", "workspace", Label.SIGNIFICANT),
        ("user", "seats", Label.MINOR),
    ],
)
def test_a_price_that_begins_to_multiply_is_significant(old: str | None, new: str | None, label: Label) -> None:
    draft = only(pricing(plan("Pro", price("10", unit=old))), pricing(plan("Pro", price("10", unit=new))))
    assert (draft.kind, draft.label, draft.data["percent"]) == (ChangeKind.PLAN_TERMS_CHANGED, label, None)


def test_another_unit_and_billing_at_once_are_not_told_as_another_currency() -> None:
    after = price("8", unit="user", basis="billed annually")
    assert "unit" in only(pricing(plan("Pro", "10")), pricing(plan("Pro", after))).reason


def test_a_plan_that_stands_without_a_price_has_hidden_it() -> None:
    assert told(pricing(plan("Pro", "25")), pricing(plan("Pro"))) == [("plan_price_hidden", "Pro", None)]


def test_a_page_without_plans_hides_every_price_and_publishes_them_when_it_states_them_again() -> None:
    full, empty = pricing(plan("Basic", "10"), plan("Pro", "25"), plan("Enterprise", None)), pricing()
    assert told(full, empty) == [("plan_price_hidden", "Basic", None), ("plan_price_hidden", "Pro", None)]
    assert told(empty, full) == [("plan_price_published", "Basic", None), ("plan_price_published", "Pro", None)]
    assert diff_pricing(empty, empty) == ()


def test_one_seat_and_five_seats_are_one_limit() -> None:
    before = pricing(plan("Pro", "5", limits={"seat": "1"}, features=("1 seat",)))
    after = pricing(plan("Pro", "5", limits={"seats": "5"}, features=("5 seats",)))
    assert only(before, after).summary == "Pro: seats 1 → 5"
