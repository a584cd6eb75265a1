"""The identity of an article: the same in every feed that tells it."""

import hashlib
import re
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from .event_redirects import leads_to, only_leads_on
from .listing_text import fold

LONGEST: Final = 300  # characters; a longer key is told by its hash
MAX_ADDRESS: Final = 4_096  # characters; links of search services carry long ids
_TRACKING: Final = re.compile(
    r"utm_.*|mc_[ce]id|mkt_tok|hsa_.*|_?hs(?:enc|mi|ctatracking)|vero_.*|oly_.*|(?:pk|piwik|matomo|mtm)_.*|at_.*|wt\..*"
    r"|s_cid|cmpid|icid|ns_.*|xtor|trk|(?:fb|g|y|ms|tw|dc|tt)clid|gclsrc|[gw]braid|igshi?d?|_g[al]|ref|ref_?(?:src|url)"
    r"|smid|smtyp|ftag|guc(?:counter|e_.*)|amp|__twitter_impression",
    re.IGNORECASE,
)
_WHERE_FROM: Final = re.compile(
    r"rss[\w.-]*|feeds?|atom|amp|newsletter|e?mail|twitter|facebook|linkedin", re.IGNORECASE
)
_MARK: Final = re.compile(
    r":~:.*|.*=.*|rss|feed|comments?|respond|disqus_thread|more|top|main|content", re.IGNORECASE | re.DOTALL
)
_AMP: Final = re.compile(r"(?:[/.]amp/*)+$|\.amp(?=\.html?$)", re.IGNORECASE)
_PREFIX: Final = re.compile(r"(?:(?:www|amp)\.)+(?=[^.]+\.)")
_AMP_CACHE: Final = re.compile(r"/(?:amp|[cv])/(?:s/)?(?=[^/]+\.)")
_ALIASES: Final = {
    "old.reddit.com": "reddit.com",
    "np.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "m.youtube.com": "youtube.com",
    "mobile.twitter.com": "x.com",
    "twitter.com": "x.com",
}


def event_key(url: str, guid: str = "", title: str = "", occurred_at: datetime | None = None) -> str:
    """What an event is known by: its clean address; else the publisher's id; else its title and day.

    An address that only leads on (Google News, Feedburner) or names a whole site is no article's: then the id counts.
    """
    address = article_address(url)
    if address:
        return _short(address)
    if guid and guid != url:
        return _short(article_address(guid) or f"id:{fold(guid)}")
    day = occurred_at.date().isoformat() if occurred_at else ""
    return _short(f"title:{title_key(title)} {canonical(url) or day}".rstrip())


def article_address(url: str) -> str:
    """`canonical`, or "" when that names no article: a whole site, or a stop on the way to the article."""
    clean = canonical(leads_to(url))
    host, slash, rest = clean.partition("/")
    return clean if (rest or (not slash and "?" in host)) and not only_leads_on(host) else ""


def canonical(url: str) -> str:
    """`https://www.Acme.com/blog/x/?utm_source=rss#comments` -> `acme.com/blog/x`; "" when it is no web address.

    Without scheme, www, port, trailing slash, tracking, AMP and marks of place; parameters in order. An anchor with a
    name stays: a changelog on one page tells its entries apart by it.
    """
    try:
        parts = urlsplit(fold(url)[:MAX_ADDRESS])
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:  # "http://[", a port of letters
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    cached = _AMP_CACHE.match(parts.path) if _keeps_amp(host) else None
    if cached:
        host, slash, rest = parts.path[cached.end() :].partition("/")
        return f"{_owner(host)}{_clean_path(slash + rest)}"
    host = _owner(host) if port in (None, 80, 443) else f"{_owner(host)}:{port}"
    if host == "youtu.be":
        return f"youtube.com/watch?{urlencode({'v': parts.path.strip('/')})}"
    return f"{host}{_clean_path(parts.path)}{_clean_query(parts.query)}{_anchor(parts.fragment)}"


def title_key(title: str) -> str:
    """A title as it is compared: its letters and digits, without case."""
    return " ".join(re.findall(r"\w+", fold(title).casefold()))


def _keeps_amp(host: str) -> bool:
    return host.endswith(".cdn.ampproject.org") or host.removeprefix("www.").startswith("google.")


def _owner(host: str) -> str:
    prefix = _PREFIX.match(host.casefold())
    bare = host.casefold()[prefix.end() :] if prefix else host.casefold()
    return _ALIASES.get(bare, bare)


def _clean_path(path: str) -> str:
    """Without AMP and the last slash, escaped in one way."""
    return quote(unquote(_AMP.sub("", path)), safe="/:@!$&'()*+,;=~-._").rstrip("/")


def _clean_query(query: str) -> str:
    try:
        asked = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:  # a hundred parameters name no article
        return f"?{query}"
    kept = [
        (name, value) for name, value in asked if not _TRACKING.fullmatch(name) and not _WHERE_FROM.fullmatch(value)
    ]
    return f"?{urlencode(sorted(kept))}" if kept else ""


def _anchor(fragment: str) -> str:
    return f"#{fragment}" if fragment and not _MARK.fullmatch(fragment) else ""


def _short(key: str) -> str:
    if len(key) <= LONGEST:
        return key
    return f"{key[: LONGEST - 66]}~{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"
