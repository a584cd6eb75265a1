"""What a look at a source begins with, and how it went: what is remembered, and when the next one is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from competedexter.foundation.unit_of_work import Work
from competedexter.models import DataSource

from .cadence import FAILED_AFTER, Health, next_look
from .errors import SourceNotFound
from .mapping import is_fed, is_read_anew
from .repository import SourceRepository
from .schemas import SourceView
from .service import shown

_chance = Random()  # noqa: S311  # jitter, not a secret


@dataclass(frozen=True)
class Look:
    """How one look at a source ended. Only a good one carries new validators and a fingerprint."""

    health: Health
    reason: str = ""
    retry_after: float | None = None
    counts_as_error: bool = False
    etag: str | None = None
    last_modified: str | None = None
    fingerprint: str | None = None
    text_length: int | None = None
    doubtful_fingerprint: str | None = None
    render: bool = False


@dataclass(frozen=True)
class Memory:
    """What is remembered of the last good look; no fingerprint when there was none at this address.

    `version` says as of which writing the source was read; empty when nobody will ask.
    """

    etag: str | None
    last_modified: str | None
    fingerprint: str | None
    text_length: int | None
    doubtful_fingerprint: str | None = None
    version: str = ""


async def recall(work: Work, source_id: UUID) -> tuple[SourceView, Memory]:
    """Raises SourceNotFound."""
    columns = await SourceRepository(work).recalled(source_id)
    if columns is None:
        raise SourceNotFound
    return recalled(columns)


def recalled(columns: Mapping[str, Any]) -> tuple[SourceView, Memory]:  # Any: columns (recalled.py)
    return shown(columns), Memory(
        columns["etag"],
        columns["last_modified"],
        columns["fingerprint"],
        columns["text_length"],
        columns["doubtful_fingerprint"],
        columns["version"],
    )


async def keep(work: Work, source: SourceView, memory: Memory, look: Look) -> None:
    """Writes down how a look at the source, as it was recalled, went and when the next one is due. Raises SourceNotFound.

    A look at an address that was changed meanwhile says nothing of the new one.
    """
    sources = SourceRepository(work)
    after = _after(source, look, work.now())
    is_whole = source.config.get("hook") is None  # else the view keeps back a part of it
    if is_whole and await sources.note_look(source.id, memory.version, after):
        return
    row = await sources.locked(source.id)
    if row is None:
        raise SourceNotFound
    if row.source_url != source.source_url:
        return
    after = _after(row, look, work.now())  # somebody else wrote to it meanwhile
    if is_read_anew(source.source_type, source.config, row.config):
        for name in ("etag", "last_modified", "fingerprint", "text_length", "doubtful_fingerprint"):
            after[name] = None  # the look was read by another mapping: it is no baseline of this one
    for name, value in after.items():
        setattr(row, name, value)
    await sources.add(row)


def _after(source: SourceView | DataSource, look: Look, now: datetime) -> dict[str, Any]:  # Any: columns
    """The columns that a look leaves behind; pure but for the jitter."""
    errors = source.error_count + 1 if look.counts_as_error else 0
    is_other = source.health != look.health or source.health_since is None
    values: dict[str, Any] = {  # Any: columns
        "error_count": errors,
        "status": source.status,
        "health": look.health.value,
        "health_reason": look.reason,
        "health_since": now if is_other else source.health_since,
        "last_crawled_at": now,
        "doubtful_fingerprint": look.doubtful_fingerprint,
        "next_due_at": None,
    }
    if source.status != "paused":
        values["status"] = "failed" if errors >= FAILED_AFTER else "active"
    if look.health is Health.OK:
        values |= _good(source, look) | {"last_success_at": now}
    if not is_fed(source.config):
        values["next_due_at"] = next_look(
            frequency=source.crawl_frequency,
            health=look.health,
            errors=errors,
            now=now,
            chance=_chance,
            retry_after=look.retry_after,
        )
    return values


def _good(source: SourceView | DataSource, look: Look) -> dict[str, Any]:  # Any: columns
    """What a good look says that is worth remembering; the rest stays as it was."""
    said = {
        "etag": look.etag,
        "last_modified": look.last_modified,
        "fingerprint": look.fingerprint or None,
        "text_length": look.text_length,
    }
    values: dict[str, Any] = {name: value for name, value in said.items() if value is not None}  # Any: columns
    if look.render and not source.config.get("render"):
        values["config"] = {**source.config, "render": True}
    return values
