"""A good answer, judged and read: pages by what a reader sees of them, data by what it says. Pure."""

import hashlib

import orjson

from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.crawler import Crawler, Finding, SourceRef
from competedexter.market.crawlers.reading.fingerprint import fingerprint
from competedexter.market.crawlers.reading.response_class import MIN_COMPARED, SHRUNK, PreviousLook, classify
from competedexter.market.evidence.listings import EventsRecord
from competedexter.market.snapshots.service import state_hash, state_of
from competedexter.market.sources.looks import Memory

from . import outcome as outcomes
from .outcome import Outcome
from .schemas import Attempt, RunState


def read_page(
    attempt: Attempt, reference: SourceRef, response: WebResponse, crawler: Crawler, seen: str | None
) -> Outcome:
    """A page: its state first, then what it says. `seen` is its fingerprint, None when it was answered badly."""
    length = attempt.memory.text_length
    previous = PreviousLook(text_length=length) if length is not None else None
    priced = reference.source_type == "pricing"
    verdict = classify(response, previous, expects_plans=priced)
    if verdict.code == "shrunk" and seen is not None and seen == attempt.memory.doubtful_fingerprint:
        verdict = classify(
            response, None, expects_plans=priced
        )  # seen twice in the same short form: the page really is shorter now
    state = RunState(verdict.state)
    if state not in (RunState.SUCCEEDED, RunState.SUSPECT):
        return Outcome(
            state,
            verdict.code,
            verdict.reason,
            response,
            retry_after=outcomes.retry_after_of(response, attempt.begun_at),
        )
    try:
        findings = tuple(crawler.read(reference, response))
    except WebError as error:
        return Outcome(RunState.FAILED, error.code, str(error), response)
    text_length = len(findings[0].text) if findings else 0
    read = Outcome(
        state, verdict.code, verdict.reason, response, findings, seen,
        extractor_version=crawler.extractor_version, text_length=text_length,
    )  # fmt: skip
    return outcomes.of_findings(read)


def read_data(memory: Memory, reference: SourceRef, response: WebResponse, crawler: Crawler) -> Outcome:
    """Data says what it says: it is the same as before when all that was read in it is."""
    if not response.body.strip():
        return Outcome(RunState.FAILED, "empty", "The address came back empty.", response)
    try:
        findings = tuple(crawler.read(reference, response))
    except WebError as error:
        return Outcome(RunState.FAILED, error.code, str(error), response)
    if not findings:
        return Outcome(RunState.FAILED, "not_readable", "Nothing that this source reads was found there.", response)
    seen = told(findings)
    if seen == memory.fingerprint:
        return Outcome(RunState.UNCHANGED, "same", "Nothing has changed.", response, fingerprint=seen)
    length = len(findings[0].text)
    read = Outcome(
        RunState.SUCCEEDED, "", "", response, findings, seen,
        extractor_version=crawler.extractor_version, text_length=length,
    )  # fmt: skip
    if _shrank(memory, findings, length) and seen != memory.doubtful_fingerprint:
        return outcomes.suspected(
            read, "shrunk", "More than half of what was listed is missing. It is looked at again before it counts."
        )
    return outcomes.of_findings(read)


def described(reference: SourceRef, response: WebResponse, crawler: Crawler) -> str:
    """The fingerprint of a page that is read by selectors: what they find, which may be no visible text, and only that."""
    try:
        return told(tuple(crawler.read(reference, response)))
    except WebError:
        return fingerprint(response)


def told(findings: tuple[Finding, ...]) -> str:
    """SHA-256 of all that was read: text and records, whatever the order of keys or spaces between them."""
    hashes = [state_hash(state_of(finding.record)) for finding in findings]
    return hashlib.sha256(orjson.dumps([hashes, findings[0].text])).hexdigest()


def _shrank(memory: Memory, findings: tuple[Finding, ...], length: int) -> bool:
    """A feed lets its old entries go; anything else that halves may be half an answer."""
    if all(isinstance(finding.record, EventsRecord) for finding in findings):
        return False
    before = memory.text_length
    return before is not None and before >= MIN_COMPARED and length < before * SHRUNK
