"""The first answer to a request with an Idempotency-Key, given again for a day."""
