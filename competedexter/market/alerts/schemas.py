"""What comes into and goes out of rules and alerts (api.md "Alert", "AlertRule")."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from competedexter.foundation.views import Command, GivenMoment, Moment, View

MAX_CHANNELS = 20  # of one rule
Channels = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=64)], ...], Field(max_length=MAX_CHANNELS)]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class NewRule(Command):
    """`conditions` are checked by conditions.py, which names each mistake at its place."""

    name: Name
    conditions: dict[str, Any]  # Any: JSON, typed by conditions.py
    competitor_id: UUID | None = None
    rule_type: Annotated[str, Field(min_length=1, max_length=60)] = "custom"
    channels: Channels = ()
    enabled: bool = True


class RuleEdit(Command):
    """Fields left out stay as they are."""

    name: Name | None = None
    conditions: dict[str, Any] | None = None  # Any: as above
    competitor_id: UUID | None = None
    channels: Channels | None = None
    enabled: bool | None = None


class RuleView(View):
    id: UUID
    name: str
    competitor_id: UUID | None
    rule_type: str
    conditions: dict[str, Any]  # Any: JSON
    channels: tuple[str, ...]
    enabled: bool
    version: int
    created_at: Moment


class MatchedRule(View):
    """A rule in the version that matched."""

    id: UUID
    version: int
    name: str


class AlertView(View):
    id: UUID
    competitor_id: UUID
    change_id: UUID
    rules: tuple[MatchedRule, ...]
    item_id: UUID
    alert_type: str
    title: str
    description: str
    data: dict[str, Any]  # Any: JSON of the change's kind (api.md "Shapes")
    severity: str
    read: bool
    created_at: Moment


@dataclass(frozen=True)
class AlertFilters:
    unread: bool = False
    severities: tuple[str, ...] = ()
    competitor_id: UUID | None = None
    alert_type: str | None = None
    item_id: UUID | None = None
    include_archived: bool = False  # those of archived competitors, when no competitor or item is asked for


class Backtest(Command):
    """A rule, stored or not, to hold against the changes observed from `since` until `until`."""

    rule: NewRule
    since: Annotated[GivenMoment, Field(alias="from")]
    until: Annotated[GivenMoment, Field(alias="to")]


class BacktestAlert(View):
    change_id: UUID
    competitor_id: UUID
    alert_type: str
    title: str
    severity: str
    observed_at: Moment


class BacktestView(View):
    """`count` of all matches, of which the latest are in `alerts`; `looked_at` counts the changes held against it."""

    count: int
    looked_at: int
    alerts: tuple[BacktestAlert, ...]


@dataclass(frozen=True)
class Evaluated:
    """What an evaluation did: the alert it raised, if this time it raised one."""

    change_id: UUID
    matched: tuple[UUID, ...] = ()
    alert_id: UUID | None = None
