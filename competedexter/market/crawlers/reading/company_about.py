"""A company as its about page tells people: when it was founded, where it sits, how many work there, who leads it.

Only sentences of the main part whose subject is the company itself count: "companies with 50+ employees" are its customers.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from competedexter.market.crawlers.reading.company_fact import Said
from competedexter.market.crawlers.reading.page_tree import Line, VisibleText

SOURCE: Final = "about page"
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“'])")
_LONGEST: Final = 600  # characters of a sentence; longer ones are lists
_US: Final = r"\b(?:we|we're|we’re|our|us|the company|the team)\b"
_OTHERS = re.compile(
    r"\b(?:customers?|clients?|companies|businesses|organi[sz]ations|plans?|users?|startups|partners?)\b", re.I
)
_MONTH: Final = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? )?"
_FOUNDED = re.compile(
    rf"\b(?:founded|established|incorporated|started|began|born)\b[^.;:]{{0,80}}?\b(?:in|since) {_MONTH}((?:1[89]|20)\d\d)\b",
    re.I,
)
_FOUNDED_LINE = re.compile(r"(?:founded|established|est\.?|since)(?: in)?:? ((?:1[89]|20)\d\d)", re.I)
_PLACE: Final = r"((?:the )?[A-Z][\w'’.\-]*(?:,? (?:[A-Z][\w'’.\-]*|of|de|la|del|am|an|den)){0,5})"
_SEAT = re.compile(
    rf"\b(?:[Hh]eadquartered|[Hh]eadquarters (?:is|are)(?: located)?|[Hh]ead office (?:is|are)(?: located)?|based) (?:in|at) {_PLACE}"
)
_SEAT_LINE = re.compile(rf"(?:Headquarters|Head office|HQ)(?: in)?:? {_PLACE}")
_COUNT: Final = r"(\d{1,3}(?:[,.  ]\d{3})+|\d{1,6})( ?\+)?"
_STAFF: Final = r"(?:employees|team members|teammates|colleagues|staff members)"
_EMPLOYEES = re.compile(
    rf"\b(?:{_COUNT} (?:[a-z-]+ ){{0,2}}{_STAFF}|team of (?:over |more than |about |around |nearly )?{_COUNT})(?!\w)",
    re.I,
)
_EMPLOYEES_LINE = re.compile(rf"{_COUNT} {_STAFF}", re.I)
_NUMBER_LINE = re.compile(_COUNT)
_STAFF_LINE = re.compile(rf"{_STAFF}|people", re.I)
_AND: Final = r"\s*(?:&|and|,|/|\|)\s*"
_CHIEF = re.compile(
    rf"(?:(?:co-?)?founder{_AND})?(?:CEO|chief executive officer|chief executive)(?:{_AND}(?:co-?)?founder)?", re.I
)
_PERSON = re.compile(r"[A-Z][\w'’.\-]*(?: [A-Z][\w'’.\-]*){1,3}")


def about_facts(page: VisibleText, name: str = "") -> list[Said]:
    """The facts of a page about its own company; `name` is what the company is called, where that is known."""
    lines = [line for line in page.lines if line.region == "main" and not line.hidden]
    us = re.compile(rf"{_US}|\b{re.escape(name)}\b" if len(name) > 1 else _US, re.I)
    found = [*_alone(lines), *(fact for line in lines for fact in _of_line(line.text, us))]
    return [*_first_of_each(found), *_chief(lines)]


def _of_line(text: str, us: re.Pattern[str]) -> Iterator[Said]:
    for sentence in _SENTENCE.split(text[:20_000]):
        if len(sentence) <= _LONGEST:
            yield from _of_sentence(sentence, us)


def _of_sentence(sentence: str, us: re.Pattern[str]) -> Iterator[Said]:
    subject = us.search(sentence)
    found = _FOUNDED.search(sentence)
    if (
        found
        and (found.start() <= 1 or (subject and subject.start() < found.start()))
        and (not _OTHERS.search(sentence[: found.start()]))
    ):
        yield Said("founded", found[1], SOURCE, quote=sentence)
    seat = _SEAT.search(sentence)
    if seat and (seat[0].lower().startswith("head") or subject) and not _OTHERS.search(sentence[: seat.start()]):
        yield Said("headquarters", _place(seat[1]), SOURCE, quote=sentence)
    if subject and (staff := _EMPLOYEES.search(sentence)) and not _OTHERS.search(sentence[: staff.end()]):
        yield Said("employees", _number(staff[1] or staff[3], staff[2] or staff[4]), SOURCE, quote=sentence)


def _alone(lines: Sequence[Line]) -> Iterator[Said]:
    """Facts that are a line of their own ("120+ employees"), or a number with its name on the next line."""
    for place, line in enumerate(lines):
        text = line.text
        if found := _FOUNDED_LINE.fullmatch(text):
            yield Said("founded", found[1], SOURCE, quote=text)
        elif found := _SEAT_LINE.fullmatch(text):
            yield Said("headquarters", _place(found[1]), SOURCE, quote=text)
        elif found := _EMPLOYEES_LINE.fullmatch(text):
            yield Said("employees", _number(found[1], found[2]), SOURCE, quote=text)
        elif place and _STAFF_LINE.fullmatch(text) and (found := _NUMBER_LINE.fullmatch(lines[place - 1].text)):
            yield Said("employees", _number(found[1], found[2]), SOURCE, quote=f"{lines[place - 1].text} {text}")


def _chief(lines: Sequence[Line]) -> list[Said]:
    """A name with "CEO" below it and nothing else; two of them are quotes of other companies' chiefs."""
    found = {
        before.text: Said("chief_executive", before.text, SOURCE, quote=f"{before.text}, {line.text}")
        for before, line in pairwise(lines)
        if len(line.text) < 60
        and _CHIEF.fullmatch(line.text)
        and len(before.text) < 60
        and _PERSON.fullmatch(before.text)
    }
    return list(found.values()) if len(found) == 1 else []


def _first_of_each(found: list[Said]) -> list[Said]:
    return list({fact.name: fact for fact in reversed(found)}.values())


def _number(digits: str, more: str | None) -> str:
    plain = re.sub(r"\D", "", digits)
    return f"{plain}+" if more else plain


def _place(written: str) -> str:
    return written.strip(" .,")
