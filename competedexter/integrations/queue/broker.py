"""Opens the broker an address names. Senders and workers share it, so that they agree on names and timeouts."""

from collections.abc import Sequence

import redis
from dramatiq import Broker, Middleware

from .doorbell import DoorbellBroker

# A worker that is silent this long is dead and its jobs go to others. Dramatiq's own minute would leave a killed
# worker's crawls waiting; much below this, one long pause of a busy worker would run its jobs twice.
HEARTBEAT_TIMEOUT_MS = 8_000
MAINTENANCE_ALWAYS = (
    1_000_000  # look for dead workers at every fetch; fetches are few because consumers wait for a bell
)
CONNECT_SECONDS = 3
ANSWER_SECONDS = 10


def open_broker(url: str, middleware: Sequence[Middleware] = ()) -> Broker:
    """`redis://`, `rediss://` and `unix://` open Redis, `amqp://` and `amqps://` RabbitMQ. Connects at first use."""
    if url.startswith(("amqp://", "amqps://")):
        from dramatiq.brokers.rabbitmq import RabbitmqBroker  # pika is needed only by those who run RabbitMQ

        return RabbitmqBroker(url=url, confirm_delivery=True, middleware=list(middleware))
    client = redis.Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=CONNECT_SECONDS)
    return DoorbellBroker(
        client=client,
        middleware=list(middleware),
        heartbeat_timeout=HEARTBEAT_TIMEOUT_MS,
        maintenance_chance=MAINTENANCE_ALWAYS,
    )
