"""Alignment covers both sequences whole, in bounded memory, on any input."""

import time

from hypothesis import given
from hypothesis import strategies as st

from competedexter.market.changes.alignment import stretches
from competedexter.market.changes.diffing_page import diff_page
from competedexter.market.changes.text_diff import text_diff
from tests.market.scene import page_of

words = st.lists(st.sampled_from("abcde"), max_size=30)


@given(words, words)
def test_stretches_cover_both_sequences_in_order_and_equal_ones_are_equal(old: list[str], new: list[str]) -> None:
    found = list(stretches(old, new))
    assert [word for one in found for word in old[one.old_start : one.old_end]] == old
    assert [word for one in found for word in new[one.new_start : one.new_end]] == new
    assert all(old[one.old_start : one.old_end] == new[one.new_start : one.new_end] for one in found if one.equal)


@given(st.lists(st.text(alphabet="ab $9\u00a0#/", max_size=8), max_size=12), st.lists(st.text(alphabet="ab $9#", max_size=8), max_size=12))  # fmt: skip
def test_any_two_pages_that_differ_give_at_least_one_change(old: list[str], new: list[str]) -> None:
    (before, before_text), (after, after_text) = page_of(*old), page_of(*new)
    drafts = diff_page(before, after, before_text, after_text)
    assert bool(drafts) == (before != after or before_text != after_text)
    assert len({draft.subject for draft in drafts}) == len(drafts)
    assert all(draft.reason for draft in drafts)


def test_a_text_diff_counts_what_is_the_same_and_shows_what_is_not() -> None:
    hunks = text_diff("a\nb\nc\nd", "a\nx\nc\nd\ne")
    assert [(hunk.before, hunk.after, hunk.same) for hunk in hunks] == [
        ((), (), 1),
        (("b",), ("x",), 0),
        ((), (), 2),
        ((), ("e",), 0),
    ]


def test_hostile_lines_take_no_more_than_seconds() -> None:
    for evil in ("1" * 100_000, "111 " * 30_000, '"' * 100_000, "a." * 50_000, "ab1" * 40_000, "9 d " * 30_000):
        begun = time.process_time()
        diff_page(*_pages(evil))
        assert time.process_time() - begun < 5.0


def _pages(evil: str) -> tuple[object, ...]:
    (before, before_text), (after, after_text) = page_of(evil), page_of(f"{evil}x 5 stars left")
    return before, after, before_text, after_text
