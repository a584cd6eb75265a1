"""Every environment variable the product reads; deploy/env.example explains each."""

import secrets
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Network = IPv4Network | IPv6Network
Plan = Literal["free", "starter", "professional", "enterprise"]


class Settings(BaseSettings):
    """Names are the environment's in lower case. Empty values count as unset."""

    model_config = SettingsConfigDict(env_file=None, env_ignore_empty=True, frozen=True, extra="ignore")

    # web
    port: int = 3000
    host: str = "0.0.0.0"
    public_url: str = ""
    data_dir: Path = Path(".data")
    secret_key: str = ""
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"
    default_plan: Plan = "enterprise"

    # data
    database_url: str = ""
    database_role_prefix: str = "competedexter"
    redis_url: str = ""
    cache_redis_url: str = ""
    dramatiq_broker_url: str = ""
    archive_url: str = ""

    # crawling
    crawl_allow_networks: Annotated[tuple[Network, ...], NoDecode] = ()
    crawl_host_concurrency: int = Field(default=2, ge=1, le=64)
    crawl_host_delay: float = Field(default=1.0, ge=0, le=3600)
    crawl_browser: Literal["auto", "off"] = "auto"
    confirm_after: float = Field(default=60.0, ge=0)
    scheduler_tick: float = Field(default=1.0, gt=0)

    # models
    openai_api_key: str = ""
    openai_base_url: str = ""
    llm_fast_model: str = "gpt-5-mini"
    llm_strong_model: str = "gpt-5"

    @field_validator("crawl_allow_networks", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def base_url(self) -> str:
        return self.public_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def cache_url(self) -> str:
        return self.cache_redis_url or self.redis_url

    @property
    def broker_url(self) -> str:
        return self.dramatiq_broker_url or self.redis_url


def secret_key_in(data_dir: Path) -> str:
    """The installation's own secret, made at the first start and kept (mode 0600) in the data folder."""
    file = data_dir / "secret_key"
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text().strip()


@lru_cache
def get_settings() -> Settings:
    settings = Settings()
    if settings.secret_key:
        return settings
    return settings.model_copy(update={"secret_key": secret_key_in(settings.data_dir)})
