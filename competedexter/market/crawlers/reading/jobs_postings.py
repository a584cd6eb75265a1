"""Openings that a page tells machines: schema.org JobPosting, as JSON-LD or microdata."""

from collections.abc import Iterator
from typing import Final

from competedexter.market.crawlers.reading.jobs_boards import places_of
from competedexter.market.crawlers.reading.jobs_opening import MAX_OPENINGS, Board, Opening
from competedexter.market.crawlers.reading.jobs_values import (
    Entry,
    dig,
    employment,
    is_away,
    link,
    moment,
    places,
    plain,
    words,
)
from competedexter.market.crawlers.reading.structured_data import StructuredData

NAME: Final = "JobPosting"
_MAX_NODES: Final = 20_000
_MAX_DEPTH: Final = 12


def postings_of(data: StructuredData) -> Board | None:
    """The postings on a page as a board; None when there is none."""
    found = list(data.of_type(NAME))
    if not found:
        return None
    read = tuple(_opening(item) for item in found[:MAX_OPENINGS])
    return Board(NAME, read, beyond=len(found) - len(read))


def postings_in(root: object) -> Board | None:
    """The postings in JSON-LD that came alone, without a page; None when there is none."""
    items: list[Entry] = []
    waiting: list[tuple[object, int]] = [(root, 0)]
    for _ in range(_MAX_NODES):
        if not waiting:
            break
        value, depth = waiting.pop()
        if isinstance(value, dict) and "@type" in value:
            items.append(value)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth < _MAX_DEPTH:
            waiting.extend((one, depth + 1) for one in list(inner)[:_MAX_NODES][::-1] if isinstance(one, dict | list))
    return postings_of(StructuredData(tuple(items)))


def _opening(item: Entry) -> Opening:
    """One posting. Its identifier may be a PropertyValue, a plain text, or missing."""
    location, *others = _places(item) or ("",)
    return Opening(
        external_id=next(_numbers(item), ""),
        title=words(item.get("title")) or words(item.get("name")),
        team=_team(item),
        location=location,
        more_places=tuple(others),
        remote=_is_remote(item, location),
        url=link(item.get("url")) or link(item.get("sameAs")) or link(dig(item, "mainEntityOfPage")),
        employment=employment(item.get("employmentType")),
        published_at=moment(item.get("datePosted")) or moment(item.get("datePublished")),
        description=plain(item.get("description")),
    )


def _numbers(item: Entry) -> Iterator[str]:
    identifier = item.get("identifier")
    one = identifier[0] if isinstance(identifier, list) and identifier else identifier
    values = [dig(one, "value"), dig(one, "@id")] if isinstance(one, dict) else [one]
    for value in (*values, item.get("uniqueJobCode"), item.get("jobId"), item.get("@id")):
        if told := words(value):
            yield told


def _places(item: Entry) -> tuple[str, ...]:
    """Where it is; where applicants may be, when it is nowhere."""
    return places_of(item, ("jobLocation",)) or places(item.get("applicantLocationRequirements"))


def _team(item: Entry) -> str:
    organization = item.get("hiringOrganization")
    return words(item.get("department")) or words(dig(organization, "department"))


def _is_remote(item: Entry, location: str) -> bool | None:
    kind = words(item.get("jobLocationType")).casefold()
    if "telecommute" in kind or "remote" in kind:
        return True
    return is_away(location) if location else None
