"""Tables of plans: what they cost is a price, what they hold are limits and features."""

from tests.market.crawlers.price_pages import card, document, read, told


def table(*rows: tuple[str, ...]) -> str:
    head, *body = rows
    cells = "".join(f"<th>{cell}</th>" for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in body)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


HEAD = ("", "Free", "Team", "Business")
ROWS = [
    ("Projects", "3", "Unlimited", "Unlimited"),
    ("Extra calls", "-", "$0.01 each", "Included"),
    ("SSO", "—", "—", "✓"),
]


def limits(html: str) -> dict[str, dict[str, str]]:
    return {plan.name: plan.limits for plan in read(html).plans}


def test_the_price_row_of_a_table_is_no_limit() -> None:
    page = document(table(HEAD, ("Price", "$0", "$12/mo", "$24/mo"), *ROWS))
    assert told(page) == {"Free": ["0 USD"], "Team": ["12 USD month"], "Business": ["24 USD month"]}
    assert limits(page)["Team"] == {"Projects": "Unlimited", "Extra calls": "$0.01 each"}


def test_nor_is_it_in_a_comparison_below_the_cards() -> None:
    offers = card("Free", "$0/mo") + card("Team", "$12/mo") + card("Business", "$24/mo")
    for label in ("Monthly price", "Per month", "Cost", ""):
        page = document(f"<div>{offers}</div>" + table(HEAD, (label, "Free", "$12", "$24"), *ROWS))
        assert [set(found) for found in limits(page).values()] == [
            {"Projects"},
            {"Projects", "Extra calls"},
            {"Projects"},
        ]
        assert told(page) == {"Free": ["0 USD month"], "Team": ["12 USD month"], "Business": ["24 USD month"]}
