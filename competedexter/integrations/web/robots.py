"""robots.txt as RFC 9309 has it: fetched once a day per site, obeyed, and read without trust.

2xx is parsed (the first 500 KB); 4xx and too many redirects mean there are no rules; 5xx, silence or an unreadable file
mean nothing may be read for now, unless an older copy is known. https://www.rfc-editor.org/rfc/rfc9309
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from protego import Protego

from competedexter.integrations.web.errors import (
    BadEncoding,
    BadRedirect,
    RobotsDisallowed,
    RobotsUnreadable,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    WebError,
)
from competedexter.integrations.web.fetcher import AGENT_NAME, Fetcher
from competedexter.integrations.web.protocol import RobotsVerdict, WebRequest, WebResponse
from competedexter.integrations.web.urls import SafeUrl

MAX_ROBOTS_BYTES: Final = 500 * 1024  # RFC 9309, 2.5
FRESH_SECONDS: Final = 24 * 3600.0  # RFC 9309, 2.4
RETRY_SECONDS: Final = 60.0  # how long a failing robots.txt is believed; a site that is down is asked again at once
ROBOTS_SECONDS: Final = 10.0  # a robots.txt that takes longer counts as unreachable
MAX_SITES: Final = 2000  # rules kept in memory, least recently used first out
MAX_SITEMAPS: Final = 50
MAX_CRAWL_DELAY: Final = 24 * 3600.0  # seconds; a site that wants a longer pause is looked at once a day
_UNREADABLE: Final = (TimedOut, TooLarge, BadEncoding)


@dataclass(frozen=True)
class _Rules:
    """What is known of one site until `expires`: parsed rules, or none and why, or why it cannot be reached."""

    expires: float
    parsed: Protego | None = None
    reason: str = "robots.txt allows it"
    failure: WebError | None = None


class RobotsGate:
    """Answers for any address, fetching each site's robots.txt at most once at a time."""

    def __init__(self, fetcher: Fetcher, now: Callable[[], float] = time.monotonic) -> None:
        self._fetcher = fetcher
        self._now = now
        self._sites: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Task[_Rules]] = {}

    async def verdict(self, url: SafeUrl) -> RobotsVerdict:
        """What the site says about `url`. Never raises for what the site does: failures are a verdict."""
        rules = await self._rules(url.origin)
        if rules.failure is not None:
            return RobotsVerdict(allowed=False, reason=rules.reason)
        if rules.parsed is None:
            return RobotsVerdict(allowed=True, reason=rules.reason)
        allowed = bool(rules.parsed.can_fetch(url.text, AGENT_NAME))
        return RobotsVerdict(
            allowed=allowed,
            crawl_delay=_crawl_delay(rules.parsed),
            sitemaps=_sitemaps(rules.parsed),
            reason="robots.txt allows it" if allowed else "robots.txt disallows it",
        )

    async def permit(self, url: SafeUrl) -> None:
        """Raises what keeps us from `url`: RobotsDisallowed, or the failure that also keeps us from the site."""
        rules = await self._rules(url.origin)
        if rules.failure is not None:
            raise rules.failure.afresh()  # a new one: a kept one would gather tracebacks
        if rules.parsed is not None and not rules.parsed.can_fetch(url.text, AGENT_NAME):
            raise RobotsDisallowed(host=url.host, reason="robots.txt disallows it")

    async def close(self) -> None:
        """Give up what is being asked."""
        asking = tuple(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def _rules(self, origin: str) -> _Rules:
        known = self._sites.get(origin)
        if known is not None and known.expires > self._now():
            self._sites.move_to_end(origin)
            return known
        task = self._asking.get(origin)
        if task is None:
            task = asyncio.create_task(self._ask(origin, known))
            self._asking[origin] = task
            task.add_done_callback(lambda _: self._asking.pop(origin, None))
        return await asyncio.shield(task)  # one impatient asker must not cancel it for the others

    async def _ask(self, origin: str, known: _Rules | None) -> _Rules:
        request = WebRequest(f"{origin}/robots.txt", max_bytes=MAX_ROBOTS_BYTES)
        try:
            async with asyncio.timeout(ROBOTS_SECONDS):
                rules = self._read(await self._fetcher.fetch(request, cut=True))
        except (WebError, TimeoutError) as error:
            rules = self._failed(origin, error)
        if rules.failure is not None and known is not None and known.failure is None:
            rules = _Rules(self._now() + RETRY_SECONDS, known.parsed, known.reason)
        self._sites[origin] = rules
        self._sites.move_to_end(origin)
        if len(self._sites) > MAX_SITES:
            self._sites.popitem(last=False)
        return rules

    def _read(self, response: WebResponse) -> _Rules:
        fresh = self._now() + FRESH_SECONDS
        if 200 <= response.status < 300:
            text = response.body.decode("utf-8", errors="replace").removeprefix("\ufeff")
            return _Rules(fresh, Protego.parse(text))
        if response.status < 500:
            return _Rules(fresh, reason=f"there is no robots.txt (status {response.status})")
        return self._unreadable(response.url, f"robots.txt answers with status {response.status}")

    def _failed(self, origin: str, error: WebError | TimeoutError) -> _Rules:
        if isinstance(error, TooManyRedirects | BadRedirect):
            return _Rules(self._now() + FRESH_SECONDS, reason="robots.txt leads nowhere")
        if isinstance(error, TimeoutError | TimedOut):
            return self._unreadable(origin, "robots.txt did not come in time")
        if isinstance(error, _UNREADABLE):
            return self._unreadable(origin, "robots.txt cannot be read")
        return _Rules(self._now(), reason=str(error), failure=error.afresh())

    def _unreadable(self, url: str, reason: str) -> _Rules:
        host = url.partition("://")[2].partition("/")[0]
        failure = RobotsUnreadable(host=host, reason=f"{reason}, so nothing is read for now")
        return _Rules(self._now() + RETRY_SECONDS, reason=reason, failure=failure)


def _crawl_delay(parsed: Protego) -> float | None:
    """Seconds between two looks, at most MAX_CRAWL_DELAY; None when the site names none, or nonsense."""
    asked = parsed.crawl_delay(AGENT_NAME)
    return min(float(asked), MAX_CRAWL_DELAY) if asked is not None and asked >= 0 else None


def _sitemaps(parsed: Protego) -> tuple[str, ...]:
    listed = (url for url in parsed.sitemaps if url.startswith(("http://", "https://")))
    return tuple(url for url, _ in zip(listed, range(MAX_SITEMAPS), strict=False))
