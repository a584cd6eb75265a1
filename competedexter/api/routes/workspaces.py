"""Tenants, and who belongs to them."""

from uuid import UUID

from fastapi import APIRouter

from competedexter.api.dependencies import Id, Paging, Visiting, page_of
from competedexter.api.door import Door
from competedexter.api.errors import NoSuchWorkspace
from competedexter.api.visit import Visit
from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import MemberView, NewWorkspace, WorkspaceEdit, WorkspaceView
from competedexter.foundation.views import Page

router = APIRouter(prefix="/workspaces", tags=["workspaces"], route_class=Door)


@router.get("")
async def list_workspaces(page: Paging, visit: Visiting) -> Page[WorkspaceView]:
    """Those this person is a member of, the first one first."""
    viewer = await visit.viewer()
    return page_of(await accounts.workspaces(await visit.house(), viewer), page)


@router.post("", status_code=201)
async def add_workspace(new: NewWorkspace, visit: Visiting) -> WorkspaceView:
    """Another workspace, owned by this person."""
    await visit.viewer()
    made = await accounts.add_workspace(await visit.house(), await visit.viewer(), new.name)
    return await _view(visit, made)


@router.get("/{id}")
async def get_workspace(workspace_id: Id, visit: Visiting) -> WorkspaceView:
    await visit.viewer(workspace_id)
    return await _view(visit, workspace_id)


@router.patch("/{id}")
async def rename_workspace(workspace_id: Id, edit: WorkspaceEdit, visit: Visiting) -> WorkspaceView:
    viewer = await visit.viewer(workspace_id)
    return await accounts.rename_workspace(await visit.house(), viewer, edit)


@router.get("/{id}/members")
async def list_members(workspace_id: Id, page: Paging, visit: Visiting) -> Page[MemberView]:
    viewer = await visit.viewer(workspace_id)
    return page_of(await accounts.members(await visit.house(), viewer), page)


async def _view(visit: Visit, workspace_id: UUID) -> WorkspaceView:
    for workspace in await accounts.workspaces(await visit.house(), await visit.viewer()):
        if workspace.id == workspace_id:
            return workspace
    raise NoSuchWorkspace
