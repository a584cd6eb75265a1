"""Every setting is explained, and every explained setting exists."""

import re

from competedexter.foundation.settings import Settings
from tests.house.sources import ROOT


def explained() -> set[str]:
    text = (ROOT / "deploy" / "env.example").read_text()
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text, re.M))


def test_the_example_names_each_setting_and_no_other() -> None:
    assert explained() == {name.upper() for name in Settings.model_fields}
