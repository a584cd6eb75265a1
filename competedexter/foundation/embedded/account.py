"""PostgreSQL refuses to run as root; as root it runs as `nobody`, whose files must then be where nobody may go."""

import os
import pwd
import stat
from pathlib import Path

from competedexter.foundation.processes import Account


def server_account() -> Account | None:
    """None: run as ourselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def may_enter(path: Path, account: Account | None) -> bool:
    """Whether the account gets as far as `path` (through every folder above it)."""
    if account is None:
        return True
    return all(_may_pass(parent.stat(), account) for parent in path.resolve().parents)


def _may_pass(found: os.stat_result, account: Account) -> bool:
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def own(path: Path, account: Account | None) -> None:
    """Make `path` a private folder of the account."""
    path.mkdir(parents=True, exist_ok=True)
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
