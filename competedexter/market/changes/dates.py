"""Dates that only say when something was written, told apart from dates that something depends on."""

import re

STAMP_WORDS = 5  # words beside a date from which the line is a sentence, and its date what the sentence says

_MONTH = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]vr?(?:ier)?|mar(?:ch|s|zo)?|m[äa]rz|apr(?:il)?|avril|abril|ma[iy]o?|"
    r"jun[ei]?|juin|junio|jul[yi]?|juillet|julio|aug(?:ust)?|ao[uû]t|agosto|sept?(?:ember|embre|iembre)?|o[ck]t(?:ober|obre|ubre)?|"
    r"nov(?:ember|embre|iembre)?|d[eé][cz](?:ember|embre|iembre)?)"
)
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d?-\d\d?(?:[t ]\d\d?:\d\d(?::\d\d)?(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)?"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? {_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)? (?:de |of )?{_MONTH}\.?(?:,? (?:de )?\d{{4}})?"
    rf"|{_MONTH}\.? \d{{4}})\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?\b", re.IGNORECASE)
_BINDING = re.compile(
    r"\b(effective|in force|valid|expir\w+|end(?:s|ing|ed)?|deadline|until|through|before|after|from|start\w*|begin\w*|"
    r"launch\w*|available|sunset\w*|end of life|deprecat\w+|retir\w+|shut\w*|discontinu\w+|due|by|stop\w*|work(?:s|ing)?|"
    r"remov\w+|chang(?:e|es|ing)|clos\w+|replac\w+|migrat\w+|mandatory|required|appl(?:y|ies)|increas\w+|rais(?:e|es|ing)|"
    r"switch\w*|turn\w*|gültig|ab|bis|valable|jusqu\w*|hasta)\W+(?:\w+\W+){0,3}[◷◔]"
    r"|◔ ?(?:-|to|bis|à|a|until) ?◔",  # opening hours
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\b(?:last|latest|updated?|updates|modified|published|posted|edited|reviewed|revised|written|created|version|revision|"
    r"checked|verified|generated|retrieved|refreshed|synced|as of|stand|aktualisiert|veröffentlicht|geändert|zuletzt|"
    r"mis\w* à jour|publié\w*|actualizad\w+|publicad\w+|aggiornat\w+|bijgewerkt)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def without_dates(text: str) -> str:
    """A text with a sign for each date and time that only says when something was written; others stay."""
    masked = _CLOCK.sub("◔", _DATE.sub("◷", text))
    if masked == text or _BINDING.search(masked):
        return text
    is_sentence = len(_WORD.findall(masked)) > STAMP_WORDS and not _STAMP.search(masked)
    return text if is_sentence else masked
