"""Money raised, as its issuers tell the SEC: Form D (exempt offerings) and Form C (crowdfunding), in XML."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from .edgar_times import day
from .edgar_xml import Element, found, name_of, text_at, text_of

_SECURITIES = {
    "isEquityType": "equity",
    "isDebtType": "debt",
    "isOptionToAcquireType": "options",
    "isSecurityToBeAcquiredType": "securities to be acquired",
    "isPooledInvestmentFundType": "pooled investment fund",
    "isTenantInCommonType": "tenant in common",
    "isMineralPropertyType": "mineral property",
    "isOtherType": "other securities",
}


CROWDFUNDING: Final = ("C", "C/A", "C-U", "C-U/A")  # the others are yearly reports, and their end


@dataclass(frozen=True)
class Offering:
    """An offering of securities, in USD. `offered` is None when indefinite; `at_most` is the bound of a crowdfunding."""

    form: str
    issuers: tuple[str, ...]
    cik: str
    offered: Decimal | None
    sold: Decimal | None
    at_most: Decimal | None = None
    indefinite: bool = False
    investors: int | None = None
    first_sale: date | None = None
    signed: date | None = None
    deadline: date | None = None
    securities: str = ""
    industry: str = ""
    progress: str = ""
    business_combination: bool = False

    @property
    def crowdfunding(self) -> bool:
        return self.form.startswith("C")


def read_offering(root: Element) -> Offering | None:
    """The offering in an `edgarSubmission`; None for other forms."""
    if name_of(root) != "edgarsubmission":
        return None
    form = text_at(root, "submissionType").upper()
    if form in ("D", "D/A"):
        return _form_d(root, form)
    return _form_c(root, form) if form in CROWDFUNDING else None


def _form_d(root: Element, form: str) -> Offering:
    total = text_at(root, "offeringSalesAmounts", "totalOfferingAmount")
    investors = text_at(root, "investors", "totalNumberAlreadyInvested")
    return Offering(
        form=form,
        issuers=tuple(dict.fromkeys(name for one in found(root, "entityName")[:20] if (name := text_of(one)))),
        cik=text_at(root, "primaryIssuer", "cik"),
        offered=_amount(total),
        sold=_amount(text_at(root, "offeringSalesAmounts", "totalAmountSold")),
        indefinite=total.casefold() == "indefinite",
        investors=int(investors) if investors.isdecimal() and len(investors) < 10 else None,
        first_sale=day(text_at(root, "dateOfFirstSale", "value")),
        signed=day(text_at(root, "signatureBlock", "signatureDate")),
        securities=_securities(root),
        industry=text_at(root, "industryGroup", "industryGroupType"),
        business_combination=text_at(root, "isBusinessCombinationTransaction") == "true",
    )


def _form_c(root: Element, form: str) -> Offering:
    issuer = text_at(root, "issuerInfo", "nameOfIssuer")
    return Offering(
        form=form,
        issuers=(issuer,) if issuer else (),
        cik=text_at(root, "filerCredentials", "filerCik"),
        offered=_amount(text_at(root, "offeringInformation", "offeringAmount")),
        sold=None,
        at_most=_amount(text_at(root, "offeringInformation", "maximumOfferingAmount")),
        signed=day(text_at(root, "signatureInfo", "signatureDate")),
        deadline=day(text_at(root, "offeringInformation", "deadlineDate")),
        securities=text_at(root, "offeringInformation", "securityOfferedType").lower(),
        progress=text_at(root, "issuerInformation", "progressUpdate"),
    )


def _securities(root: Element) -> str:
    said = [words for tag, words in _SECURITIES.items() if text_at(root, "typesOfSecuritiesOffered", tag) == "true"]
    return ", ".join(said)


def _amount(written: str) -> Decimal | None:
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < Decimal(10) ** 15 else None
