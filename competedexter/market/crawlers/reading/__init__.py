"""Pure readers: bytes of a page in, words, prices, links and dates out."""
