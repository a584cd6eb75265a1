"""Rules, and trying one on the past."""

from fastapi import APIRouter

from competedexter.api.dependencies import Id, InWorkspace, Paging, page_of
from competedexter.api.door import Door
from competedexter.foundation.views import Page
from competedexter.market.alerts import rules
from competedexter.market.alerts.schemas import Backtest, BacktestView, NewRule, RuleEdit, RuleView

router = APIRouter(prefix="/alerts/rules", tags=["rules"], route_class=Door)


@router.get("")
async def list_rules(page: Paging, inside: InWorkspace) -> Page[RuleView]:
    """Oldest first; a new workspace starts with a set that covers every change that is not held back."""
    return page_of(await rules.find(inside.work, inside.viewer), page)


@router.post("", status_code=201)
async def add_rule(new: NewRule, inside: InWorkspace) -> RuleView:
    return await rules.create(inside.work, inside.viewer, new)


@router.post("/backtest")
async def backtest_rule(wanted: Backtest, inside: InWorkspace) -> BacktestView:
    """What the rule would have raised, by the evaluator of the live path."""
    return await rules.backtest(inside.work, inside.viewer, wanted)


@router.put("/{id}")
async def edit_rule(rule_id: Id, edit: RuleEdit, inside: InWorkspace) -> RuleView:
    """A new version from now on. Fields left out stay as they are."""
    return await rules.edit(inside.work, inside.viewer, rule_id, edit)


@router.delete("/{id}", status_code=204)
async def remove_rule(rule_id: Id, inside: InWorkspace) -> None:
    """Its alerts stay."""
    await rules.delete(inside.work, inside.viewer, rule_id)
