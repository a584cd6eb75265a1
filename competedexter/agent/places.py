"""Where something stands in the archive."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from competedexter.foundation.views import View

Role = Literal["now", "before", "after"]


class Place(View):
    """A span of an archived document: `document.text[start:end] == quote`, code points.

    `reading` is what the typed reader understood of the span ("20.00 USD month user"), `subject` the plan it is about.
    """

    document_id: UUID
    competitor_id: UUID
    title: str = ""
    url: str = ""
    observed_at: datetime
    occurred_at: datetime | None = None
    last_seen_at: datetime | None = None
    start: int
    end: int
    quote: str
    subject: str = ""
    reading: str = ""
    role: Role = "now"
