"""What people paste on the first run."""

import pytest

from competedexter.ui.welcome.state import read_line


@pytest.mark.parametrize(
    ("line", "name", "domain"),
    [
        ("acme.com", "Acme", "acme.com"),
        ("Acme, acme.com", "Acme", "acme.com"),
        ("acme.com, Acme Inc", "Acme Inc", "acme.com"),
        ("Acme Inc acme.com", "Acme Inc", "acme.com"),
        ("Acme;acme.com;2019", "Acme", "acme.com"),
        ("https://www.acme.com/pricing", "Acme", "https://www.acme.com/pricing"),
    ],
)
def test_a_line_is_a_name_and_a_domain_in_any_order(line: str, name: str, domain: str) -> None:
    new = read_line(line)
    assert (new.name, new.domain) == (name, domain)
