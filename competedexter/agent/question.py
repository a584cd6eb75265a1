"""What a person asks, as it comes in."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from competedexter.foundation.views import Command, GivenMoment

MAX_COMPETITORS = 10  # a table wider than this is not read
MAX_EARLIER = 6  # turns; what a person still has in mind


SHORTEST, LONGEST = 3, 1000  # visible characters


def _visible(text: str) -> str:
    """A question without control characters; they would travel into prompts, logs and pages."""
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    if len(kept) < SHORTEST:
        raise ValueError(f"a question has {SHORTEST} to {LONGEST} visible characters")
    return kept


QuestionText = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST), AfterValidator(_visible)]


class Context(Command):
    """The conversation a question belongs to."""

    conversation_id: UUID | None = None
    previous_queries: tuple[Annotated[str, StringConstraints(max_length=1000)], ...] = Field(
        default=(), max_length=MAX_EARLIER
    )


class Question(Command):
    """The body of POST /query/ask. `as_of` is observed time: nothing seen later is used."""

    query: QuestionText
    competitor_ids: tuple[UUID, ...] = Field(default=(), max_length=MAX_COMPETITORS)
    as_of: GivenMoment | None = None
    context: Context = Context()

    def seen_until(self, now: datetime) -> datetime:
        """The moment whose knowledge answers this question, in UTC."""
        return min(self.as_of, now).astimezone(UTC) if self.as_of else now.astimezone(UTC)
