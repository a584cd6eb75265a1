"""Every kind of work that can be left behind has a duty that picks it up, and each duty runs on an empty house."""

from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.settings import Settings
from competedexter.runtime import build
from workers import timetable as duties
from workers.timetable import timetable


def test_whatever_can_be_left_behind_is_swept(settings: Settings) -> None:
    swept = {entry.run for entry in timetable(settings)}
    assert {
        duties.queue_due_sources,
        duties.sweep,
        duties.sweep_second_looks,
        duties.sweep_evaluations,
        duties.sweep_set_ups,
        duties.sweep_discoveries,
        duties.sweep_demos,
        duties.sweep_archive,
        duties.let_old_pages_go,
        duties.queue_rereading,
        duties.sweep_unlisted,
        duties.close_lost_answers,
    } <= swept


async def test_every_duty_runs_where_there_is_nothing_to_do(settings: Settings) -> None:
    runtime = build(settings.model_copy(update={"crawl_browser": "off"}), queue=RecordingQueue())
    try:
        assert [await entry.run(runtime) for entry in timetable(settings)] == [0] * len(timetable(settings))
    finally:
        await runtime.close()
