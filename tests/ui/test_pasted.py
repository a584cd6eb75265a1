"""What people paste on the first run."""

import pytest

from competedexter.ui.pasted import pasted_lines, read_line


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


def test_a_csv_with_a_head_says_what_each_cell_is() -> None:
    text = 'Name,Website,Tier,Tags\n"Acme, Inc.",https://acme.com/start,primary,"eu;crm"\nGlobex,globex.io,,\n,,,\n'
    acme, globex, empty = pasted_lines(text, tier="watch")
    assert acme.new is not None
    assert (acme.new.name, acme.new.tier, acme.new.tags) == ("Acme, Inc.", "primary", ("eu", "crm"))
    assert acme.new.website_url == "https://acme.com/start"
    assert globex.new is not None
    assert (globex.new.domain, globex.new.tier) == ("globex.io", "watch")
    assert empty.new is None
    assert empty.problem


def test_what_cannot_be_read_is_said_for_its_line_and_many_lines_are_bounded() -> None:
    bad, good = pasted_lines("name only\nacme.com, best tier\n")
    assert (bad.new is None, good.new is None) == (False, False)  # whether it is a domain is judged when it is added
    assert len(pasted_lines("\n".join(f"site{n}.com" for n in range(500)))) == 200
    assert pasted_lines("") == []
    assert pasted_lines('"unclosed, acme.com')[0].line == '"unclosed, acme.com'
