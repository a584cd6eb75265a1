"""Questions that an archive cannot answer: what will be, what ought to be done, and questions in other languages."""

import re
from typing import Literal

from .question_words import CHANGE, COST, SEATS

Refusal = Literal["forecast", "advice", "language", "unclear"]

_AHEAD = re.compile(
    r"\bnext (?:week|month|quarter|year)s?\b|\b(?:forecast\w*|predict\w*|tomorrow|in the future|going to|gonna|likely to|expected to|about to|"
    r"(?:planning|intends?|intending) to)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|won['’]t|shall)\b|\b(?:it|they|who|what|there)['’]ll\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:should|ought) (?:we|i|our|my)\b|\b(?:what|how|where|when|which \w+|who) (?:should|ought|shall) (?:we|i|our)\b"
    r"|\b(?:recommend\w*|advis\w*|advice|do you think|your opinion|worth it|what would you|suggest\w* (?:we|i|us))\b",
    re.IGNORECASE,
)
_ENGLISH_WORDS = """
    the is are was were what which who how does do did has have had when where why much many and of at for in with
    can could will any there price prices cost costs plan plans show compare tell change changed since from than list give"""
_FOREIGN_WORDS = """
    wie wieviel viel hat haben ist sind der das und nicht preis preise preisen kostet kosten teuer teurer billig günstig günstiger erhöht
    gesenkt geändert welche welcher welches wann warum gibt für mit seit tarif tarife vergleiche vergleich zwischen monat jahr
    combien quel quelle quels quelles coûte coute prix tarifs pourquoi quand avec pour est sont augmenté baissé depuis entre
    cuánto cuanto cuesta cuestan precio precios qué cuál cuáles cuándo porqué desde entre los las ha han subido
    quanto costa costano prezzo prezzi quale quali perché da quando preço preços custa custam qual quais
    hoeveel kost kosten prijs prijzen welke waarom wanneer verhoogd zijn heeft een het"""
_ENGLISH, _FOREIGN = frozenset(_ENGLISH_WORDS.split()), frozenset(_FOREIGN_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_WORDS = {
    "forecast": "What will happen is not in the archive: it shows what was observed, and nothing is forecast here.",
    "advice": "What to do is yours to decide: this analyst tells what was observed and gives no advice.",
    "language": "Questions are read in English here; please ask this one in English.",
    "unclear": "Ask about prices, plans, changes or what the watched pages say, and name a competitor where one is meant.",
}


def refusal_of(text: str, rest: str) -> Refusal | None:
    """Why a question is not answered; None for the others. `rest` is the question without names and dates."""
    if _ADVICE.search(text):
        return "advice"
    ahead = _AHEAD.search(text) is not None
    will = _WILL.search(text) is not None
    if (ahead or will) and (COST.search(rest) or CHANGE.search(rest)) and not SEATS.search(text):
        return "forecast"
    return None


def is_foreign(rest: str) -> bool:
    """Whether a question (without names) is written in another language than English, as far as its words show."""
    found = [word.casefold() for word in _WORD.findall(rest)]
    letters = "".join(found)
    if letters and sum(ord(letter) > 0x24F for letter in letters) * 2 > len(letters):
        return True
    foreign = sum(word in _FOREIGN for word in found)
    return foreign > 0 and foreign >= sum(word in _ENGLISH for word in found)


def refusal_words(refusal: Refusal) -> str:
    return _WORDS[refusal]
