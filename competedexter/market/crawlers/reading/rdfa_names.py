"""Names in RDFa: terms, prefixes and addresses, as RDFa Core 1.1 (sections 7.4 and 9) resolves them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFA: Final = "http://www.w3.org/ns/rdfa#"
# The initial context that every page starts with: https://www.w3.org/2011/rdfa-context/rdfa-1.1
PREFIXES: Final[Mapping[str, str]] = {
    "rdf": RDF, "rdfa": RDFA, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#", "skos": "http://www.w3.org/2004/02/skos/core#", "foaf": "http://xmlns.com/foaf/0.1/",
    "dc": "http://purl.org/dc/terms/", "dcterms": "http://purl.org/dc/terms/", "dc11": "http://purl.org/dc/elements/1.1/",
    "schema": "http://schema.org/", "og": "http://ogp.me/ns#", "cc": "http://creativecommons.org/ns#",
    "gr": "http://purl.org/goodrelations/v1#", "v": "http://rdf.data-vocabulary.org/#", "sioc": "http://rdfs.org/sioc/ns#",
    "ctag": "http://commontag.org/ns#", "vcard": "http://www.w3.org/2006/vcard/ns#", "rev": "http://purl.org/stuff/rev#",
    "ical": "http://www.w3.org/2002/12/cal/icaltzd#", "void": "http://rdfs.org/ns/void#", "xml": "http://www.w3.org/XML/1998/namespace",
    "xhv": "http://www.w3.org/1999/xhtml/vocab#", "prov": "http://www.w3.org/ns/prov#", "wdr": "http://www.w3.org/2007/05/powder#",
    **{name: f"http://ogp.me/ns/{name}#" for name in ("article", "book", "music", "profile", "video")},  # as pages expect
}  # fmt: skip
TERMS: Final[Mapping[str, str]] = {
    "describedby": "http://www.w3.org/2007/05/powder-s#describedby", "license": PREFIXES["xhv"] + "license",
    "role": PREFIXES["xhv"] + "role",
}  # fmt: skip
_DECLARED = re.compile(r"([^\s:]{1,60}):\s+(\S{1,500})")
_MOST: Final = 50  # names in one attribute


@dataclass(frozen=True)
class Names:
    """What names mean at one place of a page."""

    base: str
    vocabulary: str = ""
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    language: str = ""

    def within(self, attributes: Mapping[str, str | None]) -> "Names":
        """What they mean inside an element that declares some anew; itself when it does not."""
        declared = {name[6:].lower(): value or "" for name, value in attributes.items() if name.startswith("xmlns:")}
        declared |= {
            name.lower(): value for name, value in _DECLARED.findall((attributes.get("prefix") or "")[:10_000])
        }
        language = attributes.get("xml:lang", self.language) or ""
        vocabulary = self.resource(attributes["vocab"] or "") if "vocab" in attributes else self.vocabulary
        if not declared and language == self.language and vocabulary == self.vocabulary:
            return self
        prefixes = {**self.prefixes, **declared} if declared else self.prefixes
        return Names(self.base, vocabulary if attributes.get("vocab", "-") else "", prefixes, language)

    def properties(self, written: str | None, *, terms: bool = True) -> list[str]:
        """Each term, prefixed name or address in an attribute; what is none of them is left out."""
        found = (self._property(name, terms=terms) for name in (written or "").split()[:_MOST])
        return list(dict.fromkeys(name for name in found if name))

    def _property(self, name: str, *, terms: bool) -> str:
        if ":" in name:
            return self._prefixed(name) or name
        if not terms:
            return ""
        return self.vocabulary + name if self.vocabulary else TERMS.get(name.lower(), "")

    def resource(self, written: str) -> str:
        """A subject or object: `[prefixed:name]`, `prefixed:name` or an address, made absolute."""
        name = written.strip()
        if name.startswith("[") and name.endswith("]"):
            return self._prefixed(name[1:-1])
        return self._prefixed(name) or self.address(name)

    def address(self, written: str) -> str:
        try:
            joined = urljoin(self.base, written.strip())
            return joined + "#" if written.strip().endswith("#") and not joined.endswith("#") else joined
        except ValueError:  # "http://[": the page's mistake
            return written.strip()

    def _prefixed(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        if not colon or rest.startswith("//"):
            return ""
        if prefix == "_":
            return f"_:{rest}"
        known = self.prefixes.get(prefix.lower())
        return known + rest if known is not None else ""


def resource_in(node: LexborNode, names: Names) -> str | None:
    """What an element points at: `resource`, else `href`, else `src`."""
    attributes = node.attributes
    if attributes.get("resource") is not None:
        return names.resource(attributes["resource"] or "") or None
    pointed = attributes.get("href", attributes.get("src"))
    return names.address(pointed) if pointed is not None else None
