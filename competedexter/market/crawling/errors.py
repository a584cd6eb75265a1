"""What can go wrong with crawl runs. What can go wrong with a page is a state of its run, not an error."""

from competedexter.foundation.errors import InvalidRequest, NotFound


class CrawlRunNotFound(NotFound):
    code = "crawl_run_not_found"
    sentence = "There is no such crawl run in this workspace."


class NothingDelivered(InvalidRequest):
    code = "nothing_delivered"
    sentence = "The body is empty: there is nothing to read."
