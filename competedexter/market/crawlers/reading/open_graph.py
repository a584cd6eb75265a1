"""OpenGraph (ogp.me): the properties a page's head tells, in order, and the vocabularies they are of."""

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_PROPERTIES: Final = 500
_PREFIX = re.compile(r"(\w{1,40}):\s*(\S{1,300})")
_KNOWN: Final = {
    "og": "http://ogp.me/ns#",
    **{name: f"http://ogp.me/ns/{name}#" for name in ("music", "video", "article", "book", "profile", "product")},
}


@dataclass(frozen=True)
class OpenGraph:
    """`properties` as written, repeated ones too (several images); `namespace` names their vocabularies."""

    namespace: dict[str, str]
    properties: tuple[tuple[str, str], ...]

    def first(self, name: str) -> str:
        """The first value of a property ("og:site_name"), "" when it is not told."""
        return next((value for told, value in self.properties if told == name), "")


def read_open_graph(tree: LexborHTMLParser) -> OpenGraph:
    """The head's properties in known or declared vocabularies. Never raises."""
    head = tree.head
    namespace = _declared(tree.css_first("html")) | _declared(head)
    properties: list[tuple[str, str]] = []
    for node in (head.css("meta[property][content]") if head is not None else [])[:MAX_PROPERTIES]:
        name, value = node.attributes.get("property") or "", node.attributes.get("content") or ""
        vocabulary = name.partition(":")[0]
        if vocabulary in _KNOWN and name and value:
            namespace[vocabulary] = _KNOWN[vocabulary]
        if vocabulary in namespace and name and value:
            properties.append((name, value))
    return OpenGraph(namespace, tuple(properties))


def _declared(node: LexborNode | None) -> dict[str, str]:
    return dict(_PREFIX.findall((node.attributes.get("prefix") or "")[:5_000])) if node is not None else {}
