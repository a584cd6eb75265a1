"""Technologies are told by proof: headers, cookies, addresses, programs, meta, elements; never by what the words claim."""

import tarfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.bundle import MEDIA_TYPE, enclosed
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.kinds.tech_stack import TechStackCrawler
from competedexter.market.crawlers.outside import KeyMissing, NothingToRead, Outside
from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.crawlers.reading.technology import proven_technologies
from competedexter.market.crawlers.reading.technology_data import known_technologies
from competedexter.market.crawlers.reading.technology_marks import marks_of
from competedexter.market.evidence.listings import TechnologiesRecord

URL = "https://www.acme.example/"
SOURCE = SourceRef(UUID(int=1), UUID(int=2), "tech_stack", URL, {})
CRAWLER = TechStackCrawler()
WORDS = "Acme keeps the minutes of your meetings and sends them to everyone who was there, on time and in full. " * 8
HTML = f"""<!doctype html><html lang="en"><head><title>Acme</title>
<meta name="generator" content="WordPress 6.4.2">
<link rel="preconnect" href="https://fonts.googleapis.com">
<script src="https://js.stripe.com/v3/?advancedFraudSignals=false"></script>
<script src="/assets/jquery-3.7.1.min.js?ver=9"></script>
<script>window.dataLayer=[]; gtag('config', 'G-ABC123');</script>
<script type="application/json">{{"post": "How we left Mixpanel: mixpanel.init('x') was gone in a day"}}</script>
</head><body><main><div id="__next"><h1>Acme</h1><p>{WORDS}</p><p>We integrate with Segment, HubSpot and Salesforce.</p>
<pre>&lt;script src="https://cdn.segment.com/analytics.js"&gt;&lt;/script&gt;</pre><a href="https://js.intercomcdn.com">Intercom</a>
</div></main><footer><a href="https://acme.statuspage.io">Status</a><a href="https://other.zendesk.com">A customer</a>
</footer></body></html>"""
HEADERS = {
    "Server": "cloudflare",
    "CF-RAY": "8f1c-FRA",
    "Set-Cookie": "__hstc=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/, _hjSessionUser_7=x; Secure",
}


def found_in(html: str, headers: dict[str, str] | None = None) -> dict[str, str]:
    return {one.name: one.proof for one in proven_technologies(marks_of(page(URL, html, headers=headers)))}


def test_each_technology_comes_with_its_proof() -> None:
    assert found_in(HTML, HEADERS) == {
        "Google Analytics": "script: gtag('config', 'G-ABC123');",
        "Hotjar": "cookie _hjSessionUser_7",
        "HubSpot": "cookie __hstc",
        "Stripe": "https://js.stripe.com",
        "Statuspage": "https://acme.statuspage.io",
        "Cloudflare": "header server: cloudflare",
        "WordPress": "meta generator: WordPress 6.4.2",
        "Next.js": "element #__next",
        "Google Fonts": "https://fonts.googleapis.com",
        "jQuery": "https://www.acme.example/assets/jquery-3.7.1",
    }


def test_versions_are_captured_where_the_proof_has_them() -> None:
    versions = {one.name: one.version for one in proven_technologies(marks_of(page(URL, HTML, headers=HEADERS)))}
    assert (versions["WordPress"], versions["jQuery"], versions["Stripe"]) == ("6.4.2", "3.7.1", None)


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"server": "ApacheTrafficServer/9"}, "Apache HTTP Server"),
        ({"server": "Apache/2.4.1"}, "nginx"),
        ({"x-note": "cloudflare"}, "Cloudflare"),
    ],
)
def test_what_only_looks_like_a_mark_is_none(headers: dict[str, str], name: str) -> None:
    assert name not in found_in("<p>Hello</p>", headers)


def test_a_host_is_a_host_and_not_a_piece_of_another() -> None:
    assert not found_in('<script src="https://notjs.stripe.com.evil.example/js.stripe.com/v3"></script>')


def test_the_data_is_sound() -> None:
    known, empty = known_technologies(), parse("<p>")
    names = [one.name for one in known]
    assert len(names) == len(set(names)) >= 250
    for mark in (mark for one in known for mark in one.marks):
        assert mark.kind != "dom" or empty.css_first(mark.needle) is None  # the selector parses
        assert mark.kind not in ("src", "link") or mark.name or len(mark.needle) > 5


async def test_a_look_keeps_the_headers_with_the_page() -> None:
    web = ScriptedWebClient({URL: page(URL, HTML, headers=HEADERS)})
    response = await CRAWLER.fetch(SOURCE, web)
    assert response.media_type == MEDIA_TYPE
    (finding,) = CRAWLER.read(SOURCE, response)
    record = finding.record
    assert isinstance(record, TechnologiesRecord)
    assert (finding.snapshot_type, finding.title, finding.quality.score) == (
        "tech_stack",
        "Technology of acme.example",
        1.0,
    )
    for one in record.technologies:
        assert finding.text[one.start : one.end].endswith(one.proof)
    assert "Cloudflare (CDN)\nheader server: cloudflare" in finding.text


