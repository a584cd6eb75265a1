"""A key whose first request died is free again after a minute; one that was answered is not."""

from datetime import timedelta

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.idempotency import service as idempotency
from competedexter.customers.idempotency.errors import BadKey, KeyReused, StillUnderWay
from competedexter.customers.idempotency.schemas import Claim, KeptAnswer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.unit_of_work import OpenWork

CLAIM = Claim(route="POST /competitors", key="k", request_hash="a")


async def claim(open_work: OpenWork, viewer: Viewer, wanted: Claim = CLAIM) -> KeptAnswer | None:
    async with open_work() as work:
        return await idempotency.claim(work, viewer, wanted)


async def test_a_second_request_waits_for_the_first_and_takes_over_when_it_died(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    assert await claim(open_work, workspace) is None
    clock.advance(timedelta(seconds=59))
    with pytest.raises(StillUnderWay):
        await claim(open_work, workspace)
    clock.advance(timedelta(seconds=1))
    assert await claim(open_work, workspace) is None
    with pytest.raises(StillUnderWay):
        await claim(open_work, workspace)


async def test_an_answer_is_kept_with_its_status_even_without_a_body(open_work: OpenWork, workspace: Viewer) -> None:
    await claim(open_work, workspace)
    async with open_work() as work:
        await idempotency.keep(work, workspace, CLAIM, KeptAnswer(204, None))
    assert await claim(open_work, workspace) == KeptAnswer(204, None)
    with pytest.raises(KeyReused):
        await claim(open_work, workspace, Claim(CLAIM.route, CLAIM.key, "another body"))
    other_route = Claim("POST /sources", CLAIM.key, "another body")
    assert await claim(open_work, workspace, other_route) is None


async def test_a_released_key_is_free_at_once(open_work: OpenWork, workspace: Viewer) -> None:
    await claim(open_work, workspace)
    async with open_work() as work:
        await idempotency.release(work, workspace, CLAIM)
    assert await claim(open_work, workspace) is None


@pytest.mark.parametrize("key", ["", "x" * 256, "two words", "é", "\x7f"])
async def test_only_visible_characters_make_a_key(open_work: OpenWork, workspace: Viewer, key: str) -> None:
    with pytest.raises(BadKey):
        await claim(open_work, workspace, Claim(CLAIM.route, key, "a"))
