"""In how many passages of a workspace a term stands; the empty term counts passages and their length."""

from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, Text

from .base import in_workspace


class SearchStatistic(SQLModel, table=True):
    """In how many passages of a workspace a term stands; the empty term counts passages and their length."""

    __tablename__ = "search_statistics"
    __table_args__ = (in_workspace(),)
    workspace_id: UUID = Field(primary_key=True)
    term: str = Field(sa_type=Text, primary_key=True)
    passages: int = Field(default=0)
    length: int = Field(default=0, sa_type=BigInteger)
