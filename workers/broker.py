"""How a job becomes work: handlers are registered by job class and become Dramatiq actors in the worker process."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar, get_type_hints

import dramatiq
from dramatiq import Broker

from competedexter.foundation.job_queue import Job

from .retrying import Failed, HandBack

JobT = TypeVar("JobT", bound=Job)
Handler = Callable[[Any, Any], Awaitable[None]]  # (job, runtime); the decorator below checks the job's type
DEFAULT_TIME_LIMIT = 300.0  # seconds; a crawl has shorter limits of its own, this is for what hangs all the same

# Lower goes first when several wait for a thread: what a person waits for before what the clock asked for.
PRIORITIES = {"default": 0, "alone": 5, "crawl": 10, "reread": 15, "browser": 20}


@dataclass(frozen=True)
class Registered:
    handler: Handler
    time_limit: float


REGISTRY: dict[type[Job], Registered] = {}
_under_way: set[asyncio.Task[None]] = set()


def actor_for(
    job_class: type[JobT], *, time_limit: float = DEFAULT_TIME_LIMIT
) -> Callable[[Callable[[JobT, Any], Awaitable[None]]], Callable[[JobT, Any], Awaitable[None]]]:
    """Registers `async def handler(job, runtime)` for a class of jobs. Delivery is at least once: safe to run twice."""

    def register(handler: Callable[[JobT, Any], Awaitable[None]]) -> Callable[[JobT, Any], Awaitable[None]]:
        if job_class in REGISTRY:
            raise ValueError(f"{job_class.__name__} has a handler already")
        REGISTRY[job_class] = Registered(handler, time_limit)
        return handler

    return register


def declare_actors(broker: Broker, runtime: object) -> None:
    """One actor for each registered job. `runtime` is what every handler gets beside its job."""
    for job_class, registered in REGISTRY.items():
        dramatiq.Actor(
            dramatiq.asyncio.async_to_sync(_runner(job_class, registered, runtime)),
            broker=broker,
            actor_name=job_class.__name__,
            queue_name=job_class.queue,
            priority=PRIORITIES.get(job_class.queue, 0),
            options={},
        )


def cancel_under_way() -> int:
    """Give back what still runs (call it on the event loop). Returns how many jobs that were."""
    for task in _under_way:
        task.cancel()
    return len(_under_way)


def job_from(job_class: type[JobT], payload: dict[str, str]) -> JobT:
    """The inverse of Job.payload. Raises KeyError for a message of another version that lacks a field."""
    hints = get_type_hints(job_class)
    return job_class(**{field.name: hints[field.name](payload[field.name]) for field in fields(job_class)})


def _runner(job_class: type[Job], registered: Registered, runtime: object) -> Callable[..., Awaitable[None]]:
    async def run(**payload: str) -> None:
        task = asyncio.current_task()
        _under_way.add(task)  # type: ignore[arg-type]  # inside a coroutine there is a current task
        try:
            async with asyncio.timeout(registered.time_limit):
                await registered.handler(job_from(job_class, payload), runtime)
        except asyncio.CancelledError:
            raise HandBack from None
        except Exception as error:
            raise Failed(error) from error
        finally:
            _under_way.discard(task)

    return run
