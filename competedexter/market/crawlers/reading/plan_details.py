"""What a plan includes: features as its card lists them, limits as name and quantity."""

import re
from collections.abc import Iterator
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element, Line, VisibleText
from competedexter.market.crawlers.reading.vocabulary import Vocabulary

MAX_FEATURES: Final = 60
_MAX_FEATURE: Final = 160  # characters; longer is a description
_MAX_LIMIT_NAME: Final = 48
_MARKS: Final = " ✓✔☑✅•·●◆▪►▸→›»*-–—+"
_EXCLUDED_MARKS: Final = ("✗", "✘", "✕", "✖", "❌", "×", "☒", "🚫")
_EXCLUDED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:unavailable|disabled|excluded|not-included|no|cross|inactive|missing|muted-feature|fa-times|fa-xmark|bi-x|is-disabled|unchecked|off)(?:$|[\s_-])"
)
_LIMIT = re.compile(
    r"^(?:up to |bis zu |jusqu'à |hasta |até |fino a |tot |op til |upp till |do |до |max\.? |mind\. )?"
    r"(\d[\d.,  ']*(?:\s?(?:k|m|b|gb|tb|mb|kb|go|to|mo|гб|тб|мб)\b)?\+?)\s*[/x×]?\s*([^\W\d_][^,;:()\n]{1,60})",
    re.IGNORECASE,
)


def features_of(
    page: VisibleText, first: int, last: int, skipped: frozenset[int], words: Vocabulary
) -> tuple[str, ...]:
    """The features listed in lines `first` to `last`, those marked as not included left out."""
    return tuple(_features(page, first, last, skipped, words))[:MAX_FEATURES]


def _features(page: VisibleText, first: int, last: int, skipped: frozenset[int], words: Vocabulary) -> Iterator[str]:
    lines = [page.lines[number] for number in range(first, last + 1) if number not in skipped]
    listed = [line for line in lines if line.kind == "item"] or [line for line in lines if _is_marked(line)]
    seen: set[str] = set()
    for line in listed or [line for line in lines if line.kind == "paragraph"][1:]:
        text = line.text.strip(_MARKS)
        if text and len(text) <= _MAX_FEATURE and text not in seen and not is_excluded(line):
            seen.add(text)
            yield text


def _is_marked(line: Line) -> bool:
    """True for a line that begins with a tick."""
    return line.text[:1] in "✓✔☑✅" or any(
        "check" in here.classes for _, here in zip(range(3), line.element.ancestors(), strict=False)
    )


def is_excluded(line: Line) -> bool:
    """True when a list shows something as not part of the plan: crossed out, greyed, marked with a cross."""
    if line.text.startswith(_EXCLUDED_MARKS) or line.text.endswith(("—", *_EXCLUDED_MARKS)):
        return True
    element: Element | None = line.element
    for _ in range(3):
        if element is None or element.tag in ("ul", "ol", "table", "body"):
            return False
        if _EXCLUDED_CLASS.search(element.classes) or any(
            _EXCLUDED_CLASS.search(child.classes) for child in element.children[:2]
        ):
            return True
        element = element.parent
    return False


def limits_of(features: tuple[str, ...], words: Vocabulary) -> dict[str, str]:
    """Quantities among features: {"team members": "10", "storage": "5 GB", "projects": "unlimited"}."""
    limits: dict[str, str] = {}
    for feature in features:
        limit = _limit(feature, words)
        if limit is not None:
            limits.setdefault(*limit)
    return limits


def _limit(feature: str, words: Vocabulary) -> tuple[str, str] | None:
    plain = " ".join(feature.split())
    unlimited = words.unlimited.match(plain.lower())
    if unlimited is not None:
        name = plain[unlimited.end() :].strip(" :-–—")
        return (name.lower(), "unlimited") if 1 < len(name) <= _MAX_LIMIT_NAME else None
    match = _LIMIT.match(plain)
    if match is None:
        return None
    name = match[2].strip(" .-–—").lower()
    return (name, " ".join(match[1].split()).strip(" ,.")) if 1 < len(name) <= _MAX_LIMIT_NAME else None
