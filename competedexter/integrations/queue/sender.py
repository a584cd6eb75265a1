"""Hands jobs to the workers without knowing them: a job's class names the actor, its fields are the message."""

import asyncio
from collections.abc import Sequence

import redis
from dramatiq import Broker, Message
from dramatiq.errors import BrokerConnectionError

from competedexter.foundation.job_queue import Enqueued, Job

from .doorbell import DoorbellBroker
from .errors import QueueAway

MS = 1000


class DramatiqQueue:
    """A JobQueue. The broker blocks, so sending happens beside the event loop."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    async def send(self, jobs: Sequence[Enqueued]) -> None:
        """Raises QueueAway; some of the jobs may have left by then, and each may safely be sent again."""
        if jobs:
            await asyncio.to_thread(self.send_now, jobs)

    def send_now(self, jobs: Sequence[Enqueued]) -> None:
        """The same for a caller without an event loop."""
        try:
            messages = [(message_of(entry.job), round(entry.delay_seconds * MS) or None) for entry in jobs]
            if isinstance(self._broker, DoorbellBroker):
                self._broker.enqueue_all(messages)
                return
            for message, delay in messages:
                self._broker.declare_queue(message.queue_name)
                self._broker.enqueue(message, delay=delay)
        except (redis.RedisError, BrokerConnectionError, OSError) as error:
            raise QueueAway(retry_after=5) from error


def message_of(job: Job) -> Message[None]:
    return Message(queue_name=job.queue, actor_name=type(job).__name__, args=(), kwargs=job.payload(), options={})
