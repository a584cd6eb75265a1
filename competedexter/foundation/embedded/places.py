"""Where the servers keep their things. Socket paths are short: the system cuts them at about 100 characters."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from competedexter.foundation.processes import Account

from .account import may_enter, own
from .errors import NoRights

MAX_SOCKET_FOLDER = 80  # characters; leaves room for "/postgres/.s.PGSQL.5432" below macOS' 103
SYSTEM_FOLDER = Path("/var/lib/competedexter")


@dataclass(frozen=True)
class Places:
    """`servers` holds clusters and program copies and is normally the data folder itself."""

    servers: Path
    sockets: Path


def places_for(data_dir: Path, account: Account | None) -> Places:
    """When the data folder is below one that only root may enter (root's home), the servers' files are kept in
    /var/lib/competedexter and the data folder gets a link to them: modes of folders that are not ours stay as they are.
    """
    tag = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
    servers = data_dir
    if not may_enter(data_dir / "x", account):
        servers = SYSTEM_FOLDER / tag
        servers.mkdir(parents=True, exist_ok=True)
        _link(data_dir / "servers", servers)
    sockets = servers / "run"
    if len(str(sockets)) > MAX_SOCKET_FOLDER:
        sockets = Path(tempfile.gettempdir()) / f"competedexter-{tag}"
    _make_sockets_folder(sockets)
    return Places(servers, sockets)


def _link(link: Path, target: Path) -> None:
    if not link.is_symlink():
        link.symlink_to(target)


def _make_sockets_folder(folder: Path) -> None:
    """Ours alone, and really a folder: in /tmp someone else may have been there first."""
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.geteuid():
        raise NoRights(path=folder)
    folder.chmod(0o711)


def socket_folder(places: Places, name: str, account: Account | None) -> Path:
    folder = places.sockets / name
    own(folder, account)
    return folder
