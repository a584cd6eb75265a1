"""A feature page: what each plan has, from comparison tables, or the features it lists; and the page itself."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from competedexter.integrations.web.protocol import WebClient, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.page_finding import fetch_page, page_finding
from competedexter.market.crawlers.reading.feature_places import Places
from competedexter.market.crawlers.reading.feature_table import FoundFeature
from competedexter.market.crawlers.reading.features import read_features
from competedexter.market.crawlers.reading.page import page_of
from competedexter.market.evidence.listings import Feature, FeaturesRecord
from competedexter.market.evidence.records import Quality

MAX_FEATURES: Final = 1_000


class FeaturesCrawler:
    """Reads a page as features of plans, and as blocks of visible text."""

    kind = "features"
    extractor_version = "features-1"
    reads_data = False

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """Asks for the page. Raises WebError."""
        return await fetch_page(source, web)

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """The features first, then the page record of the same text. Never raises."""
        page = page_of(response).text
        whole = page_finding(source, response, page)
        found = read_features(response, page)
        places = Places(page)
        features = tuple(_placed(one, places) for one in found.features[:MAX_FEATURES])
        record = FeaturesRecord(plans=found.plans, features=features)
        quality = _quality(whole.quality, len(found.features), found.plans, features)
        return (replace(whole, snapshot_type="features", record=record, quality=quality), whole)


def _placed(found: FoundFeature, places: Places) -> Feature:
    start, end = places.of(found.name)
    return Feature(name=found.name, group=found.group, values=found.values, start=start, end=end)


def _quality(whole: Quality, count: int, plans: Sequence[str], features: Sequence[Feature]) -> Quality:
    score, reasons = whole.score, list(whole.reasons)
    if not features:
        score, reasons = score - 0.3, [*reasons, "no features were found"]
    if count > MAX_FEATURES:
        reasons.append(f"{count - MAX_FEATURES} of {count} features were left out")
    unclear = sum("unclear" in feature.values.values() for feature in features)
    if unclear:
        score = score - 0.2 * unclear / len(features)
        reasons.append(f"icons of {unclear} of {len(features)} features could not be told apart")
    return Quality(score=round(max(0.0, score), 2), reasons=tuple(reasons))
