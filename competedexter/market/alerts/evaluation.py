"""A change held against rules: what the rules see of it, and the words of the alert it becomes. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from .facts import Facts
from .repository import Subject

MAX_TEXT = 2_000  # characters of a change that rules search; the whole stands in the documents
_LEFT_OUT = frozenset({"edits"})  # told in `text`; too large to store with every evaluation


def facts_of(subject: Subject) -> Facts:
    """What rules see of a change now."""
    change, competitor = subject.change, subject.competitor
    return Facts(
        kind=change.kind,
        label=subject.label.label,
        severity=change.severity,
        tier=competitor.tier,
        competitor_id=str(competitor.id),
        competitor=competitor.name,
        tags=tuple(competitor.tags),
        source_type=subject.source_type,
        snapshot_type=change.snapshot_type,
        text="\n".join(_words(change.summary, change.data))[:MAX_TEXT],
        data={name: value for name, value in change.data.items() if name not in _LEFT_OUT},
    )


def title_of(subject: Subject) -> str:
    """ "Acme: Pro: 49 → 59 USD/month (+20.4 %)"."""
    return f"{subject.competitor.name}: {subject.change.summary}"


def description_of(subject: Subject) -> str:
    return f"{subject.label.reason} {subject.change.severity_reason}".strip()


def _words(summary: str, data: Mapping[str, Any]) -> Iterator[str]:  # Any: JSON of the kind
    yield summary
    for edit in data.get("edits", ()):
        yield from (text for text in (edit.get("before"), edit.get("after")) if text)
