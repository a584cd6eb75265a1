"""The words of price lists about paying: how one is billed, and what comes free of charge. Written as in price_words.py."""

from typing import Final

BILLED: Final[dict[str, str]] = {
    "en": "billed | when billed | if billed | paid | when paid | if paid | payable | billing | invoiced | charged | prepaid | pay | payment | commitment | contract | with annual | on annual | with yearly | on yearly | on an annual | on a yearly | "
    "with an annual | with a yearly | when annual | annual plan | yearly plan | annual plans | yearly plans | annual subscription | yearly subscription | annual basis | yearly basis | monthly basis",
    "de": "abgerechnet | bei jährlicher | bei monatlicher | abrechnung | zahlung | zahlweise | zahlungsweise | gezahlt | bezahlt | zahlbar | fällig | vorauszahlung | laufzeit | berechnet | rechnung | "
    "jahreszahlung | jahresabrechnung | monatszahlung | im jahresabo | vertragslaufzeit",
    "fr": "facturé* | payé* | payable* | facturation | paiement | engagement | prélevé* | réglé* | abonnement annuel | abonnement mensuel",
    "es": "facturado* | facturada* | facturación | factura | facturados | pagado | pagando | pagadero | pago | cobrado | cobro | suscripción anual | plan anual",
    "pt": "cobrado* | cobrada* | faturado* | faturada* | pago | paga | cobrança | faturamento | faturação | pagamento | faturados | no plano anual | plano anual | assinatura anual",
    "it": "fatturat* | fatturazione | pagato | pagamento | addebit* | pagando | abbonamento annuale",
    "nl": "gefactureerd | betaald | facturatie | betaling | bij jaarlijkse | in rekening gebracht | afgerekend | jaarabonnement",
    "da": "faktureret | faktureres | betalt | betaling | fakturering | ved årlig | betales | opkræves | afregnes | afregning",
    "nb": "fakturert | faktureres | betalt | betaling | fakturering | ved årlig | betales | belastes",
    "sv": "faktureras | fakturerat | betalt | fakturering | betalning | vid årlig | betalas | debiteras",
    "fi": "laskutetaan | laskutus | laskutettuna | laskutuksella | maksettuna | veloitetaan",
    "is": "greitt | rukkað | innheimt",
    "pl": "płatne | płatna | płatny | płatności | płatność | rozliczan* | rozliczeni* | przy płatności | fakturowan* | opłacan* | naliczan*",
    "cs": "fakturován* | fakturace | při roční | placen* | platba | platbě | účtován* | hrazen*",
    "sk": "fakturovan* | fakturácia | pri ročn* | platba | platbe | účtovan* | platen* | hraden*",
    "hu": "számláz* | fizetés* | fizetve | fizetendő | fizetéssel",
    "ro": "facturat* | plătit* | facturare | plata | plată",
    "bg": "плащане | плаща | таксува* | фактурира*",
    "ru": "оплат* | оплачива* | при годовой | списыва* | выставля*",
    "uk": "оплат* | сплачу* | при річній | списується",
    "sr": "naplaćuje | plaćanje | plaćeno | fakturiše | obračun*",
    "sl": "zaračunano | plačilo | obračunano",
    "el": "χρεών* | χρέωση | πληρωμή | τιμολόγηση | τιμολογείται",
    "tr": "faturalandırıl* | faturalandırma* | ödeme | ödemede | ödemeli | ödenir | ödendiğinde | peşin | faturalan*",
    "he": "בתשלום | חיוב | מחויב | תשלום",
    "ar": "تدفع | تُدفع | فوترة | تفوتر | عند الدفع | يدفع | الدفع | محاسبة | تحاسب",
    "fa": "پرداخت",
    "ja": "払い | 請求 | 契約 | 支払い | 一括払い",
    "zh": "付费 | 付款 | 支付 | 计费 | 計費 | 結算 | 结算 | 订阅 | 按年付 | 付 | 缴",
    "ko": "결제 | 청구 | 납부 | 약정",
    "id": "ditagih | dibayar | tagihan | penagihan",
    "ms": "dibilkan | dibayar",
    "vi": "thanh toán",
    "th": "ชำระ | เรียกเก็บ",
    "hi": "बिल | भुगतान",
    "lt": "mokama | apmokama",
    "lv": "maksājot | apmaksa",
    "et": "makstes | arveldus",
    "ca": "facturat | facturació | pagat",
}

