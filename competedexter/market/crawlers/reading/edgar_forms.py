"""SEC forms and the items of an 8-K, in words (sec.gov "Forms list"; Form 8-K, General Instructions, as of 2024)."""

import re
from collections.abc import Sequence
from typing import Final

_FORMS: Final = {
    "3": "initial ownership of an insider",
    "4": "change in the ownership of an insider",
    "5": "annual statement of insider ownership",
    "144": "notice of a proposed sale of securities",
    "425": "communication about a merger",
    "6-K": "report of a foreign company",
    "8-K": "current report",
    "10-K": "annual report",
    "10-KT": "annual report for a transition period",
    "10-Q": "quarterly report",
    "10-QT": "quarterly report for a transition period",
    "10-12G": "registration of securities",
    "11-K": "annual report of an employee plan",
    "13F-HR": "holdings of an institutional investor",
    "15-12G": "end of registration",
    "20-F": "annual report of a foreign company",
    "25": "delisting",
    "25-NSE": "delisting by the exchange",
    "40-F": "annual report of a Canadian company",
    "424B2": "prospectus",
    "424B3": "prospectus",
    "424B4": "prospectus",
    "424B5": "prospectus supplement",
    "ARS": "annual report to shareholders",
    "C": "crowdfunding offering",
    "C-U": "progress of a crowdfunding offering",
    "C-AR": "annual report of a crowdfunding issuer",
    "C-TR": "end of crowdfunding reports",
    "CERT": "approval of a listing",
    "CORRESP": "letter to the SEC",
    "CT ORDER": "order on confidential treatment",
    "D": "exempt offering of securities",
    "DEF 14A": "proxy statement",
    "DEFA14A": "additional proxy material",
    "DEFM14A": "proxy statement about a merger",
    "DRS": "draft registration statement",
    "EFFECT": "registration in effect",
    "F-1": "registration of a foreign company's securities",
    "FWP": "free writing prospectus",
    "NT 10-K": "annual report will be late",
    "NT 10-Q": "quarterly report will be late",
    "PRE 14A": "preliminary proxy statement",
    "PX14A6G": "letter of a shareholder to shareholders",
    "S-1": "registration of securities",
    "S-3": "registration of securities",
    "S-3ASR": "registration of securities",
    "S-4": "registration of securities for a merger",
    "S-8": "securities for employees",
    "SC 13D": "holding of more than 5 %",
    "SC 13G": "passive holding of more than 5 %",
    "SC TO-T": "tender offer",
    "SCHEDULE 13D": "holding of more than 5 %",
    "SCHEDULE 13G": "passive holding of more than 5 %",
    "SD": "specialized disclosure",
    "UPLOAD": "letter from the SEC",
}
_ITEMS: Final = {
    "1.01": "entry into a material definitive agreement",
    "1.02": "termination of a material definitive agreement",
    "1.03": "bankruptcy or receivership",
    "1.04": "mine safety",
    "1.05": "material cybersecurity incident",
    "2.01": "completion of an acquisition or sale of assets",
    "2.02": "results of operations and financial condition",
    "2.03": "creation of a direct financial obligation",
    "2.04": "acceleration of a financial obligation",
    "2.05": "costs of exit or disposal activities",
    "2.06": "material impairments",
    "3.01": "notice of delisting or of failing a listing rule",
    "3.02": "unregistered sales of equity securities",
    "3.03": "material change to rights of security holders",
    "4.01": "change of certifying accountant",
    "4.02": "earlier financial statements are not to be relied on",
    "5.01": "change of control",
    "5.02": "departure, election or appointment of directors or officers",
    "5.03": "change to articles, bylaws or fiscal year",
    "5.04": "suspension of trading under employee plans",
    "5.05": "change to the code of ethics",
    "5.06": "change in shell company status",
    "5.07": "submission of matters to a vote of security holders",
    "5.08": "nominations of directors by shareholders",
    "6.01": "asset-backed securities: informational material",
    "6.02": "asset-backed securities: change of servicer or trustee",
    "6.03": "asset-backed securities: change in credit enhancement",
    "6.04": "asset-backed securities: failure to make a distribution",
    "6.05": "asset-backed securities: Securities Act updating",
    "6.06": "asset-backed securities: static pool",
    "7.01": "Regulation FD disclosure",
    "8.01": "other events",
    "9.01": "financial statements and exhibits",
}
_OLD_ITEMS: Final = {  # before 23 August 2004
    "1": "change of control",
    "2": "acquisition or sale of assets",
    "3": "bankruptcy or receivership",
    "4": "change of auditor",
    "5": "other events",
    "6": "resignation of directors",
    "7": "financial statements and exhibits",
    "8": "change of fiscal year",
    "9": "Regulation FD disclosure",
    "10": "change to the code of ethics",
    "11": "suspension of trading under employee plans",
    "12": "results of operations",
}
MAX_ITEMS: Final = 20  # a real 8-K has at most eight
_CODE = re.compile(r"\d{1,2}(?:\.\d{2})?")


def is_amendment(form: str) -> bool:
    """8-K/A, D/A, 10-K/A and the like."""
    return form.endswith("/A")


def base_of(form: str) -> str:
    """The form that an amendment amends, or the form itself."""
    return form.removesuffix("/A").strip()


def form_words(form: str) -> str:
    """What a form is, in words; "" for those that have none here."""
    return _FORMS.get(base_of(form), "")


def item_codes(written: str) -> tuple[str, ...]:
    """The codes in "2.02,9.01" or "items 2.02 and 9.01", in order, each once."""
    return tuple(dict.fromkeys(_CODE.findall(written[:500])))[:MAX_ITEMS]


def item_words(code: str) -> str:
    """What an item of an 8-K is about; "" when there is no such item."""
    return _ITEMS.get(code) or _OLD_ITEMS.get(code, "")


def category_of(form: str, items: Sequence[str]) -> str:
    """ "8-K item 2.02: results of operations; item 9.01: financial statements and exhibits", "10-K: annual report"."""
    amended = " (amendment)" if is_amendment(form) else ""
    if items:
        told = "; ".join(f"item {code}: {item_words(code)}".removesuffix(": ") for code in items)
        return f"{form} {told}{amended}"
    words = form_words(form)
    return f"{form}: {words}{amended}" if words else f"{form}{amended}"


def headline(company: str, form: str, items: Sequence[str], description: str) -> str:
    """A filing in one line: whose, which form, what about."""
    words = [item_words(code) or f"item {code}" for code in items if code != "9.01" or len(items) == 1]
    about = "; ".join(words) or form_words(form) or (description if description.casefold() != form.casefold() else "")
    amended = f", amendment of {base_of(form)}" if is_amendment(form) else ""
    who = f"{company}: " if company else ""
    return f"{who}{form or 'filing'}{amended}{f' ({about})' if about else ''}"
