"""What the market's rooms return, as the analyst's facts and states. Pure."""

from datetime import datetime
from typing import get_args

from pydantic import ValidationError

from competedexter.market.changes.schemas import ChangeView
from competedexter.market.crawling.watching import Watch
from competedexter.market.evidence.listings import Listing
from competedexter.market.evidence.records import PageRecord, Price, PricingRecord
from competedexter.market.evidence.schemas import SearchHit
from competedexter.market.evidence.texts import ArchivedText
from competedexter.market.snapshots.schemas import StoredSnapshot

from .facts import PassageFact, Place
from .library import ListedState, PricingState

SELF_DESCRIPTION = 400  # code points of a home page's first words that are still one thought
MIN_DESCRIPTION = 30  # shorter lines are slogans or labels
LISTINGS = get_args(Listing)
MAX_SUBJECT = 300  # characters of a title


def price_in(raw: object) -> Price | None:
    if not isinstance(raw, dict) or "amount" not in raw:
        return None
    try:
        return Price.model_validate(raw)
    except ValidationError:
        return None


def pricing_state(one: StoredSnapshot, document: ArchivedText | None, watch: Watch | None) -> PricingState | None:
    """A state is seen as long as the source's looks found nothing else."""
    if document is None or not isinstance(one.record, PricingRecord):
        return None
    seen = watch.last_seen_at if watch and watch.last_seen_at else one.observed_at
    return PricingState(
        competitor_id=one.competitor_id, source_id=one.source_id, document_id=document.document_id, title=document.title,
        url=document.url, text=document.text, record=one.record, observed_at=one.observed_at,
        last_seen_at=max(seen, one.observed_at), occurred_at=one.occurred_at,
    )  # fmt: skip


def passage(hit: SearchHit, seen: datetime | None) -> PassageFact:
    place = Place(
        document_id=hit.document_id, competitor_id=hit.competitor_id, title=hit.title, url=hit.url,
        observed_at=hit.observed_at, last_seen_at=seen, start=hit.start, end=hit.end, quote=hit.quote,
    )  # fmt: skip
    return PassageFact(competitor_id=hit.competitor_id, heading=hit.heading, score=hit.score, place=place)


def home_place(one: StoredSnapshot, record: PageRecord, document: ArchivedText, seen: datetime | None) -> Place | None:
    """The page's own description, else its first paragraph with the headline when that stands just above it."""
    described = [
        block for block in record.blocks if block.text == record.description and len(block.text) >= MIN_DESCRIPTION
    ]
    main = [block for block in record.blocks if block.region in ("main", "header")]
    told = next((at for at, b in enumerate(main) if b.kind == "paragraph" and len(b.text) >= MIN_DESCRIPTION), None)
    if described or told is None:
        headline = [block for block in main if block.kind == "heading"]
        chosen = (described or headline)[:1]
    else:
        above = main[told - 1] if told and main[told - 1].kind == "heading" else main[told]
        chosen = [above, main[told]]
    if not chosen:
        return None
    start, end = chosen[0].start, min(chosen[-1].end, chosen[0].start + SELF_DESCRIPTION)
    return Place(
        document_id=document.document_id, competitor_id=one.competitor_id, title=document.title, url=document.url,
        observed_at=document.observed_at, last_seen_at=seen, start=start, end=end, quote=document.text[start:end],
    )  # fmt: skip


def listed_state(one: StoredSnapshot, document: ArchivedText | None, watch: Watch | None) -> ListedState | None:
    """A list is seen as long as the source's looks found nothing else."""
    if document is None or not isinstance(one.record, LISTINGS):
        return None
    seen = watch.last_seen_at if watch and watch.last_seen_at else one.observed_at
    return ListedState(
        competitor_id=one.competitor_id, source_id=one.source_id, document_id=document.document_id,
        title=document.title, url=document.url, text=document.text, record=one.record, observed_at=one.observed_at,
        last_seen_at=max(seen, one.observed_at),
    )  # fmt: skip


def category_of(view: ChangeView) -> str:
    """The finer kind of an event; of a filing its form first: "8-K: results of operations"."""
    category, fields = str(view.data.get("category") or ""), view.data.get("fields")
    form = fields.get("form") if isinstance(fields, dict) else None
    return f"{form}: {category}" if form else category


def subject_of(view: ChangeView) -> str:
    """The plain name of what a change is about: an article's title, an opening's, a record's."""
    data = view.data
    for inner in (data, data.get("job"), data.get("after"), data.get("before")):
        named = inner.get("title") or inner.get("name") or inner.get("url") if isinstance(inner, dict) else None
        if isinstance(named, str) and named.strip():
            return " ".join(named.split())[:MAX_SUBJECT]
    return ""
