"""What RDFa says in the words of schema.org, as items like those of JSON-LD."""

from typing import Final

from selectolax.lexbor import LexborHTMLParser

from competedexter.market.crawlers.reading.rdfa import Node, read_rdfa

MAX_DEPTH: Final = 8  # items in items; they may refer to each other in rings
MAX_ITEMS: Final = 2_000
MAX_VALUES: Final = 20_000  # written for all items: one that many refer to counts each time
_VOCABULARY: Final = ("http://schema.org/", "https://schema.org/")


def rdfa_items(tree: LexborHTMLParser, base: str = "") -> list[dict[str, object]]:
    """Items that are part of no other, with the others inside. Never raises."""
    if tree.css_first("[typeof]") is None:
        return []
    nodes = {str(node["@id"]): node for node in read_rdfa(tree, base)}
    writer = _Writer({name: node for name, node in nodes.items() if _types(node)})
    return [writer.item(name, 0) for name in writer.roots()][:MAX_ITEMS]


class _Writer:
    def __init__(self, nodes: dict[str, Node]) -> None:
        self.nodes = nodes
        self.values_left = MAX_VALUES

    def roots(self) -> list[str]:
        inner = {
            value["@id"]
            for node in self.nodes.values()
            for values in node.values()
            for value in (values if isinstance(values, list) else [])
            if isinstance(value, dict) and "@id" in value
        }
        return [name for name in self.nodes if name not in inner]

    def item(self, name: str, depth: int) -> dict[str, object]:
        node = self.nodes[name]
        told: dict[str, object] = {"@type": _types(node)}
        for key, values in node.items():
            if key.startswith(_VOCABULARY) and isinstance(values, list):
                written = [self._value(value, depth) for value in values if self.values_left > 0]
                told[key.rpartition("/")[2]] = written[0] if len(written) == 1 else written
        return told

    def _value(self, value: object, depth: int) -> object:
        self.values_left -= 1
        if not isinstance(value, dict):
            return ""
        name = value.get("@id")
        if isinstance(name, str):
            return self.item(name, depth + 1) if name in self.nodes and depth < MAX_DEPTH else name
        return " ".join(str(value.get("@value", "")).split())


def _types(node: Node) -> list[str]:
    types = node.get("@type")
    return [kind for kind in (types if isinstance(types, list) else []) if str(kind).startswith(_VOCABULARY)]