# Behind a count of days or months nobody pays for by itself: "2 months free", "14-day trial", "30 days money back".
GIFT: Final[dict[str, str]] = {
    "en": "trial | money-back | money back | guarantee | refund | on us | bonus | off | cancellation | notice | minimum",
    "de": "geschenkt | test | testphase | testen | probe* | geld-zurück* | garantie | kündigungsfrist | mindestlaufzeit",
    "fr": "offert* | gratuit* | essai | d'essai | garantie | satisfait*",
    "es": "de regalo | regalo | de prueba | prueba | garantía | gratis",
    "pt": "de teste | teste | grátis | garantia",
    "it": "omaggio | in omaggio | di prova | prova | in regalo | gratuit* | garanzia",
    "nl": "cadeau | proef* | bedenktijd | garantie",
    "da": "prøve* | fortrydelsesret", "nb": "prøve* | angrerett", "sv": "prov* | på köpet | öppet köp", "fi": "kokeilu*", "pl": "próbn* | gwarancj* | darmow* | bezpłatn*",
    "cs": "zkušební* | záruka | vrácení", "sk": "skúšobn*", "hu": "próba* | garancia", "ro": "de probă | probă | gratuit* | garanție", "ru": "в подарок | пробн* | бесплатн* | тест*",
    "uk": "у подарунок | пробн* | безкоштовн*", "tr": "deneme | hediye | iade", "el": "δοκιμ* | δώρο", "he": "ניסיון | מתנה", "ar": "تجريب* | تجربة | مجان* | ضمان", "ja": "トライアル | お試し | 返金",
    "zh": "试用 | 試用 | 赠送 | 退款", "ko": "체험 | 환불", "id": "uji coba | percobaan", "vi": "dùng thử", "th": "ทดลอง", "hi": "परीक्षण",
}  # fmt: skip

# Before an amount that follows on another or says it again: "free for 14 days, then $19", "that is $12 a month".
THEN: Final[dict[str, str]] = {
    "en": "then | afterwards | thereafter | after that | after trial | after the trial | that is | that's | that’s | which is | equals | equivalent to | works out to | works out at | i.e. | or only | effectively | today",
    "de": "danach | dann | anschließend | das sind | das entspricht | entspricht | d.h. | also | umgerechnet | später", "fr": "puis | ensuite | soit | c'est-à-dire | équivaut à", "es": "luego | después | es decir | equivale a | o sea",
    "pt": "depois | em seguida | equivale a | ou seja | equivalente a", "it": "poi | dopo | successivamente | pari a | cioè | equivale a", "nl": "daarna | vervolgens | dat is | oftewel | komt neer op", "da": "derefter | herefter | svarer til | det er",
    "nb": "deretter | tilsvarer | det er | etterpå", "sv": "därefter | sedan | motsvarar | det är", "fi": "sen jälkeen | eli | jälkeen", "pl": "potem | następnie | czyli | później", "cs": "poté | potom | tj. | pak | což je", "sk": "potom | teda | čo je",
    "hu": "majd | utána | azaz | vagyis", "ro": "apoi | ulterior | adică | echivalent cu", "bg": "след това | тоест", "ru": "затем | далее | потом | то есть | это | после", "uk": "потім | далі | тобто | це", "el": "μετά | έπειτα | δηλαδή", "tr": "sonra | sonrasında | ardından | yani",
    "he": "אחר כך | לאחר מכן | ואז | כלומר", "ar": "ثم | بعد ذلك | أي", "ja": "その後 | 以降 | つまり | 換算", "zh": "之后 | 之後 | 然后 | 相当于 | 折合 | 即 | 合", "ko": "이후 | 즉", "id": "kemudian | lalu | setelah itu | setara", "vi": "sau đó | tương đương", "th": "จากนั้น | หลังจากนั้น | เท่ากับ", "hi": "फिर | उसके बाद",
}  # fmt: skip

# What one pays once to begin, beside a price that comes again.
SETUP: Final[dict[str, str]] = {
    "en": "setup | set-up | set up | joining fee | activation | onboarding | installation | enrolment | registration fee", "de": "einrichtung* | aktivierung* | anschlussgebühr | aufnahmegebühr | startgebühr | installation",
    "fr": "frais de mise en service | mise en service | frais d'installation | frais de dossier | frais d'activation | frais d'inscription", "es": "cuota de alta | alta | activación | instalación | matrícula | inscripción",
    "pt": "taxa de adesão | adesão | taxa de ativação | ativação | instalação | implantação | matrícula", "it": "attivazione | installazione | iscrizione", "nl": "opstartkosten | instapkosten | activatie* | installatie* | inschrijf*",
    "da": "oprettelse* | etablering* | startgebyr", "nb": "etablering* | oppstart* | startgebyr", "sv": "startavgift | uppstart* | anslutningsavgift", "fi": "aloitusmaksu | avausmaksu | käyttöönotto*", "pl": "opłata aktywacyjna | aktywacj* | wdrożeni* | instalacj* | wpisowe",
    "cs": "zřizovací | aktivac* | instalac*", "sk": "zriaďovací | aktivác*", "hu": "belépési díj | telepítés* | aktiválás*", "ro": "activare | instalare | taxă de înscriere", "ru": "подключени* | установк* | настройк*", "uk": "підключення | встановлення | налаштування",
    "tr": "kurulum | aktivasyon", "el": "ενεργοποίηση | εγκατάσταση", "he": "דמי הקמה | התקנה", "ar": "رسوم التأسيس | رسوم الإعداد", "ja": "初期費用 | 導入費用 | 入会金 | 事務手数料 | 登録料", "zh": "初装费 | 安装费 | 开户费 | 初始費用 | 設定費", "ko": "가입비 | 설치비 | 초기 비용",
    "id": "biaya pemasangan | biaya aktivasi", "vi": "phí cài đặt | phí khởi tạo", "th": "ค่าแรกเข้า | ค่าติดตั้ง",
}  # fmt: skip
