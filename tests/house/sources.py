"""The product's own files, parsed once, for the tests about the house itself."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("competedexter", "workers")


@dataclass(frozen=True)
class Source:
    """One Python file; `name` is its path from the root of the repository."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@lru_cache
def product() -> tuple[Source, ...]:
    return tuple(source for source in python_files() if source.name.startswith(PACKAGES))


@lru_cache
def python_files() -> tuple[Source, ...]:
    return tuple(Source(name, (ROOT / name).read_text()) for name in repository_files() if name.endswith(".py"))


@lru_cache
def repository_files() -> tuple[str, ...]:
    """Tracked files, and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return tuple(name for name in listed.stdout.splitlines() if (ROOT / name).is_file())
