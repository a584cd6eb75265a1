"""One crawler per source type."""
