"""One worker process at work: an event loop for all handlers, threads that wait for them, and an orderly end."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import dramatiq.asyncio
from dramatiq import Broker, Middleware
from dramatiq.asyncio import EventLoopThread

from .broker import cancel_under_way, declare_actors
from .pool import SharingWorker
from .retrying import Retrying

log = logging.getLogger(__name__)

DRAIN_SECONDS = 4.0  # jobs under way may finish; what is left then goes back to the queue
HAND_BACK_SECONDS = 1.0
CLOSE_SECONDS = 1.0
NEVER = 3600.0  # seconds between looks for interrupts that we do not send; the default wakes every thread ten times a second

CloseRuntime = Callable[[], Awaitable[None]]


class Loop(Middleware):
    """The event loop all handlers of this process share; connections opened on it are closed on it."""

    def __init__(self, close_runtime: CloseRuntime) -> None:
        self._close_runtime = close_runtime
        self._thread: EventLoopThread | None = None

    def before_worker_boot(self, broker: Broker, worker: Any) -> None:
        del broker, worker
        self._thread = EventLoopThread(logging.getLogger("dramatiq.loop"), interrupt_check_ival=NEVER)
        self._thread.daemon = True  # a handler that blocks it for good must not keep a stopped process alive
        self._thread.start(timeout=5.0)
        dramatiq.asyncio.set_event_loop_thread(self._thread)

    def after_worker_shutdown(self, broker: Broker, worker: Any) -> None:
        del broker, worker
        if self._thread:
            self._run(self._close_runtime(), CLOSE_SECONDS)
            self._thread.stop()
            dramatiq.asyncio.set_event_loop_thread(None)

    def hand_back(self) -> None:
        """Cancel what is under way; each of these jobs returns to the queue."""
        if self._thread:
            self._thread.loop.call_soon_threadsafe(cancel_under_way)

    def _run(self, step: Awaitable[None], seconds: float) -> None:
        async def bounded() -> None:
            await asyncio.wait_for(step, seconds)

        if self._thread:
            try:
                asyncio.run_coroutine_threadsafe(bounded(), self._thread.loop).result(seconds * 2)
            except TimeoutError:
                log.warning("connections did not close in time")


class Shift:
    """start() begins to take jobs; end() stops within DRAIN_SECONDS + HAND_BACK_SECONDS and loses none."""

    def __init__(self, broker: Broker, runtime: object, close_runtime: CloseRuntime) -> None:
        self._loop = Loop(close_runtime)
        broker.add_middleware(self._loop)
        broker.add_middleware(Retrying())
        self._worker = SharingWorker(broker)
        declare_actors(broker, runtime)

    def start(self) -> None:
        self._worker.start()

    def end(self) -> None:
        timer = threading.Timer(DRAIN_SECONDS, self._loop.hand_back)
        timer.start()
        self._worker.stop(timeout=round((DRAIN_SECONDS + HAND_BACK_SECONDS) * 1000))
        timer.cancel()
