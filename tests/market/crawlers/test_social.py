"""Social sources: public APIs, feeds and exports, known by what they say; numbers are no part of a post."""

from datetime import UTC, datetime

from tests.market.crawlers.social_scene import (
    BLUESKY,
    BOOST,
    REDDIT,
    RELEASE,
    REPOSITORY,
    STATUS,
    happened,
    read,
    read_text,
)


def test_bluesky_posts_are_dated_no_later_than_the_network_saw_them() -> None:
    finding, record = read(BLUESKY)
    future, oslo, repost = record.events
    assert (finding.title, finding.snapshot_type, finding.data_type) == ("Acme on Bluesky", "social", "social")
    assert (oslo.title, oslo.url) == ("We opened in Oslo.", "https://bsky.app/profile/acme.example/post/3k1")
    assert oslo.occurred_at == datetime(2026, 3, 3, 10, tzinfo=UTC).replace(microsecond=0)
    assert oslo.fields == {"replies": 1, "reposts": 2, "likes": 30, "quotes": 0}
    assert finding.text[oslo.start : oslo.end] == (
        "Acme · Bluesky post · 2026-03-03 10:00 UTC\nWe opened in Oslo.\nCome by!\nMinutes, the film\nTwo minutes."
    )
    assert future.occurred_at == datetime(2026, 3, 3, 10, 0, 5, tzinfo=UTC)
    assert (repost.category, repost.occurred_at) == ("Bluesky repost", datetime(2026, 2, 1, 8, tzinfo=UTC))


def test_mastodon_posts_and_boosts_are_told() -> None:
    finding, record = read([STATUS, BOOST])
    post, boost = record.events
    assert (post.key, post.title, post.category) == ("social.example/@acme/1", "We opened in Oslo.", "Mastodon post")
    assert finding.text[post.start : post.end].split("\n")[1:] == ["We opened in Oslo.", "Come by!", "Oslo"]
    assert (boost.category, boost.author, boost.url) == ("Mastodon boost", "Bo", "https://other.example/@bo/77")


def test_reddit_posts_and_comments_are_told_at_their_own_place() -> None:
    finding, record = read(REDDIT)
    comment, post = record.events
    assert (post.key, post.category) == ("reddit.com/r/saas/comments/1/acme_raised_prices", "Reddit r/saas")
    assert post.fields == {"points": 12, "comments": 3, "link": "https://acme.example/blog/prices"}
    assert post.occurred_at == datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert comment.title == "Comment on Acme raised prices"
    assert "12" not in finding.text


def test_github_releases_are_told_with_their_repository_and_drafts_are_not() -> None:
    finding, record = read([RELEASE, RELEASE | {"id": 6, "draft": True}])
    (release,) = record.events
    assert (release.title, release.key) == ("acme/widget v2.0: Minutes", "github.com/acme/widget/releases/tag/v2.0")
    assert finding.text[release.start : release.end].endswith("- faster\n- safer")


def test_new_repositories_and_events_of_an_account_are_told_once() -> None:
    pushed = [happened("PushEvent", {}), happened("WatchEvent", {})]
    events = [
        *pushed,
        happened("ReleaseEvent", {"action": "published", "release": RELEASE}),
        happened("PublicEvent", {}),
    ]
    _, repositories = read([REPOSITORY, REPOSITORY | {"id": 7, "fork": True, "full_name": "acme/fork"}])
    finding, told = read(events)
    assert [event.title for event in repositories.events] == ["New repository: acme/widget"]
    assert {event.key for event in told.events} == {
        "github.com/acme/widget/releases/tag/v2.0",
        "github.com/acme/widget",
    }
    assert finding.quality.reasons == ("2 of 4 events are pushes, stars, issues and the like: not told.",)


LINKEDIN = """postUrl,imgUrl,type,postContent,likeCount,commentCount,repostCount,postDate,action,author,timestamp
https://www.linkedin.com/feed/update/urn:li:activity:7170000000000000000,,Text,"We raised 25 million.

The round was led by Example.",120,14,3,2mo,Post,Acme,2026-11-01T10:00:00.000Z
https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000,,Text,"We moved",1,0,0,1y,Repost,Acme,2026-11-01T10:00:00.000Z
"""


def test_an_export_of_linkedin_is_dated_by_its_ids_never_by_when_it_was_made() -> None:
    finding, record = read_text(LINKEDIN, "text/csv")
    raised, moved = record.events
    assert raised.title == "We raised 25 million."
    assert raised.occurred_at == datetime.fromtimestamp((7170000000000000000 >> 22) // 1000, UTC)
    assert (raised.category, moved.category) == ("LinkedIn post", "LinkedIn repost")
    assert raised.fields == {"likes": 120, "comments": 14, "reposts": 3}
    assert raised.key == "linkedin.com/feed/update/urn:li:activity:7170000000000000000"
    assert finding.text[raised.start : raised.end].endswith("We raised 25 million.\nThe round was led by Example.")


def test_an_export_of_x_as_json_counts_the_rows_that_failed() -> None:
    rows = [
        {
            "tweetLink": "https://twitter.com/acme/status/1760000000000000000",
            "text": "New prices",
            "likeCount": "7",
            "name": "Acme",
        },
        {"query": "https://twitter.com/gone", "error": "Profile not found", "timestamp": "2026-11-01T10:00:00Z"},
    ]
    finding, record = read(rows)
    (post,) = record.events
    assert (post.key, post.category, post.author) == ("x.com/acme/status/1760000000000000000", "X post", "Acme")
    assert post.occurred_at == datetime(2024, 2, 20, 17, 54, 33, tzinfo=UTC)
    assert finding.quality.reasons == ("1 of 2 rows say that nothing was exported.",)


def test_semicolons_and_marks_of_order_are_read_too() -> None:
    _, record = read_text(
        "\ufeffPost URL;Post Content;Post Timestamp\nhttps://a.example/1;Größe;2026-03-03\n", "text/plain"
    )
    assert [(event.title, event.category) for event in record.events] == [("Größe", "Post")]


def test_feeds_of_networks_are_posts_and_the_same_ones_as_in_their_apis() -> None:
    body = """<rss><channel><title>Acme</title><item><guid isPermaLink="true">https://social.example/@acme/1</guid>
    <link>https://social.example/@acme/1</link><pubDate>Tue, 03 Mar 2026 10:00:00 +0000</pubDate>
    <description>&lt;p&gt;We opened in Oslo.&lt;/p&gt;</description></item></channel></rss>"""
    _, record = read_text(body, "application/rss+xml")
    assert record.events[0].key == read([STATUS])[1].events[0].key
    assert record.events[0].title == "We opened in Oslo."


def test_where_nothing_was_posted_yet_there_is_nothing_but_a_record() -> None:
    for nothing in ([], {"feed": []}, {"kind": "Listing", "data": {"children": []}}):
        finding, record = read(nothing)
        assert (record.events, finding.quality.score) == ((), 1.0)
