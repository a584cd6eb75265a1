"""Price pages as they are laid out in many countries: plans, amounts and periods are read, other amounts are not."""

import pytest

from tests.market.crawlers.price_pages import document, told

PAGES = {
    "de": (
        "de",
        '<section class="hero"><h1>Einfache Preise</h1><p>Über 3 Mio. € Umsatz werden monatlich über uns abgerechnet. Sparen Sie bis zu 240 € im Jahr.</p></section>\n<div class="row"><div class="col-md-4"><div class="card h-100"><div class="card-header"><h4>Basis</h4></div><div class="card-body"><h2 class="card-title">19,00 € <small class="text-muted">/ Monat</small></h2><p>zzgl. MwSt., jährlich abgerechnet</p><ul class="list-unstyled"><li>1 Nutzer</li><li>Einrichtung einmalig 49 €</li></ul><a class="btn">Jetzt starten</a></div></div></div>\n<div class="col-md-4"><div class="card h-100"><div class="card-header"><h4>Profi</h4></div><div class="card-body"><h2 class="card-title">49,00 € <small class="text-muted">/ Monat</small></h2><p>zzgl. MwSt., jährlich abgerechnet</p><ul class="list-unstyled"><li>10 Nutzer</li><li>jeder weitere Nutzer 4,90 €</li></ul><a class="btn">Jetzt starten</a></div></div></div>\n<div class="col-md-4"><div class="card h-100"><div class="card-header"><h4>Konzern</h4></div><div class="card-body"><h2 class="card-title">Auf Anfrage</h2><ul class="list-unstyled"><li>Unbegrenzte Nutzer</li></ul><a class="btn">Kontakt</a></div></div></div></div>',
        {"Basis": ["19 EUR month, billed yearly"], "Profi": ["49 EUR month, billed yearly"], "Konzern": ["-"]},
    ),
    "fr": (
        "fr",
        '<h1>Nos tarifs</h1><article class="offre"><h2>Découverte</h2><p class="prix">0 €</p><p>Pour toujours</p><ul><li>1 projet</li></ul></article><article class="offre"><h2>Équipe</h2><p class="prix"><span class="montant">12 €</span> HT<br>par utilisateur et par mois</p><p>soit 144 € par an, facturé annuellement</p><ul><li>Projets illimités</li><li>Au-delà de 100 Go : 0,05 € par Go</li></ul></article><article class="offre"><h2>Entreprise</h2><p class="prix">Sur devis</p><ul><li>SSO</li></ul></article><p>Économisez 20 % avec l’engagement annuel.</p>',
        {"Découverte": ["0 EUR"], "Équipe": ["12 EUR month per utilisateur"], "Entreprise": ["-"]},
    ),
    "es-MX": (
        "es-MX",
        '<h1>Planes y precios</h1><table class="precios"><thead><tr><th>Característica</th><th>Emprendedor</th><th>Negocio</th><th>Corporativo</th></tr></thead><tbody><tr><td>Precio mensual</td><td>$299</td><td>$899</td><td>$2,499</td></tr><tr><td>Precio anual</td><td>$2,990</td><td>$8,990</td><td>$24,990</td></tr><tr><td>Facturas al mes</td><td>100</td><td>1,000</td><td>Ilimitadas</td></tr><tr><td>Costo por factura extra</td><td>$2.00</td><td>$1.50</td><td>$0.90</td></tr></tbody></table><p>Precios en MXN. IVA no incluido.</p>',
        {
            "Emprendedor": ["299 MXN month", "2990 MXN year"],
            "Negocio": ["899 MXN month", "8990 MXN year"],
            "Corporativo": ["2499 MXN month", "24990 MXN year"],
        },
    ),
    "pt-BR": (
        "pt-BR",
        '<h1>Planos</h1><div class="planos"><div class="plano"><h3>Essencial</h3><div class="valor"><span class="de">De R$ 59,90</span> <strong>por R$ 39,90</strong><span>/mês</span></div><p>ou 12x de R$ 33,25 no plano anual</p><ul><li>1 usuário</li></ul><button>Assinar</button></div><div class="plano destaque"><span class="selo">Mais popular</span><h3>Completo</h3><div class="valor"><span class="de">De R$ 129,90</span> <strong>por R$ 99,90</strong><span>/mês</span></div><p>ou 12x de R$ 83,25 no plano anual</p><ul><li>5 usuários</li></ul><button>Assinar</button></div></div>',
        {"Essencial": ["39.9 BRL month"], "Completo": ["99.9 BRL month"]},
    ),
    "sv": (
        "sv",
        '<h1>Priser</h1><ul class="prislista"><li class="paket"><h3>Liten</h3><span class="pris">149 kr</span><span class="period">per månad</span><p>exkl. moms</p></li><li class="paket"><h3>Mellan</h3><span class="pris">349 kr</span><span class="period">per månad</span><p>exkl. moms</p></li><li class="paket"><h3>Stor</h3><span class="pris">1 249 kr</span><span class="period">per månad</span><p>exkl. moms</p></li></ul><h2>Tillägg</h2><p>Startavgift 995 kr (engångskostnad).</p>',
        {"Liten": ["149 SEK month"], "Mellan": ["349 SEK month"], "Stor": ["1249 SEK month"]},
    ),
    "pl": (
        "pl",
        "<h1>Cennik</h1><table><tr><th>Pakiet</th><th>Cena netto / miesiąc</th><th>Cena brutto / miesiąc</th><th>Użytkownicy</th></tr><tr><td>Start</td><td>99,00 zł</td><td>121,77 zł</td><td>do 3</td></tr><tr><td>Biznes</td><td>249,00 zł</td><td>306,27 zł</td><td>do 10</td></tr><tr><td>Korporacja</td><td colspan=2>wycena indywidualna</td><td>bez limitu</td></tr></table>",
        {"Start": ["99 PLN month"], "Biznes": ["249 PLN month"], "Korporacja": ["-"]},
    ),
    "cs": (
        "cs",
        '<h1>Ceník</h1><div class="grid grid-cols-3"><div class="rounded-xl border p-6"><p class="text-lg font-semibold">Zdarma</p><p class="mt-2"><span class="text-4xl font-bold">0 Kč</span><span class="text-sm"></span></p><p class="text-sm">navždy</p><ul><li>1 projekt</li></ul></div><div class="rounded-xl border p-6"><p class="text-lg font-semibold">Tým</p><p class="mt-2"><span class="text-4xl font-bold">290 Kč</span><span class="text-sm"> / uživatel / měsíc</span></p><p class="text-sm">bez DPH, při roční platbě</p><ul><li>20 projektů</li></ul></div><div class="rounded-xl border p-6"><p class="text-lg font-semibold">Firma</p><p class="mt-2"><span class="text-4xl font-bold">Individuálně</span><span class="text-sm"></span></p><p class="text-sm">kontaktujte nás</p><ul><li>SLA</li></ul></div></div>',
        {"Zdarma": ["0 CZK"], "Tým": ["290 CZK month per uživatel, billed yearly"], "Firma": ["-"]},
    ),
    "ja": (
        "ja",
        '<h1>料金プラン</h1><p>導入企業の売上1億円突破！</p><div class="plan-list"><section class="plan"><h2>ライト</h2><p class="price">月額<strong>1,980</strong>円<span>（税込2,178円）</span></p><p>初期費用 5,500円</p><ul><li>3ユーザーまで</li></ul></section><section class="plan"><h2>スタンダード</h2><p class="price">月額<strong>4,980</strong>円<span>（税込5,478円）</span></p><p>初期費用 無料</p><ul><li>10ユーザーまで</li></ul></section><section class="plan"><h2>エンタープライズ</h2><p class="price">個別見積</p><ul><li>無制限</li></ul></section></div>',
        {"ライト": ["1980 JPY month"], "スタンダード": ["4980 JPY month"], "エンタープライズ": ["-"]},
    ),
    "ko": (
        "ko",
        '<h1>요금제</h1><div class="cards"><div class="card"><strong class="name">스타터</strong><div class="price"><em>₩0</em><span>/월</span></div><p>개인용</p></div><div class="card"><strong class="name">팀</strong><div class="price"><em>₩15,000</em><span>/월 · 사용자당</span></div><p>연간 결제 시 20% 할인</p></div><div class="card"><strong class="name">기업</strong><div class="price"><em>별도 문의</em></div></div></div>',
        {"스타터": ["0 KRW month"], "팀": ["15000 KRW month"], "기업": ["-"]},
    ),
    "de-CH": (
        "de-CH",
        '<h1>Preise</h1><div class="switch"><label>Monatlich</label><input type="checkbox"><label>Jährlich <em>–15 %</em></label></div><div class="plans"><div class="plan"><h3>Solo</h3><div class="amount" data-period="month">CHF 29.–<small>/Mt.</small></div><div class="amount" data-period="year" hidden>CHF 290.–<small>/Jahr</small></div><ul><li>1 Firma</li></ul></div><div class="plan"><h3>KMU</h3><div class="amount" data-period="month">CHF 89.–<small>/Mt.</small></div><div class="amount" data-period="year" hidden>CHF 890.–<small>/Jahr</small></div><ul><li>5 Firmen</li></ul></div><div class="plan"><h3>Gross</h3><div class="amount" data-period="month">CHF 1\'290.–<small>/Mt.</small></div><div class="amount" data-period="year" hidden>CHF 12\'900.–<small>/Jahr</small></div><ul><li>Alles</li></ul></div></div>',
        {
            "Solo": ["29 CHF month, billed monthly", "290 CHF year, billed yearly"],
            "KMU": ["89 CHF month, billed monthly", "890 CHF year, billed yearly"],
            "Gross": ["1290 CHF month, billed monthly", "12900 CHF year, billed yearly"],
        },
    ),
    "hi/en-IN": (
        "en-IN",
        '<h1>Plans that grow with you</h1><div class="wrap"><div class="tier"><h3>Silver</h3><h2>₹ 999<sub>/month</sub></h2><p>+ 18% GST</p><p>Save ₹2,000 on yearly</p><ul><li>Up to ₹5,00,000 in invoices</li></ul></div><div class="tier"><h3>Gold</h3><h2>₹ 2,499<sub>/month</sub></h2><p>+ 18% GST</p><p>Save ₹5,000 on yearly</p><ul><li>Up to ₹50,00,000 in invoices</li></ul></div><div class="tier"><h3>Platinum</h3><h2>₹ 1,25,000<sub>/year</sub></h2><p>+ 18% GST</p><ul><li>Unlimited invoices</li></ul></div></div>',
        {"Silver": ["999 INR month"], "Gold": ["2499 INR month"], "Platinum": ["125000 INR year"]},
    ),
    "en-GB": (
        "en-GB",
        '<h1>Membership</h1><div class="options"><div class="option"><h3>Off-peak</h3><p class="cost">£24.99 <span>a month</span></p><p>No joining fee (usually £15)</p></div><div class="option"><h3>Anytime</h3><p class="cost">£34.99 <span>a month</span></p><p>Joining fee £15</p></div><div class="option"><h3>Day pass</h3><p class="cost">£8.50 <span>per day</span></p></div><div class="option"><h3>Annual</h3><p class="cost">£299 <span>per year</span></p><p>Equivalent to £24.92 a month</p></div></div><h2>FAQs</h2><p>Lost your card? A replacement costs £5.</p>',
        {
            "Off-peak": ["24.99 GBP month"],
            "Anytime": ["34.99 GBP month"],
            "Day pass": ["8.5 GBP usage per day"],
            "Annual": ["299 GBP year"],
        },
    ),
    "tr": (
        "tr",
        '<h1>Fiyatlandırma</h1><div class="paketler"><div class="paket"><h3>Başlangıç</h3><div class="fiyat">₺499<span>/ay</span></div><small>KDV hariç</small></div><div class="paket"><h3>Profesyonel</h3><div class="fiyat">₺1.299<span>/ay</span></div><small>KDV hariç</small></div><div class="paket"><h3>Kurumsal</h3><div class="fiyat">Teklif alın</div></div></div>',
        {"Başlangıç": ["499 TRY month"], "Profesyonel": ["1299 TRY month"], "Kurumsal": ["-"]},
    ),
    "hu": (
        "hu",
        '<h1>Áraink</h1><div class="csomagok"><div class="csomag"><h3>Alap</h3><p class="ar">4 990 Ft <span>+ áfa / hó</span></p></div><div class="csomag"><h3>Prémium</h3><p class="ar">12 990 Ft <span>+ áfa / hó</span></p><p>Éves előfizetés esetén 2 hónap ajándék!</p></div></div>',
        {"Alap": ["4990 HUF month"], "Prémium": ["12990 HUF month"]},
    ),
    "ro": (
        "ro",
        '<h1>Prețuri</h1><div class="pachete"><div class="pachet"><h3>Standard</h3><div class="pret">49 lei<span>/lună</span></div></div><div class="pachet"><h3>Avansat</h3><div class="pret">99,50 lei<span>/lună</span></div></div><div class="pachet"><h3>Nelimitat</h3><div class="pret">1.190 lei<span>/an</span></div></div></div>',
        {"Standard": ["49 RON month"], "Avansat": ["99.5 RON month"], "Nelimitat": ["1190 RON year"]},
    ),
    "he": (
        "he",
        '<h1>מחירים</h1><div dir="rtl"><div class="plan"><h3>בסיסי</h3><div class="price">₪49 <span>לחודש</span></div><p>לא כולל מע"מ</p></div><div class="plan"><h3>עסקי</h3><div class="price">149 ש"ח <span>לחודש</span></div></div></div>',
        {"בסיסי": ["49 ILS month"], "עסקי": ["149 ILS month"]},
    ),
    "ar": (
        "ar",
        '<h1>الأسعار</h1><div dir="rtl"><div class="plan"><h3>الأساسية</h3><div class="price">٩٩ درهم <span>شهريًا</span></div></div><div class="plan"><h3>المتقدمة</h3><div class="price">299 درهم / شهر</div></div><div class="plan"><h3>المؤسسات</h3><div class="price">تواصل معنا</div></div></div>',
        {"الأساسية": ["99 AED month"], "المتقدمة": ["299 AED month"], "المؤسسات": ["-"]},
    ),
    "zh": (
        "zh-CN",
        '<h1>价格方案</h1><div class="box"><div class="item"><div class="name">体验版</div><div class="price"><span>¥</span><b>0</b></div></div><div class="item"><div class="name">专业版</div><div class="price"><span>¥</span><b>1,299</b><i>/年</i></div><div class="old">原价 ¥1,999</div></div><div class="item"><div class="name">旗舰版</div><div class="price"><span>¥</span><b>12,999</b><i>/年起</i></div></div></div>',
        {"体验版": ["0 CNY"], "专业版": ["1299 CNY year"], "旗舰版": ["12999 CNY year"]},
    ),
    "it": (
        "it",
        '<h1>Prezzi</h1><div class="piani"><div class="piano"><h3>Base</h3><p class="prezzo">€ 15<span>/mese</span></p><p>+ IVA 22%</p><p>Attivazione: € 50 una tantum</p></div><div class="piano"><h3>Plus</h3><p class="prezzo">€ 35<span>/mese</span></p><p>+ IVA 22%</p><p>Attivazione gratuita</p></div></div><p>Oltre 10.000 € di risparmio medio per azienda.</p>',
        {"Base": ["15 EUR month"], "Plus": ["35 EUR month"]},
    ),
    "nl": (
        "nl",
        '<h1>Tarieven</h1><div class="pakketten"><div class="pakket"><h2>Zzp</h2><p><b>€ 7,50</b> per maand</p><p>Nu 3 maanden gratis</p></div><div class="pakket"><h2>Mkb</h2><p><b>€ 24,95</b> per maand</p><p>Daarna € 29,95 per maand</p></div></div>',
        {"Zzp": ["7.5 EUR month"], "Mkb": ["24.95 EUR month"]},
    ),
    "ru": (
        "ru",
        '<h1>Тарифы</h1><div class="tariffs"><div class="tariff"><div class="tariff__name">Старт</div><div class="tariff__price">490 ₽<span>/мес</span></div><div class="tariff__note">при оплате за год — 4 900 ₽</div></div><div class="tariff"><div class="tariff__name">Бизнес</div><div class="tariff__price">1 990 ₽<span>/мес</span></div><div class="tariff__note">при оплате за год — 19 900 ₽</div></div></div>',
        {
            "Старт": ["490 RUB month", "4900 RUB year, billed yearly"],
            "Бизнес": ["1990 RUB month", "19900 RUB year, billed yearly"],
        },
    ),
    "th": (
        "th",
        "<h1>ราคา</h1><div class=p><h3>เริ่มต้น</h3><div class=price>฿299/เดือน</div></div><div class=p><h3>ธุรกิจ</h3><div class=price>1,490 บาท ต่อเดือน</div></div>",
        {"เริ่มต้น": ["299 THB month"], "ธุรกิจ": ["1490 THB month"]},
    ),
    "vi": (
        "vi",
        "<h1>Bảng giá</h1><div class=p><h3>Cơ bản</h3><div class=price>199.000đ<span>/tháng</span></div></div><div class=p><h3>Nâng cao</h3><div class=price>499.000 ₫ / tháng</div></div><div class=p><h3>Doanh nghiệp</h3><div class=price>Liên hệ</div></div>",
        {"Cơ bản": ["199000 VND month"], "Nâng cao": ["499000 VND month"], "Doanh nghiệp": ["-"]},
    ),
    "id": (
        "id",
        "<h1>Harga</h1><div class=p><h3>Pemula</h3><div class=price>Rp 99.000<span>/bulan</span></div></div><div class=p><h3>Bisnis</h3><div class=price>Rp1.250.000 per tahun</div></div>",
        {"Pemula": ["99000 IDR month"], "Bisnis": ["1250000 IDR year"]},
    ),
    "nb": (
        "nb",
        "<h1>Priser</h1><div class=p><h3>Enkel</h3><p>kr 99 <small>/mnd</small></p></div><div class=p><h3>Bedrift</h3><p>kr 1 490,- <small>/mnd eks. mva</small></p></div>",
        {"Enkel": ["99 NOK month"], "Bedrift": ["1490 NOK month"]},
    ),
    "fi": (
        "fi",
        "<h1>Hinnasto</h1><div class=p><h3>Perus</h3><p class=hinta>9,90 €/kk</p><p>alv 0 %</p></div><div class=p><h3>Ammattilainen</h3><p class=hinta>29 € <span>kuukaudessa</span></p></div><div class=p><h3>Yritys</h3><p class=hinta>Pyydä tarjous</p></div>",
        {"Perus": ["9.9 EUR month"], "Ammattilainen": ["29 EUR month"], "Yritys": ["-"]},
    ),
    "usage": (
        "en",
        '<h1>Pricing</h1><p>Get $200 in free credit for 60 days.</p><div class="price-row"><div class="what">Compute</div><div class="rate">$0.045 per vCPU-hour</div></div><div class="price-row"><div class="what">Storage</div><div class="rate">$0.10 per GB / month</div></div><div class="price-row"><div class="what">Egress</div><div class="rate">First 1 TB free, then $0.01 per GB</div></div><p>No minimums. A typical app costs $12–$20 a month.</p>',
        {
            "Compute": ["0.045 USD usage per vcpu"],
            "Storage": ["0.1 USD month per gb"],
            "Egress": ["0.01 USD usage per gb"],
        },
    ),
    "en-AU": (
        "en-AU",
        '<h1>Choose a plan</h1><p>$1,000,000 in claims paid</p><div class="tiers"><div class="tier"><p class="tier-name">Sole trader</p><p class="tier-price"><s>$25</s> $12.50<span>/mo AUD</span></p><p class="tier-note">50% off for 3 months, then $25/mo</p></div><div class="tier"><p class="tier-name">Company</p><p class="tier-price"><s>$60</s> $30<span>/mo AUD</span></p><p class="tier-note">50% off for 3 months, then $60/mo</p></div></div>',
        {"Sole trader": ["12.5 AUD month", "25 AUD month"], "Company": ["30 AUD month", "60 AUD month"]},
    ),
    "ltd": (
        "en",
        '<h1>One price. Yours forever.</h1><div class="deal"><h2>Lifetime licence</h2><div><span>$</span><span class="big">149</span></div><p>One-time payment. Worth $588 a year.</p><p>30-day money-back guarantee</p></div><div class="deal"><h2>Agency licence</h2><div><span>$</span><span class="big">399</span></div><p>One-time payment. Up to 25 sites.</p></div>',
        {"Lifetime licence": ["149 USD once"], "Agency licence": ["399 USD once"]},
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_plans_of_a_page_and_nothing_else_are_read(name: str) -> None:
    language, body, plans = PAGES[name]
    assert told(document(body, language)) == plans
