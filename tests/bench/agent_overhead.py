"""P14: what a question costs without a model, over the demo's year: CPU of this process and of the servers, first event.

python -m tests.bench.agent_overhead
"""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from competedexter.agent import service as agent
from competedexter.agent.question import Question
from competedexter.customers.accounts.viewer import Viewer
from competedexter.demo.service import open_demo
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.migrations import upgrade
from competedexter.runtime import Runtime, build
from tests.bench.stack import spent
from tests.conftest import make_viewer, settings_for
from tests.services import Services

QUESTIONS = (
    "How much is Ticketwren Team?",
    "Compare Deskmoor, Helplark and Ticketwren pricing",
    "What changed at Deskmoor since March?",
    "Did Helplark raise prices?",
    "What is the cheapest plan?",
    "Who is Ticketwren?",
    "What does Deskmoor say about audit logs?",
    "Timeline of Helplark",
    "What would 12 seats of Ticketwren Team cost for a year?",
    "How much was Ticketwren Team 6 months ago?",
)
ROUNDS = 5


async def one(runtime: Runtime, viewer: Viewer, question: str) -> tuple[float, float]:
    """Milliseconds from asking to the first event and to the last."""
    began = time.perf_counter()
    running = await agent.ask(runtime, viewer, Question(query=question))
    first = 0.0
    async for _ in agent.follow(runtime, viewer, running.query_id):
        first = first or (time.perf_counter() - began) * 1000
    return first, (time.perf_counter() - began) * 1000


async def measure(runtime: Runtime, viewer: Viewer, pids: list[int], *, fresh: bool) -> None:
    """Each question ROUNDS times; `fresh` forgets cached tool results before each."""
    firsts, totals, costs = [], [], []
    for question in QUESTIONS:
        spending = []
        for _ in range(ROUNDS):
            if fresh:
                runtime.analyst.cache.forget()
            before = spent(pids)
            first, total = await one(runtime, viewer, question)
            after = spent(pids)
            firsts.append(first)
            totals.append(total)
            spending.append((after.own - before.own + after.servers - before.servers) * 1000)
        costs.append(statistics.mean(spending))
        print(f"   {question:<52} {costs[-1]:6.0f} ms CPU")
    kind = "nothing cached" if fresh else "cached"
    print(
        f"P14 a question, {kind:<15} {statistics.mean(costs):6.1f} ms CPU (most {max(costs):.0f}); first event p50 "
        f"{statistics.median(firsts):.1f} ms, p95 {sorted(firsts)[int(len(firsts) * 0.95)]:.1f} ms; whole answer p50 {statistics.median(totals):.0f} ms"
    )


async def run(services: Services) -> None:
    folder = Path(tempfile.mkdtemp(prefix="competedexter-bench-"))
    settings = settings_for(await services.create_database("bench_agent"), services.new_redis_url(), folder)
    settings = settings.model_copy(update={"crawl_browser": "off"})
    await asyncio.to_thread(upgrade, settings)
    runtime = build(settings, queue=RecordingQueue())
    viewer = await make_viewer(runtime.database)
    async with runtime.database.system() as work:
        viewer = replace(viewer, workspace_id=await open_demo(work, viewer))
    await runtime.seed_demo(viewer.workspace_id, viewer.user_id)
    await one(runtime, viewer, QUESTIONS[0])
    for fresh in (True, False):
        await measure(runtime, viewer, services.pids(), fresh=fresh)
    if "--profile" in sys.argv:
        import cProfile

        profile = cProfile.Profile()
        profile.enable()
        for _ in range(3):
            for question in QUESTIONS:
                await one(runtime, viewer, question)
        profile.disable()
        profile.print_stats("tottime")
    await runtime.close()


def main() -> None:
    services = Services().start()
    try:
        asyncio.run(run(services))
    finally:
        services.stop()


if __name__ == "__main__":
    main()
