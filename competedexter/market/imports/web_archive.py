"""A web archive as looks of the past: answers of pages that are watched, read as pages are read. Pure but for its CPU."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.warc import Capture, WarcDamaged, read_warc
from competedexter.market.crawling.past_looks import PastLook, read_past
from competedexter.market.crawling.schemas import RunState

from .cells import EARLIEST
from .errors import Unreadable
from .owners import Owner, same_page
from .schemas import Parsed, Planned, Problem
from .tables import Reading

MOST_LOOKS: Final = 500  # of one file; each is read as a page is
MOST_KEPT: Final = 64 * 1024 * 1024  # bytes of pages held until they are written
HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_PRICING: Final = frozenset({"pricing", "prices", "price", "plans", "plans-pricing", "pricing-plans"})


@dataclass
class _Found:
    parsed: Parsed = field(default_factory=Parsed)
    passed_over: Counter[str] = field(default_factory=Counter)
    size: int = 0


def read_archive(reading: Reading) -> Parsed:
    """Looks in order of date, and what was left out. Raises Unreadable when there is no record in it at all."""
    found = _Found()
    try:
        _take(read_warc(reading.body), reading, found)
    except WarcDamaged as error:
        if error.record <= 1 and not found.parsed.planned:
            raise Unreadable(error.reason, error.record) from error
        found.parsed.problems.append(Problem(error.record, error.reason))
    for reason, count in found.passed_over.items():
        found.parsed.problems.append(Problem(None, f"{count:,} {reason}"))
    found.parsed.planned.sort(key=lambda one: one.look.observed_at)
    return found.parsed


def _take(captures: Iterable[Capture], reading: Reading, found: _Found) -> None:
    for capture in captures:
        owner = reading.owners.of_address(capture.url)
        is_page = capture.url.startswith(("https://", "http://"))
        target = _target(owner, capture.url) if owner and is_page else None
        if owner is None or target is None:
            found.passed_over["answers are of pages that are not watched; they were passed over."] += 1
        elif capture.response is None:
            found.parsed.problems.append(Problem(capture.record, f"{capture.url[:200]}: {capture.problem}"))
        elif reason := _no_page(capture.response):
            found.passed_over[reason] += 1
        elif not EARLIEST <= capture.captured_at <= reading.now:
            found.parsed.problems.append(Problem(capture.record, f"{capture.url[:200]}: its date cannot be right."))
        elif len(found.parsed.planned) >= MOST_LOOKS or found.size > MOST_KEPT:
            found.passed_over["more answers are in it than are read of one file; send them as another."] += 1
        else:
            found.size += len(capture.response.body)
            look = look_at(*target, capture.response, capture.captured_at, capture.url)
            found.parsed.planned.append(Planned(owner.id, *target, look, capture.record))
            if look.outcome.state is not RunState.SUCCEEDED:
                found.parsed.problems.append(Problem(capture.record, refusal(look)))


def look_at(source_type: str, address: str, response: WebResponse, at: datetime, told_at: str) -> PastLook:
    """The look that an archived answer is."""
    outcome = read_past(source_type, address, response, at)
    dated = tuple(replace(finding, occurred_at=at) for finding in outcome.findings)
    return PastLook(at, replace(outcome, findings=dated), response.body, response.media_type, told_at)


def refusal(look: PastLook) -> str:
    """Why a look is no state of the page, as a sentence."""
    return f"{look.told_at[:200]} of {look.observed_at:%Y-%m-%d}: {look.outcome.reason}"


def _target(owner: Owner, url: str) -> tuple[str, str] | None:
    """(source type, address) of the page: one that is watched, else the home or the price page of the competitor."""
    for source in owner.sources:
        if same_page(source.source_url, url) and source.source_type in ("pricing", "website", "features"):
            return source.source_type, source.source_url
    path = urlsplit(url).path.strip("/").casefold()
    if path == "":
        return "website", url
    return ("pricing", url) if path.rpartition("/")[2].removesuffix(".html") in _PRICING else None


def _no_page(response: WebResponse) -> str:
    if 300 <= response.status < 400:
        return "answers only lead on to another address; they were passed over."
    return "" if response.media_type in HTML else "answers are no pages (images, scripts ...); they were passed over."
