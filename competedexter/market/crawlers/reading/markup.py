"""Markup to tree, in bounded time: what no honest page does is cut before the parser sees it.

The parser (lexbor) is linear on real pages but quadratic in the depth of open blocks and in the attributes of one tag:
measured, 100,000 nested divs take 55 s and 100,000 attributes 74 s. Below the limits here the worst case is under a second.
"""

import re
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser

MAX_MARKUP: Final = 3_000_000  # code points without scripts; real pages have under 1 MB, a tree takes three times that
MAX_QUIET_TAGS: Final = 8_000  # with fewer tags even full nesting parses in 0.2 s; nothing to check
MAX_TAGS: Final = 30_000  # real pages have under 20,000; what follows is not read
MAX_DEPTH: Final = 400  # real pages reach about 60
MAX_ATTRIBUTES: Final = 150  # real tags have under 40
_LONG_TAG: Final = 400  # characters; shorter tags cost the parser microseconds whatever they hold
_ATTRIBUTE_BUDGET: Final = 100_000_000  # sum of squares of the words in long tags: about 0.7 s

_CODE = re.compile(r"<!--|<(?:script|style)(?=[\s/>])", re.IGNORECASE)
_REST_OF_TAG = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_CLOSING: Final = {
    "<!--": re.compile("-->"),
    "<scr": re.compile(r"</script(?=[\s/>])", re.IGNORECASE),
    "<sty": re.compile(r"</style(?=[\s/>])", re.IGNORECASE),
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_UNCLOSED = re.compile(r"(?:<[^<>]*){2,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NO_NESTING: Final = (
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot option html body head"
)
_NEVER_NESTED: Final = frozenset(_NO_NESTING.split())


def parse(html: str) -> LexborHTMLParser:
    """The tree of `html`. Never raises; takes at most about a second for 10 MB of anything."""
    return LexborHTMLParser(tame(html))


def is_read_in_part(html: str) -> bool:
    """Whether `html` is longer than is read of any page."""
    if html.count("<") <= MAX_QUIET_TAGS and len(html) <= MAX_MARKUP:
        return False
    markup = _without_code(html)
    return len(markup) > MAX_MARKUP or sum(1 for _ in islice(_TAG.finditer(markup), MAX_TAGS + 1)) > MAX_TAGS


def tame(html: str) -> str:
    """`html` unchanged when it is an honest page; else without what lies too deep, too far or in overfull tags."""
    if html.count("<") > MAX_QUIET_TAGS or len(html) > MAX_MARKUP:
        html = _without_code(html)[:MAX_MARKUP]
    html = _without_runs(html)
    if html.count("<") > MAX_QUIET_TAGS:
        html = _without_depth(html)
    pieces = html.split("<")
    if sum(_attributes(piece) ** 2 for piece in pieces if len(piece) > _LONG_TAG) > _ATTRIBUTE_BUDGET:
        html = "<".join(_bare(piece) if len(piece) > _LONG_TAG else piece for piece in pieces)
    return html


def _without_code(html: str) -> str:
    """Scripts, style sheets and comments hold no tags: `a<b` in a program is not one, nor is `"<p>"` in its data.

    Their bodies are left out rather than passed over, so that the parser never reads as markup what nobody counted.
    Structured data stays, with its brackets as JSON may write them.
    """
    kept: list[str] = []
    since = 0
    while opening := _CODE.search(html, since):
        start = _start_of_code(html, opening)
        if start is None:
            break
        closing = _CLOSING[opening[0][:4].lower()].search(html, start)
        end = closing.start() if closing else len(html)
        kept.append(html[since:start])
        if "ld+json" in html[opening.end() : start]:
            kept.append(html[start:end].replace("<", "\\u003c"))
        since = end
    return "".join([*kept, html[since:]])


def _start_of_code(html: str, opening: re.Match[str]) -> int | None:
    """Where the body begins that `opening` opens; None for a tag that never ends, after which there is no other."""
    if opening[0] == "<!--":
        return opening.end() - 2  # `<!-->` is a comment too, and over
    tag = _REST_OF_TAG.match(html, opening.end())
    return tag.end() if tag else None


def _without_runs(html: str) -> str:
    """Tags that never close (`<a x <a x <a x`) are one tag with endless attributes; each is closed before the next."""
    runs = [run[0] for run in _UNCLOSED.finditer(html) if len(run[0]) > _LONG_TAG]
    if sum(len(run.split()) ** 2 for run in runs) <= _ATTRIBUTE_BUDGET:
        return html
    return _UNCLOSED.sub(lambda run: ">".join(re.findall(r"<[^<>]*", run[0])), html)


def _without_depth(html: str) -> str:
    """Tags deeper than MAX_DEPTH are dropped, their words stay; the page ends after MAX_TAGS tags."""
    kept: list[str] = []
    depth = since = end = 0
    for count, tag in enumerate(_TAG.finditer(html)):
        if count >= MAX_TAGS:
            return "".join([*kept, html[since : tag.start()]])
        closing, name = tag[1], tag[2].lower()
        if name in _NEVER_NESTED:
            continue
        too_deep = depth >= MAX_DEPTH if not closing else depth > MAX_DEPTH
        depth = max(0, depth + (-1 if closing else 1))
        if too_deep:
            kept.append(html[since : tag.start()] + " ")
            end = end if end >= tag.end() else _end_of_tag(html, tag.end())  # looked for once: it may be far
            since = end
    return "".join([*kept, html[since:]]) if kept else html


def _end_of_tag(html: str, start: int) -> int:
    """The position after the next `>`; the end of `html` when there is none."""
    end = html.find(">", start)
    return len(html) if end < 0 else end + 1


def _attributes(piece: str) -> int:
    """How many attributes `div a=1 b="2 3">text` (what follows a `<`) can hold at most."""
    head = piece.partition(">")[0]
    if head.count('"') % 2 or head.count("'") % 2:  # the bracket stood in quotes: the tag may go on
        head = _QUOTED.sub(" ", piece).partition(">")[0]
    return len(_words(head)) if len(head) > _LONG_TAG else 0


def _words(head: str) -> list[str]:
    """A tag's name and its attributes, each without its quoted value."""
    return _QUOTED.sub(" ", head).replace("/", " ").split()


def _bare(piece: str) -> str:
    """`div a=1 b=2 ...>text` as `div >text` when it carries too many attributes."""
    if _attributes(piece) <= MAX_ATTRIBUTES:
        return piece
    head, bracket, rest = piece.partition(">")
    return f"{_words(head)[0]} {bracket}{rest}"
