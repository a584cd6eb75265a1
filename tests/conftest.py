"""Fixtures every room's tests may use."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real captures; tests that need it skip, loudly, where it is absent."""
    if not (SHARED_DATA / "README.md").is_file():
        pytest.skip(f"real captures are not here ({SHARED_DATA}); this test measures against them")
    return SHARED_DATA
