"""From a board's address for readers, or a page that embeds or links a board, to the board's public API."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import orjson

from competedexter.market.crawlers.reading.jobs_families import (
    ASHBY,
    GREENHOUSE,
    LEVER,
    RECRUITEE,
    SMARTRECRUITERS,
    WORKABLE,
    WORKDAY,
)

MOST_BOARDS: Final = 2  # of one page that are asked, the one it names most first
MOST_NAMED: Final = 5_000  # of one page that are counted
_MAX_PAGE: Final = 4_000_000  # characters of a page searched for boards
WORKDAY_PAGE: Final = 20  # openings; Workday refuses to give more at once


@dataclass(frozen=True)
class Asked:
    """One way to ask a board: `body` is what to POST, None to GET."""

    url: str
    body: bytes | None = None


@dataclass(frozen=True)
class BoardAddress:
    """A customer's board: `asked` are ways to ask for it, the best first; the others are for when that one fails."""

    name: str
    account: str
    asked: tuple[Asked, ...]


def board_at(url: str) -> BoardAddress | None:
    """The board whose page for readers, or whose API that is only answered to a POST, stands at `url`."""
    if _is_asked_plainly(url):
        return None
    named = _named(url[:2_048])
    return named[0] if named else None


def boards_in(page: str, url: str) -> tuple[BoardAddress, ...]:
    """The boards that the markup or the scripts of a page name, most often named first, at most MOST_BOARDS."""
    text = page[:_MAX_PAGE].replace("\\/", "/").replace("&amp;", "&").replace("\\u002F", "/").replace("%2F", "/")
    found = _named(text)
    if not found and "recruiteecdn.com" in text and (own := _own_recruitee(url)):
        found.append(own)
    counted = Counter(found)
    return tuple(board for board, _ in counted.most_common(MOST_BOARDS))


def workday_body(offset: int) -> bytes:
    return orjson.dumps({"appliedFacets": {}, "limit": WORKDAY_PAGE, "offset": offset, "searchText": ""})


def is_workday(url: str) -> bool:
    return _WORKDAY_API.search(url) is not None


_ACCOUNT: Final = r"[A-Za-z0-9][\w.%-]{0,99}"
_HOST: Final = r"(https?://[\w.:-]{1,200})"
_WORKDAY_API = re.compile(r"/wday/cxs/[\w-]{1,100}/[\w-]{1,100}/jobs$")
_PLAIN_API = re.compile(
    r"/v1/boards/[^/]+/(?:embed/)?(?:jobs|departments|offices)|/v0/postings/[^/]+|/posting-api/job-board/[^/]+"
    r"|/api/v\d/(?:widget/)?accounts/[^/]+|/v1/companies/[^/]+/postings|/api/offers"
)
_PLACES_OF_THEIR_OWN: Final = """
    www api app apply j jobs job help support resources embed assets static careers status blog id login signup get
    developers oneclick-ui external-referrals my-applications sr-jobs cdn js css images favicon.ico robots.txt
    sitemap.xml docs wday v1 v0 job_board users internal info about
"""
_NO_ACCOUNTS: Final = frozenset(_PLACES_OF_THEIR_OWN.split())
_NO_SITES: Final = frozenset(["wday", "job", "static", "assets"])


def _is_asked_plainly(url: str) -> bool:
    """The address is an API's own: it is asked as it stands."""
    try:
        return bool(_PLAIN_API.match(urlsplit(url).path))
    except ValueError:  # "http://[": no address
        return False


def _greenhouse(account: str, region: str = "", host: str = "") -> tuple[Asked, ...]:
    hosts = [host] if host else ["https://boards-api.greenhouse.io"]
    if region:
        hosts.append("https://boards-api.eu.greenhouse.io")
    ways = [f"{one}/v1/boards/{account}/jobs" for one in hosts]
    return tuple(Asked(f"{way}{query}") for way in ways for query in ("?content=true", ""))


def _lever(account: str, region: str = "", host: str = "") -> tuple[Asked, ...]:
    return (Asked(f"{host or f'https://api.{region}lever.co'}/v0/postings/{account}?mode=json"),)


def _ashby(account: str, region: str = "", host: str = "") -> tuple[Asked, ...]:
    return (Asked(f"{host or 'https://api.ashbyhq.com'}/posting-api/job-board/{account}"),)


def _workable(account: str, region: str = "", host: str = "") -> tuple[Asked, ...]:
    return (Asked(f"{host or 'https://apply.workable.com'}/api/v1/widget/accounts/{account}?details=true"),)


def _smartrecruiters(account: str, region: str = "", host: str = "") -> tuple[Asked, ...]:
    return (Asked(f"{host or 'https://api.smartrecruiters.com'}/v1/companies/{account}/postings?limit=100&offset=0"),)


def _recruitee(account: str, region: str = "", host: str = "") -> tuple[Asked, ...]:
    return (Asked(f"{host or f'https://{account}.recruitee.com'}/api/offers/"),)


def _workday(host: str, tenant: str, site: str) -> tuple[Asked, ...]:
    return (Asked(f"{host}/wday/cxs/{tenant}/{site}/jobs", workday_body(0)),)


