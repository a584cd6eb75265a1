"""What a competitor's product has and what it is built with, as the Product tab shows it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.evidence.listings import Feature, FeaturesRecord, TechnologiesRecord, Technology
from competedexter.market.snapshots.schemas import StoredSnapshot
from competedexter.ui.addresses import with_query

MOST_FEATURES = 300  # rows of one matrix; a longer table is a page of its own site
MOST_PLANS = 8  # columns
YES = frozenset({"yes", "true", "\u2713", "\u2714", "included", "x"})
NO = frozenset({"no", "false", "\u2717", "\u2718", "-", "\u2013", "\u2014", "not included", ""})


@dataclass(frozen=True)
class ValueCell:
    """What a plan has of a feature: `yes` and `no` are drawn, anything else is said. `plan` names it on a phone."""

    plan: str
    kind: str
    words: str


@dataclass(frozen=True)
class FeatureRow:
    """A row of the matrix, or with `is_group` the head of a group."""

    name: str
    is_group: bool = False
    cells: list[ValueCell] = field(default_factory=list)
    evidence: str = ""


@dataclass(frozen=True)
class MatrixRows:
    """A comparison table or, without plans, a list of features."""

    plans: list[str] = field(default_factory=list)
    rows: list[FeatureRow] = field(default_factory=list)
    words: str = ""
    at: str = ""
    more: str = ""


@dataclass(frozen=True)
class TechRow:
    name: str
    version: str
    proof: str
    evidence: str


@dataclass(frozen=True)
class TechGroup:
    name: str
    rows: list[TechRow] = field(default_factory=list)


def matrix_of(states: Sequence[StoredSnapshot]) -> MatrixRows:
    """The newest table with plans; without one the newest list of features."""
    known = [state for state in states if isinstance(state.record, FeaturesRecord) and state.record.features]
    if not known:
        return MatrixRows()
    best = max(known, key=lambda state: (bool(_record(state).plans), state.observed_at))
    record = _record(best)
    plans = list(record.plans[:MOST_PLANS])
    rows: list[FeatureRow] = []
    group = ""
    for feature in record.features[:MOST_FEATURES]:
        if feature.group and feature.group != group:
            rows.append(FeatureRow(feature.group, is_group=True))
        group = feature.group
        rows.append(_feature(feature, plans, best.document_id))
    hidden = len(record.features) - MOST_FEATURES
    count = len(record.features)
    features = "1 feature" if count == 1 else f"{count:,} features"
    words = f"{features} in {len(record.plans)} plans" if plans else features
    return MatrixRows(plans, rows, words, as_rfc3339(best.observed_at), f"and {hidden:,} more" if hidden > 0 else "")


def _record(state: StoredSnapshot) -> FeaturesRecord:
    return state.record if isinstance(state.record, FeaturesRecord) else FeaturesRecord()


def _feature(feature: Feature, plans: Sequence[str], document_id: UUID) -> FeatureRow:
    return FeatureRow(
        name=feature.name,
        cells=[value_cell(plan, feature.values.get(plan, "")) for plan in plans],
        evidence=_evidence(document_id, feature.start, feature.end),
    )


def value_cell(plan: str, value: str) -> ValueCell:
    said = value.strip().casefold()
    kind = "yes" if said in YES else "no" if said in NO else "words"
    return ValueCell(plan, kind, value.strip())


def technologies_of(states: Sequence[StoredSnapshot]) -> list[TechGroup]:
    """By category, each technology once, the newest proof first."""
    found: dict[str, tuple[Technology, UUID]] = {}
    for state in sorted(states, key=lambda one: one.observed_at, reverse=True):
        if isinstance(state.record, TechnologiesRecord):
            for one in state.record.technologies:
                found.setdefault(one.name.casefold(), (one, state.document_id))
    groups: dict[str, list[TechRow]] = {}
    for one, document_id in sorted(found.values(), key=lambda pair: pair[0].name.casefold()):
        row = TechRow(one.name, one.version or "", one.proof, _evidence(document_id, one.start, one.end))
        groups.setdefault(one.category or "Other", []).append(row)
    return [TechGroup(name, rows) for name, rows in sorted(groups.items())]


def _evidence(document_id: UUID, start: int, end: int) -> str:
    return with_query(f"/documents/{document_id}", start=start or "0", end=end)
