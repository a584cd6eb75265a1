"""What tests of EDGAR share: sources, answers as the web gives them, and small submissions and facts in its shapes."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.crawler import Crawler, Finding, SourceRef
from competedexter.market.crawlers.outside import Outside
from competedexter.market.evidence.listings import Event, EventsRecord, Figure, FiguresRecord

ANYWHERE = "https://files.example/edgar"
Facts = dict[str, Any]


def ref(url: str = ANYWHERE, source_type: str = "financials", outside: Outside | None = None) -> SourceRef:
    return SourceRef(uuid.uuid4(), uuid.uuid4(), source_type, url, {}, outside=outside or Outside())


def answered(body: bytes | str | object, url: str = ANYWHERE, content_type: str = "") -> WebResponse:
    """An answer; whatever is neither text nor bytes goes out as JSON."""
    raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    kind = content_type or ("application/json" if raw[:1] in (b"{", b"[") else "text/html; charset=utf-8")
    return page(url, raw, content_type=kind)


def read(crawler: Crawler, response: WebResponse) -> list[Finding]:
    found = list(crawler.read(ref(response.url, crawler.kind), response))
    for finding in found:
        record = finding.record
        told: Sequence[Event | Figure] = record.events if isinstance(record, EventsRecord) else ()
        told = record.figures if isinstance(record, FiguresRecord) else told
        assert all(0 < one.start < one.end <= len(finding.text) for one in told)
        assert len({finding.text for finding in found}) == 1
    return found


def events(crawler: Crawler, response: WebResponse) -> dict[str, Event]:
    """By key, in the order of the record."""
    record = read(crawler, response)[0].record
    assert isinstance(record, EventsRecord)
    return {event.key: event for event in record.events}


def submissions(*rows: Mapping[str, object], **more: object) -> dict[str, object]:
    """As the API writes them: a list for each column."""
    columns = (
        "accessionNumber", "filingDate", "reportDate", "acceptanceDateTime", "form", "items", "size",
        "primaryDocument", "primaryDocDescription",
    )  # fmt: skip
    recent = {column: [row.get(column, "") for row in rows] for column in columns}
    return {"cik": "320193", "name": "Example Corp", "filings": {"recent": recent, "files": []}} | more


def filing(number: int, form: str, filed: str, **more: object) -> dict[str, object]:
    accession = f"0000320193-24-{number:06d}"
    return {"accessionNumber": accession, "form": form, "filingDate": filed, "primaryDocument": "doc.htm"} | more


def quarter(year: int, number: int) -> tuple[str, str]:
    """Start and end of a calendar quarter."""
    start = date(year, 3 * number - 2, 1)
    following = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return start.isoformat(), (following - timedelta(days=1)).isoformat()


def fact(period: tuple[str | None, str], value: float, filed: str, **more: object) -> Facts:
    start, end = period
    told = {
        "end": end,
        "val": value,
        "filed": filed,
        "accn": f"a-{filed}",
        "form": "10-Q",
        "fy": None,
        "fp": None,
    } | more
    return told if start is None else {"start": start} | told


def facts(**tags: Sequence[Facts] | Mapping[str, Sequence[Facts]]) -> Facts:
    """US GAAP tags with figures in USD, or by unit."""
    gaap = {
        tag: {"label": tag, "units": told if isinstance(told, Mapping) else {"USD": told}} for tag, told in tags.items()
    }
    return {"cik": 320193, "entityName": "Example Corp", "facts": {"us-gaap": gaap}}


def year_report(year: int, value: float, **more: object) -> Facts:
    """The figure of a calendar year in its 10-K."""
    period = (f"{year}-01-01", f"{year}-12-31")
    return fact(period, value, f"{year + 1}-02-20", form="10-K", fy=year, fp="FY", **more)
