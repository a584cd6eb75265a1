"""Text on crawled pages that talks to the machine. It is data: it is recognised, kept, and never obeyed."""

import re

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|previous|earlier)\b"
    r"|\b(?:system|developer|assistant)\s*(?:prompt|message|role)?\s*:"
    r"|\byou (?:are|must|should|will) (?:now )?(?:an? )?(?:ai|assistant|language model|llm|act as|respond|reply|answer|say|call|output|reveal)\b"
    r"|\b(?:as an? (?:ai|language model)|new instructions?|do not (?:tell|mention|cite)|call the tool|tool_call|function_call)\b"
    r"|\b(?:reveal|print|repeat|send|exfiltrate)\b.{0,40}\b(?:prompt|secret|password|api key|token|workspace|tenant|conversation)s?\b"
    r"|<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]",
    re.IGNORECASE | re.DOTALL,
)


def gives_orders(text: str) -> bool:
    """Whether a text reads like instructions to a model. Wide on purpose: such text is still quotable, only not fed to one."""
    return _ORDERS.search(text) is not None
