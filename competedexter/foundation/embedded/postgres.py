"""PostgreSQL for one machine: a cluster in the data folder, reached by a unix socket only.

Measured on two cores: first start 0.7 s, next ones 0.12 s, after a crash 0.6 s.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from competedexter.foundation.processes import Command

from .account import own, server_account
from .errors import DataInUse, DataOfAnotherVersion, NoRights, ServerDidNotStart
from .places import places_for, socket_folder
from .programs import PostgresPrograms, best_postgres, find_postgres, reachable_for

OWNER = "postgres"
READY_SECONDS = 60.0  # crash recovery of a large cluster
PROBE_SECONDS = 0.02
LEFTOVER_SECONDS = 15.0  # how long the watchdog of a killed product may still be stopping its server
BUILTIN_LOCALE_SINCE = 17

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "jit": "off",  # our statements take milliseconds; compiling them takes longer
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "",
    "log_checkpoints": "off",
    "wal_compression": "on",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",  # solid state disks
}
ROUTINE = re.compile(
    r"FATAL:  the database system is starting up|"
    r"LOG:  (starting PostgreSQL|listening on|database system was shut down at|database system is (ready|shut down)|"
    r"received fast shutdown|aborting any active|shutting down|background worker .* exited with exit code 1$)"
)
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class EmbeddedPostgres:
    """A cluster below `data_dir`. `durable=False` is for tests: fast, and lost with the machine."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self._durable = durable
        self._account = server_account()
        places = places_for(data_dir, self._account)
        self.cluster = places.servers / "postgres"
        self.socket = socket_folder(places, "postgres", self._account)
        self._programs = reachable_for(self._account, _programs_for(self.cluster), places.servers)

    def url(self, database: str, *, user: str = OWNER) -> str:
        return f"postgresql+psycopg://{user}@/{database}?host={self.socket}"

    def prepare(self) -> Command:
        """Make the cluster if there is none, clear what a crash left, and say how to run the server.

        Raises DataInUse, ServerDidNotStart, NoRights.
        """
        if not (self.cluster / "PG_VERSION").is_file():
            self._make_cluster()
        _clear_lock_file(self.cluster)
        settings = SETTINGS if self._durable else SETTINGS | THROW_AWAY
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Command(
            name="postgres",
            argv=(str(self._programs.folder / "postgres"), "-D", str(self.cluster), "-k", str(self.socket), *flags),
            environment=_environment(),
            clean_environment=True,
            folder=Path("/"),
            account=self._account,
            stop_signal=signal.SIGINT,  # its "fast" stop: roll back what is open, write a checkpoint, leave
            last=True,
            routine=ROUTINE,
        )

    def wait_until_ready(self, gone: Callable[[], bool]) -> None:
        """Returns once it answers. Raises ServerDidNotStart when `gone()` or when it takes too long."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            if gone() or time.monotonic() > deadline:
                raise ServerDidNotStart(program="PostgreSQL", reason="its last lines above say why.")
            time.sleep(PROBE_SECONDS)

    def make_database(self, name: str) -> None:
        """Create the database unless it is there."""
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.socket), user=OWNER, dbname="postgres", connect_timeout=2, autocommit=True)

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_cluster(self) -> None:
        """Made aside and moved into place, so that a start cut short leaves nothing half made."""
        fresh = self.cluster.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        own(fresh, self._account)
        argv = [str(self._programs.folder / "initdb"), "-D", str(fresh), "-U", OWNER, "-E", "UTF8", "--no-instructions"]
        argv += ["--auth-local=trust", "--auth-host=scram-sha-256", *_locale(self._programs.major)]
        argv += [] if self._durable else ["--no-sync"]
        account = self._account
        made = subprocess.run(  # noqa: S603 - the program was found by us
            argv,
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
            cwd="/",
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if made.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            raise ServerDidNotStart(program="PostgreSQL", reason=_last_line(made.stderr))
        fresh.rename(self.cluster)


def _programs_for(cluster: Path) -> PostgresPrograms:
    """Those of the version that wrote the cluster. Raises DataOfAnotherVersion, ProgramMissing."""
    major = _major_of(cluster)
    if found := find_postgres(major):
        return found
    ours = best_postgres()
    raise DataOfAnotherVersion(path=cluster, found=f"PostgreSQL {major}", ours=f"PostgreSQL {ours.major}")


def _major_of(cluster: Path) -> int | None:
    try:
        return int((cluster / "PG_VERSION").read_text().split(".")[0])
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise NoRights(path=cluster) from error


def _locale(major: int) -> list[str]:
    if major >= BUILTIN_LOCALE_SINCE:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C", "TZ": "UTC"}


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason."


def _clear_lock_file(cluster: Path) -> None:
    """After a crash the lock file names a process that is gone, or whose number another program has by now."""
    lock = cluster / "postmaster.pid"
    deadline = time.monotonic() + LEFTOVER_SECONDS
    while lock.exists():
        pid = int(lock.read_text().split("\n", 1)[0] or 0)
        if not _is_postgres(pid):
            lock.unlink(missing_ok=True)
        elif time.monotonic() > deadline:
            raise DataInUse(path=cluster, holder=f"PostgreSQL, process {pid}")
        else:
            time.sleep(0.1)


def _is_postgres(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    told = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - a number and fixed words
    return "postgres" in told.stdout
