"""Where on the page a piece of text stands, and whether a reader sees it, told from its element alone."""

import re
from collections.abc import Mapping
from typing import Final

from competedexter.market.evidence.records import Region

Attributes = Mapping[str, str | None]

_UNREAD: Final = (
    "script style noscript template svg math iframe object embed canvas audio video head datalist map area "
    "textarea rp title"
)
UNREAD_TAGS: Final = frozenset(_UNREAD.split())
_BY_TAG: Final[dict[str, Region]] = {
    "nav": "nav",
    "footer": "footer",
    "aside": "aside",
    "dialog": "dialog",
    "main": "main",
    "article": "main",
}
_BY_ROLE: Final[dict[str, Region]] = {
    "navigation": "nav",
    "menubar": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "main": "main",
}
_BY_CLASS: Final[tuple[tuple[re.Pattern[str], Region], ...]] = (
    (
        re.compile(r"(?:cookie|consent)s?[-_\s]*(?:banner|bar|notice|popup|box|law|message|overlay|dialog|prompt)"),
        "dialog",
    ),
    (re.compile(r"(?:^|[\s_-])(?:gdpr|onetrust|cookiebot|modal|popup|lightbox)(?:$|[\s_-])"), "dialog"),
    (
        re.compile(r"(?:^|[\s_-])(?:nav|navbar|navigation|breadcrumbs?|mainmenu|topnav|sidenav|menu-main)(?:$|[\s_-])"),
        "nav",
    ),
    (re.compile(r"(?:^|\s)(?:(?:site|page|main|global)[-_]?)?footer(?:$|\s)|(?:^|\s)colophon(?:$|\s)"), "footer"),
    (re.compile(r"(?:^|\s)(?:site|page|main|global|top)[-_]?header(?:$|\s)"), "header"),
    (re.compile(r"(?:^|\s)(?:(?:page|left|right)[-_]?)?sidebar(?:$|\s)"), "aside"),
)
_CLASSED_TAGS: Final = frozenset(["div", "section", "ul", "ol", "header", "form", "table", "td"])
_HIDING_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDING_CLASSES: Final = frozenset(["hidden", "d-none", "is-hidden", "hide", "invisible", "ng-hide"])
_SHOWING_CLASS: Final = re.compile(r":(?!hover|focus)\S*(?:block|flex|grid|inline|visible|table)|d-\w+-(?!none)")


def region_of(tag: str, attributes: Attributes, inside: Region, *, in_content: bool) -> Region:
    """The region an element opens; `inside` is where it stands, `in_content` whether main, article or section hold it.

    What stands in a dialog or a footer stays there; a `header` of a section is not the header of the page.
    """
    if inside in ("dialog", "footer"):
        return inside
    role = attributes.get("role")
    if role and role in _BY_ROLE:
        return _BY_ROLE[role]
    if tag == "header" and not in_content:
        return "header"
    if tag in _BY_TAG:
        return _by_tag(tag, inside)
    if tag in _CLASSED_TAGS:
        return _by_class(attributes, inside)
    return inside


def _by_tag(tag: str, inside: Region) -> Region:
    """`main` and `article` end a header but not an aside: teasers in asides are articles too."""
    found = _BY_TAG[tag]
    return inside if found == "main" and inside in ("aside", "nav") else found


def _by_class(attributes: Attributes, inside: Region) -> Region:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip().lower()
    if not names:
        return inside
    for pattern, region in _BY_CLASS:
        if pattern.search(names):
            return region
    return inside


def is_hidden(attributes: Attributes) -> bool:
    """True when the element's own attributes take it out of sight; style sheets are not read."""
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    if style and _HIDING_STYLE.search(style):
        return True
    classes = attributes.get("class")
    return bool(classes) and _is_hidden_by_class(classes or "")


def _is_hidden_by_class(classes: str) -> bool:
    """`hidden` hides; `hidden md:block` shows on wider screens."""
    return not _HIDING_CLASSES.isdisjoint(classes.split()) and not _SHOWING_CLASS.search(classes)
