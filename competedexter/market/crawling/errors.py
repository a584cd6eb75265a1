"""What can go wrong with crawl runs. What can go wrong with a page is a state of its run, not an error."""

from competedexter.foundation.errors import Conflict, NotFound


class CrawlRunNotFound(NotFound):
    code = "crawl_run_not_found"
    sentence = "There is no such crawl run in this workspace."


class CompetitorArchived(Conflict):
    code = "competitor_archived"
    sentence = "This competitor is archived. Restore it to crawl again."
