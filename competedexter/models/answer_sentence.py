"""One sentence of an answer, its place in it and the evidence it cites."""

from uuid import UUID

from sqlalchemy import Integer, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace


class AnswerSentence(TenantRow, table=True):
    """One sentence of an answer, its place in it and the evidence it cites."""

    __tablename__ = "answer_sentences"
    __table_args__ = (in_workspace(), belongs_to("query_id", "queries"), UniqueConstraint("query_id", "position"))
    query_id: UUID
    position: int
    text: str = Field(sa_type=Text)
    start: int
    end: int
    citations: list[int] = Field(default_factory=list, sa_type=ARRAY(Integer), nullable=False)
    verified: bool
