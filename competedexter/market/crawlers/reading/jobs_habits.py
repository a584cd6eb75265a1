"""What is particular to one board software: ids in paths, days that count from today, addresses made of numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote, urlsplit

from competedexter.market.crawlers.reading.jobs_families import GREENHOUSE, RECRUITEE, SMARTRECRUITERS, WORKDAY
from competedexter.market.crawlers.reading.jobs_opening import Opening
from competedexter.market.crawlers.reading.jobs_values import Entry, dig, is_away, moment, words

_DAYS_AGO = re.compile(r"posted\s+(?:(today)|(yesterday)|(\d{1,4})\s+days?\s+ago)", re.IGNORECASE)
_SEVERAL = re.compile(r"\d+ locations", re.IGNORECASE)
_REQUISITION = re.compile(r"[A-Za-z]*-?\d[\w-]*")


@dataclass(frozen=True)
class Heard:
    """Where and when an answer came: `day` is midnight UTC of its Date header, None without one."""

    url: str = ""
    day: datetime | None = None


def with_habits(family: str, read: Opening, entry: Entry, heard: Heard) -> Opening:
    """The same opening, with what only this family of boards says so."""
    habit = _HABITS.get(family)
    return habit(read, entry, heard) if habit else read


def _smartrecruiters(read: Opening, entry: Entry, heard: Heard) -> Opening:
    """Its department is often the company itself, then its function says more. Its answer has no address for readers."""
    team = words(entry.get("function")) if read.team == words(dig(entry, "company.name")) else read.team
    company = words(dig(entry, "company.identifier"))
    url = read.url
    if not url and company and read.external_id:
        url = f"https://jobs.smartrecruiters.com/{quote(company, safe='')}/{quote(read.external_id, safe='')}"
    return replace(_hybrid(read, entry, heard), team=team or read.team, url=url)


def _workday(read: Opening, entry: Entry, heard: Heard) -> Opening:
    """The number of the requisition ends the path, the path begins with a place, and dates count days from today."""
    path = entry.get("externalPath")
    path = path if isinstance(path, str) and path.startswith("/") and len(path) <= 2_000 else ""
    place = path.split("/")[2] if path.startswith("/job/") and path.count("/") > 2 else ""
    location = read.location
    if place and (not location or _SEVERAL.fullmatch(location)):
        location = f"{place} ({location})" if location else place
    return replace(
        read,
        external_id=_requisition(path, entry.get("bulletFields")) or path,
        location=location,
        remote=is_away(place.replace("-", " ")) if read.remote is None else read.remote,
        url=_workday_site(heard.url) + path if path and heard.url else "",
        published_at=_days_ago(words(entry.get("postedOn")), heard.day) or moment(entry.get("startDate")),
    )


def _requisition(path: str, bullets: object) -> str:
    """What ends the path (`_JR2021061`, `_R-12-1`): a bullet with what follows it, else a number; else a bullet alone."""
    told = [text for one in bullets[:10] if (text := words(one))] if isinstance(bullets, list) else []
    for bullet in told:
        if (at := path.rfind(f"_{bullet}")) >= 0:
            return path[at + 1 :]
    last = path.rpartition("_")[2]
    if last != path and _REQUISITION.fullmatch(last):
        return last
    return next((bullet for bullet in told if _REQUISITION.fullmatch(bullet)), "")


def _workday_site(url: str) -> str:
    """`https://host/wday/cxs/acme/Careers/jobs` -> `https://host/Careers`."""
    parts = urlsplit(url)
    steps = parts.path.split("/")
    site = f"/{steps[4]}" if steps[1:3] == ["wday", "cxs"] and len(steps) > 5 else ""
    return f"{parts.scheme}://{parts.netloc}{site}"


def _days_ago(told: str, today: datetime | None) -> datetime | None:
    """The day of "Posted 4 Days Ago"; none of "Posted 30+ Days Ago", which names no day."""
    match = _DAYS_AGO.search(told)
    if match is None or today is None:
        return None
    return today - timedelta(days=0 if match[1] else 1 if match[2] else int(match[3]))


def _hybrid(read: Opening, entry: Entry, heard: Heard) -> Opening:
    """Flags of their own say hybrid or on site; that is not remote."""
    told = any(dig(entry, path) is True for path in ("hybrid", "on_site", "location.hybrid"))
    return replace(read, remote=False) if told and read.remote is None else read


def _greenhouse(read: Opening, entry: Entry, heard: Heard) -> Opening:
    """The title may say that it is remote, and the team that there is none."""
    team = "" if read.team.casefold() == "no department" else read.team
    return replace(read, team=team, remote=True if read.remote is None and is_away(read.title) else read.remote)


_HABITS: Final[dict[str, Callable[[Opening, Entry, Heard], Opening]]] = {
    SMARTRECRUITERS.name: _smartrecruiters,
    WORKDAY.name: _workday,
    RECRUITEE.name: _hybrid,
    GREENHOUSE.name: _greenhouse,
}
