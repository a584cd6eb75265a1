"""Everything that can go wrong with stored bodies."""

from typing import ClassVar

from competedexter.foundation.errors import ProductError


class ArchiveError(ProductError):
    """The archive could not do what was asked."""

    code: ClassVar[str] = "archive_error"
    status: ClassVar[int] = 503
    retryable: ClassVar[bool] = True
    sentence: ClassVar[str] = "The archive cannot be reached ({reason})."


class ArchiveMissing(ArchiveError):
    """Values: key."""

    code = "archive_missing"
    status = 404
    retryable = False
    sentence = "The archived page is missing."


class ArchiveCorrupt(ArchiveError):
    """Values: key."""

    code = "archive_corrupt"
    status = 410
    retryable = False
    sentence = "The archived page is damaged: its checksum no longer matches."


class ArchiveFull(ArchiveError):
    """The disk (or the quota) is full."""

    code = "archive_full"
    sentence = "The archive is full: there is no space left to keep pages."


class ArchiveTooLarge(ArchiveError):
    """Values: limit (a size in words)."""

    code = "archive_too_large"
    status = 413
    retryable = False
    sentence = "A body over {limit} is not archived."


class ArchiveRefused(ArchiveError):
    """The archive's owner does not let us in. Values: reason (a clause)."""

    code = "archive_refused"
    retryable = False
    sentence = "The archive refuses our credentials ({reason})."


class ArchiveNoBucket(ArchiveError):
    """Values: bucket."""

    code = "archive_no_bucket"
    retryable = False
    sentence = "The archive's bucket {bucket} does not exist."
