"""How sites name their places: words of paths and link texts in a dozen languages, and the hosts that serve them.

Path words are compared with whole path segments, link words with the whole text of a link; both folded to lower case,
without accents, hyphens for spaces.
"""

from typing import Final

# The first words of each list are the surest; order within a list does not matter otherwise.
WORDS: Final[dict[str, str]] = {
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
        careers career jobs job work-with-us join-us join join-our-team open-positions open-roles vacancies hiring
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
        product-news new-features version-history history latest-updates product-changelog news-and-updates
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
        docs documentation doc developers developer dev-docs api-docs api-reference api-documentation guides guide manual
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
WEAK: Final[dict[str, str]] = {
    "pricing": "plans cost costs editions packages buy-now rates price abonnements abonnementen tarife kosten piani plany planos planes prix pris plan プラン pakete",
    "features": "product products platform overview solutions solution how-it-works what-we-do produkt produkte produit produits producto productos produto produtos prodotto prodotti produkter produkty leistungen losungen soluciones solucoes soluzioni oplossingen tuote tuotteet urunler продукт продукты 製品 产品 產品 제품 מוצר المنتجات recursos why-us",
    "careers": "join hiring opportunities work-at life-at lavoro praca ura unete employment",
    "changelog": "updates changes history neuigkeiten novedades novidades novita nyheter nyheder novinky nouveautes aggiornamenti aktualizacje 新着情報 mises-a-jour",
    "docs": "help support learn guide guides faq wiki handbook kb getting-started reference hilfe aide ayuda ajuda guida aiuto hulp hjalp hjelp pomoc yardim помощь help-center help-centre helpcenter",
    "feed": "",
}

SUBDOMAINS: Final[dict[str, tuple[str, ...]]] = {
    "pricing": ("pricing",),
    "features": (),
    "careers": ("careers", "jobs", "career", "karriere", "join", "apply"),
    "changelog": ("changelog", "updates", "whatsnew", "releases", "release-notes"),
    "docs": ("docs", "documentation", "developers", "developer", "help", "support", "kb", "learn", "doc", "apidocs"),
    "feed": ("feeds", "rss"),
}

# Services that host a place for others; the path or subdomain says whose it is.
HOSTED: Final[dict[str, tuple[str, ...]]] = {
    "careers": (
        "greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "personio.com", "personio.de", "recruitee.com",
        "smartrecruiters.com", "myworkdayjobs.com", "bamboohr.com", "teamtailor.com", "breezy.hr", "jobvite.com",
        "icims.com", "rippling-ats.com", "pinpointhq.com", "join.com", "jazz.co", "applytojob.com", "welcometothejungle.com",
    ),
    "docs": ("readme.io", "gitbook.io", "readthedocs.io", "mintlify.app", "zendesk.com", "helpscoutdocs.com", "intercom.help"),
    "changelog": ("headwayapp.co", "launchnotes.io", "releasenotes.io", "announcekit.app", "noticeable.news", "beamer.com"),
}  # fmt: skip

# Sections whose pages mention the words without being the place: `/blog/pricing`, `/docs/pricing`, `/legal/changes`.
_ELSEWHERE: Final = """
    blog news press legal terms privacy policies policy article articles post posts tag tags category categories
    author authors customers case-studies case-study stories events webinars webinar podcast community forum
    compare vs alternatives templates integrations glossary resources library wp-content assets static cdn login
    signin signup register account cart search event partners partner
"""
ELSEWHERE: Final = frozenset(_ELSEWHERE.split())
COMMENTS_FEED: Final = ("comment", "kommentar", "commentaire", "comentario", "commenti", "reacties")
