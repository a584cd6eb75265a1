"""What people paste as a domain, made into the host we watch and the address we start at."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from competedexter.foundation.errors import InvalidRequest

from .errors import InvalidDomain, InvalidWebsite

MAX_HOST = 253  # RFC 1035
_LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")


def host_of(text: str) -> str:
    """`https://Acme.com/pricing` -> `acme.com`: lower case, IDNA, without port or path. Raises InvalidDomain."""
    bare = text.strip().casefold()
    if "//" not in bare:
        bare = f"//{bare}"
    try:
        host = _in_ascii(urlsplit(bare).hostname or "")
    except ValueError as error:
        raise _refused(InvalidDomain, "domain", text) from error
    if not _is_host(host):
        raise _refused(InvalidDomain, "domain", text)
    return host


def website_of(text: str | None, domain: str) -> str:
    """The address to start at, its host in IDNA; `https://<domain>` when none is given. Raises InvalidWebsite."""
    if text is None or not text.strip():
        return f"https://[{domain}]" if ":" in domain else f"https://{domain}"
    given = text.strip()
    try:
        parts = urlsplit(given)
        host, port = _in_ascii((parts.hostname or "").casefold()), parts.port
    except ValueError as error:
        raise _refused(InvalidWebsite, "websiteUrl", given) from error
    valid = parts.scheme in ("http", "https") and _is_host(host) and parts.username is None
    if not valid or any(ord(character) <= 32 for character in given) or len(given) > 2_000:
        raise _refused(InvalidWebsite, "websiteUrl", given)
    if given.isascii() or parts.netloc.isascii():
        return given
    return parts._replace(netloc=host if port is None else f"{host}:{port}").geturl()


def _in_ascii(host: str) -> str:
    """Raises ValueError for what IDNA cannot write."""
    bare = host.rstrip(".")
    return bare if bare.isascii() else bare.encode("idna").decode("ascii")


def _refused(refusal: type[InvalidRequest], field: str, text: str) -> InvalidRequest:
    shown = text[:100]
    return refusal(text=shown, details=[{"field": field, "reason": refusal.sentence.format(text=shown)}])


def _is_host(host: str) -> bool:
    if not host or len(host) > MAX_HOST:
        return False
    try:
        ip_address(host)
    except ValueError:
        labels = host.split(".")
        return (len(labels) > 1 or host == "localhost") and all(_LABEL.match(label) for label in labels)
    return True
