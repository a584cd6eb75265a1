"""Where alerts are sent; secrets in `config` are encrypted."""

from sqlmodel import Field, Text

from .base import Json, TenantRow, in_workspace, json, referable


class Channel(TenantRow, table=True):
    """Where alerts are sent; secrets in `config` are encrypted."""

    __tablename__ = "channels"
    __table_args__ = (in_workspace(), referable())
    kind: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    config: Json = json()
    enabled: bool = Field(default=True)
