"""What stands in front of a page: robot checks, refusals, questions about signing in or about cookies.

Real pages carry the same scripts (a sign-up form has a captcha, a shop has PerimeterX on every page), so a mark counts only
where few words stand beside it. Sources of the marks: the vendors' own challenge pages, as their documentation shows them.
"""

import re
from typing import Final
from urllib.parse import SplitResult

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.page_tree import VisibleText

WALL_TEXT: Final = 1_500  # characters; a robot check says less
LOGIN_TEXT: Final = 900  # characters; a sign-in page with a line of praise beside the form
CONSENT_TEXT: Final = 4_000  # characters; consent walls list purposes and partners
_TITLE: Final = 300  # characters of a title that are looked at
_MARKUP: Final = 400_000  # bytes searched for marks; challenge pages are under 100,000

# (header, what its value holds, whose check it is)
_HEADERS: Final = (
    ("cf-mitigated", "challenge", "a Cloudflare robot check"),
    ("x-amzn-waf-action", "", "an AWS robot check"),
    ("x-vercel-mitigated", "challenge", "a Vercel robot check"),
    ("x-vercel-challenge-token", "", "a Vercel robot check"),
)

# Markup, in lower case, that only a vendor's challenge or refusal page has.
_CHALLENGES: Final = (
    ((b"_cf_chl_opt", b"cf-browser-verification", b"/orchestrate/chl_page", b"/orchestrate/jsch", b"/orchestrate/managed", b"cf-error-details"), "a Cloudflare robot check"),
    ((b"captcha-delivery.com/captcha", b"captcha-delivery.com/interstitial", b"captcha-delivery.com/c.js", b"captcha-delivery.com/i.js", b"var dd={"), "a DataDome robot check"),
    ((b'id="px-captcha', b"id='px-captcha", b"captcha.px-cdn.net", b"captcha.px-cloud.net", b"/px/captcha", b"human-challenge"), "a PerimeterX robot check"),
    ((b"_incapsula_resource?swudnsai", b"_incapsula_resource?cwudnsai", b"incapsula incident id"), "an Imperva robot check"),
    ((b"sec-if-cpt-container", b"/_sec/cp_challenge", b"bm-verify=", b"errors.edgesuite.net", b"reference&#32;&#35;"), "an Akamai robot check"),
    ((b"gokuprops", b"awswafintegration.checkforcerefresh", b"awswafcaptcha"), "an AWS robot check"),
    ((b"sucuri_cloudproxy_js", b"sucuri website firewall"), "a Sucuri robot check"),
    ((b"ddos-guard.net/", b"/.well-known/ddos-guard"), "a DDoS-Guard robot check"),
    ((b"anubis_challenge", b"/.within.website/x/cmd/anubis"), "an Anubis robot check"),
    ((b"/showcaptcha", b"smartcaptcha.yandexcloud"), "a Yandex robot check"),
    ((b"_____tmd_____/punish", b"/tspd/?type"), "a robot check"),
)  # fmt: skip
# Widgets and scripts, in lower case, that also stand on honest pages.
_WIDGETS: Final = (
    ((b"cf-turnstile", b"challenges.cloudflare.com", b"cloudflare"), "a Cloudflare robot check"),
    ((b"h-captcha", b"hcaptcha.com"), "an hCaptcha robot check"),
    ((b"g-recaptcha", b"/recaptcha/", b"recaptcha.net", b"recaptcha"), "a reCAPTCHA robot check"),
    ((b"datadome",), "a DataDome robot check"),
    ((b"_incapsula_resource", b"imperva"), "an Imperva robot check"),
    ((b"perimeterx", b"px-cloud.net", b"_pxappid", b"human security"), "a PerimeterX robot check"),
    ((b"akamai", b"edgesuite"), "an Akamai robot check"),
    ((b"funcaptcha", b"arkoselabs"), "an Arkose robot check"),
    ((b"kpsdk", b"/ips.js?"), "a Kasada robot check"),
    ((b"awswaf",), "an AWS robot check"),
    ((b"geetest", b"friendlycaptcha", b"friendly-captcha", b"frc-captcha", b"captcha"), "a captcha"),
)
_WIDGET_ELEMENT = re.compile(
    rb"<(?:div|iframe|form)\b[^>]{0,300}?(?:g-recaptcha|h-captcha|cf-turnstile|frc-captcha|hcaptcha\.com|recaptcha/|captcha)"
)
_OTHER_FIELDS = re.compile(rb"""<textarea\b|<input\b[^>]{0,300}?type\s*=\s*["']?(?:text|email|tel|search|password)""")

