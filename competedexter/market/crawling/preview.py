"""What was read at a slot, in one line: "3 plans read: Free, Pro $49", "12 openings read: Engineering 5, Sales 3". Pure."""

from collections import Counter
from collections.abc import Sequence

from competedexter.market.crawlers.crawler import Finding
from competedexter.market.crawlers.reading.feed_title import told_in_a_line
from competedexter.market.evidence.listings import EventsRecord, JobsRecord
from competedexter.market.evidence.records import Plan, Price, PricingRecord, as_amount

MOST_PLANS = 4
MOST_TEAMS = 4
MOST_CHARACTERS = 160
_SIGNS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5", "INR": "\u20b9"}


def preview_of(findings: Sequence[Finding]) -> str:
    for finding in findings:
        if isinstance(finding.record, PricingRecord) and finding.record.plans:
            return _plans(finding.record.plans)
        if isinstance(finding.record, EventsRecord):
            return told_in_a_line(finding.record.publisher, len(finding.record.events))
        if isinstance(finding.record, JobsRecord):
            return _openings(finding.record)
    return findings[0].title[:MOST_CHARACTERS] if findings else ""


def _plans(plans: Sequence[Plan]) -> str:
    told = ", ".join(_plan(plan) for plan in plans[:MOST_PLANS])
    more = f" and {len(plans) - MOST_PLANS} more" if len(plans) > MOST_PLANS else ""
    return f"{len(plans)} {'plan' if len(plans) == 1 else 'plans'} read: {told}{more}"[:MOST_CHARACTERS]


def _openings(record: JobsRecord) -> str:
    count = len(record.jobs)
    if not count:
        return "No openings are listed"
    teams = Counter(job.team for job in record.jobs if job.team).most_common()
    told = ", ".join(f"{team} {number}" for team, number in teams[:MOST_TEAMS])
    more = f" and {len(teams) - MOST_TEAMS} more teams" if len(teams) > MOST_TEAMS else ""
    read = f"{count:,} {'opening' if count == 1 else 'openings'} read"
    return (f"{read}: {told}{more}" if told else read)[:MOST_CHARACTERS]


def _plan(plan: Plan) -> str:
    if not plan.prices:
        return plan.name
    return f"{plan.name} {price_in_words(plan.prices[0])}" if plan.name.casefold() != "free" else plan.name


def price_in_words(price: Price) -> str:
    """`$49`, `49.50 CHF`, `on request`, `free`."""
    if price.amount is None:
        return "on request"
    if price.amount == 0:
        return "free"
    amount = as_amount(price.amount).removesuffix(".00")
    sign = _SIGNS.get(price.currency or "")
    return f"{sign}{amount}" if sign else f"{amount} {price.currency or ''}".strip()
