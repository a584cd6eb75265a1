"""Dramatiq's worker with a share of its threads for each queue, so that slow crawls never hold up an alert."""

from typing import Any

from dramatiq import Worker
from dramatiq.common import q_name
from dramatiq.worker import ConsumerThread

# How many jobs of a queue one process works on at a time; an async job only holds a sleeping thread meanwhile.
SHARES = {
    "crawl": 64,
    "soon": 16,  # looks that somebody waits for
    "default": 16,
    "browser": 2,  # a page in Chromium takes 400 MB at times
    "alone": 1,  # runs whose worker died under them: if it dies again, it dies of this one
}
OTHER_SHARE = 4


class SharingWorker(Worker):
    """A queue's prefetch is its share, and in-progress jobs count: no queue can take another's threads."""

    def __init__(self, broker: Any) -> None:
        super().__init__(broker, worker_threads=sum(SHARES.values()) + OTHER_SHARE)

    def _add_consumer(self, queue_name: str, *, delay: bool = False) -> None:
        if queue_name in self.consumers:
            return
        consumer = self.consumers[queue_name] = ConsumerThread(
            broker=self.broker,
            queue_name=queue_name,
            prefetch=self.delay_prefetch if delay else SHARES.get(q_name(queue_name), OTHER_SHARE),
            work_queue=self.work_queue,
            worker_timeout=self.worker_timeout,
        )
        consumer.start()
