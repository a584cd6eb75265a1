"""Whatever comes from outside is read or refused, in time: garbage, cut files, wrong types, bombs, foreign files."""

import base64
import random
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.bundle import MEDIA_TYPE
from competedexter.market.crawlers.crawler import Crawler
from competedexter.market.crawlers.kinds.financials import FinancialsCrawler
from competedexter.market.crawlers.kinds.funding import FundingCrawler
from competedexter.market.crawlers.kinds.patents import PatentsCrawler
from competedexter.market.crawlers.outside import NothingToRead
from tests.market.crawlers.edgar_scene import answered, facts, filing, read, submissions, year_report
from tests.market.crawlers.test_funding import CSV, ROUNDS
from tests.market.crawlers.test_patents import GOOGLE, VIEW, WRAPPERS

CRAWLERS: tuple[Crawler, ...] = (FinancialsCrawler(), FundingCrawler(), PatentsCrawler())
TYPES = ("text/html", "text/xml", "application/json", "text/csv", MEDIA_TYPE, "application/octet-stream")
FORM_D = b"""<?xml version="1.0"?><edgarSubmission><submissionType>D</submissionType><primaryIssuer><entityName>Acme
</entityName></primaryIssuer><offeringSalesAmounts><totalOfferingAmount>5</totalOfferingAmount></offeringSalesAmounts>
</edgarSubmission>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><id>https://www.sec.gov/x</id><entry><title>8-K - Acme (0000320193)</title>
<id>urn:tag:sec.gov,2008:accession-number=0000320193-24-000001</id></entry></feed>"""
SEEDS: tuple[bytes, ...] = (
    orjson.dumps(submissions(filing(1, "8-K", "2024-01-02", items="2.02", acceptanceDateTime="2024-01-02T12:00:00.000Z"))),
    orjson.dumps(facts(Revenues=[year_report(2023, 1_000), year_report(2022, 900)], Assets=[])),
    orjson.dumps(ROUNDS),
    orjson.dumps(WRAPPERS),
    orjson.dumps(VIEW),
    CSV.encode(),
    GOOGLE.encode(),
    FORM_D,
    ATOM,
    b"FORM 8-K\nAcme\n(Exact name of registrant as specified)\nItem 2.02 Results",
)  # fmt: skip
ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    10**30,
    1e300,
    "",
    "x" * 5_000,
    "2024-99-99",
    "9999-12-31",
    [],
    {},
    [None],
    {"a": []},
)


def attempt(body: bytes, content_type: str) -> int:
    """How many crawlers made sense of it; none raises anything but NothingToRead."""
    understood = 0
    for crawler in CRAWLERS:
        try:
            read(crawler, page("https://files.example/x", body, content_type=content_type))
        except NothingToRead:
            continue
        understood += 1
    return understood


def test_every_seed_is_understood_by_someone() -> None:
    assert all(attempt(seed, "application/octet-stream") for seed in SEEDS)


