"""What the analyst says of every type of source, over the real rooms: counts, dates, figures, and what is not known."""

from datetime import timedelta

import pytest
import pytest_asyncio

from competedexter.agent.events import SourceFound
from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from tests.agent.asking import Asked
from tests.agent.sourced import (
    Watched,
    ask,
    company,
    events,
    features,
    figures,
    jobs,
    ratings,
    rows,
    site,
    technologies,
    watch,
)

ENGINEER, DATA = ("Senior Software Engineer", "Engineering", "Berlin"), ("Staff Engineer, Data", "Engineering", "Oslo")
SELLER, HEAD = ("Account Executive", "Sales", "London"), ("Head of Minutes", "Product", "Oslo")
NEWS = (
    ("Acme opens an office in Oslo", "2026-10-06", "Acme blog"),
    ("Acme cuts 10% of its staff; free tier is gone", "2026-10-20", "Acme blog"),
    ("Acme ships minutes 2.0", "2026-09-02", "Acme blog"),
)


@pytest_asyncio.fixture
async def acme(database: Database, clock: FixedClock, workspace: Viewer) -> Watched:
    """Every type once, on 2 November 2026; a job and a page came later, a job went."""
    made = await watch(database, clock, workspace)
    await made.look("jobs", jobs(ENGINEER, DATA, SELLER))
    await made.look("news", events("news", "news", *NEWS))
    await made.look(
        "financials",
        figures(
            ("Revenue", "120000000", "2026-07-01", "2026-09-30", "2026 Q3"),
            ("Revenue", "100000000", "2025-07-01", "2025-09-30", "2025 Q3"),
            ("Net income", "-5000000", "2026-07-01", "2026-09-30", "2026 Q3"),
        ),
    )
    await made.look("tech_stack", technologies(("Stripe", "payment"), ("WordPress", "CMS")))
    await made.look("company_info", company(("headquarters", "Oslo, Norway"), ("employees", "120")))
    await made.look(
        "features", features(("Free", "Pro"), ("SSO", "no", "yes"), ("Storage", "1 GB", "100 GB"))
    )  # fmt: skip
    await made.look("reviews", ratings(("G2", "4.6", 321)))
    await made.look("custom", rows("Thing one", "Thing two"))
    await made.look("website", site("/", "/pricing"))
    for _ in range(2):  # seen twice, so that what went is sure
        await made.look("jobs", jobs(ENGINEER, DATA, HEAD))
        await made.look("website", site("/", "/pricing", "/vs/newly"))
    return made


async def told(watched: Watched, question: str, **more: object) -> Asked:
    asked = await ask(watched, question, **more)  # type: ignore[arg-type]
    assert asked.state.told.dropped_because == []
    return asked


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("How many open jobs does Acme have?", "Acme has 3 openings on its Greenhouse board, as of 3 November 2026 [1]."),
        ("Which engineering roles is Acme hiring for?", "Acme has 2 openings with “engineering” on its Greenhouse board"),
        ("Is Acme hiring in Tokyo?", "Acme has no opening with “tokyo” on its Greenhouse board, of 3 entries"),
        ("Which jobs did Acme close this week?", "1 closed opening at Acme was observed from 2 November 2026"),
        ("What was Acme's revenue last quarter?", "Acme's revenue was $120,000,000 from 1 July 2026 to 30 September 2026"),
        ("What was Acme's net income in Q3 2026?", "Acme's net income was -$5,000,000 from 1 July 2026"),
        ("Where is Acme headquartered?", "Acme, headquarters: Oslo, Norway (said by Wikidata, as of 2 November 2026)"),
        ("How many employees does Acme have?", "Acme, employees: 120 (said by Wikidata"),
        ("Which technologies does Acme use?", "Acme uses Stripe (payment) and WordPress (CMS), as of 2 November 2026"),
        ("Does Acme use Stripe?", "Yes: Acme uses Stripe (payment)"),
        ("Does Acme use Datadog?", "Acme shows no technology with “datadog” on its pages, of 2 entries"),
        ("Does Acme's Pro plan have SSO?", "Yes: Acme Pro has “SSO” by the comparison of its plans"),
        ("Does Acme's Free plan have SSO?", "No: Acme Free does not have “SSO” by the comparison of its plans"),
        ("How much storage does Acme Pro have?", "Acme Pro has “Storage”: “100 GB”"),
        ("What is Acme's rating?", "Acme is rated 4.6 out of 5 of 321 ratings by G2, as of 2 November 2026"),
        ("What records does Acme's custom source list?", "Acme has 2 records in “custom of acme.test”"),
        ("Which new pages did Acme add?", "At Acme: New page: /vs/newly (observed on 2 November 2026)"),
        ("How many pages are in Acme's sitemap?", "Acme has 3 pages in its sitemap"),
    ],
)  # fmt: skip
async def test_each_type_of_source_is_answered_directly(acme: Watched, question: str, begins: str) -> None:
    assert (await told(acme, question)).text.startswith(begins)


async def test_news_is_told_by_the_day_it_was_published_never_by_the_day_it_was_seen(acme: Watched) -> None:
    answer = (await told(acme, "What news did Acme publish in October 2026?")).text
    assert answer.startswith("2 articles about Acme were published from 1 October 2026 to 31 October 2026 [1].")
    assert "“Acme cuts 10% of its staff; free tier is gone” (published on 20 October 2026)" in answer
    assert "“Acme opens an office in Oslo” (published on 6 October 2026)" in answer
    assert "observed" not in answer
    assert "minutes 2.0" not in answer


