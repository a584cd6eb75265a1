"""One real price page through eight years: known price moves told, noise silent, the annual tab no price cut."""

from pathlib import Path

from tests.bench import healthchecks as measured


def test_the_price_page_of_healthchecks_is_told_as_it_was(shared_data: Path) -> None:
    steps = list(measured.replay(shared_data / "pricing-page-healthchecks"))
    moves = [move for step in steps for move in step.moves]
    assert set(measured.KNOWN_MOVES) <= set(moves)
    assert len(moves) == len(measured.KNOWN_MOVES)
    assert [step.date for step in steps if step.label == "noise" and step.plan_events] == []
    (trap,) = [step for step in steps if step.date == measured.TRAP]
    assert trap.moves == []
    assert all(draft.suspicious for draft in trap.plan_events)
