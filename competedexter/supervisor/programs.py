"""The product's own processes as commands."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from competedexter.foundation.processes import Command
from competedexter.foundation.settings import Settings

from .connections import most_connections

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
WEB_DRAIN_SECONDS = 3  # open websockets never end by themselves; answers under way are stored and resume by URL
WORKER_STOP_SECONDS = 8.0  # a worker drains for 4 s and hands back the rest (workers/run.py)

READY = re.compile("ready$")  # what workers and clock print, whatever LOG_LEVEL is

# Serve the pages that were built, do not compile again, and stay with one server whatever else is installed.
_WEB_ENVIRONMENT = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "__REFLEX_SKIP_COMPILE": "true",
    "REFLEX_USE_GRANIAN": "1",
    "REFLEX_CHECK_LATEST_VERSION": "0",
    "REFLEX_TELEMETRY_ENABLED": "false",
}
_GRANIAN = (
    "--interface=asgi",
    "--factory",
    "--workers=1",
    "--loop=uvloop",
    "--log-level=warning",
    "--no-access-log",
    "--http1-header-read-timeout=15000",  # a slow header keeps a connection, never longer than this
    f"--workers-kill-timeout={WEB_DRAIN_SECONDS}",
)


def environment_for(settings: Settings, database_url: str, redis_url: str) -> dict[str, str]:
    """What every process of ours is told beyond its own environment."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DATA_DIR": str(settings.data_dir),
        "PORT": str(settings.port),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # compiling our own modules anew at each start costs seconds
    }


def migrate(environment: Mapping[str, str]) -> Command:
    return _python("migrate", "-m", "competedexter.cli", "migrate", environment=environment)


def web(settings: Settings, environment: Mapping[str, str]) -> Command:
    where = (f"--host={settings.host}", f"--port={settings.port}")
    most = most_connections()
    held = (f"--backlog={most}", f"--backpressure={most}")
    argv = ("-m", "granian", *_GRANIAN, *held, *where, "competedexter.competedexter:app")
    return _python("web", *argv, environment={**environment, **_WEB_ENVIRONMENT})


def workers(environment: Mapping[str, str]) -> list[Command]:
    return [
        _python(f"worker-{n}", "-m", "workers.run", environment=environment, ready=READY) for n in range(1, WORKERS + 1)
    ]


def scheduler(environment: Mapping[str, str]) -> Command:
    return _python("scheduler", "-m", "workers.scheduler", environment=environment, ready=READY)


def _python(name: str, *argv: str, environment: Mapping[str, str], ready: re.Pattern[str] | None = None) -> Command:
    return Command(
        name,
        (sys.executable, *argv),
        environment=environment,
        folder=ROOT,
        stop_seconds=WORKER_STOP_SECONDS,
        ready=ready,
    )