async def test_an_article_is_cited_by_its_own_document_and_link(acme: Watched) -> None:
    asked = await told(acme, "What news did Acme publish in October 2026?")
    sources = [event.source for event in asked.events if isinstance(event, SourceFound)]
    assert {"https://acme.test/0", "https://acme.test/1"} <= {source.url for source in sources}


async def test_growth_is_computed_and_both_figures_are_cited(acme: Watched) -> None:
    asked = await told(acme, "What was Acme's revenue last quarter?")
    assert "was 20 % more than Acme revenue to 30 September 2025" in asked.text
    figure = next(one for one in asked.state.told.sources if one.derived and one.derived.operation == "percent_change")
    assert figure.derived is not None
    assert len(figure.derived.inputs) == 2


async def test_what_changed_this_week_has_every_kind_and_nothing_of_the_past(acme: Watched) -> None:
    answer = (await told(acme, "What changed at Acme this week?")).text
    assert "New page: /vs/newly" in answer
    assert "Opening closed: Account Executive" in answer
    assert "New opening: Head of Minutes (Product, Oslo) (observed on 2 November 2026)" in answer
    assert "published" not in answer, "what was there at the first look is no change of this week"


async def test_a_busy_week_is_told_by_kind_with_its_counts(acme: Watched) -> None:
    later = [(f"Acme does thing {at}", "2026-11-02", "Acme blog") for at in range(5)]
    await acme.look("news", events("news", "news", *later))
    asked = await told(acme, "What changed at Acme this week?")
    assert "5 articles about Acme were published from 2 November 2026 to 3 November 2026" in asked.text
    assert "New page: /vs/newly" in asked.text
    assert any(len(table) == 8 for table in asked.tables)


async def test_the_past_is_told_where_the_time_asked_about_covers_it(acme: Watched) -> None:
    asked = await told(acme, "What happened at Acme in September 2026?")
    assert "“Acme ships minutes 2.0” (published on 2 September 2026)" in asked.text
    assert any("only what its sources date is known" in gap for gap in asked.ended.gaps)


@pytest.mark.parametrize(
    ("question", "gap"),
    [
        ("How many jobs does Acme have?", "No jobs source of Acme is watched; add one to have its openings read."),
        ("What was Acme's revenue?", "No financials source of Acme is watched; add one to have its figures read."),
        ("Which technologies does Acme use?", "No tech_stack source of Acme is watched; add one to have its technologies read."),
        ("What is Acme's rating?", "No reviews source of Acme is watched; add one to have its ratings read."),
        ("What is the latest news of Acme?", "No news source of Acme is watched; add one to have its news read."),
        ("Where is Acme headquartered?", "No company_info source of Acme is watched; add one to have its company facts read."),
    ],
)  # fmt: skip
async def test_a_type_that_is_not_watched_is_said_with_what_to_add(
    database: Database, clock: FixedClock, workspace: Viewer, question: str, gap: str
) -> None:
    asked = await told(await watch(database, clock, workspace), question)
    assert asked.ended.outcome == "no_evidence"
    assert asked.ended.gaps[0] == gap


async def test_nothing_seen_later_is_used(acme: Watched) -> None:
    first = acme.clock.now().replace(month=11, day=2, hour=13)
    asked = await told(acme, "How many open jobs does Acme have?", as_of=first)
    assert "Account Executive" in str(asked.tables)
    assert "Head of Minutes" not in f"{asked.text}{asked.tables}"
    before = await told(acme, "What was Acme's revenue last quarter?", as_of=first)
    assert before.ended.outcome == "no_evidence"
    assert before.ended.gaps == ("Acme's financials source had not been read by 2 November 2026.",)


async def test_a_count_of_an_earlier_month_is_of_the_list_as_it_was_then(acme: Watched) -> None:
    acme.clock.advance(timedelta(days=40))
    await acme.look("jobs", jobs(HEAD))
    asked = await told(acme, "How many open jobs did Acme have in November 2026?")
    assert asked.text.startswith("Acme has 3 openings on its Greenhouse board, as of 3 November 2026")
    moved = await told(acme, "How has hiring at Acme changed since 3 November 2026?")
    assert "2 closed openings at Acme were observed from 3 November 2026 to 13 December 2026" in moved.text
    assert "Acme has 1 opening on its Greenhouse board, as of 13 December 2026" in moved.text


async def test_a_period_that_was_not_reported_stays_unknown(acme: Watched) -> None:
    asked = await told(acme, "What was Acme's revenue in 2019?")
    assert asked.ended.outcome == "no_evidence"
    assert "the newest is of the period to 30 September 2026" in asked.ended.gaps[0]


async def test_a_false_premise_is_not_confirmed(acme: Watched) -> None:
    asked = await told(acme, "Did Acme close its Oslo office?")
    assert asked.text.startswith("No change of a company fact at Acme was observed from 2 November 2026 to")
    assert "headquarters: Oslo, Norway" in asked.text
    assert "Yes" not in asked.text


async def test_a_follow_up_keeps_what_was_asked_about(acme: Watched) -> None:
    asked = await told(acme, "And in Oslo?", earlier=("How many open jobs does Acme have?",))
    assert asked.text.startswith("Acme has 2 openings with “oslo”")
