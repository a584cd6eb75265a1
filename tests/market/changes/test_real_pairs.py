"""Labels on real page pairs: the reached figures do not fall. Skips, loudly, where the captures are not."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

BENCH = Path(__file__).resolve().parents[3] / "bench"


def benchmark(name: str) -> ModuleType:
    """A benchmark itself, by its path: on the path of tests `bench` is their own folder of that name."""
    spec = importlib.util.spec_from_file_location(f"{name}_benchmark", BENCH / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_labels_on_real_page_pairs_are_as_good_as_they_were(shared_data: Path) -> None:
    measured = benchmark("change_pairs")
    figures = measured.Figures.of(measured.judge_all(shared_data))
    assert figures.found2 / figures.all2 >= 0.95
    assert figures.found12 / figures.all12 >= 0.93
    assert figures.false / figures.noise <= 0.035
