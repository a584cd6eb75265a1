"""Price pages in many layouts: lists, headings, switches and tables give the plans a reader sees."""

import pytest

from tests.market.crawlers.price_pages import document, told

PAGES = {
    "hidden toggle react": (
        "en",
        '<h1>Plans</h1><div role="radiogroup"><button role="radio" aria-checked="true">Annually</button><button role="radio" aria-checked="false">Monthly</button></div><div class="grid"><div class="rounded p-8"><h3 class="text-lg">Hobby</h3><p class="mt-4">All the basics.</p><p class="mt-6"><span class="text-4xl">$15</span><span class="text-sm">/month</span></p><a href=#>Buy plan</a><ul><li>5 products</li></ul></div><div class="rounded p-8"><h3 class="text-lg">Freelancer</h3><p class="mt-4">More.</p><p class="mt-6"><span class="text-4xl">$30</span><span class="text-sm">/month</span></p><p class="text-xs">Billed annually</p><a href=#>Buy plan</a><ul><li>5 products</li></ul></div></div>',
        {"Hobby": ["15 USD month, billed yearly"], "Freelancer": ["30 USD month, billed yearly"]},
    ),
    "definition rows": (
        "en",
        "<h1>API pricing</h1><table><thead><tr><th>Model</th><th>Input (per 1M tokens)</th><th>Output (per 1M tokens)</th></tr></thead><tbody><tr><td>Small</td><td>$0.15</td><td>$0.60</td></tr><tr><td>Large</td><td>$2.50</td><td>$10.00</td></tr></tbody></table>",
        {
            "Small": ["0.15 USD usage per 1m tokens", "0.6 USD usage per 1m tokens"],
            "Large": ["2.5 USD usage per 1m tokens", "10 USD usage per 1m tokens"],
        },
    ),
    "per seat annual/month both": (
        "en",
        "<h1>Pricing</h1><div class=tiers><section class=tier><header><h2>Starter</h2><p>For small teams</p></header><div class=cost><strong>$9</strong> <span>per seat/month</span><br><small>billed annually, or $12 month-to-month</small></div><ul><li>10 boards</li></ul></section><section class=tier><header><h2>Growth</h2><p>For scale</p></header><div class=cost><strong>$19</strong> <span>per seat/month</span><br><small>billed annually, or $24 month-to-month</small></div><ul><li>Unlimited boards</li></ul></section><section class=tier><header><h2>Enterprise</h2><p>Custom</p></header><div class=cost><strong>Let's talk</strong></div><ul><li>SSO</li></ul></section></div>",
        {
            "Starter": ["9 USD month per seat, billed yearly", "12 USD month per seat"],
            "Growth": ["19 USD month per seat, billed yearly", "24 USD month per seat"],
            "Enterprise": ["-"],
        },
    ),
    "fr table monthly/annual": (
        "fr",
        '<h1>Tarifs</h1><table><thead><tr><th>Formule</th><th>Mensuel</th><th>Annuel</th></tr></thead><tbody><tr><th>Solo</th><td>9,90 € HT</td><td>99 € HT</td></tr><tr><th>Duo</th><td>19,90 € HT</td><td>199 € HT</td></tr><tr><th>Sur mesure</th><td colspan="2">Nous consulter</td></tr></tbody></table>',
        {"Solo": ["9.9 EUR month", "99 EUR year"], "Duo": ["19.9 EUR month", "199 EUR year"]},
    ),
    "pt-PT": (
        "pt-PT",
        '<h1>Preços</h1><div class="cards"><div class="card"><h3>Base</h3><p class="preco">9,99€<span>/mês</span></p><p>+ IVA. Faturado anualmente.</p></div><div class="card"><h3>Empresa</h3><p class="preco">29,99€<span>/mês</span></p><p>+ IVA. Faturado anualmente.</p></div></div>',
        {"Base": ["9.99 EUR month, billed yearly"], "Empresa": ["29.99 EUR month, billed yearly"]},
    ),
    "it list": (
        "it",
        '<h1>Listino</h1><ul class="listino"><li><strong>Singolo</strong> — 120 €/anno + IVA</li><li><strong>Studio</strong> — 300 €/anno + IVA</li><li><strong>Rete</strong> — su preventivo</li></ul>',
        {"Singolo": ["120 EUR year"], "Studio": ["300 EUR year"], "Rete": ["-"]},
    ),
    "de prices in table w/ setup": (
        "de",
        "<h1>Tarife</h1><table><tr><th></th><th>S</th><th>M</th><th>L</th></tr><tr><td>Monatlich</td><td>9 €</td><td>19 €</td><td>39 €</td></tr><tr><td>Einrichtung (einmalig)</td><td>0 €</td><td>49 €</td><td>99 €</td></tr><tr><td>Speicher</td><td>10 GB</td><td>50 GB</td><td>200 GB</td></tr></table>",
        {"S": ["9 EUR month"], "M": ["19 EUR month"], "L": ["39 EUR month"]},
    ),
    "nl": (
        "nl",
        '<h1>Kies je pakket</h1><div class="pricing"><div class="pricing-item"><span class="label">Populair</span><h3>Start</h3><div class="pricing-price"><sup>€</sup>29<sup>,95</sup></div><div class="pricing-sub">per maand excl. btw</div><ul><li>Tot 500 facturen</li></ul></div><div class="pricing-item"><h3>Groei</h3><div class="pricing-price"><sup>€</sup>59<sup>,95</sup></div><div class="pricing-sub">per maand excl. btw</div><ul><li>Tot 2.000 facturen</li></ul></div></div>',
        {"Start": ["29.95 EUR month"], "Groei": ["59.95 EUR month"]},
    ),
    "da": (
        "da",
        '<h1>Priser</h1><div class="row"><div class="col"><h3>Basis</h3><p><strong>99 kr.</strong> pr. måned</p><p>Oprettelse 0 kr.</p></div><div class="col"><h3>Plus</h3><p><strong>199 kr.</strong> pr. måned</p><p>Oprettelse 495 kr.</p></div></div><p>Spar 20% ved årlig betaling. Alle priser er ekskl. moms.</p>',
        {"Basis": ["99 DKK month"], "Plus": ["199 DKK month"]},
    ),
    "ru table": (
        "ru",
        "<h1>Тарифы и цены</h1><table><tr><th>Тариф</th><th>Цена в месяц</th><th>Пользователей</th></tr><tr><td>Базовый</td><td>бесплатно</td><td>2</td></tr><tr><td>Команда</td><td>1 490 ₽</td><td>10</td></tr><tr><td>Корпорация</td><td>от 9 900 ₽</td><td>без ограничений</td></tr></table>",
        {"Базовый": ["0 RUB month"], "Команда": ["1490 RUB month"], "Корпорация": ["9900 RUB month"]},
    ),
    "uk": (
        "uk",
        "<h1>Ціни</h1><div><div class=t><h3>Старт</h3><b>199 грн/міс</b></div><div class=t><h3>Бізнес</h3><b>1 999 грн/рік</b></div><div class=t><h3>Корпоративний</h3><b>За запитом</b></div></div>",
        {"Старт": ["199 UAH month"], "Бізнес": ["1999 UAH year"], "Корпоративний": ["-"]},
    ),
    "zh-TW": (
        "zh-TW",
        "<h1>方案價格</h1><div class=g><div class=c><h3>免費版</h3><p class=p>NT$0</p></div><div class=c><h3>專業版</h3><p class=p>NT$ 299 <small>/ 月</small></p><p>年繳 NT$ 2,990</p></div><div class=c><h3>企業版</h3><p class=p>聯絡我們</p></div></div>",
        {"免費版": ["0 TWD"], "專業版": ["299 TWD month"], "企業版": ["-"]},
    ),
    "en-SG/HK": (
        "en",
        "<h1>Pricing</h1><p>All prices in SGD.</p><div class=g><div class=c><h3>Lite</h3><p class=p>$18 <small>/ outlet / month</small></p></div><div class=c><h3>Full</h3><p class=p>$48 <small>/ outlet / month</small></p></div></div>",
        {"Lite": ["18 SGD month per outlet"], "Full": ["48 SGD month per outlet"]},
    ),
    "ng/ke": (
        "en",
        "<h1>Pricing</h1><div class=g><div class=c><h3>Lite</h3><p class=p>₦15,000 <small>monthly</small></p></div><div class=c><h3>Kenya</h3><p class=p>KSh 2,500 <small>per month</small></p></div><div class=c><h3>Ghana</h3><p class=p>GH₵ 120 <small>/mo</small></p></div></div>",
        {"Lite": ["15000 NGN month"], "Kenya": ["2500 KES month"], "Ghana": ["120 GHS month"]},
    ),
    "th": (
        "th",
        "<h1>แพ็กเกจ</h1><div class=g><div class=c><h3>ฟรี</h3><p class=p>0 บาท</p></div><div class=c><h3>โปร</h3><p class=p>590 บาท<small>/เดือน</small></p><p>จ่ายรายปี ประหยัด 1,180 บาท</p></div></div>",
        {"ฟรี": ["0 THB"], "โปร": ["590 THB month"]},
    ),
    "el": (
        "el",
        "<h1>Τιμές</h1><div class=g><div class=c><h3>Βασικό</h3><p class=p>9,90 € <small>/ μήνα</small></p></div><div class=c><h3>Επαγγελματικό</h3><p class=p>24,90 € <small>/ μήνα + ΦΠΑ</small></p></div></div>",
        {"Βασικό": ["9.9 EUR month"], "Επαγγελματικό": ["24.9 EUR month"]},
    ),
    "select & slider": (
        "en",
        "<h1>Email pricing</h1><label>Contacts <select><option>500</option><option>5,000</option></select></label><div class=g><div class=c><h4>Essentials</h4><div>Starts at</div><div class=big>$13.00<span>/month</span></div><div>For 500 contacts</div><div>Then, $15/month after 12 months</div></div><div class=c><h4>Standard</h4><div>Starts at</div><div class=big>$20.00<span>/month</span></div><div>For 500 contacts</div></div></div><p>Overages apply. $50,000 saved by customers.</p>",
        {"Essentials": ["13 USD month"], "Standard": ["20 USD month"]},
    ),
    "split heading price": (
        "en",
        "<h1>Pricing</h1><h2>Basic — $29/month</h2><p>For individuals.</p><ul><li>1 site</li></ul><h2>Business — $79/month</h2><p>For teams.</p><ul><li>10 sites</li></ul><h2>Enterprise — custom pricing</h2><p>Call us.</p><h2>Frequently asked</h2><h3>What happens after 100 GB?</h3><p>We charge $0.05 per GB.</p>",
        {"Basic": ["29 USD month"], "Business": ["79 USD month"], "Enterprise": ["-"]},
    ),
    "aria/sr": (
        "en",
        "<h1>Pricing</h1><div class=g><article aria-labelledby=a1><h3 id=a1>Core</h3><p><span class=cur>£</span><span class=amt>6</span><span class=frac>.50</span> <span>per user per month</span></p></article><article><h3>Advanced</h3><p><span class=cur>£</span><span class=amt>11</span><span class=frac>.00</span> <span>per user per month</span></p></article></div>",
        {"Core": ["6.5 GBP month per user"], "Advanced": ["11 GBP month per user"]},
    ),
    "money-back": (
        "es",
        "<h1>Planes</h1><div class=g><div class=c><h3>Mensual</h3><p class=precio>19 €</p><p>al mes, IVA incl.</p></div><div class=c><h3>Anual</h3><p class=precio>190 €</p><p>al año, IVA incl.</p><p>Ahorras 38 €</p></div></div><p>Garantía de devolución de 30 días. Premio de 5.000 € al mejor proyecto.</p>",
        {"Acme": ["19 EUR month", "190 EUR year"]},
    ),
    "fi": (
        "fi",
        "<h1>Hinnat</h1><table><tr><td>Kevyt</td><td>19 €/kk</td></tr><tr><td>Tavallinen</td><td>49 €/kk</td></tr><tr><td>Käyttöönotto</td><td>250 €</td></tr></table>",
        {"Kevyt": ["19 EUR month"], "Tavallinen": ["49 EUR month"], "Käyttöönotto": ["250 EUR"]},
    ),
    "sv toggle": (
        "sv",
        '<h1>Priser</h1><div class=tabs><a class=active>Årsvis</a><a>Månadsvis</a></div><div class=g><div class=c><h3>Bas</h3><div class=pris><span class=yearly>79 kr</span><span class=monthly style="display:none">99 kr</span>/mån</div></div><div class=c><h3>Pro</h3><div class=pris><span class=yearly>159 kr</span><span class=monthly style="display:none">199 kr</span>/mån</div></div></div>',
        {
            "Bas": ["79 SEK month, billed yearly", "99 SEK month, billed monthly"],
            "Pro": ["159 SEK month, billed yearly", "199 SEK month, billed monthly"],
        },
    ),
    "ko": (
        "ko",
        "<h1>가격</h1><div class=g><div class=c><h3>무료</h3><p class=p>0원</p></div><div class=c><h3>비즈니스</h3><p class=p>1인당 월 8,000원</p><p>부가세 별도, 연간 결제 시</p></div></div>",
        {"무료": ["0 KRW"], "비즈니스": ["8000 KRW month"]},
    ),
    "in hi": (
        "hi",
        "<h1>मूल्य निर्धारण</h1><div class=g><div class=c><h3>बेसिक</h3><p class=p>₹199 प्रति माह</p></div><div class=c><h3>प्रो</h3><p class=p>₹1,999 प्रति वर्ष</p></div></div>",
        {"बेसिक": ["199 INR month"], "प्रो": ["1999 INR year"]},
    ),
    "ar sar": (
        "ar",
        "<h1>الباقات</h1><div class=g><div class=c><h3>مجانية</h3><p class=p>مجانًا</p></div><div class=c><h3>احترافية</h3><p class=p>99 ر.س <small>/ شهرياً</small></p><p>شامل الضريبة</p></div></div>",
        {"مجانية": ["0 SAR"], "احترافية": ["99 SAR month"]},
    ),
    "il": (
        "he",
        "<h1>מחירון</h1><div class=g><div class=c><h3>חינם</h3><p class=p>0 ₪</p></div><div class=c><h3>פרו</h3><p class=p>89 ₪ / חודש</p><p>בתשלום שנתי</p></div></div>",
        {"חינם": ["0 ILS"], "פרו": ["89 ILS month, billed yearly"]},
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_plans_of_a_page_and_nothing_else_are_read(name: str) -> None:
    language, body, plans = PAGES[name]
    assert told(document(body, language)) == plans
