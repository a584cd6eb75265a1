"""A model's text, cut into sentences while it comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.agent.pieces import Sentence
from competedexter.agent.written import Sentences

KEYS = ("a", "b", "c")


def cut(text: str, size: int = 3) -> list[Sentence]:
    sentences = Sentences(KEYS)
    found = [one for at in range(0, len(text), size) for one in sentences.feed(text[at : at + size])]
    return [*found, *sentences.rest()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One [1]. Two [2].", [("One.", ("a",)), ("Two.", ("b",))]),
        ("One. [1] Two. [2][3]", [("One.", ("a",)), ("Two.", ("b", "c"))]),
        ("One [1, 3] Two [2]", [("One", ("a", "c")), ("Two", ("b",))]),
        ("It costs $4.50 e.g. for teams [1]. Acme Inc. says so [2].", [("It costs $4.50 e.g. for teams.", ("a",)), ("Acme Inc. says so.", ("b",))]),
        ("- **One** [1].\n- Two [2].\n", [("One.", ("a",)), ("Two.", ("b",))]),
        ("No mark. Wrong mark [9].", [("No mark.", ()), ("Wrong mark.", ())]),
        ("", []),
        (" \n\n ", []),
    ],
)  # fmt: skip
def test_sentences_come_with_their_evidence(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(one.text, one.keys) for one in cut(text)] == expected


@given(st.text(alphabet="ab .!?[]123,\n“”", max_size=120), st.integers(1, 20))
def test_how_it_is_cut_does_not_depend_on_how_it_arrives(text: str, size: int) -> None:
    assert cut(text, size) == cut(text, len(text) or 1)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    for sentence in cut(text):
        assert sentence.text
