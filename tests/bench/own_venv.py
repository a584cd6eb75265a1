"""Other programs to compare with, installed by the benchmark in a virtual environment of their own, never in ours.

They are measured when a package index can be reached, and are no dependency of anything.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALL_SECONDS = 240.0


class NotInstallable(Exception):
    """No package index can be reached, or it does not have what was asked for."""


@contextmanager
def own_venv(*packages: str) -> Iterator[Path]:
    """The Python of a fresh environment with `packages`, in a folder that is gone afterwards. Raises NotInstallable."""
    with tempfile.TemporaryDirectory(prefix="bench-peer-") as folder:
        home = Path(folder) / "venv"
        python = home / "bin" / "python"
        _run([sys.executable, "-m", "venv", "--without-pip", str(home)])
        uv = Path(sys.executable).parent / "uv"
        if not uv.exists():
            raise NotInstallable("uv is not installed")
        _run([str(uv), "pip", "install", "--quiet", "--python", str(python), *packages])
        yield python


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise NotInstallable("the package index does not answer") from None
    except subprocess.CalledProcessError as error:
        raise NotInstallable((error.stderr or "").strip().splitlines()[-1:] or "not installed") from None