_CHALLENGE_TITLE = re.compile(
    r"^just a moment|attention required!? \| cloudflare|^checking your browser|^einen moment|^un momento|^un instant"
    r"|^nur einen moment|^access to this page has been denied|human verification|^are you (?:a )?(?:human|robot)"
    r"|robot or human|verify (?:that )?you(?:'re| are) (?:a )?human|^captcha|^security (?:check|verification|checkpoint)"
    r"|vercel security checkpoint|bot (?:check|detection|verification)|^ddos-guard|^pardon our interruption"
    r"|^one more step|^client challenge|making sure you(?:'re|’re| are) not a bot|百度安全验证",
    re.IGNORECASE,
)
_CHALLENGE_WORDS = re.compile(
    r"verif\w+ (?:that )?you(?:'re|’re| are) (?:a )?(?:human|not a (?:ro)?bot)|are you (?:a )?(?:human|robot)\b|not a robot"
    r"|press (?:&|and) hold|unusual (?:traffic|activity) from|checking (?:your browser|if the site connection is secure)"
    r"|complete the (?:security check|captcha)|(?:solve|enter) th(?:e|is) captcha|prove you(?:'re|’re| are) (?:a )?human"
    r"|enable js and disable any ad blocker|(?:automated|bot) (?:access|requests|queries|traffic)"
    r"|needs to review the security of your connection|request unsuccessful|not a bot\b|confirm you(?:'re|’re| are) human"
    r"|kein roboter|pas un robot|no (?:soy|eres) un robot|non sono un robot|não sou um robô|geen robot|inte en robot"
    r"|nie jestem robotem|не робот|robot olmadığınızı"
    r"|(?:bist du|sind sie) ein mensch|êtes[- ]vous (?:un )?humain|eres (?:un )?humano|sei (?:un )?umano"
    r"|人間であることを確認|ロボットではありません|我不是机器人|安全验证|人机验证|我不是機器人|로봇이 아닙니다|自动程序|לא רובוט|لست روبوت",
    re.IGNORECASE,
)
_REFUSED_TITLE = re.compile(
    r"^access denied|^403\b|^request (?:rejected|blocked)|you have been blocked|^blocked$|^forbidden$|^zugriff verweigert"
    r"|^accès (?:refusé|interdit)|^acceso denegado|^accesso negato|^acesso negado",
    re.IGNORECASE,
)
_REFUSED_WORDS = re.compile(
    r"access (?:to this (?:page|site|resource|website) )?(?:has been |is |was )?denied|403 forbidden"
    r"|(?:don'?t|don’t|do not) have permission to (?:access|view)|you have been blocked|request (?:was )?(?:blocked|rejected)"
    r"|requested url was rejected|zugriff (?:wurde )?verweigert|accès (?:refusé|interdit)|acceso denegado|accesso negato|acesso negado",
    re.IGNORECASE,
)
_ABROAD_WORDS = re.compile(
    r"not (?:currently )?available in your (?:country|region|location)|unavailable in your (?:country|region)"
    r"|in (?:ihrem|deinem) land nicht verfügbar|pas disponible dans votre (?:pays|région)|no (?:está )?disponible en (?:tu|su) (?:país|región)",
    re.IGNORECASE,
)

_LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|sso|auth(?:enticate|orize)?|sessions?/new|oauth2?|anmelden|connexion|accounts?)(?:$|[/._?-])",
    re.IGNORECASE,
)
_CONSENT_PATH = re.compile(
    r"(?:^|[/._-])(?:consent|cookie-?wall|gdpr-?consent|privacy-?gate|collectconsent)(?:$|[/._?-])", re.IGNORECASE
)
_PASSWORD = re.compile(rb"<input[^>]{0,300}?type\s*=\s*[\"']?password", re.IGNORECASE)
_OPEN = re.compile(rb"\sopen(?:[\s=/]|$)")
_LOGIN_WORDS = re.compile(
    r"\b(?:log ?in|sign ?in|log on)\b|anmeld|einlogg|se connecter|connexion|identifi|iniciar sesi[oó]n|acced[ie]|entrar|inloggen"
    r"|logga in|log ind|logg inn|kirjaudu|zaloguj|přihlásit|войти|вход|увійти|giriş yap|ログイン|登录|登入|로그인|تسجيل الدخول|התחבר",
    re.IGNORECASE,
)
_LOGIN_NEEDED = re.compile(
    r"(?:please|must|need to|have to|required to) (?:be )?(?:log(?:ged)?|sign(?:ed)?) ?in|(?:log|sign) ?in (?:to (?:continue|view|see|access)|required)"
    r"|bitte (?:melde|loggen|melden)|(?:melde dich|melden sie sich) an,? um|veuillez vous (?:connecter|identifier)|inicia sesi[oó]n para|accedi per|faça login para",
    re.IGNORECASE,
)
_CONSENT_WORDS = re.compile(
    r"cookie|consent|datenschutz|einwilligung|zustimmung|confidentialit|consentement|privacidad|consentimiento|privacy|toestemming|同意|クッキー|쿠키",
    re.IGNORECASE,
)
_CONSENT_BUTTON = re.compile(
    r"^\W*(?:i )?(?:accept|agree|allow|got it|akzeptier|zustimm|alle (?:annehmen|akzept)|einverstanden|tout accepter|accepter|j.accepte|acept|aceit|accett|acconsent"
    r"|akkoord|godkänn|acceptér|godta|tillad|hyväksy|akceptuj|zgadzam|přijm|souhlas|принять|согласен|kabul|同意|동의|すべて許可)",
    re.IGNORECASE,
)


