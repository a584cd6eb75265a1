"""Pages that carry several languages in one body: which copy is the page's own.

Some sites write each sentence once per language, side by side, and hide all but one by style sheet:
`<h2><span data-lang-it>Prezzi</span><span data-lang-en>Pricing</span></h2>`.
"""

import re
from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborNode

Attributes = Mapping[str, str | None]

_CODE: Final = r"[a-z]{2,3}(?:-[a-z]{2,4})?"
_ATTRIBUTE_NAME = re.compile(rf"data-(?:lang|locale|i18n)-({_CODE})$")
_CLASS = re.compile(rf"(?:^|\s)(?:lang|locale|i18n)[-_]({_CODE})(?:$|\s)")
_HINT = re.compile("lang|locale|i18n")
_VALUED: Final = ("lang", "data-lang", "data-locale", "data-language")


def is_other_language(node: LexborNode, attributes: Attributes, page_language: str | None) -> bool:
    """True when an element is a translation of a neighbour that is in the page's own language."""
    own = _marked_language(attributes) if attributes else None
    if own is None:
        return False
    parent = node.parent
    page = _primary(page_language or "")
    if parent is None or own == page:
        return False
    neighbours = [_marked_language(sibling.attributes) for sibling in parent.iter() if sibling.mem_id != node.mem_id]
    if page in neighbours:
        return True
    first = next((_marked_language(sibling.attributes) for sibling in parent.iter()), None)
    return not page and first not in (None, own) and neighbours.count(None) == 0


def _marked_language(attributes: Attributes) -> str | None:
    """The primary language an element is marked with (`it` of `data-lang-it`, `lang="it-IT"`, `class="lang-it"`)."""
    for name, value in attributes.items():
        if name not in _VALUED and not name.startswith("data-"):
            continue
        if name in _VALUED and value and re.fullmatch(_CODE, value.lower()):
            return _primary(value)
        if match := _ATTRIBUTE_NAME.match(name):
            return _primary(match[1])
    classes = attributes.get("class")
    match = _CLASS.search(classes.lower()) if classes and _HINT.search(classes) else None
    return _primary(match[1]) if match else None


def _primary(language: str) -> str:
    """`pt` of `pt-BR`."""
    return language.lower().partition("-")[0]
