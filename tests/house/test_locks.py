"""The lock files are in order, and the check notices when they are not."""

import tomllib

import pytest

from tests.house.locks import ROOT, complaints_about_pages, complaints_about_python

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()


def test_they_are_in_order() -> None:
    assert complaints_about_python(LOCK, PROJECT) == []
    assert complaints_about_pages(ROOT / "reflex.lock") == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda lock: lock.replace("\nredis==", "\nrediss=="), "wants redis"),
        (lambda lock: lock.replace("\nredis==7", "\nredis==4"), "requirements.lock has 4"),
        (lambda lock: lock + "leftover==1.0 \\\n    --hash=sha256:00\n", "nobody asks for leftover"),
        (lambda lock: lock + "bare==1.0\n", "bare has no hash"),
        (lambda lock: "--index-url https://packages.example/simple\n" + lock, "names an address"),
    ],
)
def test_each_disorder_is_noticed(change: object, complaint: str) -> None:
    assert any(complaint in line for line in complaints_about_python(change(LOCK), PROJECT))  # type: ignore[operator]
