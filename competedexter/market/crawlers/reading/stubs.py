"""Pages that came with a good status and are not the page: "not found", error messages, placeholders, signposts.

The words count where they head the page and little else is said: in the title, in its first headings, or in all there is.
"""

import re
from collections.abc import Iterator
from typing import Final

from competedexter.market.crawlers.reading.content import content_length
from competedexter.market.crawlers.reading.page import ReadPage
from competedexter.market.crawlers.reading.page_tree import VisibleText

HEADED_TEXT: Final = 2_500  # characters of content under such a head: error pages list popular pages
FAULT_TEXT: Final = 1_000
ALL_TEXT: Final = 350  # characters; a page this short is its message
_HEAD: Final = 90  # characters; a longer heading is a sentence about something else
_TITLE: Final = 300  # characters of a title that are looked at
_HEADINGS: Final = 3
_TITLE_PARTS = re.compile(r"\s[|–—·•»:-]\s")

_NOT_FOUND = re.compile(
    r"^\W*(?:error |fehler |erreur |errore |erro )?404\b(?!\w)(?:\W|$)"
    r"|(?:page|url|site|content|document|file|address|article) (?:you(?:'re|’re| are| were)? (?:requested|looking for) )?(?:\w+ )?(?:(?:was|is|could|can) ?not|couldn['’]?t|can['’]?t|doesn['’]?t|does not|no longer|isn['’]?t)\b.{0,12}(?:found|exist|available|here)"
    r"|(?:page|site|website) not found|^not found\b|nothing (?:was )?found here|404 error|error 404|we can['’]?t (?:seem to )?find (?:that|the|this) page|this page (?:is gone|doesn['’]?t exist)"
    r"|seite (?:wurde )?(?:leider )?nicht gefunden|seite existiert nicht|page (?:est )?introuvable|page non trouvée|página no (?:encontrada|existe)|no encontramos (?:la|esta) página|página não (?:foi )?encontrada|pagina non trovata|pagina niet gevonden"
    r"|sidan (?:hittades inte|kunde inte hittas|finns inte)|siden (?:blev ikke|ble ikke|kunne ikke|findes ikke|finnes ikke)|sivua ei löyty|nie znaleziono strony|strona nie istnieje|stránka (?:nenalezena|nebyla nalezena)"
    r"|страница не найдена|сторінку не знайдено|sayfa bulunamadı|ページが見つかりません|お探しのページ|页面不存在|找不到(?:页面|頁面)|페이지를 찾을 수|הדף לא נמצא|الصفحة غير موجودة",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"^\W*(?:error )?50[0-4]\b\W*(?:$|error|internal|bad|service|gateway|not)|^(?:internal server error|service (?:temporarily )?unavailable|bad gateway|gateway time-?out|server error)"
    r"|^(?:oops\W*)?something went wrong|an (?:unexpected |unknown )?error (?:has )?occurred|^application error|error establishing a database connection|too many connections|whoops, looks like"
    r"|client-side exception has occurred|^fatal error|uncaught (?:exception|error)|upstream connect error|no healthy upstream|deployment (?:not found|is currently unavailable)|there isn['’]t a github pages site here"
    r"|(?:ist )?ein (?:unerwarteter )?fehler (?:ist )?aufgetreten|une erreur (?:inattendue )?(?:est survenue|s['’]est produite)|ha ocurrido un error|ocorreu um erro|si è verificato un errore|er is een fout opgetreden|произошла ошибка|エラーが発生しました|发生错误",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"^\W*coming soon\W*$|(?:site|page|website|we(?:'re|’re| are)?|something (?:new|great|awesome)) (?:is |are )?(?:coming soon|launching soon|under construction)|under construction"
    r"|(?:under|down for|scheduled|undergoing) (?:scheduled )?maintenance|maintenance mode|^\W*maintenance\W*$|we['’]?ll be (?:right )?back|be right back|temporarily (?:unavailable|down|offline)"
    r"|domain (?:name )?(?:is |may be )?(?:for sale|parked|available for)|buy this domain|this domain (?:has expired|is registered)|parked (?:free|domain)"
    r"|welcome to nginx|apache2? (?:ubuntu |debian )?default page|^\W*it works!?$|^index of /|iis windows server|default web (?:site )?page|website is being (?:built|updated)|account (?:has been )?suspended|^\W*this (?:site|website|page|project) (?:is|has been) (?:currently )?paused|future home of"
    r"|im aufbau|wartungsarbeiten|wartungsmodus|demnächst (?:hier|verfügbar)|in costruzione|in manutenzione|en construcci[oó]n|en mantenimiento|en construction|en maintenance|em construção|em manutenção|onder constructie|in onderhoud|w budowie|ve výstavbě"
    r"|сайт (?:на реконструкции|в разработке)|технические работы|yapım aşamasında|工事中|メンテナンス中|建设中|维护中|准备中|準備中|점검 중|준비 중",
    re.IGNORECASE,
)
_SIGNPOST = re.compile(
    r"redirect|click here|moved|if you are not|weiterleit|redirig|reindirizz|doorgestuurd", re.IGNORECASE
)
_SCRIPTED_MOVE = re.compile(
    r"location(?:\.href)?\s*=\s*[\"'`]|location\.(?:replace|assign)\s*\(\s*[\"'`]", re.IGNORECASE
)
_STUB_MARKUP: Final = 6_000  # characters; a page that only moves its reader on is small


def says_not_found(page: VisibleText) -> bool:
    """The head of a short page, or all of a very short one, says "not found"."""
    if any(_NOT_FOUND.search(head) for head in heads_of(page)):
        return content_length(page) < HEADED_TEXT
    return len(page.text) < ALL_TEXT and bool(_NOT_FOUND.search(page.text))


def says_fault(page: VisibleText) -> bool:
    """The head of a short page, or all of a very short one, is an error message."""
    return _heads_or_is(_FAULT, page, FAULT_TEXT)


def is_placeholder(page: VisibleText) -> bool:
    """The head of a short page, or all of a very short one, promises a page to come."""
    return _heads_or_is(_PLACEHOLDER, page, FAULT_TEXT)


def _heads_or_is(pattern: re.Pattern[str], page: VisibleText, limit: int) -> bool:
    if len(page.text) < ALL_TEXT and any(pattern.search(line.text) for line in page.lines):
        return True
    heads = [*_TITLE_PARTS.split(page.title[:_TITLE]), *list(_headings(page))[:1]]
    if not any(len(head) <= _HEAD and pattern.search(head) for head in heads):
        return False
    return content_length(page) <= limit


def heads_of(page: VisibleText) -> list[str]:
    """What heads a page: the first part of its title, and its first headings."""
    return [_TITLE_PARTS.split(page.title[:_TITLE])[0][:_HEAD], *_headings(page)]


def _headings(page: VisibleText) -> Iterator[str]:
    """The first headings of the content."""
    found = 0
    for line in page.lines:
        if line.kind == "heading" and line.region in ("main", "header") and not line.hidden:
            if len(line.text) <= _HEAD:
                yield line.text
            found += 1
            if found == _HEADINGS:
                return


def is_signpost(page: ReadPage, html: str) -> bool:
    """Next to nothing but the way to another address: a meta refresh, or a script that moves on."""
    text = page.text.text
    if page.meta_refresh is not None and "url" in page.meta_refresh.lower():
        return len(text) < ALL_TEXT // 2 or bool(len(text) < FAULT_TEXT and _SIGNPOST.search(text[:ALL_TEXT]))
    return len(text) < 100 and len(html) < _STUB_MARKUP and bool(_SCRIPTED_MOVE.search(html))
