"""Any feed: RSS, Atom or JSON Feed, by what it is."""

from competedexter.integrations.web.protocol import WebResponse

from .event_entries import Told
from .feed_json import read_json_feed
from .feed_xml import read_xml_feed


def read_feed(response: WebResponse) -> Told | None:
    """What a feed tells; None when the response is none. Never raises."""
    start = response.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        return read_json_feed(response)
    return read_xml_feed(response)
