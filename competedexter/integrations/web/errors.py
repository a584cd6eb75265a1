"""Everything that can go wrong between us and a page.

WebError
 |- RefusedUrl            the address is not one we open at all
 |- RefusedAddress        it leads to a private or reserved network
 |- UnknownHost           the name does not resolve
 |- ConnectFailed         nobody answers, or the connection broke
 |- TlsFailed             the certificate or the handshake is bad
 |- TimedOut              the total deadline passed
 |- TooLarge              body, headers or decompressed body over the limit
 |- TooManyRedirects      more hops than allowed, or a loop
 |- BadRedirect           a hop without, or with an unreadable, target
 |- BadEncoding           the body does not decompress
 |- RobotsDisallowed      the site asks robots not to read this page
 |   `- RobotsUnreadable   or may ask that: its robots.txt cannot be read for now
 `- BrowserUnavailable    the page needs a browser and there is none

Statuses such as 304, 404 or 503 are answers, not errors.
"""

from typing import ClassVar, Self

from competedexter.foundation.errors import ProductError


class WebError(ProductError):
    """A page could not be read. `retryable` says whether a later look may succeed."""

    code: ClassVar[str] = "web_error"
    status: ClassVar[int] = 422
    retryable: ClassVar[bool] = True
    sentence: ClassVar[str] = "The page could not be read."

    def afresh(self) -> Self:
        """The same error without its traceback, to be kept or raised again."""
        fresh = type(self).__new__(type(self), *self.args)
        fresh.__dict__.update(self.__dict__)
        return fresh


class RefusedUrl(WebError):
    """Values: reason (a clause, without full stop)."""

    code = "refused_url"
    retryable = False
    sentence = "This address cannot be opened: {reason}."


class RefusedAddress(WebError):
    """Values: host, reason (which network it is). The address itself is not told: it would map inner networks."""

    code = "refused_address"
    retryable = False
    sentence = "{host} leads to {reason}. Only public addresses are read."


class UnknownHost(WebError):
    """Values: host."""

    code = "unknown_host"
    sentence = "There is no site called {host}: the name does not resolve."


class ConnectFailed(WebError):
    """Values: host, reason."""

    code = "connect_failed"
    sentence = "{host} did not answer: {reason}."


class TlsFailed(WebError):
    """Values: host, reason."""

    code = "tls_failed"
    sentence = "The secure connection to {host} failed: {reason}."


class TimedOut(WebError):
    """Values: host, seconds."""

    code = "timed_out"
    sentence = "{host} took longer than {seconds:g} seconds."


class TooLarge(WebError):
    """Values: host, limit (a size in words), part (body or headers)."""

    code = "too_large"
    sentence = "The {part} sent by {host} is larger than {limit}; a page that size is a download."


class TooManyRedirects(WebError):
    """Values: host, limit."""

    code = "too_many_redirects"
    sentence = "{host} redirected more than {limit} times."


class BadRedirect(WebError):
    """Values: host, reason."""

    code = "bad_redirect"
    sentence = "{host} redirected to an address that cannot be opened: {reason}."


class BadEncoding(WebError):
    """Values: host, encoding."""

    code = "bad_encoding"
    sentence = "The answer of {host} says it is compressed with {encoding} and cannot be unpacked."


class RobotsDisallowed(WebError):
    """Values: host, reason."""

    code = "robots_disallowed"
    sentence = "{host} asks robots not to read this page ({reason})."


class RobotsUnreadable(RobotsDisallowed):
    """Values: host, reason. The site itself is at fault, so it may be unwell as a whole."""

    code = "robots_unreadable"


class BrowserUnavailable(WebError):
    """Values: reason."""

    code = "browser_unavailable"
    status = 503
    sentence = "The page needs a browser and none could be used: {reason}."
