"""Which technologies a page proves to be in use, each with the proof. What its text claims is none."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from competedexter.market.crawlers.reading.technology_data import KnownTechnology, Mark, known_technologies
from competedexter.market.crawlers.reading.technology_marks import Address, PageMarks

MAX_PROOF: Final = 200  # characters
_BESIDE: Final = 60  # characters of a program shown behind its mark


@dataclass(frozen=True)
class Proven:
    """A technology in use. `proof` is what shows it, in the page's or the server's own words."""

    name: str
    category: str
    version: str | None
    proof: str


@dataclass(frozen=True)
class _Proof:
    text: str
    version: str | None = None


def proven_technologies(marks: PageMarks) -> tuple[Proven, ...]:
    """In the order of the data file; the first mark that holds is the proof, the first version found the version."""
    loaded = _by_host(marks.loaded)
    return tuple(_proven(marks, loaded))


def _proven(marks: PageMarks, loaded: dict[str, list[Address]]) -> Iterator[Proven]:
    for known in known_technologies():
        proofs = [proof for mark in known.marks if (proof := _proof(mark, marks, loaded)) is not None]
        if proofs:
            best = next((proof for proof in proofs if proof.version), proofs[0])
            yield Proven(known.name, known.category, best.version, best.text[:MAX_PROOF])


def _proof(mark: Mark, marks: PageMarks, loaded: dict[str, list[Address]]) -> _Proof | None:
    match mark.kind:
        case "src":
            return _of_addresses(mark, loaded.get(mark.name, []) if mark.name else list(marks.loaded))
        case "link":
            own = [one for one in _by_host(marks.links).get(mark.name, []) if _names(one, marks.company)]
            return _of_addresses(mark, own) if marks.company else None
        case "inline":
            return _of_programs(mark, marks)
        case "header":
            return _of_words(mark, [(mark.name, marks.headers[mark.name])] if mark.name in marks.headers else [])
        case "meta":
            return _of_words(mark, [one for one in marks.metas if one[0] == mark.name], whole=True)
        case "cookie":
            return next((_Proof(f"cookie {name}") for name in marks.cookies if name.startswith(mark.needle)), None)
        case "dom":
            return _of_elements(mark, marks)


def _of_addresses(mark: Mark, addresses: list[Address]) -> _Proof | None:
    for address in addresses:
        found = mark.pattern.search(address.path) if mark.pattern else None
        if mark.name and found is not None and found.start() != 0:
            continue  # behind a host, the path begins as the mark says
        if found is not None or mark.pattern is None:
            return _Proof(_as_far(address, found), found[1] if found is not None and found.re.groups else None)
    return None


def _as_far(address: Address, found: re.Match[str] | None) -> str:
    """The address up to where it proves something: the rest is another picture or build at each look."""
    front = address.url.removesuffix(address.path)
    return front + address.path[: found.end()] if found is not None else front


def _of_programs(mark: Mark, marks: PageMarks) -> _Proof | None:
    for program in marks.programs:
        at = program.find(mark.needle)
        if at >= 0:
            line = program[at : at + len(mark.needle) + _BESIDE].partition("\n")[0]
            return _Proof(f"script: {' '.join(line.split())}")
    return None


def _of_words(mark: Mark, named: list[tuple[str, str]], *, whole: bool = False) -> _Proof | None:
    """A header is shown as far as it proves something: the rest of it ("1.1 4f2a.cloudfront.net") is new each time."""
    for name, words in named:
        if mark.pattern is None:
            return _Proof(f"meta {name}: {words}" if whole else f"header {name}")
        found = mark.pattern.match(words) if whole else mark.pattern.search(words)  # a plug-in names its host later on
        if found is not None:
            version = found[1] if found.re.groups else None
            return _Proof(f"meta {name}: {words}" if whole else f"header {name}: {found[0]}", version)
    return None


def _of_elements(mark: Mark, marks: PageMarks) -> _Proof | None:
    node = marks.tree.css_first(mark.needle)
    if node is None:
        return None
    version = node.attributes.get("ng-version") if mark.needle == "[ng-version]" else None
    return _Proof(f"element {mark.needle}", version)


def _by_host(addresses: tuple[Address, ...]) -> dict[str, list[Address]]:
    """Addresses by their host and by each domain above it."""
    found: dict[str, list[Address]] = defaultdict(list)
    for address in addresses:
        labels = address.host.split(".")
        for first in range(max(0, len(labels) - 6), len(labels) - 1):
            found[".".join(labels[first:])].append(address)
    return found


def _names(address: Address, company: str) -> bool:
    return bool(company) and (company in address.host.partition(".")[0] or f"/{company}" in address.path.lower())


@lru_cache(maxsize=1)
def by_name() -> dict[str, KnownTechnology]:
    """Known technologies by name in lower case."""
    return {known.name.lower(): known for known in known_technologies()}
