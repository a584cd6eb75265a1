"""Every environment variable the product reads; deploy/env.example explains each."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from .own_address import shown_host
from .secret_key import FEWEST_CHARACTERS, secret_key_in

Network = IPv4Network | IPv6Network
Plan = Literal["free", "starter", "professional", "enterprise"]

POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
REDIS = ("redis", "rediss", "unix")
RABBITMQ = ("amqp", "amqps")
MOST_DOLLARS = 100_000.0  # per million tokens; more is a price in another unit


class Settings(BaseSettings):
    """Names are the environment's in lower case. Empty values count as unset."""

    model_config = SettingsConfigDict(env_file=None, env_ignore_empty=True, frozen=True, extra="ignore")

    # web
    port: int = Field(default=3000, ge=0, le=65_535)
    host: str = "0.0.0.0"
    public_url: str = ""
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    data_dir: Path = Path(".data")
    secret_key: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    default_plan: Plan = "enterprise"

    # data
    database_url: str = ""
    database_role_prefix: str = "competedexter"
    redis_url: str = ""
    cache_redis_url: str = ""
    dramatiq_broker_url: str = ""
    archive_url: str = ""
    s3_endpoint_url: str = ""
    aws_access_key_id: str = ""
    aws_secret_access_key: str = Field(default="", repr=False)
    aws_session_token: str = Field(default="", repr=False)
    aws_region: str = ""
    history_days: int | None = Field(default=None, ge=1)

    # crawling
    crawl_allow_networks: Annotated[tuple[Network, ...], NoDecode] = ()
    crawl_host_concurrency: int = Field(default=2, ge=1, le=64)
    crawl_host_delay: float = Field(default=1.0, ge=0, le=3600)
    crawl_queue_ahead: int = Field(default=300, ge=1, le=100_000)
    crawl_browser: Literal["auto", "off"] = "auto"
    confirm_after: float = Field(default=60.0, ge=0)
    scheduler_tick: float = Field(default=1.0, gt=0)

    # outside services that sources ask; a base address stands in for the public one
    edgar_base_url: str = ""
    hn_base_url: str = ""
    wikidata_base_url: str = ""
    newsapi_base_url: str = ""
    newsapi_key: str = ""
    news_search_base_url: str = ""
    bluesky_base_url: str = ""
    reddit_base_url: str = ""
    youtube_base_url: str = ""
    github_base_url: str = ""
    github_token: str = ""
    uspto_base_url: str = ""
    uspto_api_key: str = ""
    app_store_base_url: str = ""
    builtwith_base_url: str = ""
    builtwith_key: str = ""
    crunchbase_base_url: str = ""
    crunchbase_key: str = ""
    wayback_base_url: str = ""
    crawl_contact: str = ""

    # models
    openai_api_key: str = ""
    openai_base_url: str = ""
    llm_fast_model: str = "gpt-5-mini"
    llm_strong_model: str = "gpt-5"
    llm_fast_price: Annotated[tuple[float, float], NoDecode] = (0.0, 0.0)
    llm_strong_price: Annotated[tuple[float, float], NoDecode] = (0.0, 0.0)

    @field_validator("crawl_allow_networks", "trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if 0 < len(value) < FEWEST_CHARACTERS:
            raise ValueError(f"it has {len(value)} characters; give it at least {FEWEST_CHARACTERS}, or leave it empty")
        return value

    @field_validator("database_url")
    @classmethod
    def _names_postgresql(cls, value: str) -> str:
        try:
            known = not value or make_url(value).drivername in POSTGRESQL
        except (ArgumentError, ValueError):
            known = False
        if not known:
            raise ValueError("it should look like postgresql://owner:password@host/name")
        return value

    @field_validator("redis_url", "cache_redis_url")
    @classmethod
    def _names_redis(cls, value: str) -> str:
        return _with_scheme(value, REDIS, "redis://host:6379/0")

    @field_validator("dramatiq_broker_url")
    @classmethod
    def _names_a_queue(cls, value: str) -> str:
        return _with_scheme(value, REDIS + RABBITMQ, "redis://host:6379/0 or amqp://user:password@host/")

    @field_validator("archive_url")
    @classmethod
    def _names_an_archive(cls, value: str) -> str:
        known = _with_scheme(value, ("file", "s3"), "file:/path or s3://bucket/prefix")
        if known.startswith("s3:") and not urlsplit(known).netloc:
            raise ValueError("it should name a bucket: s3://bucket/prefix")
        return known

    @field_validator("s3_endpoint_url")
    @classmethod
    def _names_a_server(cls, value: str) -> str:
        return _with_scheme(value, ("http", "https"), "https://host:9000")

    @field_validator("llm_fast_price", "llm_strong_price", mode="before")
    @classmethod
    def _two_prices(cls, value: object) -> object:
        """US dollars per million tokens read and written, as `0.25/2`; one number is the price of both."""
        if not isinstance(value, str):
            return value
        try:
            prices = [float(part) for part in value.split("/")]
        except ValueError:
            prices = []
        if len(prices) not in (1, 2) or not all(0 <= price < MOST_DOLLARS for price in prices):
            raise ValueError("it should look like 0.25/2: dollars per million tokens read and written")
        return prices[0], prices[-1]

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def base_url(self) -> str:
        return self.public_url.rstrip("/") or f"http://{shown_host(self.host)}:{self.port}"

    @property
    def cache_url(self) -> str:
        return self.cache_redis_url or self.redis_url

    @property
    def broker_url(self) -> str:
        return self.dramatiq_broker_url or self.redis_url


def _with_scheme(value: str, schemes: tuple[str, ...], example: str) -> str:
    try:
        parts = urlsplit(value)
        known = not value or (parts.scheme in schemes and (parts.port or 1) > 0 and bool(parts.netloc or parts.path))
    except ValueError:  # a port that is no number
        known = False
    if not known:
        raise ValueError(f"it should look like {example}")
    return value


@lru_cache
def get_settings() -> Settings:
    settings = Settings()
    if settings.secret_key:
        return settings
    return settings.model_copy(update={"secret_key": secret_key_in(settings.data_dir)})
