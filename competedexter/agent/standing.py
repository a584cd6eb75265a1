"""Entries of lists as facts: each with its place, and with what the reader understood of it in words a check can look for."""

from collections.abc import Iterator

from competedexter.market.evidence.listings import (
    Fact,
    Feature,
    FeaturesRecord,
    Figure,
    Job,
    ListedPage,
    Located,
    Rating,
    Row,
    Technology,
)

from .library import ListedState
from .listed import path_of
from .money import day_words
from .places import Place
from .things import (
    AboutFact,
    FeatureFact,
    ListedPageFact,
    OpeningFact,
    RatingFact,
    ReportedFact,
    RowFact,
    TechnologyFact,
)

MOST_QUOTED = 2_000  # code points of one entry; a job's description may be ten times as long


def place_of(thing: Located, state: ListedState, reading: str = "", subject: str = "") -> Place:
    end = min(thing.end, thing.start + MOST_QUOTED)
    return Place(
        document_id=state.document_id, competitor_id=state.competitor_id, title=state.title, url=state.url,
        observed_at=state.observed_at, last_seen_at=state.last_seen_at, start=thing.start, end=end,
        quote=state.text[thing.start : end], subject=subject, reading=reading,
    )  # fmt: skip


def opening_fact(job: Job, state: ListedState) -> OpeningFact:
    board = getattr(state.record, "board", "")
    dated = f"published on {day_words(job.published_at)}" if job.published_at else ""
    away = "remote" if job.remote else ""
    return OpeningFact(
        competitor_id=state.competitor_id, title=job.title, team=job.team or "",
        locations=tuple(part for part in (job.location or "", *job.more_locations) if part), remote=job.remote,
        published_at=job.published_at, board=board, place=place_of(job, state, f"opening {away} {dated}"),
    )  # fmt: skip


def technology_fact(one: Technology, state: ListedState) -> TechnologyFact:
    return TechnologyFact(
        competitor_id=state.competitor_id, name=one.name, category=one.category, version=one.version or "",
        place=place_of(one, state, f"uses {one.name} {one.category}"),
    )  # fmt: skip


def about_fact(fact: Fact, state: ListedState) -> AboutFact:
    called = fact.name.replace("_", " ")
    return AboutFact(
        competitor_id=state.competitor_id, name=fact.name, value=fact.value, said_by=fact.source, as_of=fact.as_of,
        place=place_of(fact, state, f"{called}: {fact.value}, said by {fact.source} {fact.as_of}"),
    )  # fmt: skip


def rating_fact(one: Rating, state: ListedState) -> RatingFact:
    return RatingFact(
        competitor_id=state.competitor_id, publisher=one.publisher, product=one.product, rating=one.rating,
        best=one.best, count=one.count, place=place_of(one, state, f"rated by {one.publisher} {one.product}"),
    )  # fmt: skip


def reported_fact(one: Figure, state: ListedState) -> ReportedFact:
    dates = " to ".join(f"{day.day} {day:%B %Y}" for day in (one.period_start, one.period_end) if day)
    filed = f"filed on {day_words(one.filed_at)}" if one.filed_at else ""
    return ReportedFact(
        competitor_id=state.competitor_id, label=one.label, concept=one.concept, value=one.value, unit=one.unit,
        period_start=one.period_start, period_end=one.period_end, fiscal=one.fiscal, form=one.form,
        place=place_of(one, state, f"of {dates} {filed} {one.label}"),
    )  # fmt: skip


def row_fact(row: Row, state: ListedState) -> RowFact:
    dated = f"of {day_words(row.date)}" if row.date else ""
    return RowFact(
        competitor_id=state.competitor_id, title=row.title, date=row.date, fields=row.fields,
        place=place_of(row, state, f"record {dated}"),
    )  # fmt: skip


def page_fact(page: ListedPage, state: ListedState) -> ListedPageFact:
    dated = f"last modified on {day_words(page.last_modified)}" if page.last_modified else ""
    return ListedPageFact(
        competitor_id=state.competitor_id, url=page.url, last_modified=page.last_modified,
        place=place_of(page, state, f"page {path_of(page.url)} {dated}"),
    )  # fmt: skip


def feature_facts(feature: Feature, state: ListedState) -> Iterator[FeatureFact]:
    """One fact a plan, in the order of the table; an entry of a list is one fact without a plan."""
    record = state.record
    plans = record.plans if isinstance(record, FeaturesRecord) else ()
    for plan in plans or tuple(feature.values):
        if plan in feature.values:
            value = feature.values[plan]
            place = place_of(feature, state, f"{plan}: {feature.name}: {value}", plan)
            yield FeatureFact(competitor_id=state.competitor_id, name=feature.name, plan=plan, value=value, place=place)
    if not feature.values:
        place = place_of(feature, state, f"lists {feature.name}")
        yield FeatureFact(competitor_id=state.competitor_id, name=feature.name, place=place)
