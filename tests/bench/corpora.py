"""Every file body under the folder of real captures, packed archives opened."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

MAX_FILE = 10 * 1024 * 1024  # bytes; what a fetch would take
NOT_DEVELOPMENT = "sealed"  # checks results; is not read


def bodies(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """(set, name, body), in a fixed order."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or name.parts[0] == NOT_DEVELOPMENT or path.stat().st_size > MAX_FILE:
            continue
        if path.name.endswith((".tar.xz", ".tar.gz")):
            yield from ((name.parts[0], f"{path.name}/{inner}", body) for inner, body in _packed(path))
        else:
            yield name.parts[0], str(name), path.read_bytes()


def _packed(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            opened = tar.extractfile(member) if member.isfile() and member.size <= MAX_FILE else None
            if opened is not None:
                yield member.name, opened.read()
