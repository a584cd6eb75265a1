"""What a body is: its media type, and the encoding its text is written in.

Order of the HTML standard (byte order mark, header, meta or XML declaration), with its label table reduced to Python's
codecs (https://encoding.spec.whatwg.org/), and two repairs for sites that declare the wrong one.
"""

import codecs
import re
from typing import Final

HEAD_BYTES: Final = 2048  # the standard looks at 1024; real pages put a comment or a script first
SAMPLE_BYTES: Final = 64 * 1024
DEFAULT: Final = "utf-8"
WESTERN: Final = "cp1252"
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER: Final = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_:.+\-]{1,40})""", re.IGNORECASE)
_META: Final = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.+\-]{1,40})""", re.IGNORECASE)
_XML: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.+\-]{1,40})""", re.IGNORECASE)
# Labels the standard reads as a larger encoding than their name says; values are Python's names.
_WIDENED: Final = {
    "ascii": WESTERN,
    "iso8859-1": WESTERN,
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
_KNOWN: Final = frozenset(
    {"utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949", "cp874"}
    | {"cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", *(f"cp{number}" for number in range(1250, 1259))}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
)
_ALIASES: Final = {"x-sjis": "cp932", "x-gbk": "gb18030", "x-cp1252": WESTERN, "unicode-1-1-utf-8": "utf-8"}

OUR_OWN = "application/vnd.competedexter."  # what we write ourselves; a site that sends it would speak for others


def media_type_of(content_type: str, body: bytes) -> str:
    """The media type in lower case without parameters; guessed from the first bytes when the header has none."""
    declared = content_type.partition(";")[0].strip().lower()
    if declared.startswith(OUR_OWN):
        return "application/octet-stream"
    if "/" in declared:
        return declared
    start = body[:64].lstrip()
    if start.startswith(b"%PDF-"):
        return "application/pdf"
    return "text/html" if start.startswith(b"<") else "application/octet-stream"


def charset_of(content_type: str, body: bytes) -> str:
    """The Python codec to decode `body` with. Never fails."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return charset
    return _repaired(_declared(content_type, body), body)


def codec_for(label: str) -> str | None:
    """The Python codec for a charset label, or None when no browser knows it (UTF-7 and Python's own included)."""
    try:
        name = _ALIASES.get(label.lower()) or codecs.lookup(label).name
    except LookupError:
        return None
    widened = _WIDENED.get(name, name)
    return widened if widened in _KNOWN else None


def _declared(content_type: str, body: bytes) -> str | None:
    in_header = _HEADER.search(content_type)
    if in_header and (charset := codec_for(in_header[1])):
        return charset
    head = body[:HEAD_BYTES]
    in_body = _XML.search(head) or _META.search(head)
    if in_body is None:
        return None
    charset = codec_for(in_body[1].decode("ascii"))
    # A declaration read as ASCII cannot be true of UTF-16.
    return DEFAULT if charset in ("utf-16-le", "utf-16-be") else charset


def _repaired(declared: str | None, body: bytes) -> str:
    """`declared`, unless the bytes say otherwise.

    Text that decodes as UTF-8 and is not plain ASCII is UTF-8, whatever a western label says: other text almost never
    does. Text declared (or assumed) UTF-8 that is mostly invalid as UTF-8 is western.
    """
    if declared not in (None, DEFAULT, WESTERN):
        return declared or DEFAULT
    if body.isascii():
        return declared or DEFAULT
    if _is_utf8(body):
        return DEFAULT
    return WESTERN if declared != DEFAULT or _mostly_invalid(body[:SAMPLE_BYTES]) else DEFAULT


def _is_utf8(body: bytes) -> bool:
    """Checked in pieces: decoding a hostile page whole would cost four times its size."""
    decoder = codecs.getincrementaldecoder(DEFAULT)()
    try:
        for start in range(0, len(body), SAMPLE_BYTES):
            decoder.decode(body[start : start + SAMPLE_BYTES], final=start + SAMPLE_BYTES >= len(body))
    except UnicodeDecodeError:
        return False
    return True


def _mostly_invalid(sample: bytes) -> bool:
    """Whether more of the non-ASCII text breaks UTF-8 than follows it."""
    text = sample.decode(DEFAULT, errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    return broken > whole
