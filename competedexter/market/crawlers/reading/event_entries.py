"""What feeds and APIs tell, in one shape, before it is placed in a text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from competedexter.market.evidence.listings import Plain

MOST_READ: Final = 2_000  # entries taken from one answer before the newest are picked; real feeds hold under 1,000


@dataclass(frozen=True)
class Entry:
    """One article or post as its source tells it. `body` are lines of plain text; `url` is absolute or empty.

    `guid` is the publisher's own id. `published` is when it says it came out, else when it was last changed.
    `fields` are numbers of the moment (points, likes) and where else it stands; they are no part of the text.
    """

    title: str = ""
    url: str = ""
    guid: str = ""
    published: datetime | None = None
    author: str = ""
    publisher: str = ""
    category: str = ""
    body: tuple[str, ...] = ()
    fields: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One answer, read: who publishes it, its entries in its own order, and in sentences what was lost of it.

    `broken` says that it ended before its end, so that more may have been meant. `is_search` says that it collects what
    others publish, so that one link is one article, whatever titles it is told under.
    """

    publisher: str = ""
    entries: tuple[Entry, ...] = ()
    reasons: tuple[str, ...] = ()
    broken: bool = False
    is_search: bool = False
