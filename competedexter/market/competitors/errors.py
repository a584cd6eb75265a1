"""What can go wrong with competitors."""

from competedexter.foundation.errors import Conflict, Impossible, InvalidRequest, NotFound


class CompetitorNotFound(NotFound):
    code = "competitor_not_found"
    sentence = "There is no such competitor in this workspace."


class DomainTaken(Conflict):
    code = "domain_taken"
    sentence = "{domain} is watched already. Open it, or archive it first."


class InvalidDomain(InvalidRequest):
    code = "invalid_domain"
    sentence = "\u201c{text}\u201d is not a domain. Write it like acme.com."


class InvalidWebsite(InvalidRequest):
    code = "invalid_website"
    sentence = "\u201c{text}\u201d is not a web address. Write it like https://acme.com."


class NotArchived(Conflict):
    code = "not_archived"
    sentence = "This competitor is not archived."


class CompetitorArchived(Conflict):
    code = "competitor_archived"
    sentence = "This competitor is archived. Restore it to go on watching."


class PurgeNeedsOwner(Impossible):
    code = "purge_needs_owner"
    status = 403
    sentence = "Only an owner may purge a competitor for good."
