"""The only place that picks a vendor: what the doors hand to the rooms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from uuid import UUID

from redis.asyncio import Redis

from competedexter.agent.analyst import Analyst
from competedexter.agent.reasoners.llm import LlmAnalyst
from competedexter.agent.reasoners.offline import OfflineAnalyst
from competedexter.agent.reasoners.protocol import Reasoner
from competedexter.agent.tool_cache import ToolCache
from competedexter.agent.tools import all_tools
from competedexter.customers.accounts.throttle import SignInThrottle
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.demo.service import FIRST_DAY, Seeding, seed
from competedexter.demo.web import DemoSitesWeb, base_url
from competedexter.foundation.cache import open_redis
from competedexter.foundation.clock import Clock, FixedClock, SystemClock
from competedexter.foundation.database import POOL_WAIT_SECONDS, Database
from competedexter.foundation.job_queue import JobQueue, RecordingQueue
from competedexter.foundation.own_address import own_address
from competedexter.foundation.pubsub import publish, workspace_topic
from competedexter.foundation.settings import Settings, get_settings
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.archive.protocol import Archive
from competedexter.integrations.archive.s3 import S3Access, S3Archive
from competedexter.integrations.llm.openai_compatible import OpenAiCompatible
from competedexter.integrations.llm.protocol import Tier, TokenPrice
from competedexter.integrations.queue import DramatiqQueue, open_broker
from competedexter.integrations.web.chromium import find_chromium
from competedexter.integrations.web.client import SafeWebClient
from competedexter.market.crawlers.outside import Outside
from competedexter.market.crawling.host_slots import FreeHostSlots, RedisHostSlots
from competedexter.market.crawling.schemas import Parties


@dataclass
class Runtime:
    """Everything outside the house, opened once a process."""

    settings: Settings
    clock: Clock
    database: Database
    redis: "Redis"
    cache: "Redis"
    web: DemoSitesWeb
    archive: Archive
    throttle: SignInThrottle
    analyst: Analyst
    renders: bool = False

    async def push(self, workspace_id: UUID, message: Mapping[str, object]) -> None:
        """Tells the open pages of a workspace."""
        await publish(self.redis, workspace_topic(workspace_id), message)

    def parties(self, workspace_id: UUID) -> Parties:
        """What a crawl of this workspace needs of the outside."""
        slots = RedisHostSlots(
            self.redis, most=self.settings.crawl_host_concurrency, delay=self.settings.crawl_host_delay
        )
        web = self.web.within(workspace_id)
        return Parties(
            web, self.archive, slots, self.push, renders=self.renders, outside=outside_services(self.settings)
        )

    async def seed_demo(self, workspace_id: UUID, user_id: UUID) -> None:
        """Replays the demo's year into a new demo workspace. Safe to run twice."""
        now = self.clock.now()
        past, queue = FixedClock(now - timedelta(days=FIRST_DAY + 1)), RecordingQueue()
        database = Database(self.settings, clock=past, queue=queue)
        viewer = Viewer(user_id, workspace_id, Role.OWNER, "", "")
        parties = replace(self.parties(workspace_id), slots=FreeHostSlots(), renders=False)
        try:
            await seed(self.database, Seeding(database, past, queue, parties, viewer, now))
        finally:
            await database.close()

    async def close(self) -> None:
        await self.analyst.close()
        await self.database.close()
        await self.redis.aclose()
        if self.cache is not self.redis:
            await self.cache.aclose()
        for client in (self.web.public, self.web.own):
            if isinstance(client, SafeWebClient):
                await client.close()


