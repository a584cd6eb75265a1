"""An opening as it was read, before it has its place in a text; and a whole board of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

MAX_OPENINGS: Final = 1_000  # of one look; more is said in its quality
UNTITLED: Final = "(untitled)"


@dataclass(frozen=True)
class Opening:
    """`external_id` is empty where the board gives none; `more_places` are further places of the same opening."""

    external_id: str
    title: str
    team: str = ""
    location: str = ""
    more_places: tuple[str, ...] = ()
    remote: bool | None = None
    url: str = ""
    employment: str | None = None
    published_at: datetime | None = None
    description: str = ""


@dataclass(frozen=True)
class Board:
    """What one or several answers of a board say. `announced` is how many openings it says it has, None when it does not.

    `odd` counts entries that were no openings, `unlisted` those that the board itself does not show, `beyond` those that
    were not read because there are too many.
    """

    name: str
    openings: tuple[Opening, ...] = ()
    announced: int | None = None
    odd: int = 0
    unlisted: int = 0
    beyond: int = 0

    @property
    def entries(self) -> int:
        return len(self.openings) + self.odd + self.unlisted + self.beyond
