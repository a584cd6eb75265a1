"""What can go wrong with idempotency keys."""

from competedexter.foundation.errors import Conflict, Impossible, InvalidRequest


class BadKey(InvalidRequest):
    code = "bad_idempotency_key"
    sentence = "An Idempotency-Key has 1 to {most} visible ASCII characters."


class StillUnderWay(Conflict):
    code = "idempotency_under_way"
    retryable = True
    sentence = "The first request with this Idempotency-Key is still under way. Ask again in a moment."


class KeyReused(Impossible):
    code = "idempotency_key_reused"
    sentence = "This Idempotency-Key was used for a different request. Use a new key for a new request."