async def test_a_wall_is_judged_as_a_page_and_not_read_as_the_site() -> None:
    wall = "<html><head><title>Just a moment...</title></head><body>Checking your browser<script src='/cdn-cgi/challenge-platform/x'></script></body></html>"
    response = await CRAWLER.fetch(SOURCE, ScriptedWebClient({URL: page(URL, wall, headers=HEADERS)}))
    assert response.media_type == "text/html"


def test_a_page_without_marks_is_an_honest_nothing() -> None:
    (finding,) = CRAWLER.read(SOURCE, enclosed([page(URL, f"<html><body><p>{WORDS}</p></body></html>")]))
    assert finding.quality.score == 0.6
    assert finding.quality.reasons == ("no technology we know was found",)


BUILTWITH = {
    "Results": [
        {
            "Lookup": "acme.example",
            "Result": {
                "Paths": [
                    {
                        "Domain": "acme.example",
                        "SubDomain": "www",
                        "Technologies": [
                            {"Name": "Stripe", "Tag": "payment", "FirstDetected": 1546300800000, "LastDetected": 1767225600000},
                            {"Name": "Old Chat", "Tag": "widgets", "FirstDetected": 1, "LastDetected": 1600000000000},
                            {"Name": "Some Cache", "Tag": "javascript", "LastDetected": 1767225600000},
                            "garbage",
                            {"Name": None},
                        ],
                    }
                ]
            },
        }
    ],
    "Errors": [],
}  # fmt: skip


async def test_builtwith_is_asked_with_the_key_and_the_key_is_not_kept() -> None:
    asked = "http://127.0.0.1:9/v21/api.json?KEY=secret&LOOKUP=acme.example&HIDETEXT=yes&HIDEDL=yes"
    web = ScriptedWebClient({asked: page(asked, orjson.dumps(BUILTWITH), content_type="application/json")})
    source = replace(
        SOURCE,
        url="https://api.builtwith.com/v21/api.json?LOOKUP=acme.example",
        outside=Outside({"https://api.builtwith.com": "http://127.0.0.1:9"}, {"builtwith": "secret"}),
    )
    response = await CRAWLER.fetch(source, web)
    assert "secret" not in response.url
    (finding,) = CRAWLER.read(source, response)
    assert isinstance(finding.record, TechnologiesRecord)
    assert [(one.name, one.category, one.proof) for one in finding.record.technologies] == [
        ("Some Cache", "library", "BuiltWith: detected on www.acme.example"),
        ("Stripe", "payment", "BuiltWith: detected on www.acme.example, first on 2019-01-01"),
    ]
    assert "secret" not in finding.text + finding.url


async def test_builtwith_without_a_key_says_so() -> None:
    with pytest.raises(KeyMissing, match="BUILTWITH_KEY"):
        await CRAWLER.fetch(replace(SOURCE, config={"via": "builtwith"}), ScriptedWebClient())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"Results": [], "Errors": [{"Message": "Invalid key", "Code": -2}]}', "Invalid key"),
        (b'{"jobs": []}', "neither to a page"),
        (b"{broken", "neither to a page"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(body: bytes, reason: str) -> None:
    with pytest.raises(NothingToRead, match=reason):
        CRAWLER.read(SOURCE, page(URL, body, content_type="application/json"))


@settings(max_examples=60, deadline=None)
@given(html=st.text(max_size=400), cookie=st.text(max_size=80), url=st.text(max_size=40))
def test_no_page_breaks_it(html: str, cookie: str, url: str) -> None:
    body = f"<html><script src='{url}'></script><a href='{url}'>x</a>{html}"
    proven_technologies(marks_of(page("https://acme.example/", body, headers={"set-cookie": cookie})))


def test_real_pages_are_read_with_proofs_that_stand_in_them(shared_data: Path) -> None:
    with_any = 0
    with tarfile.open(shared_data / "trafilatura-eval-137" / "html.tar.xz") as stored:
        for member in stored:
            file = stored.extractfile(member) if member.isfile() else None
            if file is None:
                continue
            response = page(URL, file.read())
            found = proven_technologies(marks_of(response))
            with_any += bool(found)
            for one in found:
                words = one.proof.partition(": ")[2] or one.proof.partition("//")[2].partition("/")[0]
                shown = words.replace("&", "&amp;") if one.proof.startswith("meta ") else words
                assert one.proof.startswith(("element ", URL)) or shown in " ".join(response.text.split()), one
    assert with_any >= 110  # of 137; the rest are cut to their text
