"""Exports of posts as PhantomBuster and its like write them, in CSV or JSON: LinkedIn, X, Instagram, Facebook."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from competedexter.integrations.web.protocol import WebResponse

from .event_entries import MOST_READ, Entry, Told
from .event_json import Json, json_of, number, objects, words
from .event_keys import canonical
from .feed_dates import feed_date
from .feed_elements import absolute
from .feed_source import decoded
from .feed_text import plain_lines, plain_title

_URL: Final = ("posturl", "tweeturl", "tweetlink", "twitterposturl", "posturn", "shareurl", "permalink", "link", "url")
_TEXT: Final = (
    "postcontent",
    "posttext",
    "tweetcontent",
    "tweettext",
    "fulltext",
    "text",
    "content",
    "caption",
    "message",
)
# Not "timestamp": there these exports say when they were made.
_DATE: Final = (
    "posttimestamp",
    "tweetdate",
    "postdate",
    "publishedat",
    "pubdate",
    "createdat",
    "dateposted",
    "postedat",
    "date",
)
_AUTHOR: Final = ("author", "authorname", "fullname", "name", "companyname", "screenname", "username", "handle")
_LIKES: Final = ("likecount", "likes", "favoritecount", "numlikes", "reactioncount", "reactions")
_COMMENTS: Final = ("commentcount", "comments", "replycount", "numcomments")
_REPOSTS: Final = ("repostcount", "retweetcount", "sharecount", "shares")
_VIEWS: Final = ("viewcount", "views", "impressions")
_COUNTS: Final = (("likes", _LIKES), ("comments", _COMMENTS), ("reposts", _REPOSTS), ("views", _VIEWS))
_NETWORKS: Final = (
    ("linkedin.com", "LinkedIn"),
    ("x.com", "X"),
    ("instagram.com", "Instagram"),
    ("facebook.com", "Facebook"),
)
_LINKEDIN_ID: Final = re.compile(r"(?:activity|ugcPost|share)[:-](\d{19})(?!\d)")
_X_ID: Final = re.compile(r"x\.com/[^/]{1,60}/status/(\d{15,20})(?!\d)")
_X_EPOCH: Final = 1_288_834_974_657  # milliseconds: where X's ids begin to count, 2010-11-04
_EARLIEST: Final = datetime(2003, 1, 1, tzinfo=UTC)  # before either network
_HEADER: Final = 20_000  # characters in which the first line of a CSV ends
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]")


def read_export(response: WebResponse) -> Told | None:
    """The posts of an export; None when no row has the columns of one. Rows that say why they failed are counted."""
    start = response.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    rows = list(objects(json_of(response))) if start in (b"[", b"{") else _csv_rows(response)
    named = [_named(row) for row in rows[: MOST_READ * 2]]
    posts = [row for row in named if words(row, *_URL) or words(row, *_TEXT)]
    if not any(words(row, *_TEXT) and (words(row, *_URL) or words(row, *_DATE)) for row in posts):
        return None
    failed = sum(bool(words(row, "error")) for row in named if row not in posts)
    reasons = (f"{failed:,} of {len(named):,} rows say that nothing was exported.",) if failed else ()
    return Told("Exported posts", tuple(_post(row) for row in posts[:MOST_READ]), reasons)


def _named(row: Json) -> dict[str, object]:
    """Columns by their letters alone: `Post URL`, `postUrl` and `post_url` are one."""
    return {_NOT_A_WORD.sub("", name.lower()): value for name, value in row.items() if isinstance(name, str)}


def _csv_rows(response: WebResponse) -> list[Mapping[str, str]]:
    text = decoded(response).replace("\x00", "")
    header = text[:_HEADER].partition("\n")[0]
    if "<" in header:
        return []
    delimiter = max(",;\t", key=header.count)
    rows: list[Mapping[str, str]] = []
    try:
        for row in csv.DictReader(io.StringIO(text), delimiter=delimiter, restkey="", restval=""):
            rows.append(
                {name: value for name, value in row.items() if isinstance(name, str) and isinstance(value, str)}
            )
            if len(rows) >= MOST_READ * 2:
                break
    except csv.Error:  # a cell without end: what came before is kept
        pass
    return rows


def _post(row: Json) -> Entry:
    url = absolute(words(row, *_URL), "")
    network = next((name for host, name in _NETWORKS if _is_at(url, host)), "")
    action = plain_title(words(row, "action", "type")).lower()
    kind = action if action in ("repost", "reshare", "comment", "reply", "like") else "post"
    author = plain_title(words(row, *_AUTHOR))
    fields = {name: found for name, columns in _COUNTS if (found := number(row, *columns)) is not None}
    return Entry(
        url=url,
        guid=words(row, "posturn", "tweetid", "postid", "id"),
        published=_moment(row) or _moment_in_id(url),
        author=author,
        publisher=network or author,
        category=f"{network} {kind}" if network else kind.capitalize(),
        body=plain_lines(words(row, *_TEXT), markup=False),
        fields=fields,
    )


def _is_at(url: str, host: str) -> bool:
    found = canonical(url).partition("/")[0]
    return found == host or found.endswith(f".{host}")


def _moment(row: Json) -> datetime | None:
    return next((found for name in _DATE if (found := feed_date(words(row, name))) is not None), None)


def _moment_in_id(url: str) -> datetime | None:
    """Ids of LinkedIn and X begin with the milliseconds at which they were made (X: "Snowflake", 2010)."""
    linkedin, tweet = _LINKEDIN_ID.search(url), _X_ID.search(canonical(url))
    if linkedin:
        since = int(linkedin[1]) >> 22
    elif tweet:
        since = (int(tweet[1]) >> 22) + _X_EPOCH
    else:
        return None
    moment = datetime.fromtimestamp(since // 1_000, UTC)
    return moment if moment >= _EARLIEST else None
