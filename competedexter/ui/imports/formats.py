"""What a file of history may be: a line on each kind, and an example to copy."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class FileKind:
    """`holds` is what it must contain; `limit` what is taken of it at once."""

    format: str
    name: str
    holds: str
    limit: str
    example: str = ""


_MODEL = """saasName: Acme
createdAt: '2025-03-31'
currency: USD
features:
  sso: {valueType: BOOLEAN, defaultValue: false, type: DOMAIN}
plans:
  Pro: {price: 12, unit: user/month}
  Enterprise: {price: Contact Sales, features: {sso: {value: true}}}
"""
_PRICES = """date,plan,amount,currency,period
2024-01-01,Pro,10,USD,month
2025-01-01,Pro,12,USD,month
"""
_EVENTS = """[
  {"date": "2025-02-11", "type": "news", "title": "Acme opens an office in Lisbon",
   "url": "https://acme.com/news/lisbon", "text": "Forty people work there."}
]
"""

KINDS: Final = (
    FileKind(
        "csv",
        "Table (CSV)",
        "A first line of names, then rows: date, plan, amount, currency and period for prices; date, title, url, text "
        "and type for what happened. A column competitor or domain may say whose each row is.",
        "10 MB, 20,000 rows",
        _PRICES,
    ),
    FileKind(
        "json",
        "JSON",
        "The same rows as objects: in a list, in a list under rows, prices or events, or one object a line.",
        "10 MB, 20,000 rows",
        _EVENTS,
    ),
    FileKind(
        "price_model",
        "Price model (YAML)",
        "Plans, prices, limits, features and add-ons of one day, as the SaaS pricing models of the ISA group have them. "
        "Its date is the one given with the file, else its createdAt.",
        "2 MB",
        _MODEL,
    ),
    FileKind(
        "warc",
        "Web archive (WARC)",
        "Pages as a crawler kept them, plain or gzip: the watched pages, the home page and the price page of the "
        "competitor are read, each at the date of its record.",
        "50 MB, 500 pages",
    ),
)
