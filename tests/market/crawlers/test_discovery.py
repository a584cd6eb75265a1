"""Six places are found from links and sitemaps, in many languages, with a reason; hostile input costs nothing."""

import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.reading.discovery import SlotCandidate, parse_sitemap, slots_from

HOME = "https://www.acme.example/"


def found(body: str, sitemap: tuple[str, ...] = (), url: str = HOME) -> dict[str, SlotCandidate]:
    """The surest candidate of each slot."""
    best: dict[str, SlotCandidate] = {}
    for candidate in slots_from(page(url, body), sitemap):
        assert 0 <= candidate.confidence <= 1
        assert candidate.why[0].isupper()
        assert candidate.why.endswith(".")
        best.setdefault(candidate.slot, candidate)
    return best


def test_a_usual_home_page_gives_all_six() -> None:
    slots = found(
        """<head><link rel="alternate" type="application/rss+xml" title="Acme blog" href="/blog/feed.xml"></head>
        <nav><a href="/product/features">Features</a> <a href="/pricing?utm_source=nav">Pricing</a></nav>
        <footer><a href="https://docs.acme.example/">Docs</a> <a href="/changelog">Changelog</a>
        <a href="https://boards.greenhouse.io/acme">Careers</a></footer>"""
    )
    assert {slot: one.url for slot, one in slots.items()} == {
        "feed": "https://www.acme.example/blog/feed.xml",
        "features": "https://www.acme.example/product/features",
        "pricing": "https://www.acme.example/pricing",
        "docs": "https://docs.acme.example/",
        "changelog": "https://www.acme.example/changelog",
        "careers": "https://boards.greenhouse.io/acme",
    }
    assert slots["pricing"].why == "The home page links it as “Pricing”."
    assert slots["feed"].why == "The home page declares a feed called “Acme blog”."
    assert "greenhouse.io" in slots["careers"].why
    assert min(one.confidence for one in slots.values()) > 0.85


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        ("pricing", "Preise"), ("pricing", "Tarifs"), ("pricing", "Precios"), ("pricing", "Preços"), ("pricing", "Prezzi"),
        ("pricing", "Prijzen"), ("pricing", "Priser"), ("pricing", "Hinnat"), ("pricing", "Cennik"), ("pricing", "Ceník"),
        ("pricing", "Цены"), ("pricing", "Fiyatlandırma"), ("pricing", "料金プラン"), ("pricing", "价格"), ("pricing", "요금제"),
        ("pricing", "מחירים"), ("pricing", "الأسعار"), ("pricing", "Plans & Pricing"), ("pricing", "See our pricing"),
        ("features", "Funktionen"), ("features", "Fonctionnalités"), ("features", "Funcionalidades"), ("features", "機能"),
        ("features", "Возможности"), ("features", "All features"), ("careers", "Karriere"), ("careers", "Nous rejoindre"),
        ("careers", "Trabaja con nosotros"), ("careers", "Lavora con noi"), ("careers", "Vacatures"), ("careers", "採用情報"),
        ("careers", "Вакансии"), ("careers", "We’re hiring"), ("changelog", "What’s new"), ("changelog", "Release notes"),
        ("changelog", "Обновления"), ("changelog", "更新履歴"), ("docs", "Documentation"), ("docs", "Dokumentation"),
        ("docs", "Documentación"), ("docs", "ドキュメント"), ("docs", "Документация"), ("docs", "API reference"),
    ],
)  # fmt: skip
def test_a_link_is_known_by_its_text_in_many_languages(slot: str, text: str) -> None:
    slots = found(f'<a href="/p/1">{text}</a>')
    assert slots[slot].url == "https://www.acme.example/p/1"
    assert all(one.confidence <= slots[slot].confidence for one in slots.values())


@pytest.mark.parametrize(
    ("slot", "path"),
    [
        ("pricing", "/pricing"), ("pricing", "/en-us/pricing/"), ("pricing", "/de/preise.html"), ("pricing", "/fr/tarifs"),
        ("pricing", "/%E6%96%99%E9%87%91"), ("pricing", "/product/pricing"), ("features", "/features.php"),
        ("careers", "/jobs"), ("careers", "/about/careers"), ("changelog", "/release-notes"), ("docs", "/docs/"),
    ],
)  # fmt: skip
def test_an_address_of_the_sitemap_is_known_by_its_path(slot: str, path: str) -> None:
    slots = found("", (f"https://www.acme.example{path}",))
    assert slots[slot].url.endswith(path)
    assert slots[slot].why == "The sitemap names it."


