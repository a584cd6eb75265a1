"""Filings from EDGAR's Atom feeds: the latest of everyone (getcurrent), or those of one company (getcompany)."""

import re
from dataclasses import replace

from .edgar_addresses import accession_in, cik_in
from .edgar_filings import Filing
from .edgar_forms import item_codes
from .edgar_times import day, moment
from .edgar_xml import Element, found, name_of, text_at

_NAMED = re.compile(r"^(?P<form>.{1,40}?) - (?P<who>.{1,200}?) \((?P<cik>\d{10})\)(?: \((?P<role>[^)]{1,40})\))?$")
_FILED = re.compile(r"Filed:\D{0,20}(\d{4}-\d{2}-\d{2})")
_SIZE = re.compile(r"Size:[^\d]{0,20}([\d.]{1,12} ?[KMG]?B)")
_ITEM = re.compile(r"Item (\d{1,2}\.\d{2})")
_ITEM_OLD = re.compile(r"items? ([\d., and]{1,200})", re.I)


def read_atom(root: Element) -> tuple[Filing, ...] | None:
    """The filings, one for each accession number with all its parties; None when it is no feed of EDGAR's."""
    if name_of(root) != "feed":
        return None
    company, cik = text_at(root, "company-info", "conformed-name"), text_at(root, "company-info", "cik")
    entries = [_filing(entry, company, cik) for entry in found(root, "entry")]
    filings = [filing for filing in entries if filing.accession]
    if entries and not filings:
        return None
    if not entries and not company and "sec.gov" not in text_at(root, "id") + text_at(root, "author", "email"):
        return None
    return _together(filings)


def _filing(entry: Element, company: str, cik: str) -> Filing:
    title = _NAMED.match(text_at(entry, "title"))
    summary = re.sub(r"<[^>]{0,40}>", " ", text_at(entry, "summary"))
    form = text_at(entry, "filing-type") or _form_of(entry) or (title["form"] if title else "")
    link = next((one.get("href", "") for one in found(entry, "link")), "") or text_at(entry, "filing-href")
    number = text_at(entry, "accession-number") or text_at(entry, "id")
    filed = _FILED.search(summary)
    size = _SIZE.search(summary)
    return Filing(
        accession=accession_in(number.rpartition("=")[2]),
        form=form,
        company=_party(title) if title else company,
        cik=(title["cik"] if title else cik) or cik_in(link),
        items=_items(entry, summary),
        accepted_at=moment(text_at(entry, "updated")),
        filed=day(text_at(entry, "filing-date")) or day(filed[1] if filed else None),
        url=link if link.startswith(("https://", "http://")) else "",
        size=text_at(entry, "size") or (size[1] if size else None),
        description=text_at(entry, "form-name"),
    )


def _form_of(entry: Element) -> str:
    return next((one.get("term", "") for one in found(entry, "category") if "form" in one.get("label", "")), "")


def _items(entry: Element, summary: str) -> tuple[str, ...]:
    described = _ITEM_OLD.search(text_at(entry, "items-desc"))
    return item_codes(described[1]) if described else item_codes(",".join(_ITEM.findall(summary)))


def _party(title: "re.Match[str]") -> str:
    role = title["role"]
    return f"{title['who']} ({role.lower()})" if role and role != "Filer" else title["who"]


def _together(filings: list[Filing]) -> tuple[Filing, ...]:
    """An accession number comes once for each party: the issuer first, all named."""
    merged: dict[str, Filing] = {}
    for filing in filings:
        first = merged.get(filing.accession)
        if first is None:
            merged[filing.accession] = filing
            continue
        parties = dict.fromkeys([*first.company.split("; "), filing.company])
        ordered = sorted(parties, key=lambda name: not name.endswith("(issuer)"))
        merged[filing.accession] = replace(first, company="; ".join(ordered)[:300])
    return tuple(merged.values())
