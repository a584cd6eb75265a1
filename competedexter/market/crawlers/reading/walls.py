"""The marks of walls, stubs and half-made pages: robot checks, sign-in and consent, soft errors, placeholders."""

import re
from typing import Final
from urllib.parse import SplitResult

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.visible_text import VisibleText

WALL_TEXT: Final = 1_500  # characters; a robot check says less
_TAIL: Final = 20_000  # bytes looked at for markup that breaks off

_CHALLENGE_HEADERS: Final = {
    "cf-mitigated": ("challenge", "a Cloudflare robot check"),
    "x-amzn-waf-action": ("", "an AWS robot check"),
    "x-dd-b": ("", "a DataDome robot check"),
    "x-datadome-cid": ("", "a DataDome robot check"),
}
_CHALLENGE_TITLES: Final = (
    (re.compile(r"^just a moment|attention required!? \| cloudflare|^checking your browser|^einen moment|^un momento|^un instant", re.I), "a Cloudflare robot check"),
    (re.compile(r"^access to this page has been denied|human verification|^are you (?:a )?(?:human|robot)|robot or human|verify (?:that )?you are (?:a )?human|^captcha|security (?:check|verification)|bot (?:check|detection)|^ddos-guard|^pardon our interruption|^please verify|^one more step", re.I), "a robot check"),
    (re.compile(r"^access denied$|^403 forbidden|^request (?:rejected|blocked)|you have been blocked|^blocked$|^forbidden$", re.I), "a refusal"),
)  # fmt: skip
Marks = tuple[tuple[re.Pattern[bytes], str], ...]
_SURE_MARKS: Final = 8  # the captchas that come after these also guard ordinary forms
_CHALLENGE_MARKUP: Final[Marks] = (
    (re.compile(rb"cf-browser-verification|cf_chl_opt|/cdn-cgi/challenge-platform/h/[bg]/orchestrate|cf-challenge|cf-turnstile|challenges\.cloudflare\.com", re.I), "a Cloudflare robot check"),
    (re.compile(rb"captcha-delivery\.com|datadome", re.I), "a DataDome robot check"),
    (re.compile(rb"_pxcaptcha|px-captcha|perimeterx|human-challenge|/px/captcha|_pxappid", re.I), "a PerimeterX robot check"),
    (re.compile(rb"_incapsula_resource|incapsula incident", re.I), "an Imperva robot check"),
    (re.compile(rb"awswafcookiedomainlist|awswafintegration|aws-waf-token", re.I), "an AWS robot check"),
    (re.compile(rb"kpsdk|ips\.js\?", re.I), "a Kasada robot check"),
    (re.compile(rb"ddos-guard", re.I), "a DDoS-Guard robot check"),
    (re.compile(rb"sucuri_cloudproxy|sucuri website firewall", re.I), "a Sucuri robot check"),
    (re.compile(rb"h-captcha|hcaptcha\.com", re.I), "an hCaptcha"),
    (re.compile(rb"g-recaptcha|recaptcha/(?:api|enterprise)\.js|recaptcha-challenge", re.I), "a reCAPTCHA"),
    (re.compile(rb"funcaptcha|arkoselabs|geetest|friendly-?captcha|smartcaptcha|captcha", re.I), "a captcha"),
)  # fmt: skip
_CHALLENGE_WORDS = re.compile(
    r"verif\w+ (?:that )?you(?:'re| are) (?:a )?(?:human|not a (?:ro)?bot)|are you (?:a )?(?:human|robot)|not a robot"
    r"|press (?:&|and) hold|unusual (?:traffic|activity)|checking (?:your browser|if the site connection is secure)"
    r"|complete the (?:security check|captcha)|prove you(?:'re| are) (?:a )?human|enable (?:javascript and cookies|cookies)"
    r"|automated (?:access|requests|queries)|needs to review the security of your connection|request unsuccessful"
    r"|(?:kein|pas un|no soy un|non sono un|não sou um|не) робот|robot\b.{0,30}(?:sind|êtes|eres|sei)"
    r"|(?:bist|sind) (?:du|sie) ein mensch|êtes[- ]vous (?:un )?humain|eres (?:un )?humano|подтвердите, что вы не робот"
    r"|人間であることを確認|ロボットではありません|我不是机器人|安全验证|人机验证|보안 문자|로봇이 아닙니다",
    re.IGNORECASE,
)
_REFUSED_WORDS = re.compile(
    r"access (?:to this (?:page|site|resource) )?(?:has been |is |was )?denied|you (?:don'?t|do not) have permission to access"
    r"|(?:sorry, )?you have been blocked|request (?:was )?(?:blocked|rejected)|not available in your (?:country|region)",
    re.IGNORECASE,
)

_LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|sso|auth(?:enticate|orize)?|session/new|account/login|oauth2?|anmelden|connexion)(?:$|[/._?-])",
    re.I,
)
_CONSENT_PATH = re.compile(
    r"(?:^|[/._-])(?:consent|cookie-?wall|gdpr-?consent|privacy-?gate|collectconsent)(?:$|[/._?-])", re.I
)
_PASSWORD = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.I)
_LOGIN_WORDS = re.compile(
    r"\b(?:log ?in|sign ?in|log on)\b|anmelden|einloggen|se connecter|connexion|iniciar sesi[oó]n|accedi|entrar|inloggen|logga in|log ind|logg inn|kirjaudu|zaloguj|přihlásit|войти|giriş yap|ログイン|登录|登入|로그인|تسجيل الدخول|התחבר",
    re.I,
)
_CONSENT_WORDS = re.compile(r"cookie|consent|datenschutz|confidentialit|privacidad|privacy|同意|クッキー", re.I)
_CONSENT_BUTTON = re.compile(
    r"accept(?: all)?|agree|allow all|got it|akzeptier|zustimm|alle annehmen|accepter|tout accepter|aceptar|aceitar|accett|accepteer|akkoord|godkänn|acceptér|tillad|hyväksy|akceptuj|přijmout|принять|kabul|同意",
    re.I,
)

_NOT_FOUND = re.compile(
    r"(?:page|url|site|content|document|file|address) (?:you (?:requested|are looking for|were looking for|'re looking for) )?(?:\w+ )?(?:(?:was|is|could|can) ?not|couldn'?t|can'?t|doesn'?t|does not|no longer|isn'?t)\b.{0,12}(?:found|exist|available|be found)"
    r"|page not found|not found\b|nothing (?:was )?found here|404 error|error 404|\b404\b.{0,25}(?:found|page|error|oops)|we can'?t find (?:that|the|this) page|this page (?:has moved|is gone|doesn'?t exist)"
    r"|seite (?:wurde )?nicht gefunden|page (?:est )?introuvable|page non trouvée|página no (?:encontrada|existe)|no encontramos|página não (?:foi )?encontrada|pagina non trovata|pagina niet gevonden|sidan (?:hittades inte|kunde inte hittas|finns inte)|siden (?:blev ikke|ble ikke|kunne ikke|findes ikke|finnes ikke)|sivua ei löyty|nie znaleziono|strona nie istnieje|stránka nenalezena|страница не найдена|sayfa bulunamadı|ページが見つかりません|お探しのページ|页面不存在|找不到(?:页面|頁面)|페이지를 찾을 수|הדף לא נמצא|الصفحة غير موجودة",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"^(?:internal server error|service unavailable|bad gateway|gateway time-?out|502|503|504|500)\b|something went wrong|an (?:unexpected )?error (?:has )?occurred|application error|error establishing a database connection|temporarily unavailable|we'?ll be (?:right )?back|too many connections|ein fehler ist aufgetreten|une erreur (?:est survenue|s'est produite)|ha ocurrido un error|ocorreu um erro|si è verificato un errore",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"^coming soon|(?:site|page|website) (?:is )?(?:coming soon|under construction)|under construction|launching soon|(?:under|down for|scheduled) maintenance|maintenance mode|domain (?:name )?(?:is |may be )?(?:for sale|parked|available)|buy this domain|this domain has expired|welcome to nginx|apache2? (?:ubuntu |debian )?default page|^it works!?$|^index of /|iis windows server|default web (?:site )?page|website is being (?:built|updated)|account suspended|im aufbau|in costruzione|en construcci[oó]n|en construction|em construção|wartungsarbeiten|demnächst|прибудет скоро|сайт (?:на реконструкции|в разработке)|工事中|准备中|準備中",
    re.IGNORECASE,
)
_SIGNPOST = re.compile(r"redirect|click here|moved|if you are not|weiterleit|redirig|reindirizz|doorgestuurd", re.I)
_LOADING = re.compile(
    r"^(?:loading|please wait|laden|lädt|chargement|cargando|carregando|caricamento|wird geladen|загрузка|yükleniyor|読み込み中|加载中|로딩 ?중)\W*$",
    re.I,
)
_UNFILLED = re.compile(r"\{\{[^{}]{1,60}\}\}|\$\{[\w.]{1,40}\}|\[object Object\]|\bundefined\b|\bNaN\b")
_MAGIC: Final = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "compressed data"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x7fELF", "a program"),
    (b"OggS", "a sound or film"),
)


