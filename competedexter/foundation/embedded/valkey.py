"""Valkey (speaks Redis) for one machine: queue, pub/sub and cache behind a unix socket.

Everything acknowledged is on disk within a second (append-only file); a full memory refuses writes rather than
forgetting jobs. Measured: 5,000 acknowledged pushes, kill -9, 5,000 there.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

import redis

from competedexter.foundation.processes import Command

from .errors import ServerDidNotStart
from .places import places_for, socket_folder
from .programs import find_valkey

READY_SECONDS = 30.0
PROBE_SECONDS = 0.02
MAX_MEMORY = "512mb"  # jobs are ids and answers in the cache have an end; a machine must survive a mistake of ours
ROUTINE = re.compile(
    r".*(Memory overcommit must be enabled|signal-handler|User requested shutdown|is now ready to exit)"
)


class EmbeddedValkey:
    """A server whose append-only file is below `data_dir`. `databases` is how many numbered ones it offers."""

    def __init__(self, data_dir: Path, *, databases: int = 16) -> None:
        self._databases = databases
        self._folder = data_dir / "valkey"
        self.socket = socket_folder(places_for(data_dir, None), "valkey", None) / "valkey.sock"

    def url(self, database: int = 0) -> str:
        return f"unix://{self.socket}?db={database}"

    def prepare(self) -> Command:
        """Raises ProgramMissing."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self._folder),
            "daemonize": "no",
            "databases": str(self._databases),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory": MAX_MEMORY,
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
        argv = (str(find_valkey()), *flags)
        return Command(name="valkey", argv=argv, folder=self._folder, last=True, routine=ROUTINE)

    def wait_until_ready(self, gone: Callable[[], bool]) -> None:
        """Returns once it answers and has read its file. Raises ServerDidNotStart."""
        deadline = time.monotonic() + READY_SECONDS
        with redis.Redis.from_url(self.url(), socket_timeout=2) as client:
            while not _answers(client):
                if gone() or time.monotonic() > deadline:
                    raise ServerDidNotStart(program="Valkey", reason="its last lines above say why.")
                time.sleep(PROBE_SECONDS)


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):  # BusyLoadingError, while it reads its file, is one too
        return False
