"""How currencies are written: ISO 4217 codes, signs, words; and which one an ambiguous sign means on a page."""

from dataclasses import dataclass
from typing import Final

_CODES: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY "
    "COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS "
    "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP "
    "MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR "
    "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV "
    "WST XAF XCD XOF XPF YER ZAR ZMW ZWL HRK"
)
ISO_CODES: Final = frozenset(_CODES.split())
# Codes that are also words people shout on buttons: they count only behind a number ("30 TRY"), not before one.
WORDLIKE_CODES: Final = frozenset(
    [
        "ALL",
        "AMD",
        "ANG",
        "BAM",
        "COP",
        "CUP",
        "GEL",
        "LAK",
        "MAD",
        "MOP",
        "PEN",
        "RON",
        "SOS",
        "STN",
        "TOP",
        "TRY",
        "VES",
    ]
)
OLD_CODES: Final = {"RMB": "CNY", "VNĐ": "VND", "NTD": "TWD", "NIS": "ILS", "TL": "TRY", "FCFA": "XOF", "CFA": "XOF"}

# Signs that mean one currency wherever they stand. Longer ones are tried first.
SIGNS: Final[dict[str, str]] = {
    "€": "EUR", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₫": "VND", "₴": "UAH", "₦": "NGN", "฿": "THB",
    "₱": "PHP", "₵": "GHS", "₡": "CRC", "₲": "PYG", "₸": "KZT", "₼": "AZN", "₾": "GEL", "₮": "MNT", "₭": "LAK", "֏": "AMD",
    "₿": "XBT", "৳": "BDT", "៛": "KHR", "؋": "AFN", "₨": "INR", "￡": "GBP", "￠": "USD", "£": "GBP",
    "US$": "USD", "U$S": "USD", "USD$": "USD", "$USD": "USD", "$US": "USD", "C$": "CAD", "CA$": "CAD", "CAD$": "CAD", "$CA": "CAD",
    "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "NZ$": "NZD", "S$": "SGD", "SG$": "SGD", "HK$": "HKD", "NT$": "TWD",
    "MX$": "MXN", "MXN$": "MXN", "R$": "BRL", "AR$": "ARS", "CLP$": "CLP", "COP$": "COP", "COL$": "COP", "J$": "JMD", "TT$": "TTD",
    "$U": "UYU", "RD$": "DOP", "Z$": "ZWL", "N$": "NAD", "B$": "BND", "E£": "EGP", "£E": "EGP", "GH₵": "GHS", "S/.": "PEN",
    "S/": "PEN", "Bs.": "BOB", "CN¥": "CNY", "JP¥": "JPY",
    "zł": "PLN", "zl": "PLN", "złotych": "PLN", "złote": "PLN", "PLN": "PLN", "Kč": "CZK", "Kc": "CZK", "korun": "CZK", "Ft": "HUF", "forint": "HUF",
    "lei": "RON", "leu": "RON", "лв.": "BGN", "лв": "BGN", "лева": "BGN", "ден.": "MKD", "ден": "MKD", "дин.": "RSD", "дин": "RSD", "din.": "RSD",
    "KM": "BAM", "kn": "HRK", "kuna": "HRK", "руб.": "RUB", "руб": "RUB", "рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "р.": "RUB", "грн.": "UAH",
    "грн": "UAH", "гривень": "UAH", "гривні": "UAH", "тг": "KZT", "тенге": "KZT", "TL": "TRY", "lira": "TRY", "euros": "EUR", "euro": "EUR", "eur": "EUR",
    "Euro": "EUR", "Euros": "EUR", "ευρώ": "EUR", "евро": "EUR", "євро": "EUR", "ユーロ": "EUR", "欧元": "EUR", "歐元": "EUR", "유로": "EUR", "يورو": "EUR", "אירו": "EUR",
    "dollars": "$", "dollar": "$", "dollari": "USD", "dólares": "$", "dolares": "$", "доллара": "USD", "долларов": "USD", "доларів": "USD", "دولار": "USD",
    "دلار": "USD", "דולר": "USD", "ドル": "USD", "美元": "USD", "美金": "USD", "달러": "USD", "đô": "USD", "ดอลลาร์": "USD", "डॉलर": "USD",
    "US dollars": "USD", "US dollar": "USD", "U.S. dollars": "USD", "Canadian dollars": "CAD", "Australian dollars": "AUD", "British pounds": "GBP", "Swiss francs": "CHF",
    "pounds": "GBP", "pound": "GBP", "reais": "BRL", "francs": "CHF", "Franken": "CHF", "CHF": "CHF", "Fr.": "CHF", "SFr.": "CHF", "sFr.": "CHF",
    "円": "JPY", "えん": "JPY", "元": "CNY", "人民币": "CNY", "块": "CNY", "元人民币": "CNY", "RMB": "CNY", "원": "KRW", "港元": "HKD", "港幣": "HKD", "新台幣": "TWD", "台幣": "TWD", "新臺幣": "TWD",
    "บาท": "THB", "đồng": "VND", "đ": "VND", "VNĐ": "VND", "VND": "VND", "Rp": "IDR", "Rp.": "IDR", "rupiah": "IDR", "RM": "MYR", "ringgit": "MYR",
    "₨.": "INR", "Rs": "Rs", "Rs.": "Rs", "rupees": "Rs", "रुपये": "INR", "रु": "Rs", "रू": "Rs", "रु.": "Rs", "টাকা": "BDT", "Tk": "BDT", "KSh": "KES", "Ksh": "KES", "KSH": "KES", "KES": "KES",
    "TSh": "TZS", "USh": "UGX", "naira": "NGN", "rand": "ZAR", "rands": "ZAR", "шек": "ILS", 'ש"ח': "ILS", "ש״ח": "ILS", "שח": "ILS", "שקל": "ILS", "שקלים": "ILS",
    "د.إ": "AED", "درهم": "AED", "ر.س": "SAR", "ر.س.": "SAR", "ريال": "SAR", "ج.م": "EGP", "جنيه": "EGP", "د.ك": "KWD", "ر.ق": "QAR", "د.ب": "BHD", "ر.ع": "OMR",
    "د.ا": "JOD", "د.أ": "JOD", "د.ت": "TND", "د.م.": "MAD", "د.م": "MAD", "د.ج": "DZD", "د.ع": "IQD", "ل.ل": "LBP", "تومان": "IRT", "ریال": "IRR", "﷼": "IRR",
    "KD": "KWD", "K.D.": "KWD", "BD": "BHD", "JD": "JOD", "DH": "MAD", "dh": "MAD", "DT": "TND", "FCFA": "XOF", "F CFA": "XOF", "CFA": "XOF", "pesos": "$",
    "$": "$", "＄": "$", "¥": "¥", "￥": "¥", "kr.": "kr", "kr": "kr", "Kr.": "kr", "Kr": "kr", "KR": "kr", "kroner": "kr", "kronor": "kr", "SEK": "SEK",
}  # fmt: skip
# Single letters: they count only before a number, and only on pages of their country or where a time stands behind it.
WEAK_SIGNS: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "R": ("ZAR", frozenset(["en-za", "af", "zu", "xh"])),
    "K": ("ZMW", frozenset(["en-zm"])),
    "L": ("HNL", frozenset(["es-hn"])),
    "Q": ("GTQ", frozenset(["es-gt"])),
    "P": ("BWP", frozenset(["en-bw"])),
}
THREE_DECIMALS: Final = frozenset(["KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"])
MINOR_UNITS: Final[dict[str, str]] = {"¢": "$", "cents": "$", "cent": "EUR", "pence": "GBP"}
DASH_CURRENCY: Final = {
    "sv": "kr",
    "da": "kr",
    "nb": "kr",
    "no": "kr",
    "de": "EUR",
    "nl": "EUR",
    "fr": "EUR",
}  # who writes 49,-

