"""What can go wrong with an import. What is wrong with one line of it is told by its job, not raised."""

from competedexter.foundation.errors import Impossible, InvalidRequest, NotFound, TooLarge


class NoSuchJob(NotFound):
    code = "job_not_found"
    sentence = "There is no such job in this workspace."


class NothingSent(InvalidRequest):
    code = "nothing_sent"
    sentence = "Send a file: as the body, or as the part named file of a form."


class UnknownFormat(InvalidRequest):
    code = "unknown_format"
    sentence = "This is no price model (YAML), table (CSV), JSON or web archive (WARC). Say which it is with format."


class FileTooLarge(TooLarge):
    code = "file_too_large"
    sentence = "A file of this kind may have at most {limit}."


class Unreadable(Impossible):
    """A whole file that cannot be read. Values: reason (a sentence); `line` counts from 1 where one is to blame."""

    code = "not_readable"
    sentence = "{reason}"

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason=reason)
        self.line = line


class BadType(InvalidRequest):
    """Values: reason (a sentence that names the types there are)."""

    code = "bad_type"
    sentence = "{reason}"