@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_damaged_bytes_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(120):
        body = bytearray(SEEDS[seed])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(body))
            body[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
            body = body or bytearray(b" ")
        attempt(bytes(body[: chance.randint(1, len(body))] if chance.random() < 0.3 else body), chance.choice(TYPES))


def _replaced(value: Any, chance: random.Random) -> Any:
    """The same JSON with some values of another type."""
    if chance.random() < 0.12:
        return chance.choice(ODD)
    if isinstance(value, dict):
        return {key: _replaced(one, chance) for key, one in value.items()}
    return [_replaced(one, chance) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", [at for at, body in enumerate(SEEDS) if body.startswith(b"{")])
def test_json_of_wrong_types_is_read_or_refused(seed: int) -> None:
    chance, whole = random.Random(seed), orjson.loads(SEEDS[seed])
    for _ in range(300):
        odd = _replaced(whole, chance)
        try:
            body = orjson.dumps(odd)
        except TypeError:  # a number that orjson does not write
            body = repr(odd).replace("'", '"').replace("None", "null").replace("True", "true").encode()
        attempt(body, "application/json")


def test_random_bytes_are_refused() -> None:
    chance = random.Random(1)
    for size in (0, 1, 2, 50, 5_000):
        assert attempt(chance.randbytes(size), "text/html") == 0
    for start in (b"{", b"[", b"<", b"{" * 5_000, b"[" * 100_000, b"<a>" * 5_000, b"\xef\xbb\xbf<", b"<?xml"):
        attempt(start + chance.randbytes(200), "application/json")


BOMB = b'<?xml version="1.0"?><!DOCTYPE edgarSubmission [<!ENTITY a "%b">%b]>' % (
    b"lol" * 20,
    b"".join(b'<!ENTITY a%d "%b">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12)),
)
FOREIGN = b'<?xml version="1.0"?><!DOCTYPE edgarSubmission [<!ENTITY x SYSTEM "file://%s">]>'


@pytest.mark.parametrize("document", [FORM_D, ATOM])
def test_entities_are_refused_before_they_are_read(document: bytes, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2")
    inner = document.replace(b'<?xml version="1.0"?>', b"").replace(b"Acme", b"&a11;&x;")
    started = time.monotonic()
    for prologue in (BOMB, FOREIGN % str(secret).encode()):
        assert attempt(prologue + inner, "text/xml") == 0
    assert time.monotonic() - started < 1


def test_deep_and_wide_xml_is_done_in_time() -> None:
    started = time.monotonic()
    attempt(b"<feed>" + b"<entry>" * 200_000, "text/xml")
    attempt(
        b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry><title>x</title></entry>" * 60_000 + b"</feed>",
        "text/xml",
    )
    attempt(
        b"<edgarSubmission><submissionType>D</submissionType>" + b"<entityName>x</entityName>" * 100_000, "text/xml"
    )
    assert time.monotonic() - started < 10


def test_long_lines_are_done_in_time() -> None:
    started = time.monotonic()
    for piece in (b"Item 2.0", b"8-K - ", b"form  8-k ", b"<", b",", b'"', b"0000320193-24-00000", b"Date of report "):
        attempt(b"FORM 8-K\n" + piece * (300_000 // len(piece)), "text/plain")
        attempt(piece * (300_000 // len(piece)), "text/csv")
    assert time.monotonic() - started < 15


def _part(**more: object) -> dict[str, object]:
    good = {
        "url": "https://x.example",
        "status": 200,
        "headers": {},
        "mediaType": "",
        "charset": "utf-8",
        "rendered": False,
    }
    return good | {"body": base64.b64encode(SEEDS[0]).decode()} | more


@pytest.mark.parametrize(
    "parts",
    [
        b"not json",
        b"{}",
        b"[]",
        b"[1]",
        b"null",
        orjson.dumps([_part(body="?")]),
        orjson.dumps([_part(body=None)]),
        orjson.dumps([_part(url=5)]),
        orjson.dumps([_part(charset=[])]),
        orjson.dumps([_part(charset="no such charset", body="YQ==")]),
    ],
)
def test_what_only_says_that_it_is_a_bundle_is_refused(parts: bytes) -> None:
    assert attempt(parts, MEDIA_TYPE) == 0


def test_a_bundle_is_read() -> None:
    assert attempt(orjson.dumps([_part()]), MEDIA_TYPE) == 2


def test_real_files_cut_anywhere_are_read_or_refused(shared_data: Path) -> None:
    chance = random.Random(3)
    for path in sorted((shared_data / "sec-edgar-sample").iterdir()):
        body = path.read_bytes()
        for _ in range(2 if len(body) > 500_000 else 6):
            attempt(body[: chance.randrange(len(body))], "text/html" if path.suffix == ".html" else "text/plain")


def test_the_pages_of_a_service_that_is_down_are_not_read(shared_data: Path) -> None:
    """Their status makes them a state; were they answered with 200 they would be no data either."""
    for number in (4, 5):
        body = (shared_data / "sec-edgar-sample" / f"getcurrent_{number}_503.xml").read_bytes()
        for crawler in CRAWLERS:
            with pytest.raises(NothingToRead):
                read(crawler, answered(body))
