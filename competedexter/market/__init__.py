"""What we know of the market: competitors, their sources, what was read there, what changed."""
