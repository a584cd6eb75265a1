"""Names in the addresses of comparing pages are read; sections, words of trade and the site's own name are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.market.crawlers.reading.rival_names import rivals_in


def names(*paths: str, own: tuple[str, ...] = ("Acme", "acme.example")) -> list[str]:
    return [rival.name for rival in rivals_in([f"https://acme.example{path}" for path in paths], own)]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/vs/mixpanel", "Mixpanel"),
        ("/compare/google-analytics", "Google Analytics"),
        ("/compare/acme-vs-mixpanel", "Mixpanel"),
        ("/mixpanel-vs-acme/", "Mixpanel"),
        ("/alternatives/mixpanel-alternative", "Mixpanel"),
        ("/alternatives/mixpanel", "Mixpanel"),
        ("/alternative-to/mixpanel", "Mixpanel"),
        ("/best-mixpanel-alternatives", "Mixpanel"),
        ("/blog/mixpanel-alternatives-2026", "Mixpanel"),
        ("/de/vs/mixpanel.html", "Mixpanel"),
        ("/switch/from-mixpanel", "Mixpanel"),
        ("/migrate-from-mixpanel", "Mixpanel"),
        ("/vs/gtm", "GTM"),
    ],
)
def test_a_rival_is_named_by_an_address(path: str, name: str) -> None:
    assert names(path) == [name]


@pytest.mark.parametrize(
    "path",
    [
        "/compare",
        "/compare/plans",
        "/vs/",
        "/alternatives/all",
        "/pricing",
        "/blog/alternatives",
        "/vs/acme",
        "/compare/pricing-plans",
    ],
)
def test_an_address_that_names_nobody_suggests_nobody(path: str) -> None:
    assert names(path) == []


def test_a_name_is_told_once_however_often_it_is_spelled() -> None:
    assert names("/vs/mix-panel", "/alternatives/mixpanel", "/compare/mixpanel-vs-acme") == ["Mix Panel"]


def test_three_who_are_compared_are_all_named_but_the_site_itself() -> None:
    assert names("/compare/heap-vs-mixpanel") == ["Heap", "Mixpanel"]


@given(st.lists(st.text(max_size=80), max_size=20))
def test_any_address_is_read(paths: list[str]) -> None:
    names(*paths)
