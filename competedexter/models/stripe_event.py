"""A webhook as it came; handled by a job."""

from datetime import datetime

from sqlmodel import Field, Text

from .base import Json, Row, json, moment


class StripeEvent(Row, table=True):
    """A webhook as it came; handled by a job."""

    __tablename__ = "stripe_events"
    event_id: str = Field(sa_type=Text, unique=True)
    type: str = Field(sa_type=Text)
    created: datetime = moment(nullable=False)
    payload: Json = json()
    processed_at: datetime | None = moment()
    error: str | None = Field(default=None, sa_type=Text)