def test_a_link_that_says_so_is_surer_than_the_sitemap_and_the_sitemap_than_a_deep_page() -> None:
    candidates = slots_from(
        page(HOME, '<a href="/pricing">Pricing</a>'),
        ["https://www.acme.example/plans", "https://www.acme.example/a/b/pricing"],
    )
    pricing = [one for one in candidates if one.slot == "pricing"]
    assert [one.url.removeprefix("https://www.acme.example") for one in pricing] == [
        "/pricing",
        "/plans",
        "/a/b/pricing",
    ]
    assert pricing[0].confidence > 0.9 > pricing[1].confidence > pricing[2].confidence


def test_the_page_in_the_language_of_the_home_page_comes_first() -> None:
    links = '<a href="/pricing">Pricing</a><a href="/de/preise">Preise</a>'
    assert found(links)["pricing"].url == "https://www.acme.example/pricing"
    assert found(links, url="https://www.acme.example/de/")["pricing"].url == "https://www.acme.example/de/preise"


def test_words_under_another_head_are_not_the_place() -> None:
    slots = found(
        '<a href="/blog/pricing">Pricing</a>',
        ("https://www.acme.example/blog/changelog", "https://www.acme.example/customers/careers"),
    )
    assert slots == {}


def test_other_sites_are_less_sure_than_the_own_one() -> None:
    slots = found('<a href="https://other.example/careers">Careers</a>')
    assert slots["careers"].confidence < 0.5
    both = '<a href="https://other.example/careers">Careers</a><a href="/jobs">Open positions</a>'
    assert found(both)["careers"].url == "https://www.acme.example/jobs"
    assert (
        found('<a href="https://bob.github.io/docs">Docs</a>', url="https://acme.github.io/")["docs"].confidence < 0.5
    )
    assert found('<a href="https://docs.acme.co.uk/">Guide</a>', url="https://acme.co.uk/")["docs"].confidence > 0.8


@pytest.mark.parametrize(
    "board",
    [
        "https://boards.greenhouse.io/acme", "https://job-boards.eu.greenhouse.io/acme", "https://jobs.lever.co/acme",
        "https://jobs.ashbyhq.com/acme", "https://apply.workable.com/acme/", "https://acme.jobs.personio.de/",
        "https://acme.recruitee.com/", "https://careers.smartrecruiters.com/Acme", "https://acme.bamboohr.com/careers",
        "https://acme.wd5.myworkdayjobs.com/en-US/External", "https://careers.acme.teamtailor.com/",
    ],
)  # fmt: skip
def test_a_job_board_at_a_known_service_fills_careers(board: str) -> None:
    careers = found(f'<a href="{board}">We are growing</a>')["careers"]
    assert careers.url == board
    assert careers.confidence > 0.9


def test_a_service_itself_is_not_a_job_board() -> None:
    assert found('<a href="https://www.greenhouse.io/">Greenhouse</a><a href="https://help.lever.co/x">Lever</a>') == {}
    personio = found('<a href="https://www.personio.com/pricing">Pricing</a>', url="https://www.personio.com/")
    assert list(personio) == ["pricing"]


def test_feeds_are_declared_or_linked_and_comments_are_not_asked_for() -> None:
    slots = found(
        """<link rel=alternate type=application/rss+xml title="Acme » Comments Feed" href=/comments/feed/>
        <link rel=alternate type=application/atom+xml href=atom.xml><link rel=alternate hreflang=de href=/de/>
        <link rel=alternate type=application/json+oembed href=/oembed>"""
    )
    assert slots["feed"].url == "https://www.acme.example/atom.xml"
    assert found('<a href="/blog/rss.xml">RSS</a>')["feed"].url == "https://www.acme.example/blog/rss.xml"
    assert found('<a href="/comments/feed/">Comments RSS</a>') == {}


def test_a_section_of_the_home_page_is_better_than_nothing() -> None:
    section = '<a href="#pricing">Pricing</a>'
    assert found(section)["pricing"].why == "The home page has a section called “Pricing”."
    assert found(section)["pricing"].confidence < 0.6
    assert found(section + '<a href="/pricing">Pricing</a>')["pricing"].url == "https://www.acme.example/pricing"


def test_links_without_words_are_known_by_label_and_links_in_hidden_menus_count() -> None:
    assert found('<a href="/x" aria-label="Pricing"><svg></svg></a>')["pricing"].confidence > 0.8
    assert "docs" in found('<nav hidden><ul style="display:none"><li><a href="/d">Docs</a></li></ul></nav>')
    assert found('<base href="https://www.acme.example/en/"><a href="pricing">P</a>')["pricing"].url.endswith(
        "/en/pricing"
    )


