"""The person behind the token."""

from fastapi import APIRouter

from competedexter.api.dependencies import Visiting
from competedexter.api.door import Door
from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import ProfileEdit, ProfileView

router = APIRouter(tags=["me"], route_class=Door)


@router.get("/me")
async def get_me(visit: Visiting) -> ProfileView:
    """Profile, memberships, plan, and what was used this month."""
    viewer = await visit.viewer()
    return await accounts.profile(await visit.house(), viewer, visit.runtime.settings)


@router.patch("/me")
async def edit_me(edit: ProfileEdit, visit: Visiting) -> ProfileView:
    """Fields left out stay as they are."""
    viewer = await visit.viewer()
    return await accounts.edit_profile(await visit.house(), viewer, edit, visit.runtime.settings)
