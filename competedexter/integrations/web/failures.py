"""What the HTTP library raises, told in our errors and in words a person understands."""

import errno
import ssl
from typing import Final

import aiohttp
from aiohttp.http_exceptions import LineTooLong

from competedexter.integrations.web.errors import ConnectFailed, TlsFailed, TooLarge, UnknownHost, WebError

_CLAUSES: Final = {
    errno.ECONNREFUSED: "nothing listens there",
    errno.ECONNRESET: "it broke the connection off",
    errno.EPIPE: "it broke the connection off",
    errno.EHOSTUNREACH: "there is no way to it",
    errno.ENETUNREACH: "there is no way to it",
    errno.EADDRNOTAVAIL: "there is no way to it",
    errno.ETIMEDOUT: "it did not answer in time",
}


def as_web_error(host: str, error: Exception) -> WebError:
    """The WebError for what aiohttp, the TLS layer or the system raised while talking to `host`."""
    if isinstance(error, aiohttp.ServerTimeoutError | TimeoutError):
        return ConnectFailed(host=host, reason="it did not answer in time")
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError | ssl.SSLError):
        return TlsFailed(host=host, reason=_tls_clause(error))
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return UnknownHost(host=host)
    if _is_oversized_header(error):
        return TooLarge(host=host, limit="16 KB a line or 128 lines", part="header")
    if isinstance(error, aiohttp.ClientPayloadError):
        return ConnectFailed(host=host, reason="the answer broke off before its end")
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return ConnectFailed(host=host, reason="it closed the connection without an answer")
    if isinstance(error, OSError):
        return ConnectFailed(host=host, reason=_CLAUSES.get(error.errno or 0, "the connection failed"))
    return ConnectFailed(host=host, reason="what it answered is not HTTP")


def _tls_clause(error: Exception) -> str:
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return str(cause.verify_message).rstrip(".") or "its certificate cannot be verified"
    if isinstance(cause, ssl.SSLError) and cause.reason:
        return cause.reason.lower().replace("_", " ")
    return "its certificate cannot be verified"


def _is_oversized_header(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, LineTooLong):
            return True
        if isinstance(error, aiohttp.ClientResponseError) and "too many headers" in str(error.message).lower():
            return True
        error = error.__cause__ or error.__context__
    return False
