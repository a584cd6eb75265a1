"""Reading an address the way a browser would, and refusing what only an attacker writes.

Follows the WHATWG URL standard for special schemes (host parsing, IPv4 in octal, hex and short forms, dot segments,
percent-encode sets), but where the standard forgives - backslashes, user names, control characters, missing slashes -
this refuses. https://url.spec.whatwg.org/
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import quote, urljoin

import idna

from competedexter.integrations.web.addresses import Address
from competedexter.integrations.web.errors import RefusedUrl

MAX_URL_LENGTH: Final = 4096  # characters; longer ones are data, not addresses
MAX_HOST_LENGTH: Final = 253  # RFC 1035
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# Below 1024 only the web's own; above, ports where something else listens and a stray GET may do harm
# (the Fetch standard's bad ports, and databases, queues, container and cluster controls).
BAD_PORTS: Final = frozenset(
    {1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 4369, 5060, 5061}
    | {5432, 5672, 5900, 5984, 5985, 5986, 6000, 6379, 6443, 6566, *range(6665, 6670), 6679, 6697, 7001, 7199, 8086}
    | {9042, 9092, 9200, 9300, 10080, 10250, 10255, 11211, 15672, 25672, 27017, 27018, 50000, 50070}
)
_SPLIT: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(//)?([^/?#]*)([^#]*)(?:#.*)?", re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_HIDDEN_CONTROL: Final = re.compile(r"%(?:0[0ad])", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::([0-9]*))?")
_NAMED: Final = re.compile(r"([^:\[\]]+)(?::([0-9]*))?")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_DOT: Final = re.compile(r"%2e", re.IGNORECASE)
_PATH_SAFE: Final = "%!$&'()*+,;=:@/[]|~-._^"  # what browsers leave alone in a path; quote() keeps letters and digits
_QUERY_SAFE: Final = _PATH_SAFE.replace("'", "") + "?`{}"


@dataclass(frozen=True)
class SafeUrl:
    """An address we are willing to resolve. `host` is lower-case ASCII or a canonical IP without brackets.

    `text` is the whole normalised address without fragment; `address` is set when the host is an IP literal.
    """

    text: str
    scheme: str
    host: str
    port: int
    path: str
    address: Address | None

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in `https://acme.com` or `http://127.0.0.1:8080`."""
        return self.text[: -len(self.path)]


@dataclass(frozen=True)
class Authority:
    """A host and where on it: `address` is set when the host is an IP literal, `port` is None when not given."""

    host: str
    address: Address | None
    port: int | None


@lru_cache(maxsize=2048)
def parse_url(url: str) -> SafeUrl:
    """Read an absolute http or https address. Raises RefusedUrl with the reason."""
    text = url.strip(" ")
    _refuse_tricks(text)
    match = _SPLIT.fullmatch(text)
    if match is None:
        raise RefusedUrl(reason="it does not start with http:// or https://")
    scheme, slashes, authority, rest = match.groups()
    if scheme.lower() not in DEFAULT_PORTS or not slashes:
        raise RefusedUrl(reason="it does not start with http:// or https://")
    return _assembled(scheme.lower(), parse_authority(authority), rest)


def join_url(base: SafeUrl, target: str) -> SafeUrl:
    """Where `target` (a Location header, a link) leads from `base`. Raises RefusedUrl."""
    _refuse_tricks(target)
    try:
        return parse_url(urljoin(base.text, target.strip(" ")))
    except ValueError as error:  # urljoin dislikes unbalanced brackets
        raise RefusedUrl(reason="it is not a readable address") from error


def parse_authority(authority: str) -> Authority:
    """Read `host[:port]`, the host as a browser reads it. Raises RefusedUrl."""
    if "@" in authority:
        raise RefusedUrl(reason="it carries a user name")
    if "%" in authority:
        raise RefusedUrl(reason="its host name has percent signs")
    bracketed = _BRACKETED.fullmatch(authority)
    match = bracketed or _NAMED.fullmatch(authority)
    if match is None:
        raise RefusedUrl(reason="its host or port cannot be read")
    port = int(match[2]) if match[2] else None
    if port is not None and not is_sane_port(port):
        raise RefusedUrl(reason=f"port {port} is not a web port" if port < 65536 else "its port does not exist")
    address = _ipv6(match[1]) if bracketed else _ipv4(match[1])
    return Authority(host=str(address) if address else _name(match[1]), address=address, port=port)


