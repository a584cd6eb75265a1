"""What can go wrong with evidence."""

from competedexter.foundation.errors import Conflict, InvalidRequest, NotFound, ProductError


class DocumentNotFound(NotFound):
    code = "document_not_found"
    sentence = "There is no such document in this workspace."


class SpanOutside(InvalidRequest):
    code = "span_outside"
    sentence = "The passage {start}-{end} lies outside the document, which has {length} characters."


class EvidenceDamaged(Conflict):
    code = "evidence_damaged"
    sentence = "The stored text of this document no longer matches its checksum. It is not shown as evidence."


class RawLetGo(ProductError):
    """Values: day (in words)."""

    code = "raw_let_go"
    status = 410
    sentence = "The raw page was let go on {day}: it is older than the history of your plan. Its text is kept."


class NoScreenshot(NotFound):
    """Values: reason (a sentence)."""

    code = "no_screenshot"
    sentence = "There is no picture of this page. {reason}"
