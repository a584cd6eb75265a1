"""Changes in words: what a card says for each kind."""

from datetime import UTC, datetime
from typing import Any

from competedexter.foundation.identifiers import new_id
from competedexter.market.changes.kinds import ChangeKind, ChangeState, Label, LabelSource, Severity
from competedexter.market.changes.schemas import ChangeView, EvidenceView
from competedexter.ui.change_rows import card_of, line_of, word_runs
from competedexter.ui.components.rows import MoveRow, WordRow

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DOCUMENT = new_id()


def change(kind: ChangeKind, data: dict[str, Any], label: Label = Label.SIGNIFICANT) -> ChangeView:
    place = EvidenceView(document_id=DOCUMENT, start=3, end=9, quote="Pro 49")
    return ChangeView(
        id=new_id(), competitor_id=new_id(), source_id=new_id(), snapshot_type="pricing", kind=kind, subject="plan:pro",
        summary="Pro: 49 USD/month \u2192 59 USD/month (+20.4 %)", data=data, label=label, label_reason="A price moved.",
        label_source=LabelSource.RULE, state=ChangeState.CONFIRMED, confirmed_at=NOON, severity=Severity.HIGH,
        severity_reason="High: +20.4 %", observed_at=NOON, occurred_at=None, before_snapshot_id=None, after_snapshot_id=None,
        evidence_before=place, evidence_after=place, created_at=NOON,
    )  # fmt: skip


def price(amount: str | None, currency: str = "USD", period: str = "month", basis: str | None = None) -> dict[str, Any]:
    return {"amount": amount, "currency": currency, "period": period, "unit": "seat", "basis": basis}


def only_move(view: ChangeView) -> MoveRow:
    (move,) = card_of(view, "Acme").moves
    return move


def test_a_raised_price_shows_old_new_terms_difference_and_percent() -> None:
    data = {"plan": "Pro", "before": price("49.00"), "after": price("59.00"), "percent": 20.4}
    move = only_move(change(ChangeKind.PLAN_PRICE_RAISED, data))
    assert (move.before, move.after, move.terms) == ("49", "59", "USD / seat / month")
    assert (move.delta, move.percent, move.direction) == ("+10 USD", "+20.4\u00a0%", "up")
    assert move.spoken == "raised from 49 to 59 USD / seat / month"


def test_prices_of_other_terms_show_no_percent_and_say_why() -> None:
    data = {"plan": "Pro", "before": price("49"), "after": price("470", period="year"), "percent": None}
    move = only_move(change(ChangeKind.PLAN_TERMS_CHANGED, data))
    assert move.percent == ""
    assert move.delta == ""
    assert move.note == "Not comparable: month, now year"


def test_a_hidden_price_is_price_on_request() -> None:
    data = {"plan": "Pro", "before": price("49"), "after": price(None), "percent": None}
    move = only_move(change(ChangeKind.PLAN_PRICE_HIDDEN, data))
    assert (move.before, move.after, move.percent) == ("49", "Price on request", "")


def test_limits_and_features_are_lines_of_their_own() -> None:
    data = {
        "plan": "Pro",
        "limits": {"seats": ["10", "5"]},
        "featuresAdded": ["SSO"],
        "featuresRemoved": ["Chat"],
        "featuresReworded": [],
    }
    moves = card_of(change(ChangeKind.PLAN_TERMS_CHANGED, data), "Acme").moves
    assert [(move.what, move.before, move.after) for move in moves] == [
        ("Seats", "10", "5"),
        ("Added", "", "SSO"),
        ("Removed", "Chat", ""),
    ]


def test_a_plan_that_came_shows_its_prices() -> None:
    data = {"plan": "Team", "after": {"name": "Team", "prices": [price("20")]}}
    move = only_move(change(ChangeKind.PLAN_ADDED, data))
    assert (move.what, move.after) == ("New plan", "Team, 20 USD / seat / month")


def test_each_side_links_to_its_passage() -> None:
    data = {"plan": "Pro", "before": price("49"), "after": price("59"), "percent": 20.4}
    move = only_move(change(ChangeKind.PLAN_PRICE_RAISED, data))
    assert move.after_href == f"/documents/{DOCUMENT}?start=3&end=9"


def test_what_was_held_back_says_so() -> None:
    row = line_of(change(ChangeKind.PAGE_CHANGED, {"edits": []}, Label.NOISE), "Acme")
    assert row.held_back
    assert row.label_reason == "A price moved."


def test_edits_of_a_page_become_words_that_went_and_came() -> None:
    edit = {
        "op": "changed",
        "region": "nav",
        "before": "ten seats included",
        "after": "five seats included",
        "link": None,
        "reason": "A few words.",
    }
    (row,) = card_of(change(ChangeKind.PAGE_CHANGED, {"edits": [edit], "more": 2}), "Acme").edits
    assert (row.what, row.where, row.reason) == ("Reworded", "in the menu", "A few words.")
    assert row.words == [WordRow("ten ", "removed"), WordRow("five ", "added"), WordRow("seats included ")]


def test_words_that_went_stand_before_words_that_came() -> None:
    assert [run.op for run in word_runs("a b c", "a x c")] == ["same", "removed", "added", "same"]
    assert word_runs("", "new line") == [WordRow("new line ", "added")]
    assert word_runs("same", "same") == [WordRow("same ")]


def test_foreign_text_stays_text() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    edit = {"op": "added", "region": "main", "before": None, "after": hostile, "link": None, "reason": ""}
    (row,) = card_of(change(ChangeKind.PAGE_CHANGED, {"edits": [edit]}), "Acme").edits
    assert "".join(word.text for word in row.words).strip() == hostile  # React escapes it; nothing renders HTML