def challenge(response: WebResponse, page: VisibleText) -> str | None:
    """The robot check or refusal that stands in the way, with its article; None when none does."""
    return marked_challenge(response, page) or _worded_challenge(response, page)


def marked_challenge(response: WebResponse, page: VisibleText) -> str | None:
    """As `challenge`, told from what only a vendor's own page has, whatever it says."""
    for header, value, owner in _HEADERS:
        if header in response.headers and value in response.headers[header].lower():
            return owner
    return _named(response.body[:_MARKUP].lower(), _CHALLENGES) if len(page.text) <= WALL_TEXT else None


def _worded_challenge(response: WebResponse, page: VisibleText) -> str | None:
    """As `challenge`, told from the words and the widgets of a short page."""
    length = len(page.text)
    if length > WALL_TEXT:
        return None
    markup = response.body[:_MARKUP].lower()
    if _CHALLENGE_TITLE.search(page.title[:_TITLE]) or (length < WALL_TEXT // 2 and _CHALLENGE_WORDS.search(page.text)):
        return _named(markup, _WIDGETS) or "a robot check"
    if response.status in (403, 405, 429, 503) or _is_only_widget(markup, length):
        return _named(markup, _WIDGETS)
    return None


def _is_only_widget(markup: bytes, length: int) -> bool:
    """A captcha with no other field beside it, and next to no words."""
    alone = length < WALL_TEXT // 5 and (b"captcha" in markup or b"cf-turnstile" in markup)
    return alone and bool(_WIDGET_ELEMENT.search(markup)) and not _OTHER_FIELDS.search(markup)


def _named(markup: bytes, marks: tuple[tuple[tuple[bytes, ...], str], ...]) -> str | None:
    """Whose mark the markup carries."""
    return next((name for signs, name in marks if any(sign in markup for sign in signs)), None)


def is_refused(page: VisibleText) -> bool:
    """A short page that says no."""
    length = len(page.text)
    return length < 400 and bool(_REFUSED_TITLE.search(page.title[:_TITLE]) or _REFUSED_WORDS.search(page.text))


def is_abroad(page: VisibleText) -> bool:
    """A short page that says it is for other countries."""
    return len(page.text) < WALL_TEXT // 2 and bool(_ABROAD_WORDS.search(page.text))


def is_login_path(address: SplitResult) -> bool:
    """An address of a sign-in page."""
    return bool(_LOGIN_PATH.search(f"{address.netloc}{address.path}"))


def is_consent_path(address: SplitResult) -> bool:
    """An address of a consent wall."""
    return bool(_CONSENT_PATH.search(f"{address.netloc}{address.path}"))


def is_login(response: WebResponse, page: VisibleText) -> bool:
    """Few words, and those about signing in: beside a password field, or as a demand."""
    if len(page.text) > LOGIN_TEXT:
        return False
    words = bool(_LOGIN_WORDS.search(f"{page.title[:_TITLE]}\n{page.text}"))
    asks = words and bool(_PASSWORD.search(_without_closed_dialogs(response.body[:_MARKUP].lower())))
    return asks or (len(page.text) < LOGIN_TEXT // 3 and bool(_LOGIN_NEEDED.search(page.text)))


def _without_closed_dialogs(markup: bytes) -> bytes:
    """Lower-case markup without the `dialog` elements that wait for a click."""
    before, *dialogs = markup.split(b"<dialog")
    shown = (one if _OPEN.search(one.partition(b">")[0]) else one.partition(b"</dialog")[2] for one in dialogs)
    return b"".join((before, *shown))


def is_consent(page: VisibleText) -> bool:
    """Nothing but a question about cookies with a button to accept."""
    if len(page.text) > CONSENT_TEXT:
        return False
    asked = sum(len(line.text) for line in page.lines if line.region == "dialog" or _CONSENT_WORDS.search(line.text))
    if asked * 2 <= len(page.text):
        return False
    return bool(_CONSENT_WORDS.search(page.text)) and any(
        len(line.text) < 40 and _CONSENT_BUTTON.search(line.text) for line in page.lines
    )
