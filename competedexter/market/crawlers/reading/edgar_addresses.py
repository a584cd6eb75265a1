"""Addresses of EDGAR: whose page it is, where its data is, which filing a document belongs to."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from competedexter.market.crawlers.crawler import SourceRef

DATA: Final = "https://data.sec.gov"
SITE: Final = "https://www.sec.gov"
TICKERS: Final = f"{SITE}/files/company_tickers.json"
_SUBMISSIONS = re.compile(r"/submissions/CIK(\d{10})\.json$", re.I)
_ANY_CIK = re.compile(r"CIK(\d{10})", re.I)
_ACCESSION = re.compile(r"(\d{10})-?(\d{2})-?(\d{6})(?!\d)")
_FILER = re.compile(r"/edgar/data/(\d{1,10})/")
_RENDERED = re.compile(r"/xsl[\w-]{1,30}/(?=[^/]+\.xml$)", re.I)


def company_of(url: str) -> str:
    """The CIK (digits) or ticker of an address that stands for a company: its EDGAR page, or its submissions; else ""."""
    parts = urlsplit(url)
    submissions = _SUBMISSIONS.search(parts.path)
    if submissions:
        return submissions[1]
    asked = {name.casefold(): value.strip() for name, value in parse_qsl(parts.query)}
    path = parts.path.rstrip("/").casefold()
    if not path.endswith(("/browse-edgar", "/edgar/browse")) or asked.get("output", "").casefold() == "atom":
        return ""
    company = asked.get("cik", "")
    return company if re.fullmatch(r"[A-Za-z0-9.\-]{1,12}", company) else ""


def asks_for(url: str, form: str) -> bool:
    """Whether a company's page asks for filings of that form, as EDGAR means it: `type` begins it, `owner=exclude`
    leaves out what insiders file of their holdings. Any other address asks for all."""
    parts = urlsplit(url)
    if not parts.path.rstrip("/").casefold().endswith("/browse-edgar"):
        return True
    asked = {name.casefold(): value.strip().upper() for name, value in parse_qsl(parts.query)}
    insiders = form.removesuffix("/A") in ("3", "4", "5", "144")
    return form.upper().startswith(asked.get("type", "")) and not (asked.get("owner") == "EXCLUDE" and insiders)


def submissions_of(cik: str) -> str:
    return f"{DATA}/submissions/CIK{cik.zfill(10)}.json"


def facts_of(cik: str) -> str:
    return f"{DATA}/api/xbrl/companyfacts/CIK{cik.zfill(10)}.json"


def document_of(cik: str, accession: str, document: str) -> str:
    """Where people read a document of a filing; its index when no document is named."""
    folder = f"{SITE}/Archives/edgar/data/{cik.lstrip('0') or '0'}/{accession.replace('-', '')}"
    return f"{folder}/{document or accession + '-index.htm'}"


def unrendered(url: str) -> str:
    """The XML behind the page that EDGAR makes of it (`.../xslFormDX01/primary_doc.xml`)."""
    return _RENDERED.sub("/", url)


def cik_in(url: str) -> str:
    """The ten digits of a company in an address of its data, or of the folder of its documents; "" without."""
    found = _ANY_CIK.search(url) or _FILER.search(url)
    return found[1].zfill(10) if found else ""


def accession_in(text: str) -> str:
    """The accession number in an address or text, as EDGAR writes it ("0001640147-24-000250"); "" without."""
    found = _ACCESSION.search(text[:2_000])
    return "-".join(found.groups()) if found else ""


def beside(source: SourceRef, url: str) -> str:
    """Where `url` of the SEC is for this source: on the SEC's host or what stands in for it, else where the source is."""
    host = urlsplit(source.url).hostname or ""
    if host == "sec.gov" or host.endswith(".sec.gov"):
        return source.outside.address(url)
    own, there = urlsplit(source.url), urlsplit(url)
    return urlunsplit(there._replace(scheme=own.scheme, netloc=own.netloc))
