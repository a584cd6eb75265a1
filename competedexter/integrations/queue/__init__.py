"""The transport of jobs: Dramatiq over Redis, or RabbitMQ for an `amqp://` address."""

from .broker import open_broker
from .errors import QueueAway
from .sender import DramatiqQueue

__all__ = ["DramatiqQueue", "QueueAway", "open_broker"]
