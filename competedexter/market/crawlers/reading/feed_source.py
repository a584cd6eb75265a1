"""A feed's bytes as XML that can be parsed: decoded as it really is, without DTD, entities and illegal characters."""

import codecs
import html
import re
from html.entities import html5
from typing import Final

from competedexter.integrations.web.protocol import WebResponse

_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DECLARATION: Final = re.compile(r"<\?xml[^>]{0,300}\?>")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE: Final = re.compile(r"iso-?8859|latin|windows-125|us-ascii")  # decodes anything: UTF-8 that holds is likelier
_FOREIGN: Final = re.compile(r"[\x80-\U0010ffff]+")
_NOT_TEXT: Final = re.compile(r"utf.?7|.*escape.*|.*codec|idna|punycode|undefined|mbcs|oem|rot.?13", re.IGNORECASE)
_PIECES: Final = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z))|<!--.*?(?:-->|\Z)|&+(?=&)|&(?:#(\d{1,7}|x[0-9a-f]{1,6});|([a-z][a-z0-9]{1,31});)?",
    re.IGNORECASE | re.DOTALL,
)
_ILLEGAL: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROOT: Final = re.compile(r"<(?:[a-z]\w{0,20}:)?(?:rss|feed|rdf|entry)(?=[\s>/])", re.IGNORECASE)
_PAGE: Final = re.compile(r"<(?:html|head|body)(?=[\s>])", re.IGNORECASE)
_OWN: Final = frozenset(["amp", "lt", "gt", "quot", "apos"])
_PROLOGUE: Final = 100_000  # characters in which a document type is looked for


def xml_of(response: WebResponse) -> bytes:
    """The body as UTF-8 XML from the root of a feed on, empty when it has none. No DTD is left in it. Never raises."""
    text = _ILLEGAL.sub(" ", decoded(response))
    start = text.find("<")
    text = _without_doctype(_DECLARATION.sub("", text[max(start, 0) :], count=1))
    text = _PIECES.sub(_repaired, text)
    root = _ROOT.search(text[:_PROLOGUE])
    return text[root.start() :].encode("utf-8", "replace") if root and not _PAGE.search(text[: root.start()]) else b""


def decoded(response: WebResponse) -> str:
    """By byte order mark, else by the declaration if it holds, else by the header if it holds, else UTF-8 or Windows."""
    body = response.body
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, errors="replace")
    if body[:4] in (b"<\0?\0", b"\0<\0?"):
        return body.decode("utf-16-le" if body[:1] == b"<" else "utf-16-be", errors="replace")
    declared = _DECLARED.search(body[:1_000])
    named = declared[1].decode("ascii").lower() if declared else ""
    names = (named, response.charset, "utf-8") if not _ONE_BYTE.match(named) else ("utf-8", named, response.charset)
    texts = (text for name in names if (text := _strictly(body, name)) is not None)
    return next(texts, None) or _damaged(body)


def _damaged(body: bytes) -> str:
    """UTF-8 with some broken characters, or else Windows."""
    text = body.decode("utf-8", errors="replace")
    foreign = sum(map(len, _FOREIGN.findall(text)))
    return text if text.count("\ufffd") * 4 < foreign else body.decode("windows-1252", errors="replace")


def _strictly(body: bytes, name: str) -> str | None:
    """`body` in the encoding called so; None when there is none such, or the bytes are not in it."""
    name = "windows-1252" if name.lower() in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name
    if not name or name.lower().startswith(("utf-16", "utf-32")) or _NOT_TEXT.fullmatch(name):
        return None  # sixteen bits are seen by their marks; the declaration itself was read in eight
    try:
        return body.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _without_doctype(text: str) -> str:
    """Without `<!DOCTYPE ...[...]>`: no entity, no foreign file, no attribute of its own."""
    start = text[:_PROLOGUE].upper().find("<!DOCTYPE")
    first = re.search(r"<[a-zA-Z]", text[:_PROLOGUE])
    if start < 0 or (first is not None and first.start() < start):
        return text
    bracket, end = text.find("[", start), text.find(">", start)
    if 0 <= bracket < end:
        subset = re.compile(r"\]\s*>").search(text, bracket)
        end = subset.end() - 1 if subset else len(text)
    return text[:start] + (text[end + 1 :] if end >= 0 else "")


def _repaired(match: re.Match[str]) -> str:
    """CDATA stays, comments go, entities of HTML become their characters, any other `&` is one."""
    cdata, number, name = match.groups()
    if cdata:
        return cdata if cdata.endswith("]]>") else cdata + "]]>"
    if match[0].startswith("<!--"):
        return ""
    if number:
        found = html.unescape(f"&#{number};")
        return f"&#{ord(found)};" if len(found) == 1 and not _ILLEGAL.match(found) else "\ufffd"
    if not name:
        return "&amp;" * len(match[0])
    if name in _OWN:
        return match[0]
    return html.escape(html5.get(f"{name};", f"&{name};"))
