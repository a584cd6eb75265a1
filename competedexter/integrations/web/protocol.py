"""What the product asks of the web, and what it gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol

MB: Final = 1024 * 1024
MAX_PAGE_BYTES: Final = 10 * MB  # decompressed; the largest real pages seen are near 3 MB, more is a download


@dataclass(frozen=True)
class WebRequest:
    """One page to read. `etag` and `last_modified` are those of the last answer; `render` asks for a browser, `picture`
    for a picture of what it shows.

    `max_bytes` bounds the decompressed body. `json` is a body to POST, where a public API is asked that way; `headers`
    (a key, who asks) are sent to the host of `url` alone, never on to where it redirects.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    render: bool = False
    picture: bool = False
    max_bytes: int = MAX_PAGE_BYTES
    json: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WebResponse:
    """One answer: `url` is the final address after `redirects` (the addresses left behind, in order); `picture` is what
    a browser showed, as WebP, when it was asked for.

    Header names are lower case, repeated ones joined by ", "; `body` is decompressed; `charset` is a Python codec name.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    media_type: str
    charset: str
    redirects: tuple[str, ...] = ()
    elapsed_seconds: float = 0.0
    rendered: bool = False
    picture: bytes = b""

    @cached_property
    def text(self) -> str:
        """The decoded body. Never raises: what cannot be decoded, and NUL, becomes U+FFFD."""
        try:
            text = self.body.decode(self.charset, errors="replace")
        except LookupError:  # a response built with an unknown charset is still readable
            text = self.body.decode("utf-8", errors="replace")
        return text.removeprefix("\ufeff").replace("\x00", "\ufffd")


@dataclass(frozen=True)
class RobotsVerdict:
    """What robots.txt says about one address: `crawl_delay` in seconds, `reason` as a clause a person understands."""

    allowed: bool
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = field(default=())
    reason: str = "robots.txt allows it"


class WebClient(Protocol):
    """Reads public pages. Raises only `WebError`; statuses (304, 403, 404, 429, 5xx) are answers."""

    async def get(self, request: WebRequest) -> WebResponse:
        """Read one page, following redirects. Raises WebError."""

    async def robots(self, url: str) -> RobotsVerdict:
        """What the site's robots.txt says about `url`. Raises WebError only for addresses that are refused."""
