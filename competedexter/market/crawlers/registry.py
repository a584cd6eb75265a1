"""Which crawler reads which source type: one line each."""

from typing import Final

from competedexter.market.crawlers.crawler import Crawler
from competedexter.market.crawlers.kinds.company_info import CompanyInfoCrawler
from competedexter.market.crawlers.kinds.custom import CustomCrawler
from competedexter.market.crawlers.kinds.features import FeaturesCrawler
from competedexter.market.crawlers.kinds.financials import FinancialsCrawler
from competedexter.market.crawlers.kinds.funding import FundingCrawler
from competedexter.market.crawlers.kinds.jobs import JobsCrawler
from competedexter.market.crawlers.kinds.news import NewsCrawler
from competedexter.market.crawlers.kinds.patents import PatentsCrawler
from competedexter.market.crawlers.kinds.pricing import PricingCrawler
from competedexter.market.crawlers.kinds.reviews import ReviewsCrawler
from competedexter.market.crawlers.kinds.social import SocialCrawler
from competedexter.market.crawlers.kinds.tech_stack import TechStackCrawler
from competedexter.market.crawlers.kinds.website import WebsiteCrawler

_CRAWLERS: Final[dict[str, Crawler]] = {
    "custom": CustomCrawler(),
    "website": WebsiteCrawler(),
    "pricing": PricingCrawler(),
    "features": FeaturesCrawler(),
    "docs": WebsiteCrawler(),
    "changelog": WebsiteCrawler(),
    "tech_stack": TechStackCrawler(),
    "company_info": CompanyInfoCrawler(),
    "reviews": ReviewsCrawler(),
    "financials": FinancialsCrawler(),
    "funding": FundingCrawler(),
    "patents": PatentsCrawler(),
    "jobs": JobsCrawler(),
    "news": NewsCrawler(),
    "social": SocialCrawler(),
}
SOURCE_TYPES: Final = tuple(_CRAWLERS)


def crawler_for(source_type: str) -> Crawler:
    """The crawler of a source type; types without a reader of their own are read as web pages."""
    return _CRAWLERS.get(source_type, _CRAWLERS["website"])
