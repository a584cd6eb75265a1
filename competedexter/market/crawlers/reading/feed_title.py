"""What a feed is, in one line: enough to show a person that the right one was found."""

from competedexter.integrations.web.protocol import WebResponse

from .feed_reading import read_feed

MOST_CHARACTERS = 120


def feed_preview(response: WebResponse) -> str | None:
    """`Acme blog: 12 entries`; None when the response is no RSS, Atom or JSON feed."""
    told = read_feed(response)
    return told_in_a_line(told.publisher, len(told.entries)) if told is not None else None


def told_in_a_line(publisher: str, entries: int) -> str:
    """`Acme blog: 12 entries`."""
    shown = publisher[:MOST_CHARACTERS] or "A feed without a title"
    return f"{shown}: {entries:,} {'entry' if entries == 1 else 'entries'}"
