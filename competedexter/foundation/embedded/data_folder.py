"""The data folder: made with the right modes, checked for room, held by one running product at a time."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import MB, DataInUse, DiskFull, NoRights, told_as_sentences

NEEDED_MB = 200  # an empty cluster with its write-ahead log takes 80 MB; below this the first crawls fail
ENTER_ONLY = 0o711  # as root PostgreSQL runs as another account, which must get through but need not look around


def make_data_folder(folder: Path) -> None:
    """Raises NoRights or DiskFull."""
    with told_as_sentences(folder, needed_mb=NEEDED_MB):
        if not folder.is_dir():
            _make(folder)
            folder.chmod(ENTER_ONLY if os.geteuid() == 0 else 0o700)
        probe = folder / f".write-probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    require_room(folder, NEEDED_MB)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except FileNotFoundError as error:  # the system's own folders (/proc) say so when nothing can be made there
        raise NoRights(path=folder) from error


def require_room(folder: Path, needed_mb: int) -> None:
    """Raises DiskFull when less than `needed_mb` is free where `folder` is."""
    free_mb = shutil.disk_usage(folder).free // MB
    if free_mb < needed_mb:
        raise DiskFull(path=folder, free_mb=free_mb, needed_mb=needed_mb)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder for this process. The lock goes with the process, however it ends. Raises DataInUse."""
    with (folder / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise DataInUse(path=folder, holder=f"process {lock.read().strip() or 'unknown'}") from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield
