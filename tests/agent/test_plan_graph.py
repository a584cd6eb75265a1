"""Plans: valid ones run as they are, broken ones are mended once, hopeless ones run in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.agent.errors import BadPlan
from competedexter.agent.plan_graph import MAX_TASKS, Task, checked, problems, repaired

IDS = st.sampled_from(["t1", "t2", "t3", "t4", "t5", "", "x"])
TASKS = st.lists(
    st.builds(
        Task,
        id=IDS,
        tool=st.just("get_pricing"),
        args=st.just({}),
        description=st.just(""),
        depends_on=st.lists(IDS, max_size=4).map(tuple),
    ),
    min_size=1,
    max_size=20,
)


def task(id_: str, *needs: str) -> Task:
    return Task(id_, "get_pricing", {}, "", needs)


def test_a_valid_plan_stays_as_it_is() -> None:
    tasks = [task("t1"), task("t2"), task("t3", "t1", "t2")]
    assert list(repaired(tasks).tasks) == tasks


@pytest.mark.parametrize(
    ("tasks", "reason"),
    [
        ([], "0 tasks"),
        ([task(f"t{n}") for n in range(MAX_TASKS + 1)], "13 tasks"),
        ([task("t1"), task("t1")], "used twice"),
        ([task("t1", "t9")], "does not exist"),
        ([task("t1", "t2"), task("t2", "t1")], "ring"),
        ([task("t1", "t1")], "ring"),
    ],
)
def test_a_broken_plan_is_refused_with_the_reason(tasks: list[Task], reason: str) -> None:
    with pytest.raises(BadPlan, match=reason):
        checked(tasks)


def test_an_id_of_an_earlier_iteration_may_be_waited_for_but_not_used_again() -> None:
    assert not problems([task("t2", "t1")], done=["t1"])
    assert problems([task("t1")], done=["t1"])


def test_a_ring_runs_one_after_the_other() -> None:
    plan = repaired([task("a", "b"), task("b", "a")])
    assert [one.depends_on for one in plan.tasks] == [(), ("a",)]


@given(TASKS)
def test_whatever_a_model_plans_ends_up_as_a_plan(tasks: list[Task]) -> None:
    plan = repaired(tasks)
    assert not problems(plan.tasks)
    assert len(plan.tasks) == min(len(tasks), MAX_TASKS)


@given(TASKS)
def test_a_plan_can_always_be_run_to_its_end(tasks: list[Task]) -> None:
    plan, done = repaired(tasks), set[str]()
    for _ in plan.tasks:
        done |= {one.id for one in plan.tasks if set(one.depends_on) <= done}
    assert done == {one.id for one in plan.tasks}
