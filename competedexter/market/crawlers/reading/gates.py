"""What asks its reader to wait, or to choose, before it shows the page - with a good status.

As with walls, the words count only where they head the page, or are all of it: real pages choose countries in a footer
and sell waiting rooms.
"""

import re
from typing import Final

from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.stubs import heads_of

_WAITING_TEXT: Final = 1_000  # characters; a waiting room explains itself
_SLOW_TEXT: Final = 400  # characters; "too many requests" and a line of apology
_CHOICE_PROSE: Final = 400  # characters that are no choice; the choices may be two hundred countries
_AGE_TEXT: Final = 600

_SLOW = re.compile(
    r"^\W*(?:error |http )?(?:429\W+)?too many requests\b|^\W*429\W*$|^\W*(?:rate|request) limit(?:ed)? (?:reached|exceeded)"
    r"|^\W*zu viele anfragen|^\W*trop de requêtes|^\W*demasiadas (?:solicitudes|peticiones)|^\W*troppe richieste|^\W*muitas solicitações"
    r"|^\W*слишком много запросов|^\W*请求过于频繁|リクエストが多すぎます",
    re.IGNORECASE,
)
_WAITING = re.compile(
    r"you(?:'re|’re| are) (?:now |currently )?(?:in line|in (?:the|a|our) (?:virtual )?(?:queue|line|waiting room))|^\W*queue-it\W*$"
    r"|(?:users|people|visitors) (?:in line |in the queue )?ahead of you|your (?:estimated wait time|(?:number|place|position) in (?:line|the queue)) is"
    r"|sie (?:sind|befinden sich) (?:jetzt |nun )?in (?:der|einer) warteschlange|vous êtes (?:maintenant )?dans la file d.attente"
    r"|est[aá]s? (?:ahora )?en la (?:cola|fila)|sei (?:ora )?in coda|u staat (?:nu )?in de (?:wacht)?rij|você está na fila",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    r"^\W*(?:please )?(?:choose|select|pick) (?:your|a) (?:country|region|location|market)\b"
    r"|^\W*(?:bitte )?wählen sie (?:ihr|ein) land|^\W*(?:choisissez|sélectionnez) (?:votre|un) (?:pays|région)|^\W*(?:elige|elija|seleccion[ae]) (?:tu|su|un) (?:país|región)"
    r"|^\W*scegli (?:il tuo |un )?paese|^\W*(?:escolha|selecione) (?:o seu |seu |um )?país|^\W*kies (?:uw|je|een) land|国・地域を選択|选择(?:您的)?(?:国家|地区)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"^\W*are you (?:over|at least|of legal|\d\d)|^\W*(?:age|altersprüfung|alters)\W?(?:verification|check|gate|verifikation)\W*$"
    r"|you must be (?:at least )?(?:18|19|20|21) (?:years|or older)|^\W*(?:bist du|sind sie) (?:über|mindestens) \d\d|^\W*avez[- ]vous (?:plus de )?\d\d ans",
    re.IGNORECASE,
)
_CHOICES: Final = frozenset({"link", "button", "nav"})


def asks_to_slow_down(page: VisibleText) -> bool:
    """A short page headed "Too many requests"."""
    return len(page.text) < _SLOW_TEXT and _is_headed(_SLOW, page)


def is_waiting_room(page: VisibleText) -> bool:
    """A short page that tells its reader a place in a queue."""
    return len(page.text) < _WAITING_TEXT and any(_WAITING.search(line) for line in (page.title[:300], page.text))


def asks_for_country(page: VisibleText) -> bool:
    """A page headed "Choose your country" with little beside the choices."""
    if not _is_headed(_COUNTRY, page):
        return False
    return sum(len(line.text) for line in page.lines if line.kind not in _CHOICES and line.link is None) < _CHOICE_PROSE


def asks_for_age(page: VisibleText) -> bool:
    """A short page headed "Are you over 18?"."""
    return len(page.text) < _AGE_TEXT and _is_headed(_AGE, page)


def _is_headed(pattern: re.Pattern[str], page: VisibleText) -> bool:
    return any(pattern.search(head) for head in heads_of(page))
