"""What GitHub's API tells of an account: releases, new repositories, public events; by their shape."""

from typing import Final

from competedexter.integrations.web.protocol import WebResponse

from .event_entries import MOST_READ, Entry, Told
from .event_json import Json, json_of, mapping, numbers, objects, words
from .feed_dates import feed_date
from .feed_elements import absolute
from .feed_text import plain_lines, plain_title

_SITE: Final = "https://github.com/"


def read_github(response: WebResponse) -> Told | None:
    """Releases, repositories or events, whichever the list is of; None for other JSON."""
    things = list(objects(json_of(response)))[:MOST_READ]
    if not things:
        return None
    first = things[0]
    if {"tag_name", "html_url"} <= first.keys():
        repository = _repository_of(words(first, "html_url"))
        return Told(
            f"{repository} on GitHub", tuple(_release(one, repository) for one in things if not one.get("draft"))
        )
    if {"full_name", "html_url", "created_at"} <= first.keys():
        owner = words(mapping(first, "owner"), "login")
        return Told(f"{owner} on GitHub", tuple(_new_repository(one) for one in things if not one.get("fork")))
    if {"type", "repo", "payload", "created_at"} <= first.keys():
        return _events(things)
    return None


def is_organisation(response: WebResponse) -> bool:
    """True when a list of repositories belongs to an organisation."""
    return any(words(mapping(one, "owner"), "type") == "Organization" for one in objects(json_of(response)))


def _repository_of(url: str) -> str:
    return "/".join(url.partition("//")[2].split("/")[1:3])


def _release(release: Json, repository: str) -> Entry:
    tag, name = words(release, "tag_name"), plain_title(words(release, "name"))
    url = absolute(words(release, "html_url"), _SITE)
    early = " (pre-release)" if release.get("prerelease") is True else ""
    return Entry(
        title=f"{repository} {tag}{f': {name}' if name and tag not in name and name not in tag else ''}{early}",
        url=url,
        guid=f"github-release:{words(release, 'id')}",
        published=feed_date(words(release, "published_at")) or feed_date(words(release, "created_at")),
        author=words(mapping(release, "author"), "login"),
        publisher=repository.partition("/")[0],
        category="GitHub release",
        body=plain_lines(words(release, "body"), markup=False),
        fields=numbers(mapping(release, "reactions"), reactions="total_count"),
    )


def _new_repository(repository: Json) -> Entry:
    name, about = words(repository, "full_name"), plain_title(words(repository, "description"))
    language = words(repository, "language")
    return Entry(
        title=f"New repository: {name}",
        url=absolute(words(repository, "html_url"), _SITE),
        guid=f"github-repository:{words(repository, 'id')}",
        published=feed_date(words(repository, "created_at")),
        author=words(mapping(repository, "owner"), "login"),
        publisher=name.partition("/")[0],
        category="GitHub repository",
        body=tuple(filter(None, (about, f"Language: {language}" if language else ""))),
        fields=numbers(repository, stars="stargazers_count", forks="forks_count"),
    )


def _events(things: list[Json]) -> Told:
    """Releases, and repositories made or opened; pushes, stars and the like are counted, not told."""
    entries = tuple(entry for one in things if (entry := _event(one)) is not None)
    silent = len(things) - len(entries)
    reasons = (
        (f"{silent:,} of {len(things):,} events are pushes, stars, issues and the like: not told.",) if silent else ()
    )
    owner = words(mapping(things[0], "repo"), "name").partition("/")[0]
    return Told(f"{owner} on GitHub", entries, reasons)


def _event(event: Json) -> Entry | None:
    payload, name, kind = mapping(event, "payload"), words(mapping(event, "repo"), "name"), words(event, "type")
    if kind == "ReleaseEvent" and payload.get("action") == "published":
        return _release(mapping(payload, "release"), name)
    made = kind == "CreateEvent" and payload.get("ref_type") == "repository"
    if not made and kind != "PublicEvent":
        return None
    return Entry(
        title=f"New repository: {name}",
        url=f"{_SITE}{name}",
        guid=f"github-event:{words(event, 'id')}",
        published=feed_date(words(event, "created_at")),
        author=words(mapping(event, "actor"), "login"),
        publisher=name.partition("/")[0],
        category="GitHub repository",
        body=tuple(filter(None, (plain_title(words(payload, "description")),))),
    )
