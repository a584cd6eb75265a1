"""An 8-K itself: the page people read, its XBRL, or its plain text."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.dates import parse_date
from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.crawlers.reading.page import page_of

from .edgar_addresses import accession_in, cik_in
from .edgar_filings import Filing
from .edgar_forms import MAX_ITEMS
from .edgar_times import day
from .edgar_xml import Element, name_of, text_of

_HEAD: Final = 80  # lines in which an 8-K says what it is
_MAX_LINES: Final = 2_000
_DEI: Final = (
    "EntityRegistrantName",
    "DocumentType",
    "DocumentPeriodEndDate",
    "EntityCentralIndexKey",
    "AmendmentFlag",
)
_FORM = re.compile(r"\bform\s{1,5}8-?k(/a)?\b", re.I)
_SECTION = r"(?:section\s{1,5}\d{1,2}\b.{0,80}?)?"  # "Section 2 - Financial Information" stands above or before
_ITEM = re.compile(rf"[\W_]{{0,6}}{_SECTION}\bitems?\s{{0,5}}(\d{{1,2}}\.\d{{2}})(?!\d)(.{{0,120}})", re.I)
_ANOTHER = re.compile(r"(?:\s?(?:,|;|and|&)){1,2}\s?(?:items?\s)?(\d{1,2}\.\d{2})(?!\d)", re.I)
_OLD_ITEM = re.compile(r"[\W_]{0,6}item\s{0,5}(\d{1,2})[.:)]?(?:\s|$)", re.I)  # before August 2004
_NAME_BELOW = re.compile(r"exact name of (?:the )?registrant", re.I)
_DATE_AROUND = re.compile(r"date of (?:the )?(?:report|earliest event)", re.I)
_MARKS = re.compile(r"<[^>]{0,200}>")


def read_document(response: WebResponse) -> Filing | None:
    """The 8-K on a page or in plain text, with all its lines; None when it is none."""
    lines = [_MARKS.sub("", line).strip(" |") for line in page_of(response).text.text.split("\n")[:_MAX_LINES]]
    dei = _inline(response) if b"dei:" in response.body else {}
    head = lines[:_HEAD]
    form = dei.get("DocumentType") or next((_named(line) for line in head if _FORM.search(line)), "")
    if not form.upper().startswith("8-K"):
        return None
    items = _items(lines)
    if not items and not any(_NAME_BELOW.search(line) for line in head):
        return None
    return _filing(response.url, form, dei, items[:MAX_ITEMS], lines)


def read_instance(root: Element, url: str) -> Filing | None:
    """An 8-K's XBRL instance: who, when and which form; the items are not in it."""
    if name_of(root) != "xbrl":
        return None
    dei = {name: text_of(one) for one in root for name in _DEI if name_of(one) == name.lower()}
    form = dei.get("DocumentType", "")
    return _filing(url, form, dei, (), ()) if form else None


def _filing(url: str, form: str, dei: dict[str, str], items: tuple[str, ...], lines: Sequence[str]) -> Filing:
    amended = dei.get("AmendmentFlag", "").casefold() == "true" and not form.endswith("/A")
    reported = _day_in(dei.get("DocumentPeriodEndDate", "")) or _date(lines)
    return Filing(
        accession=accession_in(url),
        form=f"{form}/A" if amended else form,
        company=_registrant(lines) or dei.get("EntityRegistrantName", ""),
        cik=dei.get("EntityCentralIndexKey", "") or cik_in(url),
        items=items,
        report_date=reported,
        url=url,
        said=tuple(lines),
    )


def _named(line: str) -> str:
    found = _FORM.search(line)
    return f"8-K{(found[1] or '').upper()}" if found else ""


def _items(lines: Sequence[str]) -> tuple[str, ...]:
    """The codes of the items that lines open, in order. The word and its number may stand in cells of their own."""
    opened: dict[str, None] = {}
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        whole = f"Item {following}" if line.strip(" .:").casefold() == "item" else line
        found = _ITEM.match(whole)
        if found and _opens(found[2]):
            opened[found[1]] = None
            rest = found[2]
            while another := _ANOTHER.match(rest):
                opened[another[1]] = None
                rest = rest[another.end() :]
    old = (
        found[1] for line in lines if not opened and (found := _OLD_ITEM.match(line)) and int(found[1]) in range(1, 13)
    )
    return tuple(opened) or tuple(dict.fromkeys(old))


def _opens(after: str) -> bool:
    """ "Item 2.02 Results" and "Item 9.01(d)" open an item; "Item 7.01 of this report" speaks of one."""
    return not after.startswith((" of ", " shall", " is ", " in ", " to ", " above", " below"))


def _registrant(lines: Sequence[str]) -> str:
    """The lines above "(Exact name of registrant ...)": a name may be broken over a few."""
    at = next((number for number, line in enumerate(lines[:_HEAD]) if _NAME_BELOW.search(line)), None)
    if at is None:
        return ""
    name: list[str] = []
    for line in reversed(lines[max(0, at - 4) : at]):
        if (
            not line
            or _DATE_AROUND.search(line)
            or parse_date(line)
            or line.endswith(":")
            or "act of 19" in line.lower()
        ):
            break
        name.insert(0, line)
    return re.sub(r"\s+([.,])", r"\1", " ".join(name))[:200]


def _day_in(text: str) -> date | None:
    """ "2023-12-14" or "December 14, 2023"."""
    read = None if day(text) else parse_date(text)
    return read.date() if read else day(text)


def _date(lines: Sequence[str]) -> date | None:
    """The date of the report: on the line that names it, else on the one before or after."""
    for number, line in enumerate(lines[:_HEAD]):
        if not _DATE_AROUND.search(line):
            continue
        for near in (line.rpartition(":")[2], *lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]):
            found = _day_in(near)
            if found is not None:
                return found
    return None


def _inline(response: WebResponse) -> dict[str, str]:
    """What inline XBRL says of the document itself."""
    return _facts_in(parse(response.text))


def _facts_in(tree: LexborHTMLParser) -> dict[str, str]:
    told: dict[str, str] = {}
    for name in _DEI:
        node = tree.css_first(f'[name="dei:{name}"]')
        if node is not None:
            told[name] = " ".join(node.text()[:300].split())
    return told
