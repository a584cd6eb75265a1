"""Quotes: words in quotation marks that stand in the evidence exactly so need no other check than that they do."""

import re
from collections.abc import Sequence

from .backing import Names, Support, owners

_QUOTE = re.compile(r"“([^“”]{1,1000})”")


def without_quotes(sentence: str, supports: Sequence[Support], names: Names) -> str:
    """The sentence with its true quotes blanked out; places stay where they were.

    A quote is true when the evidence of the competitor named nearest before it has these words, letter by letter.
    """

    def blank(match: re.Match[str]) -> str:
        own = owners(sentence, match.start(), supports, names)
        stands = any(match[1] in " ".join(support.text.split()) for support in own if not support.derived)
        return f"“{' ' * len(match[1])}”" if stands else match.group()

    return _QUOTE.sub(blank, sentence)
