"""What tests of social sources share: answers in the shapes of the networks, and how they are read."""

from uuid import UUID

import orjson

from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.social import SocialCrawler
from competedexter.market.crawlers.outside import Outside
from competedexter.market.evidence.listings import EventsRecord

ANYWHERE = "https://api.example/posts"
CRAWLER = SocialCrawler()


def source(url: str = ANYWHERE, outside: Outside | None = None) -> SourceRef:
    return SourceRef(UUID(int=1), UUID(int=2), "social", url, {}, outside=outside or Outside())


def data(url: str, value: object) -> WebResponse:
    return page(url, orjson.dumps(value), content_type="application/json")


def read(value: object) -> tuple[Finding, EventsRecord]:
    return of(CRAWLER.read(source(), page(ANYWHERE, orjson.dumps(value), content_type="application/json"))[0])


def read_text(body: str, content_type: str) -> tuple[Finding, EventsRecord]:
    return of(CRAWLER.read(source(), page(ANYWHERE, body, content_type=content_type))[0])


def of(finding: Finding) -> tuple[Finding, EventsRecord]:
    assert isinstance(finding.record, EventsRecord)
    for event in finding.record.events:
        assert event.what == "post"
        assert 0 <= event.start < event.end <= len(finding.text)
    return finding, finding.record


def skeet(rkey: str, text: str, created: str, **more: object) -> dict[str, object]:
    author = {"did": "did:plc:1", "handle": "acme.example", "displayName": "Acme"}
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": created, **more}
    uri = f"at://did:plc:1/app.bsky.feed.post/{rkey}"
    counts = {"replyCount": 1, "repostCount": 2, "likeCount": 30, "quoteCount": 0}
    return {
        "post": {"uri": uri, "cid": "c", "author": author, "record": record, "indexedAt": "2026-03-03T10:00:05Z"}
        | counts
    }


CARD = {"external": {"uri": "https://acme.example/x", "title": "Minutes, the film", "description": "Two minutes."}}
BLUESKY = {
    "feed": [
        skeet("3k1", "We opened in Oslo.\nCome by!", "2026-03-03T10:00:00.123Z", embed=CARD),
        skeet("3k2", "From the future", "2031-01-01T00:00:00Z"),
        skeet("3k3", "Words of a customer", "2025-01-01T00:00:00Z")
        | {"reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": {"displayName": "Acme"}, "indexedAt": "2026-02-01T08:00:00Z"}},
    ],
    "cursor": "x",
}  # fmt: skip


ACCOUNT = {"id": "9", "acct": "acme", "display_name": "Acme"}
STATUS = {
    "id": "1", "created_at": "2026-03-03T10:00:00.000Z", "uri": "https://social.example/users/acme/statuses/1",
    "url": "https://social.example/@acme/1", "content": "<p>We opened in <b>Oslo</b>.</p><p>Come by!</p>", "account": ACCOUNT,
    "replies_count": 1, "reblogs_count": 2, "favourites_count": 3, "spoiler_text": "", "card": {"title": "Oslo"}, "reblog": None,
}  # fmt: skip
OTHERS = STATUS | {
    "id": "77",
    "url": "https://other.example/@bo/77",
    "uri": "https://other.example/77",
    "account": ACCOUNT | {"display_name": "Bo"},
}
BOOST = STATUS | {
    "id": "2",
    "created_at": "2026-02-01T00:00:00Z",
    "uri": "https://social.example/2/activity",
    "url": None,
    "reblog": OTHERS,
}


REDDIT = {
    "kind": "Listing",
    "data": {
        "children": [
            {"kind": "t3", "data": {
                "name": "t3_1", "title": "Acme raised prices", "selftext": "By **20 %**.\n\nReally.", "author": "bo", "subreddit": "saas",
                "subreddit_name_prefixed": "r/saas", "permalink": "/r/saas/comments/1/acme_raised_prices/", "created_utc": 1772532000.0,
                "score": 12, "num_comments": 3, "url": "https://acme.example/blog/prices",
            }},
            {"kind": "t1", "data": {
                "name": "t1_2", "link_title": "Acme raised prices", "body": "Too much.", "author": "cy", "subreddit": "saas",
                "permalink": "/r/saas/comments/1/acme_raised_prices/2/", "created_utc": 1772532060, "score": 1,
            }},
        ]
    },
}  # fmt: skip


RELEASE = {
    "id": 5, "tag_name": "v2.0", "name": "Minutes", "html_url": "https://github.com/acme/widget/releases/tag/v2.0", "draft": False,
    "prerelease": False, "published_at": "2026-03-03T10:00:00Z", "created_at": "2026-03-01T10:00:00Z", "body": "- faster\r\n- safer",
    "author": {"login": "ada"}, "reactions": {"total_count": 4},
}  # fmt: skip
REPOSITORY = {
    "id": 6, "full_name": "acme/widget", "html_url": "https://github.com/acme/widget", "created_at": "2026-01-01T00:00:00Z", "fork": False,
    "description": "A widget", "language": "Python", "stargazers_count": 9, "owner": {"login": "acme", "type": "Organization"},
}  # fmt: skip


def happened(kind: str, payload: object) -> dict[str, object]:
    return {
        "id": kind, "type": kind, "repo": {"name": "acme/widget"}, "payload": payload, "created_at": "2026-03-03T11:00:00Z",
        "actor": {"login": "ada"},
    }  # fmt: skip
