"""Which line of a card is the name of its plan."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element, Line, VisibleText
from competedexter.market.crawlers.reading.vocabulary import Vocabulary

MAX_NAME: Final = 60  # characters
_MAX_WORDS: Final = 8
NAMED: Final = 7  # the rank of names that are classed as such; headings rank before, bold text behind
_NAME_CLASS = re.compile(r"(?:^|[\s_-])(?:\w*name|\w*title|heading|headline|h[1-6])(?:$|[\s_-])")
_PLAN_CLASS = re.compile(r"(?:^|[\s_-])(?:tier|plan|plan-?type|package|product|label)(?:$|[\s_-])")
_PRICE_CLASS = re.compile(r"pric|amount|cost|preis|prix|preci|preco|prezz")
_OTHER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:desc|description|sub|subtitle|subheading|tagline|tag|badge|note|text|body|features?|list|content|btn|button|ribbon"
    r"|popular|subtitle|eyebrow|kicker|caption|for|audience|meta|info|summary|icon|chip|pill|save|discount|muted|lead|billing|interval|duration|cycle)(?:$|[\s_-])"
)
_BADGE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:badge|ribbon|chip|pill|tag|popular|flag|label-(?:success|primary|info))(?:$|[\s_-])"
)
_SENTENCE = re.compile(r"[.?!。！？…:]$|\?|[.!]\s")
_PARENTHESIS = re.compile(r"\s*[(（\[].*[)）\]]\s*$")
_ARTICLES = re.compile(
    r"\b(?:a|an|the|your|our|right|simple|for|you|ihr|ihre|dein|deinen|unsere|votre|notre|nos|tu|su|seu|il|tuo|je|uw|onze|din|dit|vores|våra|vår|våre)\b"
)  # of "Choose your plan"
_DECORATION = " -–—:|·•*+✓✔★☆→›#🚀🔥⭐💎👑🎉✨🌟⚡💼🏢📦🆓🥇🥈🥉"
_PER: Final = ("/", "per ", "par ", "por ", "pr. ")
_BOLD: Final = frozenset(["b", "strong", "dt", "legend", "summary", "caption"])


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate: `strength` 3 heading or named as a name, 2 bold or short line, 1 part of the price's own line.

    `shape` is the tag and class it is set in: names of sibling plans share it. `line` is its line's number.
    """

    text: str
    strength: int
    shape: tuple[str, str]
    line: int
    is_doubtful: bool = False  # "Monthly", "Custom": a name only beside better ones set the same way
    rank: int = 0


