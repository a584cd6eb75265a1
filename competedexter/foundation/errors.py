"""The error tree of the house. A room's own errors derive from these and live in its errors.py.

ProductError
  InvalidRequest 400 . Unauthorized 401 . Forbidden 403 . NotFound 404 . Conflict 409
  TooLarge 413 . Impossible 422 . TooManyRequests 429 . Unavailable 503
"""

from typing import ClassVar


class ProductError(Exception):
    """Something that can go wrong here, told in one sentence that says what happened and what to do.

    `values` fill the class's sentence; `details` is machine-readable (api.md "Errors");
    `retry_after` is in seconds.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    retryable: ClassVar[bool] = False
    sentence: ClassVar[str] = "Something went wrong."

    def __init__(self, *, details: object = None, retry_after: float | None = None, **values: object) -> None:
        self.details = details
        self.retry_after = retry_after
        self.values = values
        super().__init__(self.sentence.format(**values))


class InvalidRequest(ProductError):
    code = "invalid_request"
    sentence = "The request is not valid."


class Unauthorized(ProductError):
    code = "unauthorized"
    status = 401
    sentence = "Sign in to continue."


class Forbidden(ProductError):
    code = "forbidden"
    status = 403
    sentence = "Your role does not allow this."


class NotFound(ProductError):
    code = "not_found"
    status = 404
    sentence = "There is nothing here, or you may not see it."


class Conflict(ProductError):
    code = "conflict"
    status = 409
    sentence = "This does not fit what is stored already."


class TooLarge(ProductError):
    code = "too_large"
    status = 413
    sentence = "The request is too large."


class Impossible(ProductError):
    code = "impossible"
    status = 422
    sentence = "The request is well formed but cannot be carried out."


class TooManyRequests(ProductError):
    code = "rate_limited"
    status = 429
    retryable = True
    sentence = "Too many requests. Wait a moment and try again."


class Unavailable(ProductError):
    code = "unavailable"
    status = 503
    retryable = True
    sentence = "The service is not ready. Try again in a moment."
