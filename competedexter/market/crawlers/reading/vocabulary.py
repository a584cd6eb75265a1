"""The words of price lists, compiled for a page's language; and which language a page is in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from competedexter.market.crawlers.reading import price_billing_words
from competedexter.market.crawlers.reading import price_words as words
from competedexter.market.crawlers.reading.word_pattern import UNSPACED, word_pattern

_LATIN = re.compile(r"[a-zà-ɏ'’./*\-| ]+", re.IGNORECASE)
_SLASH: Final = r"(?:[/／\\]\s?)"
_CLEAR: Final = frozenset(["pm"])  # tiny, but nothing else: "R499 pm"
_BINDER: Final = rf"(?:{_SLASH}|(?:\bper|\bpar|\bpr\.?|\bpor|\bal|\bpe|\bpro|\ba)\s)"
_EVERYWHERE: Final = 4  # letters; a shorter Latin word counts in its own language only
_TINY: Final = 2  # letters; such words need a slash or "per" before them: "/mo", "pr. md", "par an"
# Words no other language shares and every page of the language has: enough to tell what a page is written in.
_STOPWORDS: Final[dict[str, str]] = {
    "en": "the and you your with for our from this are",
    "de": "und der die das für mit nicht ist sie wir ein eine auf",
    "fr": "les des pour avec une vous votre nous est dans sur",
    "es": "los las para con una por más tu su del que nuestro",
    "pt": "para com uma não você seu sua mais dos das são",
    "it": "per con una gli della che sono più tuo nostri delle",
    "nl": "het een voor met van niet jouw onze zijn wij ook",
    "da": "og til din med ikke af vores alle kan på er du",
    "nb": "og til din med ikke av våre alle kan på er du",
    "sv": "och för din med inte av alla kan på är du att",
    "fi": "ja on ei kaikki sekä voit myös että ovat",
    "pl": "i dla na nie się jest oraz do twój twoje wszystkie",
    "cs": "a pro na je se vaše všechny nebo do není jako",
    "sk": "a pre na je sa vaše všetky alebo do nie ako",
    "hu": "és az egy nem hogy minden van vagy ön",
    "ro": "și pentru cu nu este sau din mai toate",
    "tr": "ve için bir ile daha tüm çok bu size",
    "id": "dan untuk yang dengan anda semua di ini",
    "vi": "và cho của bạn không với các được",
}


@dataclass(frozen=True)
class Vocabulary:
    """Patterns over casefolded text, for one language and what is common to all."""

    month: re.Pattern[str]
    year: re.Pattern[str]
    spans: dict[str, re.Pattern[str]]
    once: re.Pattern[str]
    free: re.Pattern[str]
    contact: re.Pattern[str]
    per: re.Pattern[str]
    seats: re.Pattern[str]
    billed: re.Pattern[str]
    gift: re.Pattern[str]  # behind a count of days or months that costs nothing
    then: re.Pattern[str]
    setup: re.Pattern[str]
    leading: re.Pattern[str]
    save: re.Pattern[str]
    was: re.Pattern[str]
    titles: re.Pattern[str]
    badges: re.Pattern[str]
    filler: re.Pattern[str]  # words around a price that name nothing
    unlimited: re.Pattern[str]

    def says_period(self, text: str) -> bool:
        return bool(self.month.search(text) or self.year.search(text))


@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary for a primary language code ("de"); "" or an unknown one gives what all languages share."""
    language = {"no": "nb", "nn": "nb", "hr": "sr", "bs": "sr", "mk": "bg"}.get(language, language)
    return Vocabulary(
        month=_pattern(words.MONTH, language=language),
        year=_pattern(words.YEAR, language=language),
        spans={span: _pattern(by_language, language=language) for span, by_language in words.SPANS.items()},
        once=_pattern(words.ONCE, language=language),
        free=_pattern(words.FREE, language=language),
        contact=_pattern(words.CONTACT, language=language),
        per=_pattern(words.PER, language=language, tiny=False, everywhere=99),
        seats=_pattern(words.SEATS, language=language),
        billed=_pattern(price_billing_words.BILLED, language=language, tiny=False),
        gift=_pattern(words.FREE, price_billing_words.GIFT, language=language, tiny=False),
        then=_pattern(price_billing_words.THEN, language=language, tiny=False),
        setup=_pattern(price_billing_words.SETUP, language=language, tiny=False),
        leading=_pattern(words.FROM, language=language, tiny=False),
        save=_pattern(words.SAVE, language=language, tiny=False),
        was=_pattern(words.WAS, language=language, tiny=False),
        titles=_pattern(words.TITLE_WORDS, language=language),
        badges=_pattern(words.BADGES, language=language),
        filler=_pattern(
            *(
                words.MONTH,
                words.YEAR,
                price_billing_words.BILLED,
                words.ONCE,
                words.FROM,
                words.SAVE,
                words.WAS,
                words.FREE,
            ),
            language=language,
            tiny=False,
        ),
        unlimited=_pattern({"en": words.UNLIMITED}, language=language),
    )


def _pattern(
    *meanings: dict[str, str], language: str, tiny: bool = True, everywhere: int = _EVERYWHERE
) -> re.Pattern[str]:
    """The words of some meanings in one pattern; with `tiny`, the shortest need a slash or a word for "per".

    Behind a slash the short words of other languages count too: "/mes" on a page that says it is English.
    """
    chosen = {
        word
        for by_language in meanings
        for own, text in by_language.items()
        for word in _chosen(text, everywhere, is_own=own in (language, "en"))
    }
    unspaced = {word for word in chosen if UNSPACED.search(word)}
    bound = {word for word in chosen - unspaced if tiny and len(word) <= _TINY and _LATIN.fullmatch(word)} - _CLEAR
    own = word_pattern(chosen - unspaced - bound, unspaced, bound, binder=_BINDER)
    foreign = {
        word for by_language in meanings for text in by_language.values() for word in _chosen(text, 0, is_own=True)
    }
    slashed = {word for word in foreign - chosen if len(word) < _EVERYWHERE and _LATIN.fullmatch(word)}
    if not (tiny and slashed and everywhere == _EVERYWHERE):
        return own
    return re.compile(f"{own.pattern}|{word_pattern((), (), slashed, binder=_SLASH).pattern}")


def _chosen(text: str, everywhere: int, *, is_own: bool) -> Iterable[str]:
    for raw in text.split("|"):
        word = raw.strip().casefold()
        if word and (is_own or not _LATIN.fullmatch(word) or (len(word.rstrip("*")) >= everywhere)):
            yield word


def language_of(declared: str | None, text: str) -> str:
    """The primary language of a page: what it declares, unless its words clearly say another. "" when unknown."""
    claimed = (declared or "").lower().partition("-")[0]
    if claimed and claimed not in _STOPWORDS:
        return claimed
    tokens = text[:20_000].casefold().split()
    votes = {language: sum(map(tokens.count, listed.split())) for language, listed in _STOPWORDS.items()}
    best = max(votes, key=lambda language: votes[language])
    if claimed and votes[best] < 2 * votes[claimed] + 8:
        return claimed
    return best if votes[best] >= 8 else claimed
