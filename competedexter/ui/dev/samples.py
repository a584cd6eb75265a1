"""Invented rows for the gallery."""

from dataclasses import dataclass

from competedexter.ui.components.rows import (
    ChangeRow,
    FactRow,
    MoveRow,
    PlanRow,
    RunRow,
    SlotRow,
    SourceRow,
    WordRow,
)
from competedexter.ui.components.trend import BarRow
from competedexter.ui.source_rows import SourceRow as SourceLine
from competedexter.ui.source_types import KINDS

AT = "2026-11-22T14:05:00Z"
LONG = "A very long sentence that goes on " * 6


@dataclass(frozen=True)
class TableRow:
    name: str
    price: str
    health: str


CHANGES = [
    ChangeRow(
        id="1",
        href="/dev/ui",
        competitor="Acme",
        title="Acme \u2013 Pro",
        kind="plan_price_raised",
        summary="Pro 49 \u2192 59 USD / seat / month, +20.4\u00a0%",
        severity="critical",
        severity_reason="Critical: +20.4\u00a0%, primary competitor",
        observed_at=AT,
        moves=[
            MoveRow(
                "Price",
                "49",
                "59",
                "USD / seat / month, billed annually",
                "raised from 49 to 59",
                "+10 USD",
                "+20.4\u00a0%",
                "up",
                "",
                "/dev/ui",
                "/dev/ui",
            ),
            MoveRow(
                "Seats",
                "10",
                "5",
                "included",
                "cut from 10 to 5",
                "\u22125",
                "\u221250\u00a0%",
                "down",
                "",
                "/dev/ui",
                "/dev/ui",
            ),
        ],
        rules=["Price moves"],
    ),
    ChangeRow(
        id="2",
        href="/dev/ui",
        competitor="Globex",
        title="Globex \u2013 Team",
        summary="Team: 40 EUR \u2192 price on request",
        severity="high",
        severity_reason="High: a price went behind a form",
        state="pending",
        observed_at=AT,
        moves=[
            MoveRow(
                "Price",
                "40",
                "Price on request",
                "EUR / month",
                "hidden",
                "",
                "",
                "flat",
                "Not comparable",
                "/dev/ui",
                "/dev/ui",
            )
        ],
    ),
    ChangeRow(
        id="3",
        href="/dev/ui",
        competitor="Initech",
        title="Initech",
        summary=LONG,
        severity="low",
        label="noise",
        label_reason="A date moved",
        observed_at=AT,
    ),
    ChangeRow(
        id="4",
        href="/dev/ui",
        competitor="Initech",
        title="Initech",
        summary="Home page: \u201cNow with AI\u201d",
        severity="medium",
        observed_at=AT,
    ),
]
WORDS = [
    WordRow("The plan includes "),
    WordRow("10 seats", "removed"),
    WordRow("5 seats", "added"),
    WordRow(" and priority support."),
]
PLANS = [
    PlanRow("Free", "0 USD", "per month", [FactRow("Seats", "1")], ["Community support"], "/dev/ui"),
    PlanRow(
        "Pro",
        "59 USD",
        "per seat and month, billed annually",
        [FactRow("Seats", "5"), FactRow("History", "1 year")],
        ["Priority support", "Audit log"],
        "/dev/ui",
    ),
    PlanRow("Enterprise", "Price on request"),
]
RUNS = [
    RunRow("1", "acme.com/pricing", "running", "", AT, "Reading the page"),
    RunRow("2", "acme.com", "succeeded", "", AT, "200, 48 KB", "/dev/ui"),
    RunRow("3", "acme.com/careers", "blocked", "The site answered 403. It may not want to be read by programs.", AT),
]
SLOTS = [
    SlotRow("Pricing", "found", "https://acme.com/pricing", "3 plans read: Free, Pro 49 USD, Enterprise on request"),
    SlotRow("Features", "found", "https://acme.com/features", "acme.com/features"),
    SlotRow("Careers", "blocked", "https://acme.com/careers", "answered 403"),
    SlotRow("Feed", "missing"),
    SlotRow("Changelog", "looking"),
    SlotRow("Docs", "missing"),
]
SOURCES = [
    SourceRow(
        1,
        "acme.com/pricing",
        "Acme pricing",
        "Pro \u2013 59 USD per seat, billed monthly. Five seats included.",
        AT,
        "/dev/ui",
    ),
    SourceRow(2, "", "Computed", "", "", "", True, "(59 \u2212 49) / 49 = 20.4\u00a0% from sources 1 and 3"),
    SourceRow(3, "acme.com/blog", "Blog", LONG, AT, "/dev/ui", False),
]
SOURCE_LINES = [
    SourceLine(
        id=str(number), href="/dev/ui", competitor="Acme", competitor_href="/dev/ui", url="/dev/ui", type=kind.type,
        short=f"acme.com/{kind.type}" if number else LONG, type_name=kind.name, state=state, every="every day",
        reason=reason, busy=state in ("queued", "running"), paused=state == "paused", last_success_at=AT,
        failures="3 in a row" if state == "failing" else "",
    )
    for number, (kind, (state, reason)) in enumerate(
        zip(
            KINDS,
            [
                ("ok", ""), ("queued", "It waits for its turn at acme.com."), ("running", ""), ("paused", ""),
                ("blocked", "The site answered 403 three times."), ("failing", LONG), ("gone", "The page is gone."),
                ("suspect", "The page shrank by more than half."), *[("ok", "")] * 5,
            ],
            strict=True,
        )
    )
]  # fmt: skip
BARS = [BarRow(f"{height}%", f"{height} articles") for height in (20, 40, 0, 100, 60, 30, 0, 10)]
STEPS = "M0 20H30V12H60V4H96"
TABLE = [
    TableRow("Acme", "0\u201359 USD", "ok"),
    TableRow("Globex", "40 EUR", "blocked"),
    TableRow(LONG[:80], "on request", "failing"),
]