def challenge(response: WebResponse, page: VisibleText) -> str | None:
    """The robot check that stands in the way, named with its article; None when none does."""
    for header, (value, name) in _CHALLENGE_HEADERS.items():
        if value in response.headers.get(header, "\x00") and response.status != 200:
            return name
    if len(page.text) > WALL_TEXT:
        return None
    for pattern, name in _CHALLENGE_TITLES:
        if pattern.search(page.title):
            return _named(response.body) or name
    return _challenge_in_text(response, page)


def _challenge_in_text(response: WebResponse, page: VisibleText) -> str | None:
    said = bool(_CHALLENGE_WORDS.search(page.text))
    if said or response.status in (403, 429, 503):
        name = _named(response.body)
        return name or ("a robot check" if said and len(page.text) < 600 else None)
    if len(page.text) < 80:  # next to no words: only marks that never stand on ordinary pages count
        return _named(response.body, of=_CHALLENGE_MARKUP[:_SURE_MARKS])
    return "a refusal" if len(page.text) < 400 and _REFUSED_WORDS.search(page.text) else None


def _named(body: bytes, of: Marks | None = None) -> str | None:
    """Whose robot check the markup is."""
    for pattern, name in of or _CHALLENGE_MARKUP:
        if pattern.search(body):
            return name
    return None


def binary_kind(body: bytes) -> str | None:
    """What the first bytes say the body is, when it is no text."""
    start = body[:16].lstrip()
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    sample = body[:2_000]
    strange = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return "data that is no text" if sample and strange / len(sample) > 0.1 and b"<" not in sample[:200] else None


def is_login_path(address: SplitResult) -> bool:
    return bool(_LOGIN_PATH.search(f"{address.hostname or ''}{address.path}"))


def is_consent_path(address: SplitResult) -> bool:
    return bool(_CONSENT_PATH.search(f"{address.hostname or ''}{address.path}"))


def is_login(response: WebResponse, page: VisibleText) -> bool:
    """A password field, few words, and those about signing in."""
    if not _PASSWORD.search(response.body):
        return False
    said = f"{page.title}\n{page.text}"
    return len(page.text) < 800 and bool(_LOGIN_WORDS.search(said))


def is_consent(page: VisibleText) -> bool:
    """Nothing but a question about cookies with a button to accept."""
    told = [line.text for line in page.lines]
    about = sum(len(line) for line in told if _CONSENT_WORDS.search(line))
    buttons = any(len(line) < 40 and _CONSENT_BUTTON.search(line) for line in told)
    return buttons and about * 2 > len(page.text)


def says_not_found(page: VisibleText) -> bool:
    """The title or a heading, or a very short page, says "not found"."""
    heads = [page.title, *(line.text for line in page.lines if line.kind == "heading")]
    if any(
        re.match(r"\W*(?:error )?404\b", head, re.I) or (len(head) < 90 and _NOT_FOUND.search(head)) for head in heads
    ):
        return True
    return len(page.text) < 300 and bool(_NOT_FOUND.search(page.text))


def says_fault(page: VisibleText) -> bool:
    heads = [page.title, *(line.text for line in page.lines if line.kind == "heading")]
    return any(len(head) < 90 and _FAULT.search(head) for head in heads) or (
        len(page.text) < 300 and bool(_FAULT.search(page.text))
    )


def is_redirect_stub(target: str, page: VisibleText) -> bool:
    """A meta refresh with next to nothing beside it."""
    return "url" in target.lower() and (len(page.text) < 200 or bool(_SIGNPOST.search(page.text[:300])))


def is_placeholder(page: VisibleText) -> bool:
    heads = [page.title, *(line.text for line in page.lines if line.kind == "heading")]
    if any(len(head) < 90 and _PLACEHOLDER.search(head) for head in heads):
        return len(page.text) < 1_000
    return len(page.text) < 350 and bool(_PLACEHOLDER.search(page.text))


def is_cut(body: bytes) -> bool:
    """The last tag, comment or script never ends."""
    tail = body[-_TAIL:].rstrip().lower()
    if tail.endswith(b"</html>") or b"<" not in tail:
        return False
    opened, closed = tail.rfind(b"<script"), tail.rfind(b"</script")
    if opened > closed or tail.rfind(b"<!--") > tail.rfind(b"-->"):
        return True
    last = tail.rfind(b"<")
    return last > tail.rfind(b">") and re.match(rb"</?[a-z!]", tail[last:]) is not None


def is_half_rendered(page: VisibleText) -> bool:
    """Loading signs, or template marks that nothing filled, make a good part of the page."""
    lines = page.lines
    if not lines:
        return False
    waiting = sum(bool(_LOADING.match(line.text)) for line in lines)
    unfilled = sum(len(mark) for mark in _UNFILLED.findall(page.text))
    return waiting >= max(2, len(lines) // 4) or unfilled > max(60, len(page.text) // 10)
