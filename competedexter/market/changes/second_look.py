"""What a later look at a source makes of its pending changes: confirmed, reverted, or still to be seen."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.market.evidence import service as evidence
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import StoredSnapshot
from competedexter.models import ChangeLabel, CrawlRun, SnapshotVariant

from .comparing import STAYS_AFTER
from .diffing import differences
from .kinds import ChangeState, Label, LabelSource
from .mark_repository import MarkRepository
from .repository import ChangeRepository, LabelledChange
from .told_once import Told
from .variant_repository import VariantRepository


@dataclass(frozen=True)
class Settled:
    """`waiting` says that views which came and went before are waited for, `wait_seconds` for how long."""

    confirmed: tuple[UUID, ...] = ()
    reverted: tuple[UUID, ...] = ()
    waiting: bool = False
    wait_seconds: float = 0.0


@dataclass(frozen=True)
class _Seen:
    """The state before a change, the state now, and the (kind, subject) in which they differ."""

    before: StoredSnapshot
    now: StoredSnapshot
    differs: frozenset[tuple[str, str]]


async def settle(work: Work, run: CrawlRun) -> Settled:
    """Holds every pending change of the run's source against what the source shows now."""
    if not await MarkRepository(work).anything_pends(run):
        return Settled()
    changes = ChangeRepository(work)
    pending = await changes.pending_before(run)
    seen: dict[tuple[UUID | None, str], _Seen | None] = {}
    verdicts: list[tuple[LabelledChange, ChangeState]] = []
    waits: list[float] = []
    for one in pending:
        key = (one.change.before_id, one.change.snapshot_type)
        if key not in seen:
            seen[key] = await _seen_now(work, one)
        verdict = _verdict(work, one, seen[key])
        if verdict is ChangeState.PENDING:
            waits.append((one.change.observed_at + STAYS_AFTER - work.now()).total_seconds())
        else:
            verdicts.append((one, verdict))
    await changes.add_labels([await _opinion(work, one, verdict) for one, verdict in verdicts])
    for one, verdict in verdicts:
        if verdict is ChangeState.REVERTED:
            await _remember(work, one, seen[(one.change.before_id, one.change.snapshot_type)])
    confirmed = tuple(one.change.id for one, verdict in verdicts if verdict is ChangeState.CONFIRMED)
    reverted = tuple(one.change.id for one, verdict in verdicts if verdict is ChangeState.REVERTED)
    return Settled(confirmed, reverted, bool(waits), max(0.0, min(waits, default=0.0)))


async def _seen_now(work: Work, one: LabelledChange) -> _Seen | None:
    change = one.change
    now = await snapshots.newest(work, change.data_source_id, change.snapshot_type)
    if now is None or change.before_id is None:
        return None
    before = await snapshots.stored(work, change.before_id)
    if before.data_hash == now.data_hash:
        return _Seen(before, now, frozenset())
    texts = [await evidence.text_of(work, one.document_id) for one in (before, now)]
    drafts = await asyncio.to_thread(differences, before.record, now.record, texts[0], texts[1], Told())
    return _Seen(before, now, frozenset((draft.kind.value, draft.subject) for draft in drafts))


def _verdict(work: Work, one: LabelledChange, seen: _Seen | None) -> ChangeState:
    if seen is None:
        return ChangeState.CONFIRMED  # nothing to compare with any more; what was seen once stands
    change = one.change
    is_there = seen.now.id == change.after_id or (change.kind, change.subject) in seen.differs
    if not is_there:
        return ChangeState.REVERTED
    stays = work.now() - change.observed_at >= STAYS_AFTER
    return ChangeState.CONFIRMED if one.label.label != Label.VARIANT or stays else ChangeState.PENDING


async def _opinion(work: Work, one: LabelledChange, verdict: ChangeState) -> ChangeLabel:
    """The label of before in its new state; a view of the page that came to stay gets back what it was worth at first."""
    label, reason, source = one.label.label, one.label.reason, one.label.source
    if verdict is ChangeState.CONFIRMED and label == Label.VARIANT and source == LabelSource.RULE:
        first = await ChangeRepository(work).first_label(one.change.id)
        label = first.label if first else label
        reason = "This view of the page came and went before; it has stayed for a day now."
    return ChangeLabel(
        id=new_id(),
        workspace_id=work.tenant,
        change_id=one.change.id,
        label=label,
        reason=reason,
        source=source,
        state=verdict,
        user_id=one.label.user_id,
        at=work.now(),
        created_at=work.now(),
    )


async def _remember(work: Work, one: LabelledChange, seen: _Seen | None) -> None:
    """A state that was gone again at the second look is a variant of the source."""
    if seen is None or seen.before.data_hash != seen.now.data_hash or one.change.after_id is None:
        return
    after = await snapshots.stored(work, one.change.after_id)
    variant = SnapshotVariant(
        id=new_id(),
        workspace_id=work.tenant,
        data_source_id=after.source_id,
        snapshot_type=after.snapshot_type,
        data_hash=after.data_hash,
        first_seen_at=after.observed_at,
        last_seen_at=after.observed_at,
        created_at=work.now(),
    )
    await VariantRepository(work).remember_variant(variant)
