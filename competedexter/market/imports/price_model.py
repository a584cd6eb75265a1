"""A price model as a look of the past. Pure."""

from datetime import datetime

from competedexter.market.crawlers.crawler import Finding
from competedexter.market.crawlers.reading.price_models import EXTRACTOR, read_price_model
from competedexter.market.crawlers.reading.safe_yaml import YamlRefused
from competedexter.market.crawling.outcome import Outcome
from competedexter.market.crawling.past_looks import PastLook
from competedexter.market.crawling.schemas import RunState
from competedexter.market.evidence.records import Quality

from .archive_addresses import page_of
from .cells import BadCell, moment_of
from .errors import Unreadable
from .owners import Owner
from .schemas import Parsed, Planned
from .tables import Reading


def read_model(reading: Reading) -> Parsed:
    """The one look that a price model is, at the date given, else at its own. Raises Unreadable."""
    try:
        model = read_price_model(reading.body)
    except YamlRefused as error:
        raise Unreadable(error.reason, error.line) from error
    owner = _owner(reading, model.name)
    at = _observed_at(reading, model.observed_on)
    address = page_of(model.url) or owner.page("/pricing")
    title = f"{model.name or owner.competitor.name}: price model of {at:%Y-%m-%d}"
    quality = Quality(score=1.0)
    told = model.url if model.url.startswith(("https://", "http://")) else address
    prices = Finding(told, title, model.text, "pricing", "pricing", model.pricing, quality, at)
    features = Finding(told, title, model.text, "pricing", "features", model.features, quality, at)
    outcome = Outcome(RunState.SUCCEEDED, findings=(prices, features), extractor_version=EXTRACTOR)
    look = PastLook(at, outcome, reading.body, "application/yaml", told)
    return Parsed([Planned(owner.id, "pricing", address, look)])


def _owner(reading: Reading, name: str) -> Owner:
    """The competitor given with the file, else the one the file names."""
    if reading.owners.only is not None:
        return reading.owners.only
    try:
        return reading.owners.of(name, "")
    except BadCell as error:
        raise Unreadable(f"{error} Say whose prices these are with competitorId.") from error


def _observed_at(reading: Reading, own: datetime | None) -> datetime:
    if reading.observed_at is not None:
        return reading.observed_at
    if own is None:
        raise Unreadable("The file says no date (createdAt). Give one with observedAt.")
    try:
        return moment_of(own.isoformat(), reading.now)
    except BadCell as error:
        raise Unreadable(str(error)) from error
