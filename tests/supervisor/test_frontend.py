"""The pages are built once, and again only when what they are made of changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from competedexter.foundation.processes import Command
from competedexter.supervisor.errors import BuildFailed
from competedexter.supervisor.frontend import Progress, build_command, build_if_needed, fingerprint, is_current


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "competedexter/ui/page.py",
        "competedexter/competedexter.py",
        "assets/a.css",
        "reflex.lock/package.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "rxconfig.py").write_text("config")
    return tmp_path


@pytest.fixture
def said() -> list[str]:
    return []


def builder(root: Path, runs: list[Command], *, code: int = 0) -> Callable[[Command, Callable[[str], None]], int]:
    def run(command: Command, on_line: Callable[[str], None]) -> int:
        runs.append(command)
        on_line("Installing base frontend packages")
        on_line("npm error code E404 https://packages.example/left-pad?token=secret not found")
        if code == 0:
            (root / ".web" / "build" / "client").mkdir(parents=True, exist_ok=True)
        return code

    return run


@pytest.fixture(autouse=True)
def no_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("competedexter.supervisor.frontend._registry", lambda _environment: {})


def test_the_second_start_does_not_build(root: Path, said: list[str]) -> None:
    runs: list[Command] = []
    assert build_if_needed(builder(root, runs), said.append, root)
    assert not build_if_needed(builder(root, runs), said.append, root)
    assert len(runs) == 1


@pytest.mark.parametrize(
    "changed",
    ["rxconfig.py", "competedexter/ui/page.py", "competedexter/competedexter.py", "assets/a.css", "assets/new.svg"],
)
def test_a_changed_source_builds_again(root: Path, said: list[str], changed: str) -> None:
    build_if_needed(builder(root, []), said.append, root)
    (root / changed).write_text("something else")
    assert not is_current(root)


def test_what_the_build_itself_writes_is_no_source(root: Path) -> None:
    before = fingerprint(root)
    for name in ("assets/external/x.js", "competedexter/ui/__pycache__/page.pyc"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    assert fingerprint(root) == before


def test_a_failed_build_tells_why_without_naming_addresses(root: Path, said: list[str]) -> None:
    with pytest.raises(BuildFailed, match="exit code 1"):
        build_if_needed(builder(root, [], code=1), said.append, root)
    assert any("E404 (address) not found" in line for line in said)
    assert not any("packages.example" in line for line in said)


def test_a_failed_build_is_tried_again_at_the_next_start(root: Path, said: list[str]) -> None:
    with pytest.raises(BuildFailed):
        build_if_needed(builder(root, [], code=1), said.append, root)
    assert build_if_needed(builder(root, []), said.append, root)


def test_progress_is_told_once_a_phase(said: list[str]) -> None:
    progress = Progress(said.append)
    for line in (
        "Installing base",
        "Installing more",
        "Compiling: 3/20",
        "Compiling: 4/20",
        "vite v8 building",
        "done",
    ):
        progress.read(line)
    assert said == ["installing the packages of the pages", "compiling the pages", "bundling the pages"]


def test_the_node_of_the_product_comes_first(root: Path) -> None:
    first = build_command(root).environment["PATH"].split(":")[0]
    assert (Path(first) / "python").exists()


def test_the_lock_file_will_name_no_registry(root: Path) -> None:
    assert build_command(root).environment["NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED"] == "true"
