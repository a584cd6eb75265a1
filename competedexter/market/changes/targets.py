"""Where a link leads, without what changes from visit to visit."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

CACHED_LENGTH = 400  # characters; a longer address is not kept, so that a hostile page cannot fill the memory

_TRACKING = re.compile(
    r"^(utm_\w+|ga_\w+|_ga|_gl|gclid|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|yclid|igshid|mc_[ce]id|mkt_tok|"
    r"hsa_\w+|_hs\w+|vero_\w+|trk\w*|ref|ref_\w+|referrer|source|src|cid|sid|sessionid|session_id|phpsessid|jsessionid|"
    r"nonce|token|csrf\w*|_|ts|timestamp|cb|cachebuster|v|ver|rand|return_to|redirect_to|redirect_uri|next|visitor\w*|"
    r"click_?id|analytics\w*|experiment\w*|variant)$",
    re.IGNORECASE,
)
_NONCE = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,})"
    r"(?![0-9a-z])",
    re.IGNORECASE,
)
_PROTECTED_MAIL = "/cdn-cgi/l/email-protection"


def plain_target(url: str) -> str:
    """An address for comparison: no tracking parameters, session ids, nonces, trailing slash or scheme.

    What cannot be parsed is compared as it stands. Fragments and path case count: they lead elsewhere.
    """
    return _short_target(url) if len(url) <= CACHED_LENGTH else _plain(url)


@lru_cache(maxsize=16_384)  # the same menu is compared on every page of a site
def _short_target(url: str) -> str:
    return _plain(url)


def _plain(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url.strip()
    if parts.scheme not in ("", "http", "https"):
        return url.strip()
    if parts.path.startswith(_PROTECTED_MAIL):
        return "mailto:"
    kept = sorted((name, value) for name, value in query if not _TRACKING.match(name))
    path = _NONCE.sub("~", parts.path.rstrip("/"))
    return urlunsplit(("", host, path, _NONCE.sub("~", urlencode(kept)), parts.fragment))


def in_page(url: str | None) -> bool:
    """Whether an address names a place within a page."""
    return bool(url) and "#" in (url or "")


def is_mail(url: str | None) -> bool:
    """Whether an address writes a mail, or hides one."""
    return bool(url) and (plain_target(url or "").startswith("mailto:"))
