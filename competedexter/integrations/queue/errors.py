"""QueueAway: the one thing that can go wrong when a job is handed over."""

from competedexter.foundation.errors import Unavailable


class QueueAway(Unavailable):
    code = "queue_unavailable"
    sentence = "The job queue does not answer. What was asked for is stored and starts as soon as it is back."
