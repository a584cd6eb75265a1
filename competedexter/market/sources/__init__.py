"""The places we crawl for a competitor: what is wanted, how they are, when they are due."""
