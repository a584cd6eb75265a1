"""Profiles as people link them, made the addresses of the public APIs and feeds behind them."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from competedexter.integrations.web.protocol import WebResponse

_NOT_MASTODON: Final = (
    "youtube.com",
    "medium.com",
    "tiktok.com",
    "threads.net",
    "threads.com",
    "substack.com",
    "bsky.app",
)
_HANDLE: Final = re.compile(r"/@([A-Za-z0-9_.-]{1,60}(?:@[A-Za-z0-9.-]{3,100})?)/?")
_GITHUB_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")
_NO_ACCOUNT: Final = "features pricing topics collections trending about orgs search login settings sponsors"
_GITHUB_OWN: Final = frozenset(_NO_ACCOUNT.split())
_CHANNEL: Final = re.compile(
    r"""(?:youtube\.com/channel/|channel_id=|"(?:externalId|channelId)":"|itemprop="(?:identifier|channelId)" content=")"""
    r"(UC[A-Za-z0-9_-]{22})"
)
PAGE: Final = "100"  # things of one request, the most that these services give
MASTODON_PAGE: Final = "40"  # the most that Mastodon gives


def api_address(url: str) -> str:
    """Where a program reads what `url` shows people; `url` itself where that is the same."""
    parts = urlsplit(url)
    host = parts.netloc.casefold().removeprefix("www.")
    path = [part for part in parts.path.split("/") if part]
    if host == "bsky.app" and len(path) == 2 and path[0] == "profile":
        asked = urlencode({"actor": path[1], "limit": PAGE, "filter": "posts_no_replies"})
        return f"https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?{asked}"
    if host.endswith("reddit.com") and not host.startswith("oauth."):
        return _reddit(path, parts.query)
    if host in ("youtube.com", "m.youtube.com"):
        return _youtube(url, path)
    if host == "github.com":
        return _github(url, path)
    return url


def mastodon_lookup(url: str) -> tuple[str, str] | None:
    """(origin, account) of `https://mastodon.example/@acme`; None for addresses of another shape."""
    parts = urlsplit(url)
    found = _HANDLE.fullmatch(parts.path)
    host = parts.netloc.casefold()
    other = any(host == name or host.endswith(f".{name}") for name in _NOT_MASTODON)
    if found is None or other or found[1].endswith((".rss", ".json")):
        return None
    return f"{parts.scheme}://{parts.netloc}", found[1]


def mastodon_account(origin: str, account: str) -> str:
    """Where an account's number is looked up."""
    return f"{origin}/api/v1/accounts/lookup?{urlencode({'acct': account})}"


def mastodon_statuses(origin: str, number: str) -> str:
    """Where an account's posts are, answers to others left out."""
    return (
        f"{origin}/api/v1/accounts/{number}/statuses?{urlencode({'limit': MASTODON_PAGE, 'exclude_replies': 'true'})}"
    )


def github_events(owner: str, *, organisation: bool) -> str:
    """Where the public events of a GitHub account are."""
    path = f"orgs/{owner}/events" if organisation else f"users/{owner}/events/public"
    return f"https://api.github.com/{path}?per_page={PAGE}"


def youtube_feed(page: WebResponse) -> str:
    """The feed of the channel that a YouTube page is of; "" when it names none."""
    found = _CHANNEL.search(page.text)
    return f"https://www.youtube.com/feeds/videos.xml?channel_id={found[1]}" if found else ""


def _reddit(path: list[str], query: str) -> str:
    asked = parse_qsl(query, keep_blank_values=True)
    name = "/".join(path)
    if name.endswith((".json", ".rss")) or path[-1:] == [".rss"]:
        return f"https://www.reddit.com/{name}{'?' if query else ''}{query}"
    if path[:1] == ["r"] and len(path) == 2:
        name = f"{name}/new"
    elif path[:1] in (["user"], ["u"]) and len(path) == 2:
        name = f"user/{path[1]}/submitted"
    wanted = {"limit": PAGE, "raw_json": "1"} | ({"sort": "new"} if path[-1:] == ["search"] else {}) | dict(asked)
    return f"https://www.reddit.com/{name}.json?{urlencode(wanted)}"


def _youtube(url: str, path: list[str]) -> str:
    if len(path) >= 2 and path[0] == "channel":
        return f"https://www.youtube.com/feeds/videos.xml?{urlencode({'channel_id': path[1]})}"
    return url


def _github(url: str, path: list[str]) -> str:
    """Releases of a repository; the repositories of an account, the newest first."""
    if not path or path[0] in _GITHUB_OWN or not all(_GITHUB_NAME.fullmatch(part) for part in path[:2]):
        return url
    if len(path) == 1 and not path[0].endswith(".atom"):
        return f"https://api.github.com/users/{path[0]}/repos?sort=created&per_page={PAGE}"
    if len(path) == 2 or path[2:] == ["releases"]:
        return f"https://api.github.com/repos/{path[0]}/{path[1]}/releases?per_page={PAGE}"
    return url
