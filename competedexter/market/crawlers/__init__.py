"""Web in, findings out: readers without a database."""
