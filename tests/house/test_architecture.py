"""The written rules that a machine can keep. Who may import whom is in pyproject.toml (import-linter)."""

import ast
import re
from pathlib import PurePosixPath

import pytest

from tests.house.sources import ROOT, Source, product, python_files, repository_files

LONGEST_FUNCTION = 50  # lines
LONGEST_FILE = 300
# Readers of foreign pages that outgrew the limit: they may shrink and not grow, and no other file may join them.
LARGER_FILES = {
    "plan_cards.py": 330,
    "plan_tables.py": 330,
    "price_lines.py": 310,
    "price_words.py": 460,
    "visible_text.py": 480,
}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "lib", "core", "stuff"}
FORBIDDEN_COMPONENTS = {
    "markdown": "it renders raw HTML; use the product's own component",
    "html": "foreign text must never become markup",
    "upload": "Reflex serves uploads to anyone",
}
TEXT = {".py", ".toml", ".md", ".lock", ".json", ".yml", ".yaml", ".css", ".js", ".jsx", ".sh", ".example", ".html", ""}
# Where someone's machine keeps things, and where packages come from: neither belongs into the repository.
MACHINE = re.compile(r"/work/|/home/\w+/|/Users/\w+/|registry\.npmjs|pypi\.org|files\.pythonhosted|npmmirror")


def places(found: list[str]) -> str:
    return "\n" + "\n".join(sorted(found))


def test_functions_are_small_enough_to_see() -> None:
    long = [
        f"{source.name}:{node.lineno} {node.name} has {length} lines"
        for source in product()
        for node in source.functions()
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long, places(long)


def test_files_are_small_enough_to_read() -> None:
    long = [
        f"{s.name} has {len(s.lines)} lines"
        for s in product()
        if len(s.lines) > LARGER_FILES.get(PurePosixPath(s.name).name, LONGEST_FILE)
    ]
    assert not long, places(long)


def test_everything_has_a_name() -> None:
    nameless = [
        n for n in repository_files() if NAMELESS & {part.removesuffix(".py") for part in PurePosixPath(n).parts}
    ]
    assert not nameless, places(nameless)


def test_the_migrations_folder_does_not_hide_its_library() -> None:
    assert "alembic/__init__.py" not in repository_files()


def test_no_error_is_swallowed() -> None:
    bare = [
        f"{source.name}:{node.lineno}"
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or (_only_passes(node) and _catches_all(node)))
    ]
    assert not bare, places(bare)


def _only_passes(handler: ast.ExceptHandler) -> bool:
    return all(isinstance(step, ast.Pass | ast.Continue) for step in handler.body)


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}


@pytest.mark.parametrize(("component", "reason"), FORBIDDEN_COMPONENTS.items())
def test_components_that_let_markup_through_are_not_used(component: str, reason: str) -> None:
    used = [
        f"{source.name}:{node.lineno} rx.{component}: {reason}"
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and node.attr == component
        and isinstance(node.value, ast.Name)
        and node.value.id == "rx"
    ]
    assert not used, places(used)


def test_a_repository_is_opened_only_from_its_own_room() -> None:
    guests = [
        f"{source.name}:{node.lineno}"
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and _opens_foreign_repository(source, node)
    ]
    assert not guests, places(guests)


def _opens_foreign_repository(source: Source, node: ast.ImportFrom) -> bool:
    named = (node.module or "").split(".")[-1] == "repository" or "repository" in {alias.name for alias in node.names}
    if not named or node.level == 1:
        return False
    room = ".".join(PurePosixPath(source.name).parent.parts)
    return node.level > 1 or (node.module or "").removesuffix(".repository") != room


def test_every_exception_to_a_rule_carries_its_reason() -> None:
    """`# noqa: X - reason` and `# type: ignore[x]  # reason`."""
    marks = re.compile(r"# noqa(?!: [A-Z0-9, ]+(?: - |  # )\S)|# type: ignore(?!\[[a-z, -]+\]  # \S)")
    bare = [
        f"{source.name}:{number}: {line.strip()}"
        for source in product()
        for number, line in enumerate(source.lines, 1)
        if marks.search(line)
    ]
    assert not bare, places(bare)


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{source.name}:{number}"
        for source in python_files()
        if source.name != "tests/house/test_architecture.py"
        for number, line in enumerate(source.lines, 1)
        if re.search(r"#.*\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError", line)
    ]
    assert not left, places(left)


def test_no_machine_and_no_registry_is_named() -> None:
    named = [
        f"{name}:{number}"
        for name in repository_files()
        if PurePosixPath(name).suffix in TEXT and name != "tests/house/test_architecture.py"
        for number, line in enumerate((ROOT / name).read_text(errors="replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert not named, places(named)


def test_public_modules_say_what_they_are() -> None:
    silent = [s.name for s in product() if s.text.strip() and not ast.get_docstring(s.tree)]
    assert not silent, places(silent)
