"""RDFa 1.1 in HTML: what a page says in attributes, as expanded JSON-LD.

The processing rules of https://www.w3.org/TR/rdfa-core/#s_sequence, without lists (`inlist`) and XML literals.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from competedexter.market.crawlers.reading.rdfa_names import RDF, RDFA, Names, resource_in

MAX_TRIPLES: Final = 20_000  # of one page
MAX_ELEMENTS: Final = 60_000
MAX_WORDS: Final = 2_000_000  # characters read for all values: those inside each other count each time

Node = dict[str, object]
Pending = tuple[str, bool]  # a property waiting for its other end; True when that is the object


@dataclass(frozen=True)
class _Place:
    """What an element inherits: the subject of what it says, what a relation leads to, relations left open."""

    names: Names
    subject: str
    object: str
    pending: tuple[Pending, ...] = ()


@dataclass
class _Said:
    """What an element establishes (rules 5 and 6)."""

    subject: str
    object: str | None = None
    typed: str | None = None
    skips: bool = False


def read_rdfa(tree: LexborHTMLParser, base: str) -> list[Node]:
    """One object a subject, with its types and its properties by their full names. Never raises."""
    reader = _Reader(base)
    if tree.root is not None:
        reader.read(tree.root)
    return reader.nodes()


class _Reader:
    def __init__(self, base: str) -> None:
        self.base = base
        self.triples: dict[tuple[str, str, str], tuple[str, str, Node]] = {}
        self.blanks = 0
        self.words_left = MAX_WORDS

    def read(self, root: LexborNode) -> None:
        waiting = [(root, _Place(Names(self.base), self.base, self.base))]
        for _ in range(MAX_ELEMENTS):
            if not waiting or len(self.triples) >= MAX_TRIPLES:
                return
            node, place = waiting.pop()
            inner = self._element(node, place, is_root=node.mem_id == root.mem_id)
            waiting.extend((child, inner) for child in reversed(list(node.iter())))

    def nodes(self) -> list[Node]:
        found: dict[str, Node] = {}
        for subject, name, value in self.triples.values():
            node = found.setdefault(subject, {"@id": subject})
            key, told = ("@type", value["@id"]) if name == f"{RDF}type" else (name, value)
            listed = node.setdefault(key, [])
            if isinstance(listed, list):
                listed.append(told)
        return list(found.values())

    def _element(self, node: LexborNode, place: _Place, *, is_root: bool) -> _Place:
        attributes = node.attributes
        names = place.names.within(attributes)
        if attributes.get("vocab"):
            self._say(self.base, f"{RDFA}usesVocabulary", {"@id": names.vocabulary})
        relations = list(_relations(attributes, names))
        related = "rel" in attributes or "rev" in attributes
        if "property" in attributes and related and not relations:
            related = False  # words like "nofollow" beside a property are no relation
        said = self._related(node, place, names, is_root) if related else self._unrelated(node, place, names, is_root)
        for kind in names.properties(attributes.get("typeof")) if said.typed else []:
            self._say(said.typed or "", f"{RDF}type", {"@id": kind})
        pending: tuple[Pending, ...] = ()
        if said.object is not None:
            for name, forward in relations:
                self._relate(said.subject, name, said.object, forward=forward)
        elif relations:
            pending, said.object = tuple(relations), self._blank()
        if said.object is not None or not related:
            self._properties(node, names, said, related=related)
        if not said.skips:
            for name, forward in place.pending:
                self._relate(place.subject, name, said.subject, forward=forward)
        if said.skips:
            return _Place(names, place.subject, place.object, place.pending)
        return _Place(names, said.subject, said.object or said.subject, pending)

    def _unrelated(self, node: LexborNode, place: _Place, names: Names, is_root: bool) -> _Said:
        """Rule 5: an element without a relation."""
        attributes = node.attributes
        has_type, about = "typeof" in attributes, _about(attributes, names)
        if "property" in attributes and not {"content", "datatype"} & set(attributes):
            subject = about or (self.base if is_root else place.object)
            if not has_type:
                return _Said(subject)
            typed = about or (self.base if is_root else resource_in(node, names)) or self._blank()
            return _Said(subject, typed, typed)
        own = about or resource_in(node, names) or (self.base if is_root else None)
        if own is None and node.tag in ("head", "body"):
            own = place.object
        if own is None and has_type:
            own = self._blank()
        skips = own is None and "property" not in attributes
        subject = own or place.object
        return _Said(subject, None, subject if has_type else None, skips)

    def _related(self, node: LexborNode, place: _Place, names: Names, is_root: bool) -> _Said:
        """Rule 6: an element with a relation."""
        about, has_type = _about(node.attributes, names), "typeof" in node.attributes
        subject = about or (self.base if is_root else place.object)
        target = resource_in(node, names)
        if has_type and about is None:
            target = target or self._blank()
        return _Said(subject, target, (about or target) if has_type else None)

    def _properties(self, node: LexborNode, names: Names, said: _Said, *, related: bool) -> None:
        properties = names.properties(node.attributes.get("property"))
        if properties:
            value = self._value(node, names, said, related=related)
            for name in properties:
                self._say(said.subject, name, value)

    def _value(self, node: LexborNode, names: Names, said: _Said, *, related: bool) -> Node:
        """Rule 11: a literal, typed or in a language, or what the element points at."""
        attributes = node.attributes
        if kinds := names.properties(attributes.get("datatype")):
            return {"@value": self._words(node), "@type": kinds[0]}
        if "content" not in attributes and "datatype" not in attributes:
            pointed = None if related else resource_in(node, names)
            if pointed is not None:
                return {"@id": pointed}
            if "typeof" in attributes and "about" not in attributes and said.typed is not None:
                return {"@id": said.typed}
        language = {"@language": names.language} if names.language else {}
        return {"@value": self._words(node), **language}

    def _words(self, node: LexborNode) -> str:
        content = node.attributes.get("content")
        if content is not None or self.words_left <= 0:
            return content or ""
        words = node.attributes.get("datetime") or node.text()
        self.words_left -= len(words)
        return words

    def _relate(self, subject: str, name: str, other: str, *, forward: bool) -> None:
        first, second = (subject, other) if forward else (other, subject)
        self._say(first, name, {"@id": second})

    def _say(self, subject: str, name: str, value: Node) -> None:
        self.triples[subject, name, repr(sorted(value.items()))] = (subject, name, value)

    def _blank(self) -> str:
        self.blanks += 1
        return f"_:b{self.blanks}"


def _about(attributes: Mapping[str, str | None], names: Names) -> str | None:
    return names.resource(attributes["about"] or "") or None if "about" in attributes else None


def _relations(attributes: Mapping[str, str | None], names: Names) -> Iterator[Pending]:
    terms = "property" not in attributes
    for name, forward in (("rel", True), ("rev", False)):
        yield from ((one, forward) for one in names.properties(attributes.get(name), terms=terms))
