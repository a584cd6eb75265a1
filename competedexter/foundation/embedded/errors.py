"""What can keep the product from starting on a machine, one sentence each.

StartError
  NoRights . DiskFull . DataInUse . DataOfAnotherVersion . ProgramMissing . ServerDidNotStart
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from competedexter.foundation.errors import ProductError


class StartError(ProductError):
    """Ends the command with `exit_code` (numbers of sysexits.h) and its sentence, nothing else."""

    code = "cannot_start"
    status = 503
    exit_code: ClassVar[int] = os.EX_SOFTWARE


class NoRights(StartError):
    code = "no_rights"
    exit_code = os.EX_NOPERM
    sentence = "This user may not write to {path}. Give it the rights, or set DATA_DIR to a folder it may write to."


class DiskFull(StartError):
    code = "disk_full"
    exit_code = os.EX_IOERR
    sentence = "The disk with {path} is full ({free_mb} MB free, {needed_mb} MB needed). Make room, then start again."


class DataInUse(StartError):
    code = "data_in_use"
    exit_code = os.EX_TEMPFAIL
    sentence = "{path} is in use by another running CompeteDexter ({holder}). Stop that one, or set another DATA_DIR."


class DataOfAnotherVersion(StartError):
    code = "data_of_another_version"
    exit_code = os.EX_DATAERR
    sentence = (
        "The data in {path} was written by {found}, and this CompeteDexter brings {ours}. "
        "Start the version that wrote it, or set DATA_DIR to another folder."
    )


class ProgramMissing(StartError):
    code = "program_missing"
    exit_code = os.EX_UNAVAILABLE
    sentence = "No {program} was found on this machine. Install it, or set {setting} to a server that runs elsewhere."


class ServerDidNotStart(StartError):
    code = "server_did_not_start"
    exit_code = os.EX_UNAVAILABLE
    sentence = "{program} did not start: {reason}"


MB = 1024 * 1024


@contextmanager
def told_as_sentences(path: Path, *, needed_mb: int) -> Iterator[None]:
    """Turn the operating system's refusals about `path` into NoRights or DiskFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise NoRights(path=error.filename or path) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(path=path, free_mb=0, needed_mb=needed_mb) from error
        raise
