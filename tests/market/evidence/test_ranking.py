"""Retrieval: terms, sentences, passages and BM25, first on cases, then on real questions."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.market.evidence.passages import MAX_PASSAGE, passages_of
from competedexter.market.evidence.ranking import Candidate, best_per, bm25, recency, statistics_of
from competedexter.market.evidence.sentences import MAX_SENTENCE, sentences_in
from competedexter.market.evidence.terms import stem, terms

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    kind: str
    region: str
    start: int
    end: int


def lines(text: str, *kinds: tuple[str, str]) -> list[Line]:
    at, found = 0, []
    for (kind, region), line in zip(kinds, text.split("\n"), strict=True):
        found.append(Line(kind, region, at, at + len(line)))
        at += len(line) + 1
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("prices", "pricing"), ("plan", "plans"), ("cancelled", "cancel"), ("integrations", "integration"),
        ("companies", "company"), ("evaluation", "evaluate"), ("hiring", "hired"), ("policies", "policy"),
    ],
)  # fmt: skip
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("plan", "planet"), ("news", "new"), ("team", "term"), ("pro", "probe")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_terms_keep_numbers_whole_and_drop_fillers() -> None:
    assert terms("What is the price? $1,299.00 per seat for C++") == [stem("price"), "1,299.00", "per", "seat", "c++"]


def test_a_question_of_fillers_has_no_terms() -> None:
    assert terms("what is it?") == []


def test_sentences_do_not_end_at_abbreviations_or_decimals() -> None:
    text = "Acme Inc. charges $4.50 per seat, e.g. for small teams. It rose in May."
    assert [text[a:b] for a, b in sentences_in(text)] == [
        "Acme Inc. charges $4.50 per seat, e.g. for small teams.",
        "It rose in May.",
    ]


@given(st.text(max_size=2000))
def test_sentence_spans_are_ordered_bounded_and_lose_no_word(text: str) -> None:
    spans = sentences_in(text)
    assert all(a < b <= c < d for (a, b), (c, d) in pairwise(spans))
    assert all(b - a <= MAX_SENTENCE and text[a:b] == text[a:b].strip() for a, b in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@given(st.text(max_size=3000), st.text(max_size=40))
def test_passages_quote_the_text_and_are_stable(text: str, title: str) -> None:
    found = passages_of(text, title)
    assert found == passages_of(text, title)
    assert all(one.text == text[one.start : one.end] and one.end - one.start <= MAX_PASSAGE for one in found)


def test_a_passage_carries_its_heading_and_leaves_menus_out() -> None:
    text = "Home\nSecurity\nWe sign every build. Keys rotate weekly.\nBuy now"
    kinds = [("nav", "nav"), ("heading", "main"), ("paragraph", "main"), ("button", "footer")]
    (only,) = passages_of(text, "Acme", lines(text, *kinds))
    assert only.heading == "Acme \u2013 Security"
    assert only.text == "Security\nWe sign every build. Keys rotate weekly."


def test_a_passage_never_crosses_a_heading() -> None:
    text = "One\nA sentence here.\nTwo\nAnother sentence there."
    kinds = [("heading", "main"), ("paragraph", "main")] * 2
    assert [one.text for one in passages_of(text, "", lines(text, *kinds))] == [
        "One\nA sentence here.",
        "Two\nAnother sentence there.",
    ]


def ranked(question: str, *texts: str) -> list[int]:
    listed = [terms(text) for text in texts]
    candidates = [Candidate(at, Counter(words), len(words)) for at, words in enumerate(listed)]
    return [one.key for one in bm25(terms(question), candidates, statistics_of(listed))]


def test_the_rare_term_decides_and_strangers_are_left_out() -> None:
    assert ranked("pricing of the gizmo", "our pricing", "pricing for gizmo users", "about us") == [1, 0]


def test_a_short_passage_beats_a_long_one_with_the_same_term() -> None:
    assert ranked("webhooks", "webhooks and " + "many other words " * 20, "webhooks explained")[0] == 1


def test_a_term_asked_twice_counts_once() -> None:
    assert ranked("seat seat price", "seat", "price") == ranked("seat price", "seat", "price")


def test_nothing_is_found_in_an_empty_workspace() -> None:
    assert bm25(["price"], [], statistics_of([])) == []


def test_recency_breaks_ties_but_never_beats_a_better_match() -> None:
    assert recency(NOW, NOW) == 1.0
    assert 0.9 <= recency(NOW - timedelta(days=3650), NOW) < recency(NOW - timedelta(days=30), NOW)
    assert recency(None, NOW) == 0.9


def test_real_questions_find_their_sections(shared_data: Path) -> None:
    folder = shared_data / "saas-docs-rag"
    chunks = json.loads((folder / "chunks.json").read_text())
    listed = [
        ((chunk["chunk_link"], at), terms(one.indexed))
        for chunk in chunks
        for at, one in enumerate(passages_of(chunk["text"], chunk["chunk_heading"]))
    ]
    candidates = [Candidate(key, Counter(words), len(words)) for key, words in listed]
    statistics = statistics_of([words for _, words in listed])
    sections = {key: key[0] for key, _ in listed}
    questions = json.loads((folder / "questions.json").read_text())
    hits = 0
    for question in questions:
        found = best_per(bm25(terms(question["question"]), candidates, statistics), sections, 5)
        hits += bool({one.key[0] for one in found} & set(question["correct_chunks"]))
    assert hits / len(questions) >= 0.98
