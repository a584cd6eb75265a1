"""A feed as records: what its entries are called, say, lead to and when they were published is known."""

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.custom_items import MAX_ITEMS, MAX_TEXT, MAX_VALUE, Item, Taken, refuse
from competedexter.market.crawlers.reading.event_entries import Entry
from competedexter.market.crawlers.reading.feed_reading import read_feed
from competedexter.market.sources.mapping import RowMapping


def take_feed(response: WebResponse, mapping: RowMapping) -> Taken:
    """Raises NothingToRead for what is no feed."""
    told = read_feed(response)
    if told is None:
        raise refuse("What came is no feed: neither RSS, Atom nor JSON Feed.")
    items = [_item(entry, mapping) for entry in told.entries[:MAX_ITEMS]]
    return Taken(items, len(told.entries), response.url, told.publisher, told.reasons)


def _item(entry: Entry, mapping: RowMapping) -> Item:
    return Item(
        title=_part(entry, mapping.title or "title"),
        text=_part(entry, mapping.text or "text")[:MAX_TEXT],
        url=_part(entry, mapping.url or "url"),
        date=_part(entry, mapping.date or "date"),
        fields={name: _part(entry, part)[:MAX_VALUE] for name, part in mapping.fields.items()},
        when=entry.published if (mapping.date or "date") == "date" else None,
    )


def _part(entry: Entry, name: str) -> str:
    if name == "date":
        return entry.published.isoformat() if entry.published is not None else ""
    said = {"text": " ".join(entry.body), "guid": entry.guid, "author": entry.author, "category": entry.category}
    said |= {"title": entry.title, "url": entry.url, "publisher": entry.publisher}
    return said[name]
