"""Every setting is explained, and every explained setting exists."""

import ast
import re

from competedexter.foundation.settings import Settings
from tests.house.sources import ROOT, Source, product, python_files

# Read by us, but the machine's or another program's own: nobody sets them for CompeteDexter.
OTHERS = {"PATH", "NO_COLOR", "PLAYWRIGHT_BROWSERS_PATH"}


def explained() -> set[str]:
    text = (ROOT / "deploy" / "env.example").read_text()
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text, re.M))


def read_elsewhere() -> set[str]:
    """Names asked of `os.environ` beside Settings."""
    asking = [*product(), *(source for source in python_files() if source.name == "rxconfig.py")]
    return {name for source in asking for name in _names_read(source)}


def _names_read(source: Source) -> set[str]:
    found = set()
    for node in ast.walk(source.tree):
        key = None
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv") and node.args:
            key = node.args[0]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            key = node.slice if ast.unparse(node.value) == "os.environ" else None
        if isinstance(key, ast.Constant):
            found.add(str(key.value))
    return found


def test_the_example_names_each_setting_and_no_other() -> None:
    assert explained() == {name.upper() for name in Settings.model_fields} | (read_elsewhere() - OTHERS)


def test_what_is_read_beside_the_settings_is_found() -> None:
    assert {"CHROME_PATH", "UI_REDIS_URL", "PORT"} <= read_elsewhere()
