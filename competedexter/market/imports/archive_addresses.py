"""Addresses of captures in the Wayback Machine: `<archive>/web/<14 digits><flag>/<address of the page>`. Pure."""

import re
from datetime import UTC, datetime
from typing import Final

ARCHIVE: Final = "https://web.archive.org"
_CAPTURE: Final = re.compile(r"https?://[^/\s]{1,200}/web/(\d{4,14})(?:[a-z]{2}_)?/(https?:/{1,2}.{1,2000})", re.DOTALL)
_DIGITS: Final = re.compile(r"\d{14}")


def page_of(url: str) -> str:
    """The page's own address: that of a capture without the archive's part; "" for what is no web address."""
    found = _CAPTURE.fullmatch(url)
    page = found[2] if found else url
    page = re.sub(r"^(https?):/(?!/)", r"\1://", page)
    return page if page.startswith(("https://", "http://")) and page.isprintable() else ""


def captured_at(stamp: str) -> datetime | None:
    """When a capture was made, of its 14 digits (UTC)."""
    if not _DIGITS.fullmatch(stamp):
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def capture(stamp: str, url: str, *, raw: bool = False) -> str:
    """Where a capture is found; `raw` as it was answered then, without what the archive adds to show it."""
    return f"{ARCHIVE}/web/{stamp}{'id_' if raw else ''}/{url}"
