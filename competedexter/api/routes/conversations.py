"""Conversations: titled, shared, removed."""

from fastapi import APIRouter

from competedexter.api.dependencies import Id, InWorkspace, Paging
from competedexter.api.door import Door
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations.schemas import ConversationEdit, ConversationView, QueryView
from competedexter.foundation.views import Page

router = APIRouter(prefix="/conversations", tags=["conversations"], route_class=Door)


@router.get("")
async def list_conversations(page: Paging, inside: InWorkspace) -> Page[ConversationView]:
    """One's own and shared ones; the one spoken in last comes first."""
    return await conversations.conversations(inside.work, inside.viewer, page)


@router.get("/{id}")
async def get_conversation(conversation_id: Id, inside: InWorkspace) -> ConversationView:
    return await conversations.conversation(inside.work, inside.viewer, conversation_id)


@router.get("/{id}/queries")
async def list_turns(conversation_id: Id, page: Paging, inside: InWorkspace) -> Page[QueryView]:
    """The questions of a conversation with their answers."""
    return await conversations.turns(inside.work, inside.viewer, conversation_id, page)


@router.patch("/{id}")
async def edit_conversation(conversation_id: Id, edit: ConversationEdit, inside: InWorkspace) -> ConversationView:
    """Its owner renames it, or shares it in the workspace."""
    return await conversations.edit(inside.work, inside.viewer, conversation_id, edit)


@router.post("/{id}/share")
async def share_conversation(conversation_id: Id, inside: InWorkspace) -> ConversationView:
    """Everyone in the workspace may read it from now on."""
    edit = ConversationEdit(shared=True)
    return await conversations.edit(inside.work, inside.viewer, conversation_id, edit)


@router.delete("/{id}", status_code=204)
async def remove_conversation(conversation_id: Id, inside: InWorkspace) -> None:
    """Its questions and answers go with it."""
    await conversations.remove(inside.work, inside.viewer, conversation_id)
