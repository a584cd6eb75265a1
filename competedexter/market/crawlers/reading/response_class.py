"""What kind of answer is this: a page to compare, or a state of its source (the table of states in changes.md)?

Refusals and walls are `blocked`; what came but is not the page (cut, empty, half-rendered, a placeholder, an error page
with status 200, half the size it was) is `suspect`; what cannot be read at all is `failed`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading import gates, stubs, walls, wholeness
from competedexter.market.crawlers.reading.needs_browser import is_shell
from competedexter.market.crawlers.reading.page import ReadPage, is_markup, page_of
from competedexter.market.crawlers.reading.plans import read_pricing

State = Literal["succeeded", "suspect", "blocked", "gone", "failed"]
SHRUNK: Final = 0.5  # of the last good look's text; half a page gone is a fault more often than news
MIN_COMPARED: Final = 400  # characters; shorter pages halve by honest edits
MIN_PLANS: Final = 2  # plans with amounts: no wall and no error page sells two
_HOMES: Final = frozenset(["home", "index", "index.html", "index.php", "index.htm", "start", "welcome"])


@dataclass(frozen=True)
class PreviousLook:
    """What the source remembers of its last good look: how many characters of text it had."""

    text_length: int | None = None


@dataclass(frozen=True)
class Verdict:
    """The state of a look, why as a sentence, and a word for programs."""

    state: State
    reason: str = ""
    code: str = ""


Judge = Callable[[WebResponse, ReadPage], Verdict | None]
_GOOD: Final = Verdict("succeeded")


def classify(response: WebResponse, previous: PreviousLook | None = None, *, expects_plans: bool = False) -> Verdict:
    """Judges an answer; `previous` is the last good look, None when there was none. Pure, never raises.

    `expects_plans` says that a price list is watched: a page on which plans with prices can be read is that page, however
    much its words ("Captcha pricing", "Maintenance") or a sign-in form on it sound like something else.
    """
    by_status = _by_status(response)
    if by_status.state == "gone" or response.status == 304:
        return by_status
    if not response.body.strip():
        return by_status if by_status is not _GOOD else Verdict("suspect", "The page came back empty.", "empty")
    if by_status is _GOOD and (kind := wholeness.unreadable_kind(response)):
        return Verdict("failed", f"The address leads to {kind}, not to a page.", "not_a_page")
    page = page_of(response)
    if by_status is not _GOOD:
        return _challenge(response, page) or by_status
    verdict = _first(_JUDGES, response, page)
    if verdict is not None and expects_plans and shows_plans(page):
        verdict = _first(_SURE_JUDGES, response, page)
    return verdict or _shrunk(page, previous) or _GOOD


def shows_plans(page: ReadPage) -> bool:
    """Two or more plans with amounts, not all of them nothing, can be read."""
    plans = [[price.amount for price in plan.prices if price.amount is not None] for plan in read_pricing(page).plans]
    return sum(bool(amounts) for amounts in plans) >= MIN_PLANS and any(any(amounts) for amounts in plans)


def _first(judges: Sequence[Judge], response: WebResponse, page: ReadPage) -> Verdict | None:
    return next((verdict for judge in judges if (verdict := judge(response, page))), None)


def _by_status(response: WebResponse) -> Verdict:
    status = response.status
    if 200 <= status < 300:
        return _GOOD
    if status == 304:
        return Verdict("succeeded", "The site says nothing has changed.", "not_modified")
    if status in _REFUSALS:
        return Verdict("blocked", *_REFUSALS[status])
    if status in (404, 410):
        return Verdict("gone", f"The page answered {status}: the site says it is not there.", "gone")
    if status >= 500:
        return Verdict("failed", f"The site has a fault of its own (status {status}).", "server_error")
    return Verdict("failed", f"The site answered with status {status}, which is no page.", "bad_status")


_REFUSED: Final = "The site refuses to show this page to us (status {status})."
_REFUSALS: Final = {
    401: ("The site asks for a sign-in before it shows this page.", "login"),
    402: ("The site asks for a payment before it shows this page.", "paywall"),
    403: (_REFUSED.format(status=403), "refused"),
    407: (_REFUSED.format(status=407), "refused"),
    420: ("The site says we ask too often.", "rate_limited"),
    429: ("The site says we ask too often.", "rate_limited"),
    451: ("The site may not show this page here, for legal reasons.", "legal"),
    999: (_REFUSED.format(status=999), "refused"),  # LinkedIn's own
}


# judges of what came with a good status


def _challenge(response: WebResponse, page: ReadPage) -> Verdict | None:
    return _robot_check(walls.challenge(response, page.text))


def _marked_challenge(response: WebResponse, page: ReadPage) -> Verdict | None:
    return _robot_check(walls.marked_challenge(response, page.text))


def _robot_check(name: str | None) -> Verdict | None:
    return Verdict("blocked", f"{name[0].upper()}{name[1:]} stands in front of the page.", "captcha") if name else None


def _refused(response: WebResponse, page: ReadPage) -> Verdict | None:
    if walls.is_refused(page.text):
        return Verdict("blocked", "The site refuses to show this page to us, though its status is good.", "refused")
    if walls.is_abroad(page.text):
        return Verdict("blocked", "The site does not show this page in the country we ask from.", "abroad")
    return None


def _gate(response: WebResponse, page: ReadPage) -> Verdict | None:
    if gates.asks_to_slow_down(page.text):
        return Verdict("blocked", "The site says we ask too often.", "rate_limited")
    if gates.is_waiting_room(page.text):
        return Verdict("blocked", "The site shows a waiting room instead of the page.", "queue")
    if gates.asks_for_country(page.text):
        return Verdict("blocked", "The site asks for a country before it shows this page.", "country")
    if gates.asks_for_age(page.text):
        return Verdict("blocked", "The site asks for the reader's age before it shows this page.", "age")
    return None


_LOGIN: Final = Verdict("blocked", "The site asks for a sign-in before it shows this page.", "login")
_CONSENT: Final = Verdict("blocked", "The site shows a question about cookies instead of the page.", "consent")


def _login(response: WebResponse, page: ReadPage) -> Verdict | None:
    if walls.is_login_path(_asked(response)):
        return None  # the sign-in page itself is what is watched
    return _LOGIN if walls.is_login(response, page.text) else None


def _led_to_login(response: WebResponse, page: ReadPage) -> Verdict | None:
    if not response.redirects or walls.is_login_path(_asked(response)):
        return None
    return _LOGIN if walls.is_login_path(_parts(response.url)) else None


def _consent(response: WebResponse, page: ReadPage) -> Verdict | None:
    if walls.is_consent_path(_asked(response)) or is_shell(response, page):
        return None
    return _CONSENT if walls.is_consent(page.text) else None


def _led_to_consent(response: WebResponse, page: ReadPage) -> Verdict | None:
    if not response.redirects or walls.is_consent_path(_asked(response)):
        return None
    return _CONSENT if walls.is_consent_path(_parts(response.url)) else None


def _signpost(response: WebResponse, page: ReadPage) -> Verdict | None:
    if stubs.is_signpost(page, response.text):
        return Verdict("suspect", "The page only points to another address.", "redirect_stub")
    return None


def _soft_404(response: WebResponse, page: ReadPage) -> Verdict | None:
    if stubs.says_not_found(page.text):
        return Verdict("suspect", "The page says that it was not found, though its status is good.", "soft_404")
    return None


def _led_home(response: WebResponse, page: ReadPage) -> Verdict | None:
    final, last = _parts(response.url), _asked(response).path.rstrip("/").rpartition("/")[2].lower()
    if response.redirects and last and last not in _HOMES and final.path in ("", "/") and not final.query:
        return Verdict("suspect", "The address leads to the home page now.", "redirected_home")
    return None


def _fault(response: WebResponse, page: ReadPage) -> Verdict | None:
    if stubs.says_fault(page.text):
        return Verdict("suspect", "The page shows an error message of the site.", "error_page")
    return None


def _placeholder(response: WebResponse, page: ReadPage) -> Verdict | None:
    if stubs.is_placeholder(page.text):
        told = "The page is a placeholder (coming soon, maintenance or an empty site)."
        return Verdict("suspect", told, "placeholder")
    return None


def _cut(response: WebResponse, page: ReadPage) -> Verdict | None:
    if response.status == 206:
        return Verdict("suspect", "The site sent only a part of the page.", "cut")
    if is_markup(response) and wholeness.is_cut(response):
        return Verdict("suspect", "The page breaks off in the middle.", "cut")
    return None


def _half_rendered(response: WebResponse, page: ReadPage) -> Verdict | None:
    if is_shell(response, page) or wholeness.is_half_rendered(response, page.text):
        return Verdict("suspect", "The page had not finished building itself: its content is missing.", "half_rendered")
    return None


def _wordless(response: WebResponse, page: ReadPage) -> Verdict | None:
    return None if page.text.text else Verdict("suspect", "The page has no words on it.", "empty")


_JUDGES: Final[tuple[Judge, ...]] = (
    _challenge, _refused, _gate, _login, _led_to_login, _consent, _led_to_consent, _signpost, _cut,
    _soft_404, _led_home, _fault, _placeholder, _half_rendered, _wordless,
)  # fmt: skip
# Those that do not go by the page's words.
_SURE_JUDGES: Final[tuple[Judge, ...]] = (
    _marked_challenge, _led_to_login, _led_to_consent, _signpost, _cut, _led_home, _half_rendered, _wordless,
)  # fmt: skip


def _shrunk(page: ReadPage, previous: PreviousLook | None) -> Verdict | None:
    length = len(page.text.text)
    before = previous.text_length if previous is not None else None
    if before is None or before < MIN_COMPARED or length >= before * SHRUNK:
        return None
    told = f"The page has {length:,} characters of text where it had {before:,}: less than half."
    return Verdict("suspect", told, "shrunk")


def _asked(response: WebResponse) -> SplitResult:
    """The address that was asked for, before redirects."""
    return _parts(response.redirects[0] if response.redirects else response.url)


def _parts(url: str) -> SplitResult:
    """The parts of an address, all empty when it has none."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")
