"""The way in and out of every route: strict reading, one transaction, one translator, answers replayed once."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine
from typing import Any

import orjson
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.idempotency import service as idempotency
from competedexter.customers.idempotency.schemas import Claim, KeptAnswer
from competedexter.foundation.unit_of_work import Work

from .errors import translated
from .reading import StrictRequest
from .visit import FOLLOW, Visit

Handler = Callable[[Request], Coroutine[Any, Any, Response]]  # Any: FastAPI's own type for what a coroutine takes
KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
NOT_REPEATED = ("/auth/", "/hooks/", "/sources/{id}/hook")  # secrets in the answer, or nobody whose answer it would be
NOT_KEPT = frozenset({401, 408, 413, 415, 429})  # refused before it was tried: the same request may succeed later


_FILES = asyncio.Semaphore(4)  # read at once: each may take twice its 50 MB


class Door(APIRoute):
    """A route of ours. Answers to a POST with an Idempotency-Key are kept, except where they hold secrets or are nobody's.

    A body is JSON, unless the route takes files (uploads.UploadDoor) of up to `upload_bytes`.
    """

    upload_bytes: int | None = None
    upload_limit = ""

    def get_route_handler(self) -> Handler:
        inner = super().get_route_handler()
        expects_json = self.body_field is not None
        repeatable = "POST" in (self.methods or ()) and not self.path.startswith(NOT_REPEATED)
        template = self.path_format

        async def handle(request: Request) -> Response:
            started = time.perf_counter()
            answer = await answered(StrictRequest(request.scope, request.receive))
            answer.headers.setdefault("Cache-Control", "no-store")  # every answer is somebody's own
            request.app.state.metrics.count(request.method, template, answer.status_code, time.perf_counter() - started)
            return answer

        async def answered(request: StrictRequest) -> Response:
            visit = Visit(request, request.app.state.runtime, request.app.state.burst)
            request.state.visit = visit
            try:
                if self.upload_bytes is not None:
                    await visit.viewer()  # nobody fills the memory before we know who it is
                    async with _FILES:
                        body = await request.read_file(self.upload_bytes, self.upload_limit)
                else:
                    body = await request.read(expects_json=expects_json)
                key = request.headers.get(KEY_HEADER) if repeatable else None
                if key is not None:
                    return await _once(visit, _claim(request, template, key, body), inner, request)
                async with visit:
                    return await inner(request)
            except Exception as error:  # noqa: BLE001  # the translator logs whatever it does not know
                return translated(error, request)

        return handle


def _claim(request: Request, template: str, key: str, body: bytes) -> Claim:
    said = b"\n".join((request.url.path.encode(), request.scope["query_string"], body))
    return Claim(route=f"POST {template}", key=key, request_hash=hashlib.sha256(said).hexdigest())


async def _once(visit: Visit, claim: Claim, inner: Handler, request: Request) -> Response:
    """Carries the request out, or gives the answer it got before. The answer is kept in the transaction of its effects."""
    open_work = await visit.open_work()
    viewer = await visit.viewer()
    async with open_work() as work:
        visit.earlier = await idempotency.claim(work, viewer, claim)
    if visit.earlier is not None:
        return await _again(visit, visit.earlier, inner, request)
    visit.claim = claim
    try:
        async with visit:
            answer = await inner(request)
            if not visit.kept:
                await idempotency.keep(await visit.work(), viewer, claim, _kept(answer))
    except Exception as error:  # noqa: BLE001  # as above
        answer = translated(error, request)
        if not visit.kept:
            async with open_work() as work:
                await _settle(work, viewer, claim, answer)
    return answer


async def _settle(work: Work, viewer: Viewer, claim: Claim, answer: Response) -> None:
    """A refusal is an answer too; what failed on our side, or was not tried, may be sent again."""
    if answer.status_code >= 500 or answer.status_code in NOT_KEPT:
        await idempotency.release(work, viewer, claim)
    else:
        await idempotency.keep(work, viewer, claim, _kept(answer))


async def _again(visit: Visit, kept: KeptAnswer, inner: Handler, request: Request) -> Response:
    if kept.status != FOLLOW:
        return _replay(kept)
    async with visit:
        answer = await inner(request)
    answer.headers[REPLAYED_HEADER] = "true"
    return answer


def _kept(answer: Response) -> KeptAnswer:
    return KeptAnswer(answer.status_code, orjson.loads(answer.body) if answer.body else None)


def _replay(kept: KeptAnswer) -> Response:
    content = b"" if kept.body is None else orjson.dumps(kept.body)
    return Response(content, kept.status, {REPLAYED_HEADER: "true"}, "application/json")
