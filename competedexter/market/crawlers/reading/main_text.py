"""The main text of a page: the article, without the comments, teasers, sign-ups and menus around it.

What stands in an element that names itself as something else (`class="related-stories"`) is left out, unless most of
the page stands in it; then the narrowest element that holds most of the sentences is taken, from its title on. Nothing
here changes what a page record stores: blocks and regions stay, for they are what changes are told from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element, Line, VisibleText

MOST: Final = 0.6  # of the sentences: of .3 to .9 the best on trafilatura-eval-137 (tests/bench/extraction.py)
SENTENCE: Final = 50  # code points; shorter lines are labels as often as sentences
MAX_NAMES: Final = 12  # classes and ids of an element that are looked at
MAX_NAME: Final = 60  # code points of one
MAX_REMARK: Final = 200  # code points; "Subscribe ..." above that begins a paragraph of the article
_NEAR: Final = 4  # levels at which a link or a heading holds a line

# One or two words with which a class or an id begins or ends.
_ASIDE_NAMES: Final = """
comment comments commentlist comment-form respond replies disqus discussion related recirc more-news more-about
more-stories more-articles more-from more-posts more-reading more-in read-more read-next read-also also-like
also-read trending popular most-read most-popular latest next-story next-stories next-post next-article prev-story
prev-post prev-article previous-post explore outbrain taboola teaser teasers share shares sharing sharebar sharethis
sharedaddy social addtoany addthis follow follow-us newsletter newsletters subscribe subscription subscriptions
signup sign-up mailing mc-embed optin opt-in author-bio author-box author-info author-card author-profile
author-description author-about author-details author-block author-section author authors about-author bio
contributor contributors byline bylines writer tags tag-list tag-cloud tag-links tagcloud categories metadata meta
metaline post-info info-meta sidebar rail aside banner cta donate donation callout call-out ad ads adsense caption
caption-text credit credits factbox fact-box infobox info-box buybox buy-box paywall login log-in logged-out signin
sign-in register copyright disclaimer disclosure disclosures toolbar pager pagination page-nav footer foot nav navbar
navigation menu menus breadcrumb breadcrumbs skip jump modal cookie cookies consent overlay noprint hide-print
feedback rating ratings vote votes masthead site-header
"""
_ASIDE: Final = frozenset(_ASIDE_NAMES.split())
_ASIDE_STEMS: Final = ("recommend", "promo", "sponsor", "advert")
_MIDDLE: Final = (
    "related newsletter comments share sharing sidebar subscribe disqus outbrain taboola recommended sponsored"
)
_ASIDE_WORDS: Final = frozenset(_MIDDLE.split())  # of which one says it, wherever it stands in a name
# First words of names that tell how an element looks or what a whole article is about, not what the element is.
_LOOKS: Final = "tag category format has with no is use js type status hentry show u l vc uk md lg sm col elementor"
_TELLS_NOTHING: Final = frozenset(_LOOKS.split())
_TAGS: Final = "figcaption form aside footer nav dialog button select address caption"
_ASIDE_TAGS: Final = frozenset(_TAGS.split())
_NEVER_NARROWER: Final = frozenset(["p", "ul", "ol", "table", "tbody", "blockquote"])
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_JOINTS = re.compile(r"[-_]+")
_REMARK = re.compile(
    r"follow .{0,60}\bon\b|subscribe\b|sign up\b|read more|related:|see also|more:|share this|advertisement|©|\(c\)"
    r"|copyright|\d+ min(?:ute)?s? read|last (?:updated|modified)|published (?:on|by|at)|posted (?:on|by|in)"
    r"|categor(?:y|ies)\b|tags?\s*:|filed under|join (?:our|the)\b|click here|photo(?: by|:)|image(?: by|:)|source:"
    r"|all rights reserved",
    re.IGNORECASE,
)


def main_lines(page: VisibleText) -> tuple[Line, ...]:
    """The lines of the main text, in order, headings among them; links, buttons and remarks are none."""
    seen = [line for line in page.lines if not line.hidden]
    kept = _without_asides(seen, page.root)
    narrowest = _narrowest(page.root, _weights(kept, page.root))
    start = _title_above(kept, narrowest)
    inside = [line for line in kept if start <= line.start < narrowest.end]
    told = [line for line in inside if not _is_remark(line)]
    while len(told) > 1 and told[-1].kind == "heading":  # of something that was left out
        told.pop()
    return tuple(told)


def main_text(page: VisibleText) -> str:
    """The main text, one line under the other."""
    return "\n".join(line.text for line in main_lines(page))


def _without_asides(lines: Sequence[Line], root: Element) -> list[Line]:
    weights = _weights(lines, root)
    most = MOST * weights.get(id(root), 0.0)
    known: dict[int, bool] = {id(root): False}

    def is_left_out(element: Element) -> bool:
        outwards = []
        for here in element.ancestors():
            if id(here) in known:
                break
            outwards.append(here)
        for here in reversed(outwards):
            parent = known[id(here.parent)] if here.parent else False
            known[id(here)] = parent or (weights.get(id(here), 0.0) < most and is_aside(here))
        return known[id(element)]

    return [line for line in lines if not is_left_out(line.element)]


def _weights(lines: Sequence[Line], root: Element) -> Mapping[int, float]:
    """How many code points of sentences each element holds, by its identity; those of links count against it."""
    held: dict[int, float] = {}
    for line in lines:
        if line.link is None and len(line.text) >= SENTENCE and line.kind not in ("heading", "button"):
            linked = sum(piece.end - piece.start for piece in line.pieces if _is_in(piece.element, "a"))
            weight = max(0, len(line.text) - 2 * linked)
            held[id(line.element)] = held.get(id(line.element), 0.0) + weight
    for element in reversed(_all_of(root)):  # children before their parents: once each, however deep
        if element.parent is not None and id(element) in held:
            held[id(element.parent)] = held.get(id(element.parent), 0.0) + held[id(element)]
    return held


def _all_of(root: Element) -> list[Element]:
    """An element and everything in it, parents before their children."""
    found = [root]
    for element in found:
        found.extend(element.children)
    return found


def _narrowest(root: Element, weights: Mapping[int, float]) -> Element:
    most = MOST * weights.get(id(root), 0.0)
    here = root
    while most:
        heaviest = max(here.children, key=lambda child: weights.get(id(child), 0.0), default=None)
        if heaviest is None or weights.get(id(heaviest), 0.0) < most or heaviest.tag in _NEVER_NARROWER:
            break
        here = heaviest
    return here


def _title_above(lines: Sequence[Line], narrowest: Element) -> int:
    """Where the main text begins: at the last first-level heading above it, else at its element."""
    above = [line.start for line in lines if line.start < narrowest.start and _is_in(line.element, "h1")]
    return above[-1] if above else narrowest.start


def _is_in(element: Element, tag: str) -> bool:
    return any(here.tag == tag for here in _near(element))


def _near(element: Element) -> Iterator[Element]:
    for level, here in enumerate(element.ancestors(), 1):
        yield here
        if level >= _NEAR:
            return


def is_aside(element: Element) -> bool:
    """Whether an element says of itself that it is no part of the main text."""
    if element.tag in _ASIDE_TAGS:
        return True
    opens_a_region = element.parent is not None and element.region != element.parent.region
    if opens_a_region and element.region not in ("main", "header"):
        return True
    attributes = element.attributes
    return any(
        _names_aside(name)
        for written in ("class", "id", "data-component", "data-testid")
        if (value := attributes.get(written))
        for name in value.split()[:MAX_NAMES]
    )


@lru_cache(maxsize=10_000)
def _names_aside(name: str) -> bool:
    parts = [part for part in _JOINTS.split(_CAMEL.sub("-", name[:MAX_NAME]).lower()) if part]
    if not parts or (parts[0] in _TELLS_NOTHING and len(parts) > 1):
        return False
    ends = {parts[0], parts[-1], "-".join(parts[:2]), "-".join(parts[-2:])}
    return bool(
        ends & _ASIDE
        or not _ASIDE_WORDS.isdisjoint(parts)
        or parts[0].startswith(_ASIDE_STEMS)
        or parts[-1].startswith(_ASIDE_STEMS)
    )


def _is_remark(line: Line) -> bool:
    """A link or a button of its own, or a short line to the reader ("Subscribe to ...") instead of about the matter."""
    if line.kind in ("button", "meta") or (line.link is not None and line.kind != "heading"):
        return True
    return len(line.text) < MAX_REMARK and _REMARK.match(line.text) is not None
