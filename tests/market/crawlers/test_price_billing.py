"""How a price is billed is told apart from the time it pays for, in every language and order of words."""

import pytest

from tests.market.crawlers.price_pages import cards, told

BY_THE_YEAR = [
    "$8/mo billed annually",
    "$8 / month billed annually",
    "$8/mo <small>billed annually</small>",
    "$8 per month<br>billed yearly",
    "$8 per month, charged yearly",
    "$8/mo on an annual contract",
    "$8 /month (annual plan)",
    "$8 monthly, paid annually",
    "Billed annually: $8/mo",
    "<p>$8</p><p>/ month</p><p>when billed annually</p>",
]


@pytest.mark.parametrize("price", BY_THE_YEAR)
def test_a_month_billed_by_the_year_is_a_month(price: str) -> None:
    assert told(cards({"Basic": price, "Pro": "$25/mo"}))["Basic"] == ["8 USD month, billed yearly"]


ELSEWHERE = [
    ("fr", "8 € par mois facturé annuellement", "8 EUR"),
    ("de", "8 € pro Monat, jährlich abgerechnet", "8 EUR"),
    ("de", "8 € / Monat bei jährlicher Abrechnung", "8 EUR"),
    ("nl", "€ 8 per maand, jaarlijks gefactureerd", "8 EUR"),
    ("ja", "月額800円（年払い）", "800 JPY"),
    ("ja", "¥800 / 月（年間契約）", "800 JPY"),
    ("es", "8 € al mes con facturación anual", "8 EUR"),
    ("pt", "R$ 8/mês no plano anual", "8 BRL"),
    ("it", "8 € al mese con pagamento annuale", "8 EUR"),
    ("pl", "8 zł/mies. rozliczane rocznie", "8 PLN"),
    ("sv", "80 kr/mån vid årlig betalning", "80 SEK"),
    ("da", "80 kr./md. ved årlig betaling", "80 DKK"),
    ("nb", "80 kr/mnd fakturert årlig", "80 NOK"),
    ("fi", "8 €/kk vuosittain laskutettuna", "8 EUR"),
    ("ru", "800 ₽ в месяц при годовой оплате", "800 RUB"),
    ("tr", "₺80/ay, yıllık faturalandırılır", "80 TRY"),
    ("ko", "월 8,000원 연간 결제 시", "8000 KRW"),
    ("zh", "¥80/月 按年付费", "80 CNY"),
    ("cs", "80 Kč / měsíc při roční platbě", "80 CZK"),
    ("hu", "8 000 Ft / hó éves fizetés esetén", "8000 HUF"),
    ("ro", "80 lei/lună facturat anual", "80 RON"),
    ("el", "8 €/μήνα με ετήσια χρέωση", "8 EUR"),
    ("he", "₪80 לחודש בחיוב שנתי", "80 ILS"),
    ("hi", "₹80/माह सालाना बिल", "80 INR"),
]


@pytest.mark.parametrize(("language", "price", "amount"), ELSEWHERE)
def test_billing_is_understood_in_many_languages(language: str, price: str, amount: str) -> None:
    assert told(cards({"A": price, "B": price}, language))["A"] == [f"{amount} month, billed yearly"]


OTHERS = [
    ("$10 per month billed monthly", ["10 USD month, billed monthly"]),
    ("$3.99/mo billed every 2 years", ["3.99 USD month, billed every 2 years"]),
    ("$99 billed once a year", ["99 USD year, billed yearly"]),
    ("$10/mo, save 20% with annual billing", ["10 USD month"]),
    ("$10/mo <p>Save with annual billing</p>", ["10 USD month"]),
    ("$10/month pay with card", ["10 USD month"]),
    ("$10/mo or $8/mo billed annually", ["10 USD month", "8 USD month, billed yearly"]),
    ("$8/mo billed annually or $10 month-to-month", ["8 USD month, billed yearly", "10 USD month"]),
    ("$8/mo <small>$96 billed yearly</small>", ["8 USD month, billed yearly", "96 USD year, billed yearly"]),
    ("$10/mo <small>$100 billed yearly</small>", ["10 USD month", "100 USD year, billed yearly"]),
    ("$8/mo billed annually as $96", ["8 USD month, billed yearly", "96 USD year, billed yearly"]),
    ("Monthly $10 Yearly $100", ["10 USD month", "100 USD year"]),
    ("$49 per quarter", ["49 USD usage per quarter"]),
]


@pytest.mark.parametrize(("price", "prices"), OTHERS)
def test_each_amount_keeps_its_own_terms(price: str, prices: list[str]) -> None:
    assert told(cards({"Basic": price, "Pro": "$25/mo"}))["Basic"] == prices


@pytest.mark.parametrize("gift", ["2 months free", "2 months on us", "14-day trial", "30 days money-back guarantee"])
def test_months_that_come_free_are_no_period(gift: str) -> None:
    assert told(cards({"Basic": f"Yearly $300 ({gift})", "Pro": "$25/mo"}))["Basic"] == ["300 USD year"]
