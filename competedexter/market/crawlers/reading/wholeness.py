"""Is all of it there: text and not a download, to its last tag, with its templates filled?"""

import re
from typing import Final

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.content import content_length
from competedexter.market.crawlers.reading.page_tree import Line, VisibleText

_TAIL: Final = 20_000  # bytes looked at for markup that breaks off
_MIN_WAITING: Final = 5  # grey boxes that stand where content will come
_READ: Final = 500_000  # characters of markup searched for them
_LONGEST_WAIT: Final = 40  # characters of a line that only says it is loading
_WAITING_TEXT: Final = 600  # characters of content beside them
_STRANGE_SHARE: Final = 0.1  # of control characters; text has none
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
    (b"ID3", "a sound"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
_TYPES: Final = {
    "image": "an image",
    "audio": "a sound",
    "video": "a film",
    "font": "a font",
    "application/pdf": "a PDF document",
    "application/zip": "a zip archive or office document",
    "application/octet-stream": "a download",
}
_LOADING = re.compile(
    r"^\W*(?:loading|please wait|laden|lädt|chargement|cargando|carregando|caricamento|wird geladen|загрузка|ładowanie|načítání|yükleniyor|読み込み中|加载中|載入中|로딩 ?중)\W*$",
    re.IGNORECASE,
)
_UNFILLED = re.compile(r"\{\{[^{}]{1,60}\}\}|\$\{[\w.]{1,40}\}|\[object Object\]")
_NO_NUMBER = re.compile(r"[$€£¥]\s?(?:NaN|undefined|null)\b|\b(?:NaN|undefined) ?(?:[$€£¥]|/ ?mo)")
_UNFILLED_MARK: Final = r"(?:\{\{[^{}]{1,60}\}\}|\$\{[\w.]{1,40}\}|[-_–—]{2,3})"
_EMPTY_PRICE = re.compile(
    rf"[$€£¥]\s?(?:{_UNFILLED_MARK}|[-–—](?=\s?/\s?[a-z]))(?![\w.-])|(?<![\w.,-]){_UNFILLED_MARK}\s?/\s?(?:mo|yr|month|year|user|seat)",
    re.IGNORECASE,
)
_PRICE_LINE: Final = 80  # characters; a longer line only mentions a price
_CODE_TAGS: Final = frozenset({"code", "pre", "kbd", "samp"})  # documentation shows marks that it means
_GREY_BOX = re.compile(
    r"""class\s*=\s*["'][^"'>]{0,200}?(?:skeleton|shimmer|placeholder-glow|animate-pulse)|aria-busy\s*=\s*["']?true""",
    re.IGNORECASE,
)


def unreadable_kind(response: WebResponse) -> str | None:
    """What the body is, with its article, when it is neither markup nor text."""
    start = response.body[:16].lstrip()
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    sample = response.body[:2_000]
    if b"<" in sample[:200] or response.charset.lower().startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
        return None
    major = response.media_type.partition("/")[0]
    named = _TYPES.get(response.media_type) or _TYPES.get(major)
    if named is not None:
        return named
    strange = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return "data that is no text" if strange > _STRANGE_SHARE * len(sample) else None


def is_cut(response: WebResponse) -> bool:
    """Fewer bytes than announced; or the last tag, comment or script never ends."""
    body, announced = response.body, response.headers.get("content-length", "")
    plain = not response.rendered and "content-encoding" not in response.headers and announced.isascii()
    if plain and announced.isdigit() and len(body) < int(announced[:12]):
        return True
    tail = body[-_TAIL:].rstrip().lower()
    if b"</html>" in tail or b"<" not in tail:
        return False
    return _breaks_off(body, tail) or _leaves_open(body)


def _breaks_off(body: bytes, tail: bytes) -> bool:
    """Inside a tag, a comment, a script or a style sheet."""
    last = tail.rfind(b"<")
    if last > tail.rfind(b">") and re.match(rb"</?[a-z!]", tail[last:]):
        return True
    lower = body.lower()
    return any(lower.rfind(opening) > lower.rfind(closing) for opening, closing in _MUST_CLOSE)


def _leaves_open(body: bytes) -> bool:
    """A page with a body that ends while its boxes are open, without a closing tag of its own."""
    lower = body.lower()
    if b"<body" not in lower or b"</body" in lower:
        return False
    return lower.count(b"<div") - lower.count(b"</div") >= _MIN_OPEN


_MUST_CLOSE: Final = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))
_MIN_OPEN: Final = 2  # one box left open is a slip of the author


def is_half_rendered(response: WebResponse, page: VisibleText) -> bool:
    """Signs of loading, grey boxes, or template marks that nothing filled, make a good part of the page."""
    if _is_unfilled(page.text) or _has_empty_price(page):
        return True
    if content_length(page) >= _WAITING_TEXT:
        return False
    waiting = sum(bool(_LOADING.match(line.text)) for line in page.lines if len(line.text) < _LONGEST_WAIT)
    return waiting > len(page.lines) // 8 or _grey_boxes(response.text) >= _MIN_WAITING


def _has_empty_price(page: VisibleText) -> bool:
    """A price whose amount is still a mark: `$--/mo`, `{{ plan.price }}/mo`."""
    return any(
        _EMPTY_PRICE.search(line.text) and not _is_code(line) for line in page.lines if len(line.text) < _PRICE_LINE
    )


def _is_code(line: Line) -> bool:
    return any(here.tag in _CODE_TAGS for piece in line.pieces for here in piece.element.ancestors())


def _grey_boxes(html: str) -> int:
    if not any(sign in html for sign in ("skeleton", "shimmer", "placeholder-glow", "animate-pulse", "aria-busy")):
        return 0
    return sum(1 for _ in _GREY_BOX.finditer(html[:_READ]))


def _is_unfilled(text: str) -> bool:
    if "{{" not in text and "${" not in text and "[object" not in text and "NaN" not in text:
        return bool("undefined" in text and _NO_NUMBER.search(text))
    marks = _UNFILLED.findall(text)
    dense = sum(len(mark) for mark in marks) > max(60, len(text) // 20)
    return dense or bool(_NO_NUMBER.search(text))
