"""What can go wrong with evidence."""

from competedexter.foundation.errors import Conflict, InvalidRequest, NotFound


class DocumentNotFound(NotFound):
    code = "document_not_found"
    sentence = "There is no such document in this workspace."


class SpanOutside(InvalidRequest):
    code = "span_outside"
    sentence = "The passage {start}-{end} lies outside the document, which has {length} characters."


class EvidenceDamaged(Conflict):
    code = "evidence_damaged"
    sentence = "The stored text of this document no longer matches its checksum. It is not shown as evidence."