_DOLLARS: Final = {
    "au": "AUD", "ca": "CAD", "nz": "NZD", "sg": "SGD", "hk": "HKD", "tw": "TWD", "mx": "MXN", "ar": "ARS", "cl": "CLP",
    "co": "COP", "uy": "UYU", "jm": "JMD", "bb": "BBD", "tt": "TTD", "fj": "FJD", "na": "NAD", "bn": "BND",
}  # fmt: skip
_CROWNS: Final = {
    "da": "DKK",
    "fo": "DKK",
    "nb": "NOK",
    "nn": "NOK",
    "no": "NOK",
    "sv": "SEK",
    "is": "ISK",
    "cs": "CZK",
    "et": "EUR",
}
_CROWN_PLACES: Final = {"dk": "DKK", "no": "NOK", "se": "SEK", "is": "ISK"}
_RUPEES: Final = {"pk": "PKR", "lk": "LKR", "np": "NPR", "ur": "PKR", "si": "LKR", "ne": "NPR", "mu": "MUR"}
_DOTTED: Final = "USD GBP CAD AUD NZD SGD HKD TWD JPY CNY INR KRW ILS THB MYR PHP NGN KES PKR BDT LKR MXN $ ¥ Rs"
_DOT_DECIMAL: Final = frozenset(_DOTTED.split())


def writes_decimal_dot(currency: str | None) -> bool:
    """True when amounts in this currency are mostly written 1,234.56."""
    return currency in _DOT_DECIMAL


@dataclass(frozen=True)
class Place:
    """Where a page seems to be at home: its primary `language` ("pt"), `region` ("br", "" when unknown)."""

    language: str = ""
    region: str = ""


def resolve(sign: str, place: Place, declared: str | None) -> str | None:
    """The ISO code of what SIGNS gave: itself, or the meaning of `$`, `kr`, `¥` and `Rs` at `place`.

    `declared` is a currency the page names elsewhere ("All prices in AUD"); it decides when it can be meant by the sign.
    """
    if sign not in ("$", "kr", "¥", "Rs"):
        return sign or None
    if declared and declared in _MEANINGS[sign]:
        return declared
    if sign == "$":
        return _DOLLARS.get(place.region, "USD")
    if sign == "kr":
        return _CROWN_PLACES.get(place.region) or _CROWNS.get(place.language, "SEK")
    if sign == "¥":
        return "CNY" if place.language == "zh" or place.region == "cn" else "JPY"
    return _RUPEES.get(place.region) or _RUPEES.get(place.language, "INR")


_MEANINGS: Final[dict[str, frozenset[str]]] = {
    "$": frozenset([*_DOLLARS.values(), "USD"]),
    "kr": frozenset(["DKK", "NOK", "SEK", "ISK"]),
    "¥": frozenset(["JPY", "CNY"]),
    "Rs": frozenset(["INR", "PKR", "LKR", "NPR", "MUR"]),
}
