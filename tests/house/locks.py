"""`python -m tests.house.locks`: are the lock files in order? Needs no network, so it says the same everywhere.

requirements.lock must satisfy pyproject.toml and itself, hold nothing that nobody asks for, carry hashes, and like the
npm lock name no address to download from.
"""

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
FIX = "run `make lock`"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))?", re.M)
_ADDRESS = re.compile(r"https?://|git\+|file:|@ ", re.I)


@dataclass(frozen=True)
class Pin:
    version: str
    here: bool  # whether its marker holds on this machine


def pins(text: str) -> dict[str, Pin]:
    """Name to version, from the text of requirements.lock."""
    found = {}
    for match in _PIN.finditer(text):
        marker = match["marker"]
        here = marker is None or bool(Requirement(f"x ; {marker.strip()}").marker.evaluate())  # type: ignore[union-attr]
        found[canonicalize_name(match["name"])] = Pin(match["version"], here)
    return found


def wanted(project: dict) -> list[Requirement]:  # type: ignore[type-arg]  # TOML
    direct = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return [Requirement(text) for text in direct]


def overridden(project: dict) -> set[str]:  # type: ignore[type-arg]  # TOML
    """Dependencies of dependencies that we leave out on purpose."""
    names = project["tool"]["uv"]["override-dependencies"]
    return {canonicalize_name(Requirement(text).name) for text in names}


def unmet(asked: list[Requirement], locked: dict[str, Pin], leave_out: set[str]) -> tuple[list[str], set[str]]:
    """Follows requirements from the direct ones on. Returns complaints, and the names that somebody asks for."""
    complaints: list[str] = []
    reached: set[str] = set()
    waiting = [(requirement, "pyproject.toml") for requirement in asked]
    seen: set[str] = set()
    while waiting:
        requirement, by = waiting.pop()
        name = canonicalize_name(requirement.name)
        key = f"{name}[{','.join(sorted(requirement.extras))}]{requirement.specifier}"
        if name in leave_out or key in seen:
            continue
        seen.add(key)
        pin = locked.get(name)
        if pin is None or not requirement.specifier.contains(Version(pin.version), prereleases=True):
            complaints.append(
                f"{by} wants {requirement}, requirements.lock has {pin.version if pin else 'none'}: {FIX}"
            )
            continue
        reached.add(name)
        waiting += [(inner, name) for inner in inner_requirements(name, requirement.extras)]
    return complaints, reached


def inner_requirements(name: str, extras: set[str]) -> list[Requirement]:
    """What the installed package asks for on this machine, with the extras it was asked for with."""
    try:
        texts = requires(name) or []
    except PackageNotFoundError:
        return []
    found = [Requirement(text) for text in texts]
    return [r for r in found if not r.marker or any(r.marker.evaluate({"extra": extra}) for extra in extras or {""})]


def complaints_about_python(text: str, project: dict) -> list[str]:  # type: ignore[type-arg]  # TOML
    locked = pins(text)
    leave_out = overridden(project)
    complaints, reached = unmet(wanted(project), locked, leave_out)
    extra = sorted(name for name, pin in locked.items() if pin.here and name not in reached | leave_out)
    complaints += [f"nobody asks for {name}, which requirements.lock has: {FIX}" for name in extra]
    bare = [m["name"] for m in _PIN.finditer(text) if not text[m.end() :].lstrip(" \\\n").startswith("--hash=sha256:")]
    complaints += [f"{name} has no hash in requirements.lock: {FIX}" for name in bare]
    if _ADDRESS.search(text):
        complaints.append(f"requirements.lock names an address to download from: {FIX}")
    return complaints


def complaints_about_pages(folder: Path) -> list[str]:
    lock = json.loads((folder / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    complaints = [f"{name} has no hash in reflex.lock" for name, entry in packages.items() if "integrity" not in entry]
    complaints += [f"{name} names an address in reflex.lock" for name, entry in packages.items() if "resolved" in entry]
    return complaints


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    complaints = complaints_about_python((ROOT / "requirements.lock").read_text(), project)
    complaints += complaints_about_pages(ROOT / "reflex.lock")
    for complaint in complaints:
        print(complaint)
    print("the lock files are in order" if not complaints else f"{len(complaints)} complaints about the lock files")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
