"""Which competitors a question means: by name, alias and domain of the workspace; strangers are said, not guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from rapidfuzz.distance import OSA

from .facts import Company
from .words import COMMON, TIERS, is_ordinary

MIN_FUZZY = 4  # letters; below it every typo is another word

_SUFFIX = re.compile(r"[,.]?\s+(?:inc|llc|ltd|limited|gmbh|corp|corporation|co|ag|sa|bv|plc|ab)\.?$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_][\w&'’.-]*[^\W_]|[^\W_]", re.UNICODE)
_DOMAIN = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:[a-z]{2,})\b", re.IGNORECASE)
_SLOTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:[Cc]ompare|[Cc]omparing|[Cc]omparison of|vs\.?|versus|against|than|at|and|between|compared to|compared with|relative to)\s+([^\W\d_][\w&.-]*)",
        r"(?<![\w&.-])([^\W\d_][\w&.-]*)\s+(?:vs\.?|versus)\b",
        r"\b([A-Z][\w&.-]*)['’]s\b",
        r"\b(?:[Hh]ow (?:does|do|is|are)|[Ii]s|[Aa]re|[Dd]oes)\s+([A-Z][\w&.-]*)\s+(?:compar\w+|differ\w*|cheaper|dearer|stack|beat|better|more|less)\b",
    )
)
_LIST = re.compile(r"\b(?:compare|comparison of)\s+([^?!.:;]+)", re.IGNORECASE)
_OPENINGS = (
    r"(?:[Hh]ow much (?:is|does|are|was|did)|[Ww]hat (?:does|did|is|are|was)|^[Dd]id|^[Dd]oes|^[Hh]as|^[Ii]s|"
    r"[Ww]ho is|[Tt]ell me about|[Pp]rices? (?:of|at|for)|[Pp]ricing (?:of|at|for)|[Cc]ost of)"
)
_SUBJECTS = tuple(
    re.compile(pattern)
    for pattern in (
        _OPENINGS + r"\s+([^\W\d_][\w&.-]*)",
        r"\b(?:by|from|of)\s+([A-Z][\w&.-]*)",
    )
)


@dataclass(frozen=True)
class Named:
    """Competitors in the order named, strangers as written, remarks on how names were read, and the rest of the words."""

    found: tuple[UUID, ...] = ()
    unknown: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    rest: str = ""


@dataclass
class _Reading:
    text: str
    found: list[tuple[int, UUID]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def take(self, start: int, end: int, ids: Sequence[UUID]) -> None:
        """Blank the words out, so that "Acme" inside "Acme Cloud" is not read again."""
        self.found += [(start, id_) for id_ in ids]
        self.text = self.text[:start] + "\x00" * (end - start) + self.text[end:]


def named_in(question: str, companies: Sequence[Company], plans: Sequence[str] = ()) -> Named:
    """The competitors of the workspace that a question names, and names that are none of them, nor of a plan."""
    reading = _Reading(question)
    spellings = _spellings(companies)
    for spelling in sorted(spellings, key=len, reverse=True):
        _take_spelling(reading, spelling, spellings[spelling], companies)
    _take_typos(reading, spellings, companies)
    found = tuple(dict.fromkeys(id_ for _, id_ in sorted(reading.found, key=lambda pair: pair[0])))
    ours = {word.casefold() for plan in plans for word in (plan, *plan.split())}
    unknown = tuple(
        dict.fromkeys(word for word in _strangers(reading.text, bool(found)) if word.casefold() not in ours)
    )
    return Named(
        found, unknown, tuple(dict.fromkeys(reading.remarks)), " ".join(reading.text.replace("\x00", " ").split())
    )


def _spellings(companies: Sequence[Company]) -> dict[str, list[UUID]]:
    """Every way to write a competitor, case-folded, with all competitors written that way."""
    known: dict[str, list[UUID]] = {}
    for company in companies:
        for spelling in _ways(company):
            if company.id not in known.setdefault(spelling, []):
                known[spelling].append(company.id)
    return {**_first_words(companies, known), **known}


def _first_words(companies: Sequence[Company], known: dict[str, list[UUID]]) -> dict[str, list[UUID]]:
    """ "Nimbus" for "Nimbus CI", where nobody else begins so and it is no everyday word."""
    first: dict[str, list[UUID]] = {}
    for company in companies:
        word, _, more = company.name.casefold().strip().partition(" ")
        if more and len(word) >= MIN_FUZZY and not is_ordinary(word) and company.id not in first.setdefault(word, []):
            first[word].append(company.id)
    return {word: ids for word, ids in first.items() if len(ids) == 1 and word not in known}


def _ways(company: Company) -> Iterator[str]:
    for name in company.names:
        folded = name.casefold().strip()
        yield from {folded, _SUFFIX.sub("", folded)} - {""}
    if company.domain:
        host = company.domain.casefold().split(":")[0].removeprefix("www.")
        yield host
        label = host.split(".")[0]
        if len(label) >= MIN_FUZZY and label not in COMMON and not label.isdigit():
            yield label


def _take_spelling(reading: _Reading, spelling: str, ids: Sequence[UUID], companies: Sequence[Company]) -> None:
    ordinary = is_ordinary(spelling)
    for match in list(re.finditer(rf"(?<![\w.-]){re.escape(spelling)}(?![\w-])", reading.text, re.IGNORECASE)):
        if ordinary and not match.group()[:1].isupper():
            continue  # a competitor called "Team" is meant only when written like a name
        reading.take(match.start(), match.end(), ids)
        if len(ids) > 1:
            domains = " and ".join(company.domain for company in companies if company.id in ids)
            reading.remarks.append(
                f"“{match.group()}” names {len(ids)} competitors here ({domains}); all are answered."
            )


def _take_typos(reading: _Reading, spellings: dict[str, list[UUID]], companies: Sequence[Company]) -> None:
    names = {company.id: company.name for company in companies}
    for match in list(_TOKEN.finditer(reading.text)):
        word = match.group().casefold().removesuffix("'s").removesuffix("’s")
        if len(word) < MIN_FUZZY or is_ordinary(word):
            continue
        near = _nearest(word, spellings)
        if near is not None:
            reading.take(match.start(), match.end(), spellings[near])
            reading.remarks.append(f"“{match.group()}” was read as {names[spellings[near][0]]}.")


def _nearest(word: str, spellings: dict[str, list[UUID]]) -> str | None:
    """The one spelling a typo away (two in long names); None when none or several are. OSA counts a swap as one."""
    allowed = 1 if len(word) <= 6 else 2
    near = [
        known
        for known in spellings
        if len(known) >= MIN_FUZZY
        and known[0] == word[0]
        and OSA.distance(word, known, score_cutoff=allowed) <= allowed
    ]
    return near[0] if len({spellings[known][0] for known in near}) == 1 else None


def _strangers(text: str, some_found: bool) -> Iterator[str]:
    yield from (match.group() for match in _DOMAIN.finditer(text) if not match.group()[0].isdigit())
    yield from _listed(text)
    slots = _SLOTS if some_found else _SLOTS + _SUBJECTS
    for slot in slots:
        for match in slot.finditer(text):
            word = match[1].rstrip(".-")
            if (
                len(word) > 1
                and "." not in word
                and not is_ordinary(word.casefold())
                and _like_a_name(word, text, match)
            ):
                yield word


def _listed(text: str) -> Iterator[str]:
    """Lone words in the list after "compare": "compare acme, beta and zeta" means Zeta, however it is written."""
    listed = _LIST.search(text)
    for item in re.split(r",|\band\b|&|\bwith\b|\bto\b", listed[1]) if listed else ():
        words = item.replace("\x00", " ").split()
        if len(words) == 1 and "\x00" not in item and not is_ordinary(words[0].strip("?.!:")):
            yield words[0].strip("?.!:")


def _like_a_name(word: str, text: str, match: re.Match[str]) -> bool:
    """Written large, or in the place where only a competitor can stand ("compare acme and zeta", "acme vs zeta")."""
    if word[0].isupper():
        return not (word.isupper() and len(word) <= 4 and match.group().casefold().startswith(("and", "at", "between")))
    led = match.group().casefold()
    comparing = re.search(r"\b(?:compare|comparing|vs\.?|versus)\b", text, re.IGNORECASE) is not None
    return word.casefold() not in TIERS and (
        ("vs" in led or "versus" in led) or (comparing and led.startswith("compar"))
    )
