"""Posts as the APIs of Bluesky, Mastodon and Reddit give them, by their shape."""

from competedexter.integrations.web.protocol import WebResponse

from .event_entries import MOST_READ, Entry, Told
from .event_json import Json, json_of, mapping, numbers, objects, words
from .feed_dates import feed_date
from .feed_elements import absolute
from .feed_text import plain_lines, plain_title


def read_bluesky(response: WebResponse) -> Told | None:
    """`app.bsky.feed.getAuthorFeed`; None for other JSON."""
    answer = json_of(response)
    if not isinstance(answer, dict) or not isinstance(answer.get("feed"), list):
        return None
    views = list(objects(answer["feed"]))[:MOST_READ]
    if views and not any(words(mapping(view, "post"), "uri").startswith("at://") for view in views):
        return None
    entries = tuple(_skeet(view) for view in views)
    return Told(f"{entries[0].publisher} on Bluesky" if entries else "Bluesky", entries)


def _skeet(view: Json) -> Entry:
    post, reason = mapping(view, "post"), mapping(view, "reason")
    author, record, uri = mapping(post, "author"), mapping(post, "record"), words(post, "uri")
    handle = words(author, "handle")
    reposted = words(reason, "$type").endswith("#reasonRepost")
    who = mapping(reason, "by") if reposted else author
    indexed = feed_date(words(post, "indexedAt"))
    created = feed_date(words(record, "createdAt")) or indexed
    body = (*plain_lines(words(record, "text"), markup=False), *_card(record))
    return Entry(
        url=f"https://bsky.app/profile/{handle}/post/{uri.rpartition('/')[2]}" if handle and uri else "",
        guid=f"repost:{uri}" if reposted else uri,
        # The author's clock may be wrong: no post is later than when the network first saw it.
        published=feed_date(words(reason, "indexedAt"))
        if reposted
        else min(filter(None, (created, indexed)), default=None),
        author=plain_title(words(author, "displayName", "handle")),
        publisher=plain_title(words(who, "displayName", "handle")),
        category="Bluesky repost" if reposted else "Bluesky reply" if record.get("reply") else "Bluesky post",
        body=body,
        fields=numbers(post, replies="replyCount", reposts="repostCount", likes="likeCount", quotes="quoteCount"),
    )


def _card(record: Json) -> tuple[str, ...]:
    """The link a post shows: title and description."""
    card = mapping(record, "embed", "external")
    return tuple(filter(None, (plain_title(words(card, "title")), plain_title(words(card, "description")))))


def read_mastodon(response: WebResponse) -> Told | None:
    """`/api/v1/accounts/:id/statuses` and lists of the same shape; None for other JSON."""
    statuses = list(objects(json_of(response)))[:MOST_READ]
    if not any({"created_at", "content", "account", "uri"} <= status.keys() for status in statuses):
        return None
    entries = tuple(_status(status) for status in statuses)
    return Told(f"{entries[0].publisher} on Mastodon", entries)


def _status(status: Json) -> Entry:
    boosted = mapping(status, "reblog")
    post = boosted or status
    author = mapping(post, "account")
    card = plain_title(words(mapping(post, "card"), "title"))
    body = (*plain_lines(words(post, "spoiler_text"), markup=False), *plain_lines(words(post, "content"), markup=True))
    uri = words(status, "uri", "id")
    return Entry(
        url=absolute(words(post, "url", "uri"), ""),
        guid=f"boost:{uri}" if boosted else uri,
        published=feed_date(words(status, "created_at")),
        author=plain_title(words(author, "display_name", "acct")),
        publisher=plain_title(words(mapping(status, "account"), "display_name", "acct")),
        category="Mastodon boost" if boosted else "Mastodon reply" if status.get("in_reply_to_id") else "Mastodon post",
        body=(*body, card) if card else body,
        fields=numbers(post, replies="replies_count", reposts="reblogs_count", likes="favourites_count"),
    )


def read_reddit(response: WebResponse) -> Told | None:
    """A listing of posts or comments, or a post with its comments; None for other JSON."""
    answer = json_of(response)
    listings = [answer] if isinstance(answer, dict) else list(objects(answer))
    if not listings or any(listing.get("kind") != "Listing" for listing in listings):
        return None
    children = [child for listing in listings for child in objects(mapping(listing, "data").get("children"))]
    posts = [child for child in children if child.get("kind") in ("t1", "t3")][:MOST_READ]
    return Told("Reddit", tuple(_reddit_post(mapping(child, "data")) for child in posts))


def _reddit_post(post: Json) -> Entry:
    place = words(post, "subreddit_name_prefixed") or f"r/{words(post, 'subreddit')}"
    title = plain_title(words(post, "title"))
    about = plain_title(words(post, "link_title"))
    body = plain_lines(words(post, "selftext", "body"), markup=False)
    fields = numbers(post, points="score", comments="num_comments")
    link = absolute(words(post, "url_overridden_by_dest", "url"), "")
    permalink = absolute(words(post, "permalink"), "https://www.reddit.com/")
    if link and link != permalink:
        fields["link"] = link
    return Entry(
        title=title or (f"Comment on {about}" if about else ""),
        url=permalink,
        guid=words(post, "name", "id"),
        published=feed_date(str(post.get("created_utc", ""))),
        author=words(post, "author"),
        publisher=f"Reddit {place}",
        category=f"Reddit {place}",
        body=body,
        fields=fields,
    )


def read_empty(response: WebResponse) -> Told | None:
    """An empty list, of whatever network: a place where nothing was posted yet. None for anything else."""
    return Told() if json_of(response) == [] else None
