"""How a look at a source ends: one table for all (changes.md "States"). Pure."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from competedexter.integrations.web.errors import RobotsDisallowed, WebError
from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.crawler import Finding
from competedexter.market.sources.cadence import Health
from competedexter.market.sources.looks import Look

from .schemas import RunState

SUSPECT_BELOW = 0.5  # quality, 0 to 1 (product.md)
MAX_RETRY_AFTER = 7 * 24 * 3600.0

_HEALTH = {
    RunState.SUCCEEDED: Health.OK,
    RunState.UNCHANGED: Health.OK,
    RunState.SUSPECT: Health.SUSPECT,
    RunState.BLOCKED: Health.BLOCKED,
    RunState.FAILED: Health.FAILING,
    RunState.GONE: Health.GONE,
}
_EVENTS = {Health.BLOCKED: "source_blocked", Health.GONE: "source_gone"}


@dataclass(frozen=True)
class Outcome:
    """The end of a run: its state, why (a word for programs, a sentence for people), and what was brought."""

    state: RunState
    code: str = ""
    reason: str = ""
    response: WebResponse | None = None
    findings: tuple[Finding, ...] = ()
    fingerprint: str | None = None
    retry_after: float | None = None
    extractor_version: str = ""
    text_length: int | None = field(default=None)

    @property
    def health(self) -> Health:
        return _HEALTH[self.state]

    @property
    def keeps_document(self) -> bool:
        return self.state in (RunState.SUCCEEDED, RunState.SUSPECT) and bool(self.findings)

    def look(self) -> Look:
        """What the source remembers of it. Only a good look moves the validators and the fingerprint."""
        headers = self.response.headers if self.response else {}
        return Look(
            health=self.health,
            reason=self.reason,
            retry_after=self.retry_after,
            counts_as_error=self.state in (RunState.FAILED, RunState.BLOCKED, RunState.SUSPECT),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            fingerprint=self.fingerprint,
            doubtful_fingerprint=self.fingerprint if self.state is RunState.SUSPECT else None,
            text_length=self.text_length,
            render=bool(self.response and self.response.rendered),
        )

    def event(self, before: str) -> str | None:
        """The timeline event when this look moved the source's health, else None."""
        if self.health == before:
            return None
        if self.health is Health.OK and before in ("blocked", "gone", "failing"):
            return "source_recovered"
        return _EVENTS.get(self.health)


def of_error(error: WebError) -> Outcome:
    """A page that could not be fetched."""
    state = RunState.BLOCKED if isinstance(error, RobotsDisallowed) else RunState.FAILED
    return Outcome(state, error.code, str(error), retry_after=error.retry_after)


def of_missing(response: WebResponse, *, gone_before: bool) -> Outcome:
    """404 and 410: once may be a slip of the site, twice is gone."""
    if gone_before:
        return Outcome(RunState.GONE, "gone", f"The page answered {response.status} twice: it is gone.", response)
    reason = f"The page answered {response.status}. It is looked at again before it is called gone."
    return Outcome(RunState.FAILED, "not_found_once", reason, response)


def quarantined(attempts: int) -> Outcome:
    reason = f"Reading this page stopped the reader {attempts} times. It is left alone until the next due look."
    return Outcome(RunState.FAILED, "quarantined", reason)


def retry_after_of(response: WebResponse, now: datetime) -> float | None:
    """The site's wish in seconds, written as such or as a date (RFC 9110, 10.2.3); nonsense counts as no wish."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), MAX_RETRY_AFTER)
    wished = _date(value)
    if wished is None:
        return None
    told = _date(response.headers.get("date", "")) or now  # a site's dates are by its own clock
    return min(max((wished - told).total_seconds(), 0.0), MAX_RETRY_AFTER)


def _date(value: str) -> datetime | None:
    """An HTTP date; None for anything else."""
    try:
        date = parsedate_to_datetime(value[:100])
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def of_findings(outcome: Outcome) -> Outcome:
    """A reading of low quality makes the look suspect; the document stays, labelled."""
    worst = min((finding.quality for finding in outcome.findings), key=lambda quality: quality.score, default=None)
    if outcome.state is not RunState.SUCCEEDED or worst is None or worst.score >= SUSPECT_BELOW:
        return outcome
    reason = "The page reads badly: " + "; ".join(worst.reasons or ("its content is thin",)) + "."
    return suspected(outcome, "low_quality", reason)


def suspected(outcome: Outcome, code: str, reason: str) -> Outcome:
    """The same look, doubted: what it brought is kept, labelled, and counts for nothing yet."""
    return replace(outcome, state=RunState.SUSPECT, code=code, reason=reason, text_length=None)


NOTHING_BROUGHT = Outcome(
    RunState.UNCHANGED, "nothing_brought", "What this source says is brought to it, and nothing new was."
)
