"""Words as the index knows them: folded, without filler, cut to their stem."""

import re
import unicodedata
from functools import lru_cache

STEM_CACHE = 65_536  # a site's whole vocabulary; a stem costs 3 microseconds, a look-up 0.1

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['\u2019][^\W_]+)?(?:\+\+|#)?", re.UNICODE)

# Words that stand in nearly every sentence and say nothing about its subject.
_FILLER = """
    a about above after again all also am an and any are as at be because been before being below between both but
    by can could did do does doing don't down during each few for from further had has have having he her here hers him
    his how i if in into is it its itself just me more most my no nor not now of off on once only or other our out over
    own same she should so some such than that the their them then there these they this those through to too under
    until up upon us very was we were what when where which while who whom why will with would you your yours"""
FILLER = frozenset(_FILLER.split())

_WHOLE = frozenset({"news"})  # not the plural of "new"


def words(text: str) -> list[str]:
    """Every word and number of a text, case-folded and in one Unicode form (NFKC), in order."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return [word.removesuffix("'s") for word in _WORD.findall(folded)]


def terms(text: str) -> list[str]:
    """The terms of a text in order, with repeats: fillers left out, English endings cut."""
    return [stem(word) for word in words(text) if word not in FILLER]


@lru_cache(maxsize=STEM_CACHE)
def stem(word: str) -> str:
    """One word's stem: Porter (1980), steps 1a to 1c and the common derivational endings. Others stay as they are."""
    if len(word) <= 3 or word in _WHOLE or not (word.isascii() and word.isalpha()):
        return word
    return _without_suffix(_without_y(_without_past(_without_plural(word))))


def _has_vowel(stem_: str) -> bool:
    return any(letter in "aeiou" or (letter == "y" and at > 0) for at, letter in enumerate(stem_))


def _without_plural(word: str) -> str:
    for ending, instead in (("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("us", "us"), ("s", "")):
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word


def _without_past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if len(word) > 4 else word
    for ending in ("ed", "ing"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > 2 and _has_vowel(bare):
            return _mended(bare)
    return word


def _mended(bare: str) -> str:
    """`creat` -> `create`, `hopp` -> `hop`: what was lost when the ending was put on."""
    if bare.endswith(("at", "bl", "iz")):
        return bare + "e"
    if bare[-1] == bare[-2] and bare[-1] not in "lsz":
        return bare[:-1]
    return bare


def _without_y(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 and _has_vowel(word[:-1]) else word


_SUFFIXES = (
    ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"),
    ("tional", "tion"), ("biliti", "ble"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"), ("iviti", "ive"),
    ("ousli", "ous"), ("entli", "ent"), ("ator", "ate"), ("ment", ""), ("ness", ""), ("alli", "al"),
    ("izer", "ize"), ("icate", "ic"), ("ative", ""), ("able", ""), ("ible", ""), ("ance", ""), ("ence", ""),
    ("ion", ""), ("ful", ""), ("li", ""), ("er", ""), ("e", ""),
)  # fmt: skip


def _without_suffix(word: str) -> str:
    for ending, instead in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            cut = word[: -len(ending)] + instead
            return _trimmed(cut)
    return _trimmed(word)


def _trimmed(word: str) -> str:
    """`cancell` -> `cancel`, `evaluate` -> `evaluat`: the last letter that other forms of the word lack."""
    if len(word) > 4 and word.endswith(("e", "ll")):
        return word[:-1]
    return word
