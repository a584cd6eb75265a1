"""How sites name their places: words of paths and link texts in a dozen languages, and the hosts that serve them.

Path words are compared with whole path segments, link words with the whole text of a link; both folded to lower case,
without accents, hyphens for spaces.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_WORDS: Final[dict[str, str]] = {
    "pricing": """
        pricing prices price plans pricing-plans plans-pricing plans-and-pricing pricing-and-plans plans-prices price-list
        our-plans our-pricing see-pricing view-pricing view-plans see-plans compare-plans subscription-plans rates
        pricing-table pricing-page cost costs editions packages buy-now
        preise preis preisliste preisplan preise-und-plane preise-plane tarife kosten pakete
        tarifs tarif prix nos-tarifs nos-prix offres-et-tarifs tarification forfaits abonnements
        precios precio planes planes-y-precios tarifas precios-y-planes
        precos preco planos planos-e-precos precos-e-planos
        prezzi prezzo listino piani-e-prezzi piani tariffe listino-prezzi
        prijzen prijs tarieven prijzen-en-pakketten abonnementen
        priser pris prisplaner prissattning hinnoittelu hinnat hinnasto
        cennik ceny plany cenik ceniky arazas arak preturi tseny
        fiyatlandirma fiyatlar ucretlendirme
        цены тарифы стоимость ціни тарифи
        料金 料金プラン 価格 プラン 价格 定价 價格 定價 套餐 요금 요금제 가격 가격정책 המחירים מחירים תמחור الأسعار التسعير الاسعار
        """,
    "features": """
        features feature product products platform overview product-overview product-tour tour why-us capabilities
        solutions how-it-works what-we-do all-features our-features our-product our-products key-features
        funktionen funktionsumfang produkt produkte leistungen ubersicht plattform losungen
        fonctionnalites produit produits plateforme solution
        funcionalidades caracteristicas producto productos plataforma funciones soluciones
        recursos produto produtos solucoes
        funzionalita prodotto prodotti piattaforma caratteristiche soluzioni
        functies functionaliteiten product-overzicht mogelijkheden oplossingen
        funktioner produkter funksjoner ominaisuudet tuotteet tuote
        funkcje funkcjonalnosci produkty funkce vlastnosti ozellikler urunler
        возможности продукт продукты функции можливості
        機能 機能一覧 製品 特長 功能 产品 產品 특징 기능 제품 תכונות מוצר المميزات الميزات المنتجات
        """,
    "careers": """
        careers career jobs job work-with-us join-us join-our-team open-positions open-roles vacancies hiring
        were-hiring we-are-hiring come-work-with-us work-at life-at job-openings current-openings employment opportunities
        karriere stellenangebote stellen offene-stellen jobs-und-karriere arbeiten-bei
        carrieres carriere emplois emploi recrutement nous-rejoindre rejoignez-nous offres-demploi
        empleo empleos trabaja-con-nosotros trabajos unete carreras vacantes
        carreiras vagas trabalhe-conosco trabalhe-connosco emprego
        carriera carriere-lavoro lavora-con-noi posizioni-aperte lavoro
        vacatures werken-bij vacature carriere-mogelijkheden
        karriar lediga-jobb jobba-hos-oss lediga-tjanster ledige-stillinger ledige-jobs karriere-hos ura tyopaikat avoimet-tyopaikat rekry
        kariera praca oferty-pracy volne-pozice kariera-a-prace kariyer is-ilanlari
        вакансии карьера работа-у-нас вакансії
        採用 採用情報 求人 キャリア 招聘 加入我们 加入我們 채용 인재채용 דרושים קריירה משרות وظائف الوظائف التوظيف
        """,
    "changelog": """
        changelog change-log changes release-notes releases releasenotes whats-new what-s-new product-updates updates
        product-news new-features version-history latest-updates product-changelog news-and-updates
        neuigkeiten anderungen versionshinweise was-ist-neu aktualisierungen
        nouveautes journal-des-modifications notes-de-version mises-a-jour
        novedades registro-de-cambios notas-de-la-version actualizaciones
        novidades atualizacoes notas-de-versao
        novita aggiornamenti note-di-rilascio
        nieuwtjes wijzigingen nieuw-in
        nyheter uppdateringar nyheder opdateringer oppdateringer uutta paivitykset
        nowosci aktualizacje novinky yenilikler surum-notlari
        обновления что-нового изменения оновлення
        更新履歴 リリースノート 新着情報 更新日志 版本更新 업데이트 릴리스-노트 עדכונים التحديثات
        """,
    "docs": """
        docs documentation doc api developers developer dev-docs developer-docs api-documentation api-docs api-reference api-documentation guides guide manual
        user-guide help help-center help-centre helpcenter support knowledge-base knowledgebase kb learn getting-started
        quickstart reference handbook wiki faq
        dokumentation hilfe handbuch anleitung hilfecenter wissensdatenbank
        aide centre-daide documentation-api guide-utilisateur
        documentacion ayuda centro-de-ayuda guias
        documentacao ajuda central-de-ajuda
        documentazione guida aiuto centro-assistenza
        documentatie handleiding hulp helpcentrum
        hjalp hjalpcenter dokumentasjon dokumentaatio ohje ohjeet hjelp
        dokumentacja pomoc dokumentace napoveda dokumantasyon yardim
        документация справка помощь документація довідка
        ドキュメント ヘルプ マニュアル 文档 文檔 帮助中心 帮助 문서 도움말 תיעוד עזרה التوثيق المساعدة
        """,
    "feed": "feed feeds rss atom rss-feed subscribe-via-rss feed-xml rss-xml atom-xml index-xml feed-json",
}

# Words that also name much else: surer words win over them.
_WEAK: Final = {
    "pricing": """
        plans cost costs editions packages buy-now rates price abonnements abonnementen tarife kosten piani plany planos
        planes prix pris plan プラン pakete
        """,
    "features": """
        product products platform overview solutions solution how-it-works what-we-do why-us produkt produkte produit
        produits producto productos produto produtos prodotto prodotti produkter produkty leistungen losungen soluciones
        solucoes soluzioni oplossingen tuote tuotteet urunler recursos plattform plateforme plataforma piattaforma
        продукт продукты 製品 产品 產品 제품 מוצר المنتجات
        """,
    "careers": "join-us hiring opportunities work-at life-at employment lavoro praca ura unete",
    "changelog": """
        updates changes neuigkeiten novedades novidades novita nyheter nyheder novinky nouveautes aggiornamenti
        aktualizacje mises-a-jour news-and-updates releases product-news 新着情報
        """,
    "docs": """
        api developers developer help support learn guide guides faq wiki handbook kb getting-started reference help-center help-centre
        helpcenter hilfe aide ayuda ajuda guida aiuto hulp hjalp hjelp pomoc yardim помощь
        """,
    "feed": "feed feeds atom index-xml",
}

# First label of a host of the same site, and how surely it is the place (0 to 1).
SUBDOMAINS: Final[dict[str, dict[str, float]]] = {
    "pricing": {"pricing": 1.0},
    "features": {},
    "careers": {"careers": 1.0, "jobs": 1.0, "career": 1.0, "karriere": 1.0, "work": 0.6},
    "changelog": {"changelog": 1.0, "releases": 0.9, "release-notes": 1.0, "whatsnew": 1.0, "updates": 0.8},
    "docs": {
        "docs": 1.0, "documentation": 1.0, "doc": 0.9, "developers": 0.85, "developer": 0.85, "apidocs": 0.8,
        "help": 0.7, "support": 0.6, "kb": 0.6, "learn": 0.5, "hilfe": 0.7, "aide": 0.7, "ayuda": 0.7,
    },
    "feed": {"feeds": 0.8, "rss": 0.8},
}  # fmt: skip

# Services that host a place for others; subdomain or path says whose it is.
HOSTED: Final[dict[str, tuple[str, ...]]] = {
    "careers": (
        "greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "personio.com", "personio.de", "recruitee.com",
        "smartrecruiters.com", "myworkdayjobs.com", "bamboohr.com", "teamtailor.com", "breezy.hr", "jobvite.com",
        "icims.com", "rippling.com", "pinpointhq.com", "jazz.co", "applytojob.com", "welcomekit.co",
        "softgarden.io", "factorialhr.com", "zohorecruit.com",
    ),
    "docs": ("readme.io", "gitbook.io", "readthedocs.io", "mintlify.app", "zendesk.com", "helpscoutdocs.com", "intercom.help", "document360.io"),
    "changelog": ("headwayapp.co", "launchnotes.io", "releasenotes.io", "announcekit.app", "noticeable.news", "getbeamer.com"),
}  # fmt: skip
# Subdomains under which these services serve themselves, not their customers.
OWN_SUBDOMAINS: Final = frozenset(
    [
        "www",
        "app",
        "help",
        "support",
        "docs",
        "developers",
        "developer",
        "blog",
        "status",
        "api",
        "login",
        "my",
        "about",
    ]
)
# Hosts that give a subdomain to anyone: two of them are two sites.
SHARED_HOSTS: Final = frozenset(
    [
        "github.io", "gitlab.io", "netlify.app", "vercel.app", "pages.dev", "workers.dev", "herokuapp.com", "web.app",
        "firebaseapp.com", "onrender.com", "fly.dev", "webflow.io", "wixsite.com", "wordpress.com", "blogspot.com",
        "substack.com", "notion.site", "framer.website", "framer.app", "carrd.co", "myshopify.com", "azurewebsites.net",
        "readthedocs.io", "gitbook.io", "readme.io", "mintlify.app", "zendesk.com", "intercom.help",
    ]
)  # fmt: skip

# Sections whose pages mention the words without being the place: `/blog/pricing`, `/docs/pricing`, `/legal/changes`.
_ELSEWHERE: Final = """
    blog news press legal terms privacy policies policy article articles post posts tag tags category categories
    author authors customers case-studies case-study stories events webinars webinar podcast community forum
    compare vs alternatives templates integrations glossary resources library wp-content assets static cdn login
    signin signup register account cart search event partners partner
