"""What a language model can do instead of answering.

LlmError 503
  LlmRefused (no key, no such model, content refused) . LlmTimedOut . LlmBusy 429 . LlmUnreachable . LlmFailed 5xx
  LlmMalformed . LlmCutShort . LlmTooLong
"""

from competedexter.foundation.errors import ProductError


class LlmError(ProductError):
    code = "llm_error"
    status = 503
    sentence = "The language model did not answer."


class LlmRefused(LlmError):
    code = "llm_refused"
    sentence = "The language model refused: {reason}."


class LlmTimedOut(LlmError):
    code = "llm_timed_out"
    retryable = True
    sentence = "The language model was too slow."


class LlmBusy(LlmError):
    code = "llm_busy"
    retryable = True
    sentence = "The language model has too many requests."


class LlmUnreachable(LlmError):
    code = "llm_unreachable"
    retryable = True
    sentence = "The language model cannot be reached."


class LlmFailed(LlmError):
    code = "llm_failed"
    retryable = True
    sentence = "The language model's service reported an error of its own ({status})."


class LlmMalformed(LlmError):
    code = "llm_malformed"
    sentence = "The language model's answer could not be read."


class LlmCutShort(LlmError):
    code = "llm_cut_short"
    sentence = "The language model's answer was cut off."


class LlmTooLong(LlmError):
    code = "llm_too_long"
    sentence = "The language model wrote far more than was asked for."