def test_files_and_other_schemes_are_no_pages() -> None:
    assert (
        found(
            '<a href="/pricing.pdf">Pricing</a><a href="mailto:jobs@acme.example">Jobs</a><a href="javascript:docs()">Docs</a>'
            '<a href="/">Pricing</a><a href="http://[">Pricing</a><a href="data:text/html,x">Pricing</a>'
        )
        == {}
    )


def test_many_links_and_addresses_take_bounded_time() -> None:
    body = "".join(f'<a href="/section-{n}/preise-und-plane">Preise & Pläne {n}</a>' for n in range(6_000))
    urls = [f"https://www.acme.example/de/produkte/{n}/übersicht" for n in range(60_000)]
    began = time.process_time()
    slots_from(page(HOME, body), urls)
    assert time.process_time() - began < 8


@given(
    st.lists(st.text(max_size=30), max_size=4),
    st.binary(max_size=300),
    st.text(max_size=40),
)
@settings(max_examples=120, deadline=None)
def test_any_page_and_any_addresses_can_be_searched(urls: list[str], body: bytes, url: str) -> None:
    slots_from(page(url, body), urls)
    slots_from(page(HOME, b'<a href="' + body + b'">Pricing</a>'), [f"https://{one}/pricing" for one in urls])


# sitemaps


SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://acme.example/pricing </loc><lastmod>2026-10-01</lastmod></url><!-- x -->
<url><loc>https://acme.example/docs?a=1&amp;b=2</loc><priority>0.5</priority></url><url><loc>/relative</loc></url></urlset>"""


def test_a_sitemap_gives_addresses_and_times() -> None:
    expected = [("https://acme.example/pricing", "2026-10-01"), ("https://acme.example/docs?a=1&b=2", None)]
    assert parse_sitemap(SITEMAP) == expected
    assert parse_sitemap(gzip.compress(SITEMAP)) == expected


def test_an_index_gives_the_sitemaps_it_names() -> None:
    index = b"<sitemapindex><sitemap><loc>https://acme.example/sitemap-1.xml.gz</loc></sitemap></sitemapindex>"
    assert [entry.url for entry in parse_sitemap(index)] == ["https://acme.example/sitemap-1.xml.gz"]


def test_a_plain_list_is_a_sitemap_too() -> None:
    body = b"https://acme.example/a\nhttps://acme.example/b\r\nnonsense\n"
    assert [entry.url for entry in parse_sitemap(body)] == ["https://acme.example/a", "https://acme.example/b"]


def test_a_broken_sitemap_gives_what_could_be_read() -> None:
    assert [entry.url for entry in parse_sitemap(SITEMAP[:200])][:1] == ["https://acme.example/pricing"]
    assert parse_sitemap(b"<html><body>Not found") == []
    assert parse_sitemap(b"\x1f\x8bnot gzip") == []


def test_entities_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://secret.example/")
    for declared in (f'SYSTEM "file://{secret}"', f'"{"x" * 50}"'):
        body = f"<!DOCTYPE u [<!ENTITY e {declared}>]><urlset><url><loc>https://acme.example/&e;</loc></url></urlset>"
        assert all("secret" not in entry.url and "xx" not in entry.url for entry in parse_sitemap(body.encode()))


def test_bombs_cost_nothing() -> None:
    laughs = b'<!DOCTYPE b [<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
    ) + b"]><urlset><url><loc>https://acme.example/&a11;</loc></url></urlset>"  # fmt: skip
    bomb = gzip.compress(b"<urlset>" + b"<url>" * 9_000_000)
    began = time.process_time()
    parse_sitemap(laughs)
    parse_sitemap(bomb)
    parse_sitemap(b"<urlset>" + b"<a>&x;<" * 1_000_000)
    assert time.process_time() - began < 8


def test_more_addresses_than_the_protocol_allows_are_cut() -> None:
    body = b"<urlset>" + b"<url><loc>https://acme.example/p</loc></url>" * 60_000 + b"</urlset>"
    assert len(parse_sitemap(body)) == 50_000


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_can_be_a_sitemap(body: bytes) -> None:
    for candidate in (body, b"<urlset>" + body, b"\x1f\x8b\x08" + body, gzip.compress(body)):
        assert all(entry.url.startswith("http") for entry in parse_sitemap(candidate))


def test_real_attacks_on_xml_readers_give_nothing(shared_data: Path) -> None:
    folder = shared_data / "attack-corpora" / "PayloadsAllTheThings" / "XXE Injection"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert not any("root:" in entry.url for entry in parse_sitemap(path.read_bytes()))
