"""What crawlers of articles and posts do alike: several answers, read by the first reader that knows each."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.reading.event_entries import Told
from competedexter.market.crawlers.reading.event_listing import listing_of

Reader = Callable[[WebResponse], Told | None]
_SNAPSHOTS: Final = {"news": "news", "post": "social"}


def told_by(answers: Sequence[WebResponse], readers: Sequence[Reader]) -> list[Told]:
    """What each answer tells; those that no reader knows are left out."""
    told = (next((told for read in readers if (told := read(answer)) is not None), None) for answer in answers)
    return [one for one in told if one is not None]


def event_finding(
    source: SourceRef, response: WebResponse, told: Sequence[Told], what: Literal["news", "post"]
) -> Finding:
    """One finding of all that a look tells."""
    listing = listing_of(told, what)
    return Finding(
        url=response.url,
        title=listing.record.publisher or source.url,
        text=listing.text,
        data_type=source.source_type,
        snapshot_type=_SNAPSHOTS[what],
        record=listing.record,
        quality=listing.quality,
    )
