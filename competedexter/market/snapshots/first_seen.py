"""What a record cannot know by itself: when each of its things was seen first. Pure."""

from datetime import datetime

from competedexter.market.evidence.listings import JobsRecord
from competedexter.market.evidence.records import Record


def with_first_seen(record: Record, before: Record | None, now: datetime) -> Record:
    """The record with the times at which its openings were first seen, carried over from the state before."""
    if not isinstance(record, JobsRecord):
        return record
    known = {job.external_id: job.first_seen_at for job in before.jobs} if isinstance(before, JobsRecord) else {}
    jobs = (job.model_copy(update={"first_seen_at": known.get(job.external_id) or now}) for job in record.jobs)
    return record.model_copy(update={"jobs": tuple(jobs)})
