"""Plans for questions about what sources list: one task a competitor and type, in parallel."""

import re
from datetime import datetime
from uuid import UUID

from .facts import ChangeFact, CountFact
from .findings import Findings
from .happened import forms_in
from .plan_graph import MAX_TASKS, Json, Task
from .question_words import CHANGE
from .source_words import HAPPENINGS, SourceType, thing_words
from .things import (
    AboutFact,
    FeatureFact,
    ListedPageFact,
    OpeningFact,
    RatingFact,
    ReportedFact,
    RowFact,
    TallyFact,
    TechnologyFact,
)
from .understanding import Brief, Understanding

_THINGS = (
    OpeningFact, TechnologyFact, AboutFact, RatingFact, ReportedFact, RowFact, ListedPageFact, TallyFact, ChangeFact,
    CountFact, FeatureFact,
)  # fmt: skip
_KINDS: dict[SourceType, tuple[str, ...]] = {
    "tech_stack": ("technology_added", "technology_removed"),
    "company_info": ("company_changed",),
    "ratings": ("rating_changed",),
    "site": ("page_added", "page_removed"),
    "custom": ("record_added", "record_changed", "record_removed"),
}
"""The changes of a list, asked for with the list where a question speaks of change."""
_OPENED_CLOSED = (
    ("job_opened", re.compile(r"\b(?:new(?:ly)?|added|opened|started hiring)\b", re.IGNORECASE)),
    ("job_closed", re.compile(r"\b(?:clos(?:e|ed|ing)|filled|removed?|gone|stopped)\b", re.IGNORECASE)),
)
_GROWING = ("new", "opened", "closed", "close", "added", "gone")


def source_tasks(understanding: Understanding, brief: Brief) -> list[Task]:
    """For each competitor and type the list or the events, and where change is asked about what changed of it."""
    tasks = [
        task
        for kind in understanding.source_types
        for id_ in understanding.competitors
        for task in _of(kind, id_, understanding, brief)
    ]
    return [Task(f"t{at}", task.tool, task.args, task.description) for at, task in enumerate(tasks[:MAX_TASKS], 1)]


def _of(kind: SourceType, id_: UUID, understanding: Understanding, brief: Brief) -> list[Task]:
    window = understanding.windows[0] if understanding.windows else None
    since, until = (window.start, window.end) if window else (None, None)
    moment = {"until": _iso(until)} if until else {}
    args: Json = {"competitor_id": str(id_)}
    told = f"Read the {thing_words(kind)} of {brief.name(id_)}" + (f" {window.words}" if window else "")
    topic = list(understanding.topic)
    if kind in HAPPENINGS:
        forms = list(forms_in(brief.question)) if kind == "filings" else []
        own = [] if forms else topic
        more: Json = {"of": kind, "since": _iso(since), "until": _iso(until), "topic": own, "forms": forms}
        return [Task("", "get_events", args | more, told)]
    match kind:
        case "jobs":
            moves = _moves(brief.question)
            moved = bool(moves) or CHANGE.search(brief.question) is not None
            more = {"topic": topic, "since": _iso(since) if moved else None, "moves": moves}
            task = Task("", "get_openings", args | more | moment, told)
        case "financials":
            task = Task("", "get_figures", args | {"asked": brief.question[:300]}, told)
        case "tech_stack":
            task = Task("", "get_technologies", args | {"topic": topic} | moment, told)
            if topic and understanding.yes_no:
                words: Json = {"query": understanding.search, "competitor_ids": [str(id_)], "limit": 4}
                return [task, Task("", "search_evidence", words, f"Search what {brief.name(id_)} says of it")]
        case "ratings":
            task = Task("", "get_ratings", args | moment, told)
        case "company_info":
            task = Task("", "get_company", args | {"asked": brief.question[:300]}, told)
        case _:
            task = Task("", "get_records", args | {"of": kind, "topic": topic} | moment, told)
    return [task, *_changes(kind, args, understanding, brief)]


def _moves(question: str) -> list[str]:
    """Whether new openings are asked about, closed ones, or neither."""
    return [kind for kind, pattern in _OPENED_CLOSED if pattern.search(question)]


def _changes(kind: SourceType, args: Json, understanding: Understanding, brief: Brief) -> list[Task]:
    words = brief.question.casefold().split()
    asked = CHANGE.search(brief.question) is not None or any(word.strip("?.,") in _GROWING for word in words)
    kinds = _KINDS.get(kind, ())
    if not asked or not kinds:
        return []
    window = understanding.windows[0] if understanding.windows else None
    more: Json = {"kinds": list(kinds)}
    if window:
        more |= {"since": _iso(window.start), "until": _iso(window.end)}
    return [Task("", "get_timeline", args | more, f"Look how the {thing_words(kind)} changed")]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def answered_by(findings: Findings) -> set[UUID]:
    """The competitors of whom something was found in a list or in the ledger."""
    results = [finding.result for finding in findings if finding.result]
    return {fact.competitor_id for result in results for fact in result.facts if isinstance(fact, _THINGS)}
