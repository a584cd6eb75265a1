"""The verbs of idempotency: claim a key, keep the answer, release what failed, forget what expired."""

from datetime import timedelta

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.unit_of_work import Work

from .errors import BadKey, KeyReused, StillUnderWay
from .repository import IdempotencyRepository
from .schemas import Claim, KeptAnswer

KEPT_FOR = timedelta(hours=24)
# No request runs this long (a statement ends after 30 s). Answer and effects commit together, so a key without an
# answer by then had no effects either, and the next request may have it.
ABANDONED_AFTER = timedelta(seconds=60)
MAX_KEY = 255


async def claim(work: Work, viewer: Viewer, wanted: Claim) -> KeptAnswer | None:
    """The answer given before; None when this request is the first. Raises BadKey, KeyReused, StillUnderWay.

    Commit before carrying the request out, so that a second one at the same time sees the first.
    """
    if not 1 <= len(wanted.key) <= MAX_KEY or not all("!" <= character <= "~" for character in wanted.key):
        raise BadKey(most=MAX_KEY)
    keys = IdempotencyRepository(work, viewer.user_id)
    expires_at = work.now() + KEPT_FOR
    if await keys.add(wanted, expires_at) or await keys.take_over(wanted, expires_at, ABANDONED_AFTER):
        return None
    known = await keys.get(wanted)
    if known is None:  # released at this very moment
        raise StillUnderWay(retry_after=1)
    if known.request_hash != wanted.request_hash:
        raise KeyReused
    if known.status is None:
        raise StillUnderWay(retry_after=1)
    return KeptAnswer(known.status, (known.body or {}).get("answer"))


async def keep(work: Work, viewer: Viewer, claimed: Claim, answer: KeptAnswer) -> None:
    """Keeps the answer; in the transaction of its effects, so that both are there or neither."""
    await IdempotencyRepository(work, viewer.user_id).keep(claimed, answer.status, answer.body)


async def release(work: Work, viewer: Viewer, claimed: Claim) -> None:
    """The request failed without effects: the key may be used again."""
    await IdempotencyRepository(work, viewer.user_id).remove(claimed)
