"""Beside changedetection.io, the most used open checker of pages: CPU per check, same pages, same run.

    python -m tests.bench.peer

The peer is taken from the package index into an environment of its own under a temporary folder and started here; without
an index this says so and skips. One page of 50 KB is looked at again and again: the words the same with other bytes (a token
in the head), then with another sentence each time. Both ask plainly over HTTP, without a browser. Theirs is run in its own
batch mode, once with one look and once with LOOKS, and the difference counted, so that starting and its pages cost nothing;
it keeps files. Ours counts the process, PostgreSQL and Redis, with the change and its alert.
"""

import asyncio
import os
import subprocess
import tempfile
import urllib.request
from contextlib import ExitStack
from ipaddress import ip_network
from pathlib import Path

from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.migrations import upgrade
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.web.client import SafeWebClient
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import Parties
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from competedexter.runtime import build
from tests.bench.checks import Ours, measure
from tests.bench.own_venv import NotInstallable, own_venv
from tests.bench.stack import small_site
from tests.conftest import make_viewer, settings_for
from tests.services import Services

PEER = "changedetection.io"
LOOKS = 16
PORT = 5_911  # it opens one even when nobody asks it anything
MODES = {"bytes": "bytes changed, text the same", "text": "text changed"}


def say(site: str, mode: str) -> None:
    urllib.request.urlopen(f"{site}/mode/{mode}", timeout=10).close()


def start(python: Path, folder: Path, page: str, looks: int, port: int) -> "subprocess.Popen[bytes]":
    """The peer looking at one page `looks` times, then ending."""
    folder.mkdir()
    environment = {**os.environ, "ALLOW_IANA_RESTRICTED_ADDRESSES": "true", "MINIMUM_SECONDS_RECHECK_TIME": "0"}
    command = [str(python.parent / PEER), "-C", "-h", "127.0.0.1", "-p", str(port), "-d", str(folder), "-l", "ERROR"]
    command += ["-u", page, "-b", "-r", "all", str(looks)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, cwd=folder, stdout=quiet, stderr=quiet)


def cpu_of(process: "subprocess.Popen[bytes]") -> float:
    """Seconds of CPU it took in all, once it has ended. Raises NotInstallable when it failed."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise NotInstallable("it does not run here")
    return used.ru_utime + used.ru_stime


def theirs(python: Path, folder: Path) -> dict[str, tuple[float, int]]:
    """(CPU milliseconds a check, versions kept) by mode; all its runs at once, since it mostly sleeps."""
    with ExitStack() as open_sites:
        running = {}
        for number, mode in enumerate(MODES):
            site = open_sites.enter_context(small_site())
            say(site, mode)
            for looks in (1, LOOKS):
                home = folder / f"{mode}-{looks}"
                running[mode, looks] = start(python, home, f"{site}/page", looks, PORT + 2 * number + (looks > 1))
        spent = {run: cpu_of(process) for run, process in running.items()}
    told = {}
    for mode in MODES:
        kept = sum(len(file.read_text().splitlines()) for file in (folder / f"{mode}-{LOOKS}").rglob("history.txt"))
        told[mode] = (spent[mode, LOOKS] - spent[mode, 1]) / (LOOKS - 1) * 1000, kept
    return told


async def ours(services: Services, folder: Path) -> dict[str, float]:
    """CPU milliseconds a check by mode."""
    settings = settings_for(await services.create_database("bench_peer"), services.new_redis_url(), folder)
    await asyncio.to_thread(upgrade, settings)
    queue = RecordingQueue()
    runtime = build(settings.model_copy(update={"crawl_browser": "off"}), queue=queue)
    viewer = await make_viewer(runtime.database)
    with small_site() as site:
        async with runtime.database.workspace(viewer.workspace_id, viewer.user_id) as work:
            acme = NewCompetitor(name="Acme", domain="acme.example", discover=False)
            made = await competitors.add(work, viewer, acme)
            new = NewSource(source_type="website", source_url=f"{site}/page")
            source = await sources.add(work, viewer, made.id, new)
        web = SafeWebClient(allow_networks=(ip_network("127.0.0.1/32"),), browser=False)
        parties = Parties(web, FolderArchive(folder / "archive"), FreeHostSlots(), runtime.push)
        one, told = Ours(runtime, queue, viewer, source.id, parties), {}
        for mode, name in MODES.items():
            await asyncio.to_thread(say, site, mode)
            told[mode] = await measure(f"ours, {name}", one.check, services.pids())
        await web.close()
    await runtime.close()
    return told


def main() -> None:
    services = Services().start()
    try:
        with tempfile.TemporaryDirectory(prefix="competedexter-bench-") as folder:
            mine = asyncio.run(ours(services, Path(folder)))
            try:
                with own_venv(PEER) as python:
                    peer = theirs(python, Path(folder))
            except NotInstallable as error:
                print(f"{PEER}: skipped, {error}")
                return
            for mode, (milliseconds, kept) in peer.items():
                print(
                    f"{PEER}, {MODES[mode]:30} {milliseconds:6.1f} ms CPU a check, {kept} versions kept;"
                    f" ours takes {mine[mode] / milliseconds:.0%} of that"
                )
    finally:
        services.stop()


if __name__ == "__main__":
    main()
