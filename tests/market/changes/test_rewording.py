"""Words in another order, a site's address that left everywhere, a first description: held back, each with its reason."""

from collections.abc import Sequence

from competedexter.market.changes.diffing_page import diff_page
from competedexter.market.changes.drafts import Draft
from competedexter.market.changes.told_once import Told
from competedexter.market.evidence.records import Block, PageRecord
from tests.market.scene import page_of

BODY = [f"Sentence number {name} of a page that says what it says." for name in ("one", "two", "three", "four")]


def diff(before: Sequence[str], after: Sequence[str]) -> list[Draft]:
    (old, old_text), (new, new_text) = page_of(*BODY, *before), page_of(*BODY, *after)
    return list(diff_page(old, new, old_text, new_text, Told()))


def told(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    return [(draft.label.value, draft.reason) for draft in diff(before, after)]


def test_the_same_words_in_another_order_are_noise() -> None:
    ((label, reason),) = told(
        ["Your plan: Monthly Standard Yearly Standard Free plan"],
        ["Your plan: Standard (monthly) Standard (annual) Free plan"],
    )
    assert (label, reason) == ("noise", "The same words stand in another order.")


def test_numbers_that_change_their_places_are_told() -> None:
    assert told(["Standard costs 20 and Plus costs 80"], ["Standard costs 80 and Plus costs 20"])[0][0] != "noise"


def test_other_signs_between_the_same_words_are_told_as_minor() -> None:
    assert told(["We keep your data for you, always."], ["We keep your data, for you always!"])[0][0] == "minor"


def test_an_address_that_left_several_sentences_is_noise_and_one_that_left_one_is_told() -> None:
    before = ["All cards are kept safe by acme.example for you.", "On servers of acme.example nothing else is stored."]
    after = [line.replace("acme.example ", "").replace(" of acme.example", " of") for line in before]
    ((label, reason),) = told(before, [before[0].replace("acme.example ", ""), before[1].replace("acme.example ", "")])
    assert label == "noise"
    assert "acme.example" in reason
    assert told(before, [after[0], before[1]])[0][0] == "minor"


def test_a_first_description_for_search_engines_is_noise_and_another_one_is_told() -> None:
    def described(words: str) -> tuple[PageRecord, str]:
        record, text = page_of(*BODY)
        if not words:
            return record, text
        start = len(text)
        block = Block(kind="meta", text=words, region="main", start=start, end=start + len(words))
        return record.model_copy(update={"description": words, "blocks": (*record.blocks, block)}), f"{text}{words}\n"

    none, first, second = described(""), described("Minutes for teams."), described("Minutes for large firms.")
    for old, new, label in ((none, first, "noise"), (first, second, "minor")):
        (draft,) = diff_page(old[0], new[0], old[1], new[1], Told())
        assert draft.label.value == label
