"""Which kind of file it is, by what was said of it and by how it begins; and how large it may be. Pure."""

from typing import Final

from competedexter.market.crawlers.reading.safe_yaml import MAX_BYTES as MAX_YAML
from competedexter.market.crawlers.reading.warc import looks_like_warc

from .errors import FileTooLarge, NothingSent, UnknownFormat
from .schemas import Format

MB: Final = 1024 * 1024
MAX_TABLE: Final = 10 * MB  # 20,000 rows of 500 characters
MAX_UPLOAD: Final = 50 * MB  # a web archive of some hundred pages; larger ones are sent in parts
_ENDINGS: Final = {
    ".yml": Format.PRICE_MODEL, ".yaml": Format.PRICE_MODEL, ".csv": Format.CSV, ".tsv": Format.CSV,
    ".json": Format.JSON, ".jsonl": Format.JSON, ".ndjson": Format.JSON, ".warc": Format.WARC, ".warc.gz": Format.WARC,
}  # fmt: skip
_TYPES: Final = {
    "application/yaml": Format.PRICE_MODEL, "application/x-yaml": Format.PRICE_MODEL, "text/yaml": Format.PRICE_MODEL,
    "text/csv": Format.CSV, "text/tab-separated-values": Format.CSV, "application/json": Format.JSON,
    "application/x-ndjson": Format.JSON, "application/warc": Format.WARC,
}  # fmt: skip
_LIMITS: Final = {
    Format.PRICE_MODEL: (MAX_YAML, "2 MB"),
    Format.CSV: (MAX_TABLE, "10 MB"),
    Format.JSON: (MAX_TABLE, "10 MB"),
    Format.WARC: (MAX_UPLOAD, "50 MB"),
}


def format_of(body: bytes, name: str, media_type: str, given: Format | None) -> Format:
    """Raises NothingSent, UnknownFormat, FileTooLarge."""
    if not body.strip():
        raise NothingSent
    found = given or _told(body, name.casefold(), media_type.partition(";")[0].strip().casefold())
    if found is None:
        raise UnknownFormat
    most, limit = _LIMITS[found]
    if len(body) > most:
        raise FileTooLarge(limit=limit)
    return found


def _told(body: bytes, name: str, media_type: str) -> Format | None:
    if looks_like_warc(body):
        return Format.WARC
    ending = next((kind for end, kind in _ENDINGS.items() if name.endswith(end)), None)
    return ending or _TYPES.get(media_type) or _begins_as(body[:4_096].lstrip(b"\xef\xbb\xbf \t\r\n"))


def _begins_as(start: bytes) -> Format | None:
    if start.startswith((b"{", b"[")):
        return Format.JSON
    first = start.partition(b"\n")[0].strip()
    if any(first.count(separator) for separator in (b",", b";", b"\t")):
        return Format.CSV
    key, colon, _ = first.partition(b":")
    return Format.PRICE_MODEL if colon and key.replace(b"-", b"").isalnum() else None
