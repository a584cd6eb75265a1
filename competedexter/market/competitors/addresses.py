"""What people paste as a domain, made into the host we watch and the address we start at."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from .errors import InvalidDomain, InvalidWebsite

MAX_HOST = 253  # RFC 1035
_LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")


def host_of(text: str) -> str:
    """`https://Acme.com/pricing` -> `acme.com`: lower case, IDNA, without port or path. Raises InvalidDomain."""
    bare = text.strip().casefold()
    if "//" not in bare:
        bare = f"//{bare}"
    try:
        host = urlsplit(bare).hostname or ""
        ascii_host = host.rstrip(".").encode("idna").decode("ascii") if not host.isascii() else host.rstrip(".")
    except ValueError as error:
        raise InvalidDomain(text=text[:100]) from error
    if not _is_host(ascii_host):
        raise InvalidDomain(text=text[:100])
    return ascii_host


def website_of(text: str | None, domain: str) -> str:
    """The address to start at; `https://<domain>` when none is given. Raises InvalidWebsite."""
    if text is None or not text.strip():
        return f"https://{domain}"
    given = text.strip()
    try:
        parts = urlsplit(given)
        valid = (
            parts.scheme in ("http", "https") and _is_host((parts.hostname or "").casefold()) and parts.username is None
        )
        _ = parts.port
    except ValueError as error:
        raise InvalidWebsite(text=given[:100]) from error
    if not valid or any(ord(character) <= 32 for character in given) or len(given) > 2_000:
        raise InvalidWebsite(text=given[:100])
    return given


def _is_host(host: str) -> bool:
    if not host or len(host) > MAX_HOST:
        return False
    try:
        ip_address(host)
    except ValueError:
        labels = host.split(".")
        return (len(labels) > 1 or host == "localhost") and all(_LABEL.match(label) for label in labels)
    return True
