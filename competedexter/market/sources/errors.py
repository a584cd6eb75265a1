"""What can go wrong with sources."""

from competedexter.foundation.errors import Conflict, Impossible, InvalidRequest, NotFound


class SourceNotFound(NotFound):
    code = "source_not_found"
    sentence = "There is no such source in this workspace."


class SourceTaken(Conflict):
    code = "source_taken"
    sentence = "This address is watched already as {source_type}."


class InvalidSourceUrl(InvalidRequest):
    code = "invalid_source_url"
    sentence = "\u201c{text}\u201d is not a web address. Write it like https://acme.com/pricing."


class SourceTypeNotRead(Impossible):
    code = "source_type_not_read"
    sentence = "Sources of type {source_type} are not read by this version. It reads: {known}."


class InvalidMapping(InvalidRequest):
    """Values: reason. `details` has every fault with its field."""

    code = "invalid_mapping"
    sentence = "This source cannot be read as described. {reason}"


class MappingMissing(InvalidRequest):
    code = "mapping_missing"
    sentence = (
        "A custom source needs a config that says what comes and where its records are: format (json, csv, html or feed), "
        "items, title, text, and url, date and fields where there are some. Ask for a preview to get one suggested."
    )


class HookNotFound(NotFound):
    code = "hook_not_found"
    sentence = "There is no such hook, or it was taken back."


class SourceIsFed(Impossible):
    code = "source_is_fed"
    sentence = "What this source says is brought to it ({by}); there is nothing to look up. Send it something to read."
