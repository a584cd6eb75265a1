"""Labels on real page pairs: the reached figures do not fall. Skips, loudly, where the captures are not."""

from pathlib import Path

from tests.bench import change_pairs as measured


def test_labels_on_real_page_pairs_are_as_good_as_they_were(shared_data: Path) -> None:
    figures = measured.Figures.of(measured.judge_all(shared_data))
    assert figures.found2 / figures.all2 >= 0.95
    assert figures.found12 / figures.all12 >= 0.93
    assert figures.false / figures.noise <= 0.035