class Names:
    """Finds names among the lines of a page."""

    def __init__(self, page: VisibleText, words: Vocabulary) -> None:
        self.page = page
        self.words = words
        self._kept: dict[int, Name | None] = {}
        self._unfit: set[tuple[str, str]] = set()

    def forget(self, shapes: Iterable[tuple[str, str]]) -> None:
        """Lines set as prices are set are no names."""
        self._unfit |= set(shapes)
        self._kept.clear()

    def at(self, number: int) -> Name | None:
        """Line `number` as a name, None when it cannot be one."""
        if number not in self._kept:
            self._kept[number] = self._judge(number)
        return self._kept[number]

    def inline(self, text: str, line: int) -> Name | None:
        """The words before a price in its own line: "Basic" of "Basic - 10 €"."""
        plain = _cleaned(text)
        if not plain or len(plain) > MAX_NAME or not any(map(str.isalpha, plain)):
            return None
        shape = self.page.lines[line].element
        strength = 3 if self.page.lines[line].kind == "heading" else 1
        return Name(plain, strength, (shape.tag, shape.classes), line, self.is_doubtful(plain))

    def best(self, first: int, last: int, price: int, *, taken: frozenset[int]) -> Name | None:
        """The best name among lines `first` to `last` of a card whose price is at line `price`."""
        before = [name for number in range(first, price) if number not in taken and (name := self.at(number))]
        strong = [name for name in before if name.strength == 3]
        if strong:
            return min(strong, key=lambda name: (name.is_doubtful, name.rank, name.line))
        behind = [name for number in range(price + 1, last + 1) if number not in taken and (name := self.at(number))]
        strong = [name for name in behind if name.strength == 3 and name.line <= price + 3]
        if strong and not before:
            return strong[0]
        return before[0] if before else None

    def heading_before(self, first: int, last: int, *, taken: frozenset[int]) -> Name | None:
        """The last strong name, or else the last weak one, among lines that lead up to a price."""
        found = [name for number in range(first, last + 1) if number not in taken and (name := self.at(number))]
        strong = [name for name in found if name.strength == 3]
        return strong[-1] if strong else found[-1] if found else None

    def is_period(self, text: str) -> bool:
        """True for "Monthly", "pro Jahr": words of billing that name a plan only when nothing else does."""
        return not self._without(text, self.words.month, self.words.year, self.words.billed, self.words.per)

    def is_doubtful(self, text: str) -> bool:
        """True for words that also stand beside names: of billing, or "Custom"."""
        return self.is_period(text) or bool(self.words.contact.fullmatch(text.lower()))

    def _judge(self, number: int) -> Name | None:
        line = self.page.lines[number]
        if line.region not in ("main", "header", "aside") or line.kind == "button":
            return None
        if (line.element.tag, line.element.classes) in self._unfit:
            return None
        text, element = self._own_words(line)
        if not self._is_plausible(text):
            return None
        strength, rank = _strength(line, element)
        if strength == 0 or (strength < 3 and self._is_about_price(text)):
            return None
        return Name(text, strength, (line.element.tag, line.element.classes), number, self.is_doubtful(text), rank)

    def _own_words(self, line: Line) -> tuple[str, Element]:
        """A line without the badges in it ("Most popular"), and the element of what remains."""
        kept = [
            piece
            for piece in line.pieces
            if not _BADGE_CLASS.search(piece.element.classes)
            and not self.words.badges.fullmatch(self._words_of(piece.start, piece.end).lower())
        ]
        if not kept or len(kept) == len(line.pieces):
            return _cleaned(line.text), line.pieces[0].element
        words = (
            self.page.text[kept[0].start : kept[-1].end]
            if len(kept) > 1
            else self._words_of(kept[0].start, kept[0].end)
        )
        return _cleaned(words), kept[0].element

    def _words_of(self, start: int, end: int) -> str:
        return self.page.text[start:end].strip(_DECORATION + "!")

    def _is_plausible(self, text: str) -> bool:
        lower = text.lower()
        if not 0 < len(text) <= MAX_NAME or len(text.split()) > _MAX_WORDS or _SENTENCE.search(text):
            return False
        if "{" in text or "}" in text:  # a template that was not filled in
            return False
        if not any(map(str.isalnum, text)) or (len(text) < 2 and text.isdigit()):
            return False
        if self.words.badges.fullmatch(lower):
            return False
        return not lower.startswith(_PER) and not self._is_title(text)

    def _is_title(self, text: str) -> bool:
        """True for "Pricing", "Choose your plan": words that head a section and name nothing."""
        articles = (_ARTICLES,) if self.words.titles.search(text.lower()) else ()
        return not self._without(text, self.words.titles, self.words.billed, *articles)

    def _is_about_price(self, text: str) -> bool:
        """True for "Contact us", "Starting at", "You save": names only when set as headings are."""
        if self.words.contact.fullmatch(text.lower()):
            return True
        return not self._without(text, self.words.leading, self.words.save, self.words.per)

    def _without(self, text: str, *patterns: re.Pattern[str]) -> str:
        left = text.lower()
        for pattern in patterns:
            left = pattern.sub(" ", left)
        return "".join(character for character in left if character.isalnum())


def plan_key(name: str) -> str:
    """A name without case, spaces and punctuation: what two mentions of one plan share."""
    return "".join(filter(str.isalnum, name.casefold()))


def _strength(line: Line, element: Element) -> tuple[int, int]:
    """(strength, rank): the lower the rank the larger the heading."""
    told = f"{element.classes} {line.element.classes}"
    other = bool(_OTHER_CLASS.search(told))
    if line.kind == "heading":
        tag = (
            line.element.tag
            if line.element.tag[1:].isdigit()
            else (line.element.parent.tag if line.element.parent else "h9")
        )
        level = int(tag[1:]) if tag[1:].isdigit() else 6
        return 3, level + (10 if other else 0)
    if not other and (_NAME_CLASS.search(told) or (_PLAN_CLASS.search(told) and not _PRICE_CLASS.search(told))):
        return 3, NAMED
    if (
        element.tag in _BOLD
        or line.element.tag in _BOLD
        or re.search(r"(?:^|[\s-])(?:bold|semibold|fw-\w+)(?:$|\s)", told)
    ):
        return (2, 8) if other else (3, 8)
    if line.kind in ("item", "link", "nav") or len(line.text.split()) > 5:
        return 0, 9
    return 2, 9


def _cleaned(text: str) -> str:
    """A name without the remark in parentheses behind it and without ornaments."""
    plain = _PARENTHESIS.sub("", text).strip(_DECORATION + " ")
    return plain or text.strip(_DECORATION + " ")