_WAYS: Final = {
    GREENHOUSE.name: _greenhouse,
    LEVER.name: _lever,
    ASHBY.name: _ashby,
    WORKABLE.name: _workable,
    SMARTRECRUITERS.name: _smartrecruiters,
    RECRUITEE.name: _recruitee,
}
# Addresses for readers and of APIs at their public hosts: `account`, and `region` where a board has two.
_PUBLIC: Final = tuple(
    (name, re.compile(pattern.replace("ACCOUNT", f"(?P<account>{_ACCOUNT})")))
    for name, pattern in (
        (GREENHOUSE.name, r"//(?:boards|job-boards)\.(?P<region>eu\.)?greenhouse\.io/embed/[\w/]{1,40}\?(?:[\w=%.-]{1,200}&){0,9}for=ACCOUNT"),
        (GREENHOUSE.name, r"//(?:boards|job-boards)\.(?P<region>eu\.)?greenhouse\.io/ACCOUNT"),
        (GREENHOUSE.name, r"//(?:boards-api|api)\.(?P<region>eu\.)?greenhouse\.io/v1/boards/ACCOUNT"),
        (LEVER.name, r"//jobs\.(?P<region>eu\.)?lever\.co/ACCOUNT"),
        (LEVER.name, r"//api\.(?P<region>eu\.)?lever\.co/v0/postings/ACCOUNT"),
        (ASHBY.name, r"//jobs\.ashbyhq\.com/ACCOUNT"),
        (ASHBY.name, r"//api\.ashbyhq\.com/posting-api/job-board/ACCOUNT"),
        (WORKABLE.name, r"//apply\.workable\.com/(?:api/v\d/(?:widget/)?accounts/)?ACCOUNT"),
        (WORKABLE.name, r"//(?:www\.)?workable\.com/api/accounts/ACCOUNT"),
        (WORKABLE.name, r"//(?P<account>[\w-]{1,100})\.workable\.com"),
        (SMARTRECRUITERS.name, r"//(?:careers|jobs)\.smartrecruiters\.com/ACCOUNT"),
        (SMARTRECRUITERS.name, r"//api\.smartrecruiters\.com/v1/companies/ACCOUNT"),
        (RECRUITEE.name, r"//(?P<account>[\w-]{1,100})\.recruitee\.com"),
    )
)  # fmt: skip
# The paths of the APIs at any host: a stand-in, or a vendor's own gateway.
_ANYWHERE: Final = tuple(
    (name, re.compile(_HOST + pattern.replace("ACCOUNT", f"(?P<account>{_ACCOUNT})")))
    for name, pattern in (
        (GREENHOUSE.name, r"/v1/boards/ACCOUNT/jobs"),
        (LEVER.name, r"/v0/postings/ACCOUNT"),
        (ASHBY.name, r"/posting-api/job-board/ACCOUNT"),
        (WORKABLE.name, r"/api/v1/widget/accounts/ACCOUNT"),
        (SMARTRECRUITERS.name, r"/v1/companies/ACCOUNT/postings"),
        (RECRUITEE.name, r"(?P<account>)/api/offers\b"),
    )
)
_LOCALE: Final = r"(?:[a-z]{2}(?:-[A-Za-z]{2})?/)?"
_WORKDAYS: Final = (
    re.compile(_HOST + r"/wday/cxs/(?P<tenant>[\w-]{1,100})/(?P<site>[\w-]{1,100})"),
    re.compile(rf"(https?://(?P<tenant>[\w-]{{1,100}})\.(?:wd\d+\.)?myworkdayjobs(?:-impl)?\.com)/{_LOCALE}(?P<site>[\w-]{{2,100}})"),
    re.compile(rf"(https?://[\w-]{{1,60}}\.myworkdaysite\.com)/{_LOCALE}recruiting/(?P<tenant>[\w-]{{1,100}})/(?P<site>[\w-]{{1,100}})"),
)  # fmt: skip


def _named(text: str) -> list[BoardAddress]:
    """Every board that `text` names, in no order but that of the families, repeated as often as it is named."""
    found: list[BoardAddress] = []
    for name, pattern in _PUBLIC:
        for match in _some(pattern, text):
            account = _clean(match["account"])
            region = match["region"] or "" if "region" in pattern.groupindex else ""
            if account:
                found.append(BoardAddress(name, account, _WAYS[name](account, region)))
    known = len(found)
    for name, pattern in _ANYWHERE if not known else ():
        for match in _some(pattern, text):
            account = _clean(match["account"])
            found.append(BoardAddress(name, account, _WAYS[name](account, host=match[1])))
    for pattern in _WORKDAYS:
        for match in _some(pattern, text):
            if match["site"].lower() not in _NO_SITES:
                ways = _workday(match[1], match["tenant"], match["site"])
                found.append(BoardAddress(WORKDAY.name, match["tenant"], ways))
    return found


def _some(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return [match for _, match in zip(range(MOST_NAMED), pattern.finditer(text), strict=False)]


def _clean(account: str) -> str:
    """An account as a path segment; empty for what is none."""
    name = unquote(account).strip().rstrip(".")
    return "" if name.casefold() in _NO_ACCOUNTS else quote(name, safe="")


def _own_recruitee(url: str) -> BoardAddress | None:
    """Recruitee serves boards under the customer's own host too, and the API beside them."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[": no address
        return None
    host = f"{parts.scheme}://{parts.netloc}"
    return BoardAddress(RECRUITEE.name, parts.netloc, partial(_recruitee, host=host)(""))
