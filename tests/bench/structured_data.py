"""How well structured data is read: equality with the gold of extruct's own tests, per syntax.

usage: python -m tests.bench.structured_data [DATA]      DATA: the folder of real captures (default ../shared/data)
"""

import json
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.crawlers.reading.microdata import MicrodataItem, read_microdata
from competedexter.market.crawlers.reading.open_graph import read_open_graph
from competedexter.market.crawlers.reading.rdfa import read_rdfa
from competedexter.market.crawlers.reading.structured_data import read_json_ld

W3C = {  # strict: every value in a list; the base where the gold has one
    "microdata.4.2.strings": "", "microdata.4.2.strings.unclean": "", "microdata.5.2": "", "microdata.5.3": "",
    "microdata.5.5": "", "microdata.7.1": "http://blog.example.com/progress-report", "microdata.4.2.meter": "",
    "microdata.4.2.data": "", "microdata.object": "http://www.example.com/microdata/test",
}  # fmt: skip
EXAMPLE = "http://www.example.com/index.html"
SONGKICK = "http://www.songkick.com/artists/236156-elysian-fields"
SCHEMA_ORG = ("CreativeWork", "LocalBusiness", "MusicRecording", "Event", "SearchAction", "product")


def microdata(samples: Path) -> Iterator[tuple[str, bool]]:
    for name, base in W3C.items():
        yield (
            name,
            _microdata(samples / "w3c" / f"{name}.html", base, strict=True) == _gold(samples / f"w3c/{name}.json"),
        )
    folder = samples / "schema.org"
    for page in sorted(page for page in folder.glob("*.html") if page.name.startswith(SCHEMA_ORG)):
        gold = page.with_suffix(".json")
        if gold.exists():
            yield page.stem, _microdata(page, "", strict=False) == _gold(gold)
    custom = _microdata(folder / "product.html", "http://some-example.com", strict=False)
    yield "product with a base", custom == _gold(folder / "product_custom_url.json")
    described = samples / "websites" / "microdata-with-description.html"
    yield from _songkick(samples, "microdata", lambda page: _microdata(page, "", strict=False))
    yield described.stem, _microdata(described, "", strict=False) == _gold(described.with_suffix(".json"))


def json_ld(samples: Path) -> Iterator[tuple[str, bool]]:
    for gold in sorted(samples.rglob("*.jsonld")):
        wanted, read = _gold(gold), _json_ld(gold.with_suffix(".html"))
        if isinstance(wanted, dict):  # of another tool: a list of roots
            wanted = [one for root in wanted["items"] for one in root]
        yield f"{gold.parent.name}/{gold.stem}", read == wanted
    yield from _songkick(samples, "json-ld", _json_ld)


def open_graph(samples: Path) -> Iterator[tuple[str, bool]]:
    for name in ("misc/opengraph_test", "misc/opengraph_ns_product_test"):
        yield name, _open_graph(samples / f"{name}.html") == _gold(samples / f"{name}.json")
    yield from _songkick(samples, "opengraph", _open_graph)


def _songkick(samples: Path, syntax: str, read: Callable[[Path], object]) -> Iterator[tuple[str, bool]]:
    """Pages whose gold holds every syntax."""
    for name in ("elysianfields", "tovestyrke"):
        wanted = _gold(samples / "songkick" / f"{name}.json")
        if syntax in wanted:
            yield f"songkick/{name}", read(samples / "songkick" / f"{name}.html") == wanted[syntax]


def rdfa(samples: Path) -> Iterator[tuple[str, bool]]:
    """Names of blank nodes do not count. One page is not equal: it has XML literals, which nothing here needs."""
    for page in sorted((samples / "w3crdfa").glob("*.html")):
        yield page.stem, _rdfa(page, EXAMPLE) == _sorted(_gold(page.with_suffix(".expanded.json")))
    wikipedia = samples / "wikipedia" / "xhtml+rdfa.html"
    yield wikipedia.stem, _rdfa(wikipedia, EXAMPLE) == _sorted(_gold(wikipedia.with_suffix(".expanded.json")))
    for name, base in (
        ("expanded_OG_support_test", EXAMPLE),
        ("Portfolio_Niels_Lubberman", "http://nielslubberman.nl/drupal/"),
    ):
        yield name, _rdfa(samples / f"misc/{name}.html", base) == _sorted(_gold(samples / f"misc/{name}.json"))
    for name in ("elysianfields", "elysianfields_1", "tovestyrke"):
        gold = _gold(samples / f"songkick/{name}.json")
        read = _rdfa(samples / f"songkick/{name}.html", gold.get("url", SONGKICK) if isinstance(gold, dict) else "")
        yield f"songkick/{name}", read == _sorted(gold["rdfa"])


SYNTAXES: dict[str, Callable[[Path], Iterator[tuple[str, bool]]]] = {
    "JSON-LD": json_ld, "microdata": microdata, "OpenGraph": open_graph, "RDFa": rdfa,
}  # fmt: skip


def measure(data: Path) -> dict[str, dict[str, bool]]:
    """Whether what was read of each page equals its gold, by syntax and page."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(data / "jsonld-extruct" / "tests.tar.xz") as stored:
        stored.extractall(folder, filter="data")
        samples = Path(folder) / "tests" / "samples"
        return {name: dict(pages(samples)) for name, pages in SYNTAXES.items()}


def as_gold(item: MicrodataItem, *, strict: bool) -> dict[str, object]:
    """An item as extruct writes it: one value alone is no list, unless `strict`."""
    told: dict[str, object] = {}
    if item.types:
        told["type"] = list(item.types) if strict or len(item.types) > 1 else item.types[0]
        if item.id:
            told["id"] = item.id
    properties = {}
    for name, values in item.properties.items():
        written = [as_gold(value, strict=strict) if isinstance(value, MicrodataItem) else value for value in values]
        properties[name] = written if strict or len(written) > 1 else written[0]
    return told | ({"properties": properties} if properties else {"value": item.value})


def _microdata(page: Path, base: str, *, strict: bool) -> list[dict[str, object]]:
    return [as_gold(item, strict=strict) for item in read_microdata(_tree(page), base)]


def _json_ld(page: Path) -> list[object]:
    return [one for root in read_json_ld(_tree(page)) for one in (root if isinstance(root, list) else [root]) if one]


def _open_graph(page: Path) -> list[object]:
    read = read_open_graph(_tree(page))
    return [{"namespace": read.namespace, "properties": [list(pair) for pair in read.properties]}]


def _rdfa(page: Path, base: str) -> object:
    return _sorted(read_rdfa(_tree(page), base))


def _sorted(told: object) -> object:
    """Without order, without the names of blank nodes."""
    if isinstance(told, list):
        return sorted((_sorted(one) for one in told), key=repr)
    if isinstance(told, dict):
        return sorted(((key, _sorted(value)) for key, value in told.items()), key=repr)
    return "_:" if isinstance(told, str) and told.startswith("_:") else told


def _tree(page: Path):  # type: ignore[no-untyped-def]  # the parser's own tree
    return parse(page.read_text(encoding="utf-8", errors="replace"))


def _gold(path: Path) -> Any:  # Any: JSON
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not root.is_dir():
        sys.exit(f"The real captures are not at {root}: nothing measured.")
    for syntax, pages in measure(root).items():
        print(f"{syntax:<12} equal to gold   {sum(pages.values())}/{len(pages)}")
        for page, equal in pages.items():
            if not equal:
                print(f"   other: {page}")
