"""Patents in the JSON of the US office: the Open Data Portal's file wrappers, and the PatentsView search API."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from .edgar_json import items, mapping, words
from .edgar_times import day
from .patents import Patent, american, compact, kind_of

_MAX_NAMES: Final = 30  # of one patent
_MAX_ROWS: Final = 5_000
_GOOGLE: Final = "https://patents.google.com/patent"

Json = Mapping[str, Any]  # Any: JSON


def read_patents(data: object) -> tuple[Patent, ...] | None:
    """None when it is neither. A search without a hit is an empty tuple."""
    whole = mapping(data)
    for name, read in (
        ("patentFileWrapperDataBag", _wrapper),
        ("patents", _patentsview),
        ("publications", _patentsview),
    ):
        if isinstance(whole.get(name), list):
            return tuple(read(mapping(row)) for row in whole[name][:_MAX_ROWS])
    if "total_hits" in whole or "total_patent_count" in whole:
        return ()
    return None


def _wrapper(row: Json) -> Patent:
    """A file wrapper: a granted patent by its number, else the application as published, else only filed."""
    told = mapping(row.get("applicationMetaData")) or row
    granted, patent_number = day(told.get("grantDate")), words(told.get("patentNumber"))
    published = words(told.get("earliestPublicationNumber"))
    number = american(patent_number) if patent_number else american(published) if published else ""
    return Patent(
        number=number,
        title=words(told.get("inventionTitle")),
        assignees=_assignees(row) or _of(told, "applicantBag", "applicantNameText") or _one(told, "firstApplicantName"),
        inventors=_of(told, "inventorBag", "inventorNameText") or _one(told, "firstInventorName"),
        filed=day(told.get("filingDate")),
        published=granted if patent_number and granted else day(told.get("earliestPublicationDate")),
        granted=granted,
        kind=kind_of(number),
        url=f"{_GOOGLE}/{number}" if number else "",
        application=words(row.get("applicationNumberText")),
        status=words(told.get("applicationStatusDescriptionText")),
    )


def _patentsview(row: Json) -> Patent:
    """Of the search API; its forerunner wrote `patent_number`, `app_date` and nested applications."""
    kind = words(row.get("patent_kind")) or words(row.get("wipo_kind"))
    written = words(row.get("patent_id")) or words(row.get("patent_number")) or words(row.get("document_number"))
    number = american(written, kind)
    published = day(row.get("patent_date")) or day(row.get("publication_date"))
    application = next((mapping(one) for one in items(row.get("application")) or items(row.get("applications"))), {})
    return Patent(
        number=number,
        title=words(row.get("patent_title")) or words(row.get("publication_title")),
        assignees=_of(row, "assignees", "assignee_organization") or _people(row, "assignees", "assignee"),
        inventors=_people(row, "inventors", "inventor"),
        filed=_filed(application) or _filed(row),
        published=published,
        granted=day(row.get("patent_date")),
        kind=kind or kind_of(number),
        url=f"{_GOOGLE}/{compact(number)}" if number else "",
        application=words(application.get("application_id")) or words(application.get("app_number")),
    )


def _filed(row: Json) -> date | None:
    return day(row.get("filing_date")) or day(row.get("app_date")) or day(row.get("patent_earliest_application_date"))


def _of(row: Json, bag: str, name: str) -> tuple[str, ...]:
    named = (words(mapping(one).get(name)) for one in items(row.get(bag))[:_MAX_NAMES])
    return tuple(dict.fromkeys(one for one in named if one))


def _one(row: Json, name: str) -> tuple[str, ...]:
    told = words(row.get(name))
    return (told,) if told else ()


def _people(row: Json, bag: str, prefix: str) -> tuple[str, ...]:
    """First and last name, under either of the names that the two versions of the API give them."""
    named = []
    for person in (mapping(one) for one in items(row.get(bag))[:_MAX_NAMES]):
        first = words(person.get(f"{prefix}_name_first")) or words(person.get(f"{prefix}_first_name"))
        last = words(person.get(f"{prefix}_name_last")) or words(person.get(f"{prefix}_last_name"))
        named.append(f"{first} {last}".strip())
    return tuple(dict.fromkeys(one for one in named if one))


def _assignees(row: Json) -> tuple[str, ...]:
    """Of the newest assignment that names somebody."""
    for assignment in items(row.get("assignmentBag"))[:_MAX_NAMES]:
        named = _of(mapping(assignment), "assigneeBag", "assigneeNameText")
        if named:
            return named
    return ()
