"""Which facts of a company a question asks for."""

import re
from typing import Final

PROFILE: Final = ("founded", "headquarters", "employees", "chief_executive", "industry", "parent")
_NAMED: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), names)
    for words, names in (
        (r"headquarter\w*|based|located|offices?|country|where", ("headquarters", "country")),
        (r"when|founded|founding|how old|established", ("founded", "dissolved")),
        (r"founders?|who founded|started", ("founder",)),
        (r"employees|headcount|staff|people|how (?:big|large)|work", ("employees",)),
        (r"ceo|chief executive|leads?|boss", ("chief_executive", "chair")),
        (r"parent|owned by|owns|owners?", ("parent", "owner")),
        (r"ticker|stock|exchange|listed|isin", ("ticker", "stock_exchange", "isin")),
        (r"industry|sector", ("industry",)),
        (r"legal", ("legal_name", "legal_form", "lei")),
    )
)


def names_in(asked: str) -> tuple[str, ...]:
    """The names of facts; those of a profile when nothing is named."""
    found = [name for pattern, names in _NAMED if pattern.search(asked) for name in names]
    return tuple(dict.fromkeys(found)) or PROFILE
