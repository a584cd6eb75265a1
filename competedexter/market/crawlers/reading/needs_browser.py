"""Does this page say anything without its scripts?"""

import re
from typing import Final

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.content import content_length
from competedexter.market.crawlers.reading.page import ReadPage, is_markup, page_of
from competedexter.market.crawlers.reading.walls import challenge

BARE_TEXT: Final = 200  # characters; a page with scripts and less than this shows nothing yet
THIN_CONTENT: Final = 300  # characters outside navigation and footer; an app shell may carry both
_APP_ROOT = re.compile(
    r"""<(?:div|main|section)\b[^>]{0,300}\bid\s*=\s*["']?"""
    r"""(?:root|app|__next|__nuxt|___gatsby|react-root|app-root|svelte|q-app|main-app|application|ember-app)["'\s>]""",
    re.IGNORECASE,
)
_APP_TAG = re.compile(r"<(app-root|my-app|flt-glass-pane)\b|\bng-app\b|\bdata-reactroot\b", re.IGNORECASE)
_ASKS_FOR_SCRIPTS = re.compile(
    r"(?:enable|requires?|need|activate|turn on|activer|aktivieren|habilit|activa|attiva|ative|inschakel)\w*\W{1,5}"
    r"(?:\w+\W{1,5}){0,3}javascript"
    r"|javascript\W{1,5}(?:\w+\W{1,5}){0,4}(?:enabled|required|disabled|aktivier|requis|necessari|uit|deshabilitado)",
    re.IGNORECASE,
)
_NOSCRIPT = re.compile(r"<noscript[^>]{0,300}>(.{0,2000}?)</noscript", re.IGNORECASE | re.DOTALL)
_READ: Final = 500_000  # characters of markup searched for these marks


def needs_scripts(response: WebResponse) -> bool:
    """True when the page is a shell that scripts fill. Never true for a page a browser has rendered. Never raises."""
    if response.rendered or not 200 <= response.status < 300 or not is_markup(response):
        return False
    page = page_of(response)
    return is_shell(response, page) and challenge(response, page.text) is None  # a robot check is no page to wait for


def is_shell(response: WebResponse, page: ReadPage) -> bool:
    """True for a frame without content: scripts, next to no words, and an app's mount point or a call for JavaScript."""
    if page.meta_refresh is not None or content_length(page.text) >= THIN_CONTENT:
        return False
    html = response.text[:_READ]
    if "<script" not in html and "<script" not in html.lower():
        return False
    nothing = len(page.text.text) < BARE_TEXT // 4
    return nothing or bool(_APP_ROOT.search(html) or _APP_TAG.search(html) or _asks(html, page.text.text))


def _asks(html: str, text: str) -> bool:
    """Whether the page tells its reader to switch scripts on."""
    return bool(_ASKS_FOR_SCRIPTS.search(" ".join(_NOSCRIPT.findall(html))) or _ASKS_FOR_SCRIPTS.search(text[:3_000]))
