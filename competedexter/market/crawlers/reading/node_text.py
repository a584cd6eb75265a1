"""The words of one element as a reader takes them in: lines where blocks end, no space before punctuation."""

from typing import Final

from selectolax.lexbor import LexborNode

MAX_TEXT: Final = 50_000  # characters of one element
MAX_NODES: Final = 5_000  # in one element; what holds more is a page, no value
_SKIPPED: Final = frozenset(["script", "style", "noscript", "template", "_comment"])
_LINE: Final = frozenset(
    ["article", "aside", "br", "dd", "details", "div", "dt", "fieldset", "figcaption", "footer", "form", "header", "hr",
     "legend", "li", "main", "nav", "table", "tr"]
)  # fmt: skip
_PARAGRAPH: Final = frozenset(
    ["blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "title", "ul"]
)
_CLOSING: Final = tuple(',:;.!?")')


def node_text(node: LexborNode) -> str:
    """Words of an element and all in it; one line break between lines, two between paragraphs. Never raises."""
    text = _Text()
    waiting: list[tuple[LexborNode, bool]] = [(node, True)]
    for _ in range(2 * MAX_NODES):  # each is entered and left
        if not waiting or text.length >= MAX_TEXT:
            break
        here, enters = waiting.pop()
        tag = here.tag or ""
        if tag == "-text":
            text.words(here.text(deep=True))
            continue
        text.boundary(tag)
        if enters and tag not in _SKIPPED:
            waiting.append((here, False))
            waiting.extend((child, True) for child in reversed(list(here.iter(include_text=True))))
    return text.whole()


class _Text:
    """What was written so far; `_gap` is how many line breaks stand before what comes next."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._gap = 0
        self._spaced = False
        self.length = 0

    def boundary(self, tag: str) -> None:
        self._gap = max(self._gap, 2 if tag in _PARAGRAPH else 1 if tag in _LINE else 0)

    def words(self, raw: str) -> None:
        words = " ".join(raw.split())
        if not words:
            self._spaced = self._spaced or bool(raw)
            return
        if self._parts:
            self._parts.append("\n" * self._gap or self._space(raw, words))
        self._parts.append(words)
        self._gap, self._spaced = 0, raw[-1:].isspace()
        self.length += len(words)

    def _space(self, raw: str, words: str) -> str:
        """Pieces of one line are words of their own, but for what punctuation joins."""
        if self._spaced or raw[:1].isspace():
            return " "
        return "" if words.startswith(_CLOSING) or self._parts[-1].endswith("(") else " "

    def whole(self) -> str:
        return "".join(self._parts)
