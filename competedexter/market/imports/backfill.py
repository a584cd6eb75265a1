"""What the Wayback Machine keeps of a competitor's home and price pages: some captures of each, spread over the time there is.

One request at a time, each in its turn at the host, each retried alone; what fails is told by the job.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic
from typing import Final
from urllib.parse import quote, urlsplit
from uuid import UUID

from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.protocol import WebRequest, WebResponse
from competedexter.market.crawling.host_slots import released
from competedexter.market.crawling.outcome import retry_after_of
from competedexter.market.crawling.schemas import Parties, RunState
from competedexter.market.crawling.turns import HOST_FAULTS

from .archive_addresses import ARCHIVE, capture, captured_at, page_of
from .owners import Owner
from .schemas import Parsed, Planned, Problem
from .web_archive import HTML, MOST_KEPT, look_at, refusal

MOST_CAPTURES: Final = 12  # of one page
MOST_LISTED: Final = 2_000  # lines of the archive's index; one a month makes 360 in thirty years
MAX_INDEX_BYTES: Final = 1024 * 1024
TRIES: Final = 3
FIRST_PAUSE: Final = 2.0  # seconds before a request that failed is made again; then twice as long
LONGEST_PAUSE: Final = 30.0
MOST_SECONDS: Final = 240.0  # for all of it; a job may last longer than that, but not for ever
MOST_WAITS: Final = 60  # for one turn; the others take a second or two each
_BUSY: Final = frozenset({429, 500, 502, 503, 504})


class ArchiveBusy(WebError):
    code = "archive_busy"
    retryable = False
    sentence = "Too many other looks at the archive came first. Ask again later."


@dataclass(frozen=True)
class Listed:
    """A capture as the archive's index names it."""

    stamp: str
    url: str
    at: datetime


@dataclass
class _Asking:
    """Requests to the archive on behalf of one job."""

    parties: Parties
    holder: str
    problems: list[Problem] = field(default_factory=list)
    until: float = 0.0

    async def ask(self, url: str, *, most: int | None = None) -> WebResponse | None:
        """The answer, or None after some tries: what stood in the way is in `problems`."""
        address = self.parties.outside.address(url)
        request = WebRequest(address) if most is None else WebRequest(address, max_bytes=most)
        pause, reason = FIRST_PAUSE, ""
        for _ in range(TRIES):
            try:
                response = await self._in_turn(request)
            except WebError as error:
                reason, wished = str(error), error.retry_after
                if not error.retryable:
                    break
            else:
                if response.status not in _BUSY:
                    return response
                reason = f"The archive answered {response.status}."
                wished = retry_after_of(response, datetime.now().astimezone())
            if monotonic() + pause > self.until:
                break
            await asyncio.sleep(min(max(pause, wished or 0.0), LONGEST_PAUSE))
            pause *= 2
        self.problems.append(Problem(None, f"{url[:200]}: {reason}"))
        return None

    async def _in_turn(self, request: WebRequest) -> WebResponse:
        """Waits for the job's turn at the host, and tells all workers how the host bore it. Raises WebError."""
        host, slots = urlsplit(request.url).netloc.casefold(), self.parties.slots
        for _ in range(MOST_WAITS):
            wait = await slots.acquire(host, self.holder, delay=None, now=_now())
            if wait <= 0:
                break
            await asyncio.sleep(min(wait, LONGEST_PAUSE))
        else:
            raise ArchiveBusy
        async with released(slots, host, self.holder):
            try:
                response = await self.parties.web.get(request)
            except WebError as error:
                if error.code in HOST_FAULTS:
                    await slots.note(host, failed=True, now=_now())
                raise
        await slots.note(host, failed=response.status in _BUSY, now=_now())
        return response


async def captures(owner: Owner, parties: Parties, job_id: UUID) -> Parsed:
    """Looks in order of date, and what could not be had."""
    asking = _Asking(parties, f"backfill:{job_id}", until=monotonic() + MOST_SECONDS)
    parsed = Parsed(problems=asking.problems)
    size = 0
    for source_type, address in _pages(owner):
        for one in spread(await _listed(asking, address)):
            if size > MOST_KEPT or monotonic() > asking.until:
                asking.problems.append(
                    Problem(None, f"{address[:200]}: no time or room was left; ask again for the rest.")
                )
                break
            planned = await _fetched(asking, owner, source_type, address, one)
            if planned is not None:
                size += len(planned.look.body)
                parsed.planned.append(planned)
    parsed.planned.sort(key=lambda planned: planned.look.observed_at)
    return parsed


