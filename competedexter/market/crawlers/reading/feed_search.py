"""Answers of news searches: Hacker News (Algolia) and NewsAPI, by their shape."""

import re
from typing import Final

from competedexter.integrations.web.protocol import WebResponse

from .event_entries import MOST_READ, Entry, Told
from .event_json import Json, json_of, mapping, numbers, objects, words
from .feed_dates import feed_date
from .feed_elements import absolute
from .feed_text import plain_lines, plain_title

HACKER_NEWS: Final = "Hacker News"
_DISCUSSION: Final = "https://news.ycombinator.com/item?id="
_CUT: Final = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d{1,7} chars\]$")


def read_hacker_news(response: WebResponse) -> Told | None:
    """Stories of `hn.algolia.com/api/v1/search_by_date`, and comments where they were asked for; None for other JSON."""
    answer = json_of(response)
    hits = list(objects(mapping(answer).get("hits")))
    if not isinstance(answer, dict) or not isinstance(answer.get("hits"), list):
        return None
    if hits and not any("objectID" in hit and "created_at" in hit for hit in hits):
        return None
    return Told(HACKER_NEWS, tuple(_story(hit) for hit in hits[:MOST_READ]), is_search=True)


def _story(hit: Json) -> Entry:
    number = words(hit, "objectID", "story_id")
    discussion = f"{_DISCUSSION}{number}" if number.isdigit() else ""
    comment = plain_lines(words(hit, "comment_text"), markup=True)
    title = plain_title(words(hit, "title", "story_title"))
    url = absolute(words(hit, "url"), "") if not comment else ""
    fields = numbers(hit, points="points", comments="num_comments")
    if url and discussion:
        fields["discussion"] = discussion
    return Entry(
        title=f"Comment on {title}" if comment and title else title,
        url=url or discussion,
        guid=f"hn:{number}" if number else "",
        published=feed_date(words(hit, "created_at")) or feed_date(words(hit, "created_at_i")),
        author=words(hit, "author"),
        publisher=HACKER_NEWS,
        category=HACKER_NEWS,
        body=comment or plain_lines(words(hit, "story_text"), markup=True),
        fields=fields,
    )


def read_newsapi(response: WebResponse) -> Told | None:
    """Articles of `newsapi.org/v2`; None for other JSON. Those its publisher withdrew are counted, not told."""
    answer = json_of(response)
    if not isinstance(answer, dict) or not isinstance(answer.get("articles"), list):
        return None
    articles = list(objects(answer["articles"]))[:MOST_READ]
    kept = tuple(_article(one) for one in articles if not _withdrawn(one))
    gone = len(articles) - len(kept)
    reasons = (f"{gone:,} of {len(articles):,} articles were withdrawn by their publishers.",) if gone else ()
    return Told("NewsAPI", kept, reasons, is_search=True)


def newsapi_complaint(response: WebResponse) -> str:
    """What NewsAPI says it did not like, "" when this is no such answer."""
    answer = mapping(json_of(response))
    return plain_title(words(answer, "message", "code")) if answer.get("status") == "error" else ""


def _withdrawn(article: Json) -> bool:
    return words(article, "title") == "[Removed]" or words(article, "url").rstrip("/") == "https://removed.com"


def _article(article: Json) -> Entry:
    publisher = plain_title(words(mapping(article, "source"), "name", "id"))
    description = plain_lines(words(article, "description"))
    content = plain_lines(_CUT.sub("", words(article, "content")))
    repeated = bool(description and content) and content[0].startswith(description[0][:60])
    return Entry(
        title=plain_title(words(article, "title")).removesuffix(f" - {publisher}"),
        url=absolute(words(article, "url"), ""),
        published=feed_date(words(article, "publishedAt")),
        author=plain_title(words(article, "author")),
        publisher=publisher,
        category=publisher,
        body=content if repeated else (*description, *content),
    )
