"""Posts of a company: Bluesky, Mastodon, Reddit, YouTube, GitHub, exports of LinkedIn and X, any feed."""

from collections.abc import Sequence
from dataclasses import replace

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.bundle import bundled
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.event_finding import event_finding, told_by
from competedexter.market.crawlers.feeds_of_page import parts_of, with_feeds
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading import social_addresses as addresses
from competedexter.market.crawlers.reading.data_class import is_data
from competedexter.market.crawlers.reading.event_json import json_of, mapping, words
from competedexter.market.crawlers.reading.feed_reading import read_feed
from competedexter.market.crawlers.reading.social_exports import read_export
from competedexter.market.crawlers.reading.social_github import is_organisation, read_github
from competedexter.market.crawlers.reading.social_networks import read_bluesky, read_empty, read_mastodon, read_reddit

_READERS = (read_feed, read_bluesky, read_mastodon, read_reddit, read_github, read_export, read_empty)
_GITHUB = "https://api.github.com/"
_PUBLIC = ("users/", "orgs/", "repos/")


class SocialCrawler:
    """Reads a profile's public API, feed or export as posts."""

    kind = "social"
    extractor_version = "social-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """What stands behind a profile; else the page with the feeds it names. Raises WebError."""
        found = await _mastodon(source, web)
        if found is not None:
            return found
        url = addresses.api_address(source.url)
        first = await _ask(source, web, url, etag=source.etag, last_modified=source.last_modified)
        if not 200 <= first.status < 300:
            return first
        if url.startswith(f"{_GITHUB}users/"):
            return await _with_events(source, web, url, first)
        channel = addresses.youtube_feed(first) if not is_data(first) else ""
        if channel:
            return bundled([first, await _ask(source, web, channel)])
        return await with_feeds(first, web)

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """The posts of all answers of the look. Pure; raises NothingToRead."""
        told = told_by(parts_of(response), _READERS)
        if not told:
            raise NothingToRead(reason=_why_not(response))
        return (event_finding(source, response, told, "post"),)


async def _ask(
    source: SourceRef, web: WebClient, url: str, *, etag: str | None = None, last_modified: str | None = None
) -> WebResponse:
    """One answer, with GitHub's key where there is one: without it GitHub answers sixty times an hour.

    Never where GitHub would answer of the key's own account.
    """
    is_public = url.startswith(tuple(f"{_GITHUB}{part}" for part in _PUBLIC))
    token = source.outside.keys.get("github", "") if is_public else ""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return await web.get(
        WebRequest(source.outside.address(url), etag=etag, last_modified=last_modified, headers=headers)
    )


async def _mastodon(source: SourceRef, web: WebClient) -> WebResponse | None:
    """The posts of `host/@name`; None when no Mastodon answers there."""
    place = addresses.mastodon_lookup(source.url)
    if place is None:
        return None
    origin, account = place
    looked_up = await web.get(WebRequest(addresses.mastodon_account(origin, account)))
    number = words(mapping(json_of(looked_up)), "id") if looked_up.status == 200 else ""
    if not number.isdigit():
        return None
    return await web.get(WebRequest(addresses.mastodon_statuses(origin, number)))


async def _with_events(source: SourceRef, web: WebClient, url: str, first: WebResponse) -> WebResponse:
    owner = url.removeprefix(f"{_GITHUB}users/").partition("/")[0]
    events = await _ask(source, web, addresses.github_events(owner, organisation=is_organisation(first)))
    if events.status != 200:
        return replace(first, headers={})  # without its tag: the next look asks for both again
    return bundled([first, events])


def _why_not(response: WebResponse) -> str:
    if not is_data(response):
        return "The page names no feed, and it is no profile whose public posts are known how to read."
    return "This is no feed, no list of posts and no export that is known."