"""
ELSEWHERE: Final = frozenset(_ELSEWHERE.split())
_COMMENTS: Final = ("comment", "kommentar", "commentaire", "comentario", "commenti", "reacties")


def is_comments(text: str) -> bool:
    """True for the title or address of a feed of comments."""
    lowered = text.lower()
    return any(word in lowered for word in _COMMENTS)


def slug(text: str) -> str:
    """`Preise & Pläne` -> `preise-plane`: lower case, accents gone, runs of anything but letters and digits a hyphen."""
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text.casefold())
        text = unicodedata.normalize("NFC", "".join(c for c in split if not unicodedata.combining(c))).replace("ı", "i")
    return _PARTING.sub("-", text.casefold().replace("'", "").replace("’", "")).strip("-")


_PARTING = re.compile(r"[\W_]+")
SLOTS: Final = tuple(_WORDS)
_STRONG: Final = {
    slot: frozenset(slug(word) for word in _WORDS[slot].split()) - {slug(word) for word in _WEAK[slot].split()}
    for slot in SLOTS
}
_WEAK_SLUGS: Final = {slot: frozenset(slug(word) for word in words.split()) for slot, words in _WEAK.items()}

# How surely a word names a slot, 0 to 1.
SURE: Final = 1.0
WEAK: Final = 0.65
AMONG_OTHERS: Final = 0.6  # a sure word among a few others: "See all features"
_MOST_WORDS: Final = 5


@lru_cache(maxsize=4_096)
def weights_of(word: str) -> Mapping[str, float]:
    """The slots a slug names, each with how surely; empty for most words."""
    parts = word.split("-") if word else []
    found: dict[str, float] = {}
    for slot in SLOTS:
        if word in _STRONG[slot]:
            found[slot] = SURE
        elif word in _WEAK_SLUGS[slot]:
            found[slot] = WEAK
        elif len(parts) <= _MOST_WORDS and not _STRONG[slot].isdisjoint(parts):
            found[slot] = AMONG_OTHERS
    return found