def spread(listed: Sequence[Listed]) -> list[Listed]:
    """At most MOST_CAPTURES of them, the first and the last among them, evenly between."""
    if len(listed) <= MOST_CAPTURES:
        return list(listed)
    step = (len(listed) - 1) / (MOST_CAPTURES - 1)
    return [listed[round(number * step)] for number in range(MOST_CAPTURES)]


def read_index(body: bytes) -> list[Listed] | None:
    """The captures an index answer lists, oldest first, those that changed nothing left out; None for no index."""
    if not body.strip():
        return []
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(rows, list):
        return None
    found: dict[str, tuple[Listed, str]] = {}
    for row in rows[: MOST_LISTED + 1]:
        if not isinstance(row, list) or len(row) < 3 or not all(isinstance(cell, str) for cell in row[:3]):
            continue
        at, url = captured_at(row[0]), page_of(row[1][:2_000])
        if at is not None and url:
            found[row[0]] = (Listed(row[0], url, at), row[2])
    changed: list[Listed] = []
    last = None
    for _, (one, digest) in sorted(found.items()):
        if digest != last or not digest:
            changed.append(one)
        last = digest
    return changed


def _pages(owner: Owner) -> list[tuple[str, str]]:
    """(source type, address) of the home page and of the price page, where one is known."""
    sources = owner.sources
    home = next((one.source_url for one in sources if one.slot == "home"), owner.competitor.website_url)
    priced = [one for one in sources if one.source_type == "pricing"]
    pricing = next((one for one in priced if one.slot == "pricing"), next(iter(priced), None))
    return [("website", home)] + ([("pricing", pricing.source_url)] if pricing else [])


async def _listed(asking: _Asking, address: str) -> list[Listed]:
    query = f"url={quote(address, safe='')}&output=json&fl=timestamp,original,digest&filter=statuscode:200"
    query += f"&filter=mimetype:text/html&collapse=timestamp:6&limit={MOST_LISTED}"
    response = await asking.ask(f"{ARCHIVE}/cdx/search/cdx?{query}", most=MAX_INDEX_BYTES)
    if response is None:
        return []
    listed = read_index(response.body) if response.status == 200 else None
    if listed is None:
        asking.problems.append(Problem(None, f"{address[:200]}: the archive's index gave no list of captures."))
        return []
    if not listed:
        asking.problems.append(Problem(None, f"{address[:200]}: the archive keeps no capture of it."))
    return listed


async def _fetched(asking: _Asking, owner: Owner, source_type: str, address: str, one: Listed) -> Planned | None:
    response = await asking.ask(capture(one.stamp, one.url, raw=True))
    if response is None:
        return None
    at, stamp = one.at, one.stamp
    if response.url != asking.parties.outside.address(capture(one.stamp, one.url, raw=True)):
        at, stamp = _led_to(asking, response.url) or (one.at, "")
    told = capture(stamp, one.url)
    if not stamp or response.status != 200 or response.media_type not in HTML:
        why = "it led away from the archive" if not stamp else f"it came as {response.status} {response.media_type}"
        asking.problems.append(Problem(None, f"{capture(one.stamp, one.url)[:250]}: {why}."))
        return None
    page = replace(response, url=one.url, redirects=())
    look = await asyncio.to_thread(look_at, source_type, address, page, at, told)
    if look.outcome.state is not RunState.SUCCEEDED:
        asking.problems.append(Problem(None, refusal(look)))
    return Planned(owner.id, source_type, address, look)


def _led_to(asking: _Asking, url: str) -> tuple[datetime, str] | None:
    """The archive leads to the nearest capture it has; (when that was made, its stamp). None when it led elsewhere."""
    base = asking.parties.outside.address(f"{ARCHIVE}/web/")
    stamp = url[len(base) : len(base) + 14] if url.startswith(base) else ""
    at = captured_at(stamp)
    return (at, stamp) if at is not None else None


def _now() -> float:
    return datetime.now().astimezone().timestamp()