def is_sane_port(port: int) -> bool:
    """Whether a web site may stand at `port`: 80, 443, or an unprivileged port not known for something else."""
    return port in (80, 443) or (1024 <= port < 65536 and port not in BAD_PORTS)


def _refuse_tricks(text: str) -> None:
    if len(text) > MAX_URL_LENGTH:
        raise RefusedUrl(reason=f"it is longer than {MAX_URL_LENGTH} characters")
    if "\\" in text:
        raise RefusedUrl(reason="it has a backslash")
    if _CONTROL.search(text) or _HIDDEN_CONTROL.search(text):
        raise RefusedUrl(reason="it has control characters")
    if _SURROGATE.search(text):
        raise RefusedUrl(reason="it is not valid Unicode")


def _assembled(scheme: str, authority: Authority, rest: str) -> SafeUrl:
    port = authority.port or DEFAULT_PORTS[scheme]
    shown_host = f"[{authority.host}]" if isinstance(authority.address, IPv6Address) else authority.host
    shown_port = "" if port == DEFAULT_PORTS[scheme] else f":{port}"
    raw_path, mark, raw_query = rest.partition("?")
    path = quote(_without_dots(raw_path), safe=_PATH_SAFE) + mark + quote(raw_query, safe=_QUERY_SAFE)
    text = f"{scheme}://{shown_host}{shown_port}{path}"
    return SafeUrl(text=text, scheme=scheme, host=authority.host, port=port, path=path, address=authority.address)


def _without_dots(path: str) -> str:
    """The path with "." and ".." resolved, so that robots.txt judges what will be fetched."""
    parts = (path or "/").split("/")[1:]
    kept: list[str] = []
    for position, part in enumerate(parts):
        plain = _DOT.sub(".", part)
        if plain not in (".", ".."):
            kept.append(part)
            continue
        if plain == "..":
            del kept[-1:]
        if position == len(parts) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _ipv6(text: str) -> IPv6Address:
    try:
        return IPv6Address(text)
    except ValueError as error:
        raise RefusedUrl(reason="its IPv6 address cannot be read") from error


def _ipv4(host: str) -> IPv4Address | None:
    """The IPv4 address a browser sees in `host` (1-4 parts, decimal, octal or hex); None when it is a name."""
    parts = _ascii(host).rstrip(".").split(".")
    last = parts[-1]
    if not (last.isdigit() or last[:2].lower() == "0x"):
        return None
    numbers = [_number(part) for part in parts]
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise RefusedUrl(reason="its host is a number that is no address")
    value = numbers[-1] + sum(number * 256 ** (3 - place) for place, number in enumerate(numbers[:-1]))
    return IPv4Address(value)


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part):
        raise RefusedUrl(reason="its host is a number that is no address")
    try:
        if part[:2].lower() == "0x":
            return int(part[2:] or "0", 16)
        return int(part, 8) if part[0] == "0" and len(part) > 1 else int(part)
    except ValueError as error:  # an octal number with an 8 or 9
        raise RefusedUrl(reason="its host is a number that is no address") from error


def _name(host: str) -> str:
    name = _ascii(host).removesuffix(".")
    if len(name) > MAX_HOST_LENGTH or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise RefusedUrl(reason="its host name cannot exist")
    return name


def _ascii(host: str) -> str:
    """The host in lower-case ASCII, other scripts mapped and encoded by UTS 46."""
    if host.isascii():
        return host.lower()
    try:
        mapped = idna.uts46_remap(host, std3_rules=False)
        return mapped if mapped.isascii() else idna.encode(mapped).decode("ascii")
    except idna.IDNAError as error:
        raise RefusedUrl(reason="its host name cannot exist") from error
