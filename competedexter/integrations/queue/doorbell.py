"""Dramatiq's Redis broker with a doorbell.

Its consumers poll: once a second they cost nothing and answer late (320 ms over two jobs), every 20 ms they answer at
once and never rest. Here who enqueues rings a bell (PUBLISH), and consumers sleep until it rings.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import redis
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.common import current_millis, dq_name

IDLE_SECONDS = 1.0  # a bell may be lost with a connection; heartbeats need a fetch now and then anyway
DELAYED_IDLE_SECONDS = 0.25  # how late a delayed job may be
RECONNECT_SECONDS = 1.0
NO_SLEEP_MS = 1  # the polling of the original, as good as switched off


class DoorbellBroker(RedisBroker):
    """Rings after each enqueued message and, in a worker, hears the bells of all others."""

    def __init__(self, **options: Any) -> None:  # Any: Dramatiq's own options, handed through
        super().__init__(**options)
        self.bells: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self._listener: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def consumer_class(self) -> type["BellConsumer"]:
        return BellConsumer

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> "BellConsumer":
        del timeout  # how long to sleep is the bell's business
        self._listen()
        return BellConsumer(self, queue_name, prefetch, NO_SLEEP_MS)

    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        return self.enqueue_all([(message, delay)])[0]

    def enqueue_all(self, entries: Sequence[tuple[Message[Any], int | None]]) -> list[Message[Any]]:
        """Many in one round trip (0.04 ms each instead of 0.4); delays are in milliseconds.

        The layout is that of Dramatiq's dispatch.lua: a hash of messages and a list of their ids for each queue.
        """
        sent = [_addressed(message, delay) for message, delay in entries]
        pipeline = self.client.pipeline(transaction=True)
        for (_, delay), message in zip(entries, sent, strict=True):
            self.emit_before("enqueue", message, delay)
            key, number = f"{self.namespace}:{message.queue_name}", message.options["redis_message_id"]
            pipeline.hset(f"{key}.msgs", number, message.encode())  # type: ignore[arg-type]  # bytes are fine: redis-py's hint is too narrow
            pipeline.rpush(key, number)
        for name in {message.queue_name for message in sent}:
            pipeline.publish(self._channel, name)
        pipeline.execute()
        for (_, delay), message in zip(entries, sent, strict=True):
            self.emit_after("enqueue", message, delay)
        return sent

    @property
    def _channel(self) -> str:
        return f"{self.namespace}:bell:{self._database}"

    @property
    def _database(self) -> int:
        """pub/sub knows no numbered databases, so the channel carries the number."""
        return int(self.client.connection_pool.connection_kwargs.get("db") or 0)

    def _listen(self) -> None:
        with self._lock:
            if self._listener is None:
                self._listener = threading.Thread(target=self._hear, name="doorbell", daemon=True)
                self._listener.start()

    def _hear(self) -> None:
        while True:
            try:
                with self.client.pubsub(ignore_subscribe_messages=True) as bells:
                    bells.subscribe(self._channel)
                    self._ring_all()  # what was enqueued while we were deaf
                    while True:
                        if rung := bells.get_message(timeout=IDLE_SECONDS):
                            self.bells[rung["data"].decode()].set()
            except redis.RedisError:
                time.sleep(RECONNECT_SECONDS)

    def _ring_all(self) -> None:
        for bell in list(self.bells.values()):
            bell.set()


def _addressed(message: Message[Any], delay: int | None) -> Message[Any]:
    """With an id of its own, since a message that is tried again keeps its first one; delayed ones wait beside."""
    message = message.copy(options={"redis_message_id": str(uuid4())})
    if delay is None:
        return message
    return message.copy(queue_name=dq_name(message.queue_name), options={"eta": current_millis() + delay})


class BellConsumer(_RedisConsumer):
    """Sleeps until its bell rings: a new message, or room for more after an acknowledgement."""

    def __init__(self, broker: DoorbellBroker, queue_name: str, prefetch: int, timeout: int) -> None:
        super().__init__(broker, queue_name, prefetch, timeout)
        self._bell = broker.bells[queue_name]
        self._idle = DELAYED_IDLE_SECONDS if queue_name.endswith(".DQ") else IDLE_SECONDS

    def __next__(self) -> Any:  # Any: Dramatiq's MessageProxy or None
        message = super().__next__()
        if message is None:
            self._bell.wait(self._idle)
            self._bell.clear()  # then fetch: what rang before this line is found by that fetch
        return message

    def ack(self, message: Any) -> None:
        super().ack(message)
        self._ring_when_half_empty()

    def nack(self, message: Any) -> None:
        super().nack(message)
        self._ring_when_half_empty()

    def _ring_when_half_empty(self) -> None:
        """Not at each acknowledgement: fetching thirty at once costs what fetching one costs."""
        if self.outstanding_message_count <= self.prefetch // 2:
            self._bell.set()