def build(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    queue: JobQueue | None = None,
    pool_wait: float = POOL_WAIT_SECONDS,
) -> Runtime:
    """Opens nothing yet: connections are made when first used."""
    chosen = settings or get_settings()
    time = clock or SystemClock()
    redis = open_redis(chosen.redis_url)
    cache = redis if chosen.cache_url == chosen.redis_url else open_redis(chosen.cache_url)
    renders = chosen.crawl_browser == "auto" and find_chromium() is not None
    public = SafeWebClient(allow_networks=chosen.crawl_allow_networks, browser=renders, contact=chosen.public_url)
    own = SafeWebClient(allow_networks=(ip_network(own_address(chosen.host)),), browser=False)  # for the demo's sites
    jobs = queue or DramatiqQueue(open_broker(chosen.broker_url))
    database = Database(chosen, clock=time, queue=jobs, pool_wait=pool_wait)
    return Runtime(
        settings=chosen,
        clock=time,
        database=database,
        redis=redis,
        cache=cache,
        web=DemoSitesWeb(public, own, base_url(chosen.host, chosen.port)),
        archive=open_archive(chosen),
        throttle=SignInThrottle(redis),
        analyst=Analyst(database, time, redis, reasoner=choose_reasoner(chosen), cache=ToolCache(cache)),
        renders=renders,
    )


def outside_services(settings: Settings) -> Outside:
    """Where the public services are that sources ask, and the keys of those that are paid for."""
    bases = {
        "https://data.sec.gov": settings.edgar_base_url,
        "https://www.sec.gov": settings.edgar_base_url,
        "https://hn.algolia.com": settings.hn_base_url,
        "https://www.wikidata.org": settings.wikidata_base_url,
        "https://newsapi.org": settings.newsapi_base_url,
        "https://news.google.com": settings.news_search_base_url,
        "https://public.api.bsky.app": settings.bluesky_base_url,
        "https://www.reddit.com": settings.reddit_base_url,
        "https://www.youtube.com": settings.youtube_base_url,
        "https://api.github.com": settings.github_base_url,
        "https://github.com": settings.github_base_url,
        "https://api.uspto.gov": settings.uspto_base_url,
        "https://itunes.apple.com": settings.app_store_base_url,
        "https://api.builtwith.com": settings.builtwith_base_url,
        "https://api.crunchbase.com": settings.crunchbase_base_url,
        "https://web.archive.org": settings.wayback_base_url,
    }
    keys = {
        "newsapi": settings.newsapi_key,
        "github": settings.github_token,
        "uspto": settings.uspto_api_key,
        "builtwith": settings.builtwith_key,
        "crunchbase": settings.crunchbase_key,
    }
    return Outside(bases, keys, settings.crawl_contact or settings.public_url)


def choose_reasoner(settings: Settings) -> Reasoner:
    """A language model when a key is set; its failing steps fall back to the offline analyst."""
    if not settings.openai_api_key:
        return OfflineAnalyst()
    model = OpenAiCompatible(
        settings.openai_api_key,
        settings.openai_base_url,
        fast_model=settings.llm_fast_model,
        strong_model=settings.llm_strong_model,
    )
    prices = {Tier.FAST: TokenPrice(*settings.llm_fast_price), Tier.STRONG: TokenPrice(*settings.llm_strong_price)}
    return LlmAnalyst(model, all_tools(), prices)


def open_archive(settings: Settings) -> Archive:
    url = settings.archive_url
    if not url:
        return FolderArchive(settings.data_dir / "archive")
    if url.startswith("s3:"):
        return S3Archive(url, _s3_access(settings))
    return FolderArchive(Path(url.removeprefix("file:").removeprefix("//")))


def _s3_access(settings: Settings) -> S3Access:
    return S3Access(
        endpoint_url=settings.s3_endpoint_url,
        access_key_id=settings.aws_access_key_id,
        secret_access_key=settings.aws_secret_access_key,
        session_token=settings.aws_session_token,
        region=settings.aws_region,
    )


_current: list[Runtime] = []


def get_runtime(*, pool_wait: float = POOL_WAIT_SECONDS) -> Runtime:
    """This process's runtime, built at the first call."""
    if not _current:
        _current.append(build(pool_wait=pool_wait))
    return _current[0]


def use_runtime(runtime: Runtime) -> None:
    """Makes this runtime the process's own (tests, and processes that build theirs first)."""
    _current[:] = [runtime]
