"""The installation's own secret: made once, whole or not at all, and never taken from a file that was half written."""

import fcntl
import os
import secrets
from pathlib import Path

from .errors import ProductError

FEWEST_CHARACTERS = 32  # tokens are signed with HMAC-SHA-256, whose key should be as long as its digest
KEY_BYTES = 48


class SecretKeyNotKept(ProductError):
    code = "secret_key_not_kept"
    status = 500
    exit_code = os.EX_NOPERM
    sentence = "No secret key can be kept in {path} ({reason}). Set DATA_DIR to a folder this user may write to, or set SECRET_KEY."


def secret_key_in(data_dir: Path) -> str:
    """The key in `data_dir`, made at the first start (mode 0600). A file too short to be one counts as none.

    Raises SecretKeyNotKept.
    """
    file = data_dir / "secret_key"
    try:
        return _kept(file) or _made(file)
    except OSError as error:
        raise SecretKeyNotKept(path=data_dir, reason=error.strerror or error) from error


def _kept(file: Path) -> str:
    try:
        key = file.read_text(errors="replace").strip()
    except FileNotFoundError:
        return ""
    return key if len(key) >= FEWEST_CHARACTERS else ""


def _made(file: Path) -> str:
    """One process writes while the others wait for it; a loss of power leaves the whole key or none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        return _kept(file) or _written(file, folder)
    finally:
        os.close(folder)


def _written(file: Path, folder: int) -> str:
    key, beside = secrets.token_urlsafe(KEY_BYTES), file.with_name("secret_key.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(key)
        new.flush()
        os.fsync(new.fileno())
    beside.replace(file)
    os.fsync(folder)
    return key
