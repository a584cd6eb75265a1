"""One price told in several ways is one price, and small words say what it is."""

import pytest

from tests.market.crawlers.price_pages import card, cards, document, read, told

WITH_TAX = [
    ("en", "€19 /mo", "€22.61 incl. VAT", "19 EUR month"),
    ("de", "19 € / Monat", "22,61 € inkl. 19 % MwSt.", "19 EUR month"),
    ("fr", "19 € HT / mois", "22,80 € TTC", "19 EUR month"),
    ("pl", "100 zł netto / mies.", "123 zł brutto", "100 PLN month"),
    ("da", "100 kr./md. ekskl. moms", "125 kr. inkl. moms", "100 DKK month"),
]


@pytest.mark.parametrize(("language", "net", "gross", "price"), WITH_TAX)
def test_a_price_with_its_tax_beside_the_one_without_is_no_second_price(
    language: str, net: str, gross: str, price: str
) -> None:
    found = told(cards(dict.fromkeys(("One", "Two"), f"{net}<p>{gross}</p>"), language))
    assert found == {"One": [price], "Two": [price]}


def test_nor_is_it_when_it_stands_below_the_price() -> None:
    body = "".join(
        f"<div class=card><h3>{name}</h3><div class=price>{price}/mo</div>{gross}<ul><li>A thing</li></ul><a href=/>Buy</a></div>"
        for name, price, gross in (("One", "€19", "<p>€22.61 incl. VAT</p>"), ("Two", "€59", "<p>€70.21 incl. VAT</p>"))
    )
    assert told(document(body)) == {"One": ["19 EUR month"], "Two": ["59 EUR month"]}
    assert [plan.features for plan in read(document(body)).plans] == [("A thing",), ("A thing",)]


def test_a_price_told_only_with_its_tax_is_the_price() -> None:
    assert told(cards({"One": "19 € inkl. MwSt. pro Monat", "Two": "29 € inkl. MwSt. pro Monat"}, "de")) == {
        "One": ["19 EUR month"],
        "Two": ["29 EUR month"],
    }


def test_two_ways_of_billing_count_the_same_unit() -> None:
    price = "$8 <p>per user / month, billed annually</p><p>$10 billed monthly</p>"
    assert told(cards({"One": price, "Two": "$25/mo"}))["One"] == [
        "8 USD month per user, billed yearly",
        "10 USD month per user, billed monthly",
    ]


def test_a_base_price_does_not_count_what_its_extra_counts() -> None:
    found = told(cards({"One": "$39/month + $5 per user/month", "Two": "$99/mo"}))["One"]
    assert found[0] == "39 USD month"


def test_rand_are_read_on_pages_that_do_not_name_their_country() -> None:
    found = told(cards({"One": "R199 per month", "Two": "R 1 299 / month", "Three": "R499.00 pm"}))
    assert found == {"One": ["199 ZAR month"], "Two": ["1299 ZAR month"], "Three": ["499 ZAR month"]}


def test_a_letter_before_a_number_is_no_currency_elsewhere() -> None:
    assert told(document("<h2>R2 storage</h2><p>R2 and R3 hold what you like</p>" + card("One", "$9/mo"))) == {
        "One": ["9 USD month"]
    }


def test_short_words_of_time_count_behind_a_slash_in_any_language() -> None:
    found = told(cards({"Uno": "MX$499/mes", "Temel": "₺299,90/ay", "Ett": "99 kr/mån", "Egy": "990 Ft/hó"}))
    assert found == {
        "Uno": ["499 MXN month"],
        "Temel": ["299.9 TRY month"],
        "Ett": ["99 SEK month"],
        "Egy": ["990 HUF month"],
    }


SECTIONS = """<section><h2>Developer</h2><p>{}</p></section><section><h2>Team</h2><p>$20 per month for 5 users.</p></section>
<section><h2>Enterprise</h2><p>Let’s talk.</p></section>"""


def test_free_for_a_few_users_is_a_price() -> None:
    found = told(document(SECTIONS.format("Free for up to 3 users.")))
    assert found == {"Developer": ["0 USD"], "Team": ["20 USD month"], "Enterprise": ["-"]}


@pytest.mark.parametrize("words", ["Free for 14 days.", "Free 30-minute call.", "Free 2 weeks for new users."])
def test_free_for_a_while_is_none(words: str) -> None:
    assert "Developer" not in told(document(SECTIONS.format(words)))
