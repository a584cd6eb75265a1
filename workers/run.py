"""A worker process: `python -m workers.run`. SIGTERM ends it in order, within six seconds."""

import asyncio
import logging
import pkgutil
import signal
import threading
from importlib import import_module

import uvloop

import workers
from competedexter.foundation.database import WORKER_POOL_WAIT_SECONDS
from competedexter.foundation.settings import get_settings
from competedexter.integrations.queue import open_broker
from competedexter.runtime import get_runtime

from .outage import tell_outages_once
from .shift import Shift

NOT_ROOMS = {"outage", "run", "scheduler", "timetable"}


def main() -> None:
    settings = get_settings()
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("dramatiq").setLevel(logging.WARNING)
    tell_outages_once()
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    import_actors()
    runtime = get_runtime(pool_wait=WORKER_POOL_WAIT_SECONDS)
    shift = Shift(open_broker(settings.broker_url), runtime, runtime.close)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    shift.start()
    print("ready", flush=True)  # supervisor/programs.py waits for this word; a log line would depend on LOG_LEVEL
    stop.wait()
    shift.end()


def import_actors() -> None:
    """Every module beside this one may register handlers: one module of actors a room."""
    for module in pkgutil.iter_modules(workers.__path__):
        if module.name not in NOT_ROOMS:
            import_module(f"workers.{module.name}")


if __name__ == "__main__":
    main()
