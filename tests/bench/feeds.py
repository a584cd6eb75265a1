"""66 feeds, many captured from real sites, read against the gold of feed-rs: entries, titles, links, dates.

`python -m tests.bench.feeds [--wrong]`. feedparser, when it is importable, is measured beside on the same files.
"""

import argparse
import importlib
import time
from calendar import timegm
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.event_keys import canonical
from competedexter.market.crawlers.reading.feed_reading import read_feed
from competedexter.market.crawlers.reading.feed_text import plain_title

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Told:
    """What a reader says of one entry; `moments` are those that count as its date."""

    title: str
    links: tuple[str, ...]
    moments: tuple[datetime, ...]


@dataclass(frozen=True)
class Fixture:
    """A feed and its gold; `entries` None where feed-rs has none for it."""

    name: str
    body: bytes
    entries: tuple[Told, ...] | None


@dataclass
class Figures:
    """Counts of right ones and of all, and what was wrong, in words."""

    feeds: int = 0
    all_feeds: int = 0
    titles: int = 0
    all_titles: int = 0
    links: int = 0
    all_links: int = 0
    dates: int = 0
    all_dates: int = 0
    crashes: int = 0
    files: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The figures, one a line."""
        yield f"feeds with the right number of entries: {self.feeds} of {self.all_feeds}"
        yield f"titles: {self.titles} of {self.all_titles}"
        yield f"links:  {self.links} of {self.all_links}"
        yield f"dates:  {self.dates} of {self.all_dates}"
        yield f"crashes: {self.crashes} on {self.files} files, {1000 * self.seconds / max(self.files, 1):.1f} ms a file"


Reader = Callable[[bytes], list[Told]]


def fixtures(data: Path) -> list[Fixture]:
    """Every feed of the set. Raises FileNotFoundError when the set is not there."""
    folder = data / "feeds-feed-rs" / "fixture"
    files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(".serde.json"))
    if not files:
        raise FileNotFoundError(folder)
    return [Fixture(file.name, file.read_bytes(), _gold(file)) for file in files]


def _gold(file: Path) -> tuple[Told, ...] | None:
    gold = file.with_suffix(".serde.json")
    if not gold.is_file():
        return None
    feed = orjson.loads(gold.read_bytes())
    return tuple(_gold_entry(entry) for entry in feed["entries"])


def _gold_entry(entry: dict[str, Any]) -> Told:  # Any: feed-rs's own dump
    links = tuple(link["href"] for link in entry["links"])
    moments = tuple(datetime.fromisoformat(entry[name]) for name in ("published", "updated") if entry[name])
    return Told((entry["title"] or {}).get("content") or "", links, moments[:1])


def ours(body: bytes) -> list[Told]:
    """As the product reads it."""
    told = read_feed(
        WebResponse(url="", status=200, headers={}, body=body, media_type="application/xml", charset="utf-8")
    )
    entries = told.entries if told else ()
    return [Told(e.title, (e.url,) if e.url else (), (e.published,) if e.published else ()) for e in entries]


def peer() -> Reader | None:
    """feedparser, if it is installed."""
    try:
        feedparser: Any = importlib.import_module("feedparser")  # Any: not a dependency, and untyped
    except ImportError:
        return None

    def read(body: bytes) -> list[Told]:
        return [_peer_entry(entry) for entry in feedparser.parse(body).entries]

    return read


def _peer_entry(entry: Any) -> Told:  # Any: see peer
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    moments = (datetime.fromtimestamp(timegm(parsed), UTC),) if parsed else ()
    return Told(
        plain_title(entry.get("title", "")), tuple(link.get("href", "") for link in entry.get("links", [])), moments
    )


def measure(reader: Reader, feeds: list[Fixture]) -> Figures:
    """Every feed read once and compared, entry by entry in order."""
    figures = Figures()
    for feed in feeds:
        figures.files += 1
        begun = time.perf_counter()
        try:
            read = reader(feed.body)
        except Exception as error:  # noqa: BLE001 - a crash of either reader is what is counted
            figures.crashes += 1
            figures.wrong.append(f"{feed.name}: crashed: {error!r}")
            read = []
        figures.seconds += time.perf_counter() - begun
        if feed.entries is not None:
            _compare(feed.name, feed.entries, read, figures)
    return figures


def _compare(name: str, gold: tuple[Told, ...], read: list[Told], figures: Figures) -> None:
    figures.all_feeds += 1
    figures.feeds += len(gold) == len(read)
    if len(gold) != len(read):
        figures.wrong.append(f"{name}: {len(read)} entries, gold {len(gold)}")
    for at, want in enumerate(gold):
        have = read[at] if at < len(read) else Told("", (), ())
        if want.title:
            figures.all_titles += 1
            figures.titles += _right(figures, name, "title", plain_title(want.title), (have.title,))
        if want.links:
            figures.all_links += 1
            figures.links += _right(
                figures, name, "link", tuple(map(_clean, want.links)), tuple(map(_clean, have.links))
            )
        if want.moments:
            figures.all_dates += 1
            figures.dates += _right(figures, name, "date", want.moments[0].replace(microsecond=0), have.moments)


def _clean(link: str) -> str:
    """Links as they are compared; feed-rs leaves relative ones relative, so there only what they say counts."""
    return canonical(link) or canonical(f"http://www.example.com/{link.lstrip('/')}")


def _right(figures: Figures, name: str, what: str, want: object, have: tuple[object, ...]) -> bool:
    """One of the links, where several are named; else the same."""
    right = any(one in have for one in want) if isinstance(want, tuple) else have[:1] == (want,)
    if not right:
        figures.wrong.append(f"{name}: {what} {have}, gold {want}")
    return right


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wrong", action="store_true", help="list what was read otherwise than by feed-rs")
    asked = parser.parse_args()
    try:
        feeds = fixtures(DATA)
    except FileNotFoundError:
        print(f"feeds: the captures are not here ({DATA}); nothing measured")
        return
    beside = peer()
    for name, reader in (("CompeteDexter", ours), ("feedparser", beside)):
        if reader is None:
            print("feedparser: not installed, not measured beside")
            continue
        figures = measure(reader, feeds)
        print(f"{name} on {figures.files} feeds")
        print("\n".join(f"  {line}" for line in figures.lines()))
        if asked.wrong:
            print("\n".join(f"    {line[:300]}" for line in figures.wrong))


if __name__ == "__main__":
    main()
