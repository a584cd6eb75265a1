"""Months, and morning and afternoon, in languages that dates of pages are rarely written in, as English ones."""

import re
from typing import Final

_ENGLISH: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_OTHERS: Final = (
    "janv|янв|січ|ιαν|ιανουαρίου|január|يناير|oca|ינואר|gener|siječnja|sausio|janvāris|jaanuar|ژانویه",
    "févr|фев|лют|φεβ|φεβρουαρίου|február|فبراير|شباط|şub|פברואר|febrer|veljače|vasario|februāris|veebruar|úno",
    "мар|бер|μάρ|μαρ|μαρτίου|március|márc|مارس|آذار|מרץ|març|ožujka|kovo|marts|märts|bře",
    "avr|апр|кві|απρ|απριλίου|április|ápr|أبريل|نيسان|nis|אפריל|travnja|balandžio|aprīlis|aprill|dub",
    "май|тра|μάι|μαΐ|μαΐου|μαϊ|május|máj|مايو|أيار|מאי|maig|svibnja|gegužės|maijs|kvě",
    "июн|чер|ιούν|ιουν|ιουνίου|június|jún|يونيو|حزيران|haz|יוני|juny|lipnja|birželio|jūnijs|juuni|čvn",
    "июл|лип|ιούλ|ιουλ|ιουλίου|július|júl|يوليو|تموز|tem|יולי|juliol|srpnja|liepos|jūlijs|juuli|čvc",
    "авг|сер|αύγ|αυγ|αυγούστου|augusztus|أغسطس|آب|ağu|אוגוסט|agost|kolovoza|rugpjūčio|augusts|srp",
    "сен|сент|вер|σεπ|σεπτεμβρίου|szeptember|szept|سبتمبر|أيلول|eyl|ספטמבר|setembre|rujna|rugsėjo|septembris|zář",
    "окт|жов|οκτ|οκτωβρίου|október|أكتوبر|eki|אוקטובר|octubre|spalio|oktobris|oktoober|říj",
    "ноя|нояб|лис|νοέ|νοε|νοεμβρίου|نوفمبر|kas|נובמבר|novembre|studenoga|lapkričio|novembris",
    "дек|гру|δεκ|δεκεμβρίου|ديسمبر|ara|דצמבר|desembre|prosinca|gruodžio|decembris|detsember",
)
_MONTH_OF: Final = {name: _ENGLISH[at] for at, names in enumerate(_OTHERS) for name in names.split("|")}
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBERED: Final = re.compile(r"(\d{1,2})\s+(\d{1,2})月\s+(?=\d{4})")
_YEAR_FIRST: Final = re.compile(r"\b(\d{4})[.\s-]+([^\W\d_]{3})[^\W\d_]*[.\s-]+(\d{1,2})(?!\d)\.?t?")
_CLOCK: Final = re.compile(r"(\d{1,2})\s?[時时點点시]\s?(\d{1,2})\s?[分분]")
_HALF: Final = re.compile(r"(오전|오후|上午|下午|午前|午後)\s*(\d{1,2}:\d{2}(?::\d{2})?)")
_MORNING: Final = ("오전", "上午", "午前")


def in_english(text: str) -> str:
    """`ven., 26 janv. 2024` -> `ven., 26 jan. 2024`; lower case in and out. What is English already stays."""
    text = _CLOCK.sub(r"\1:\2", text)
    text = _HALF.sub(lambda half: f" {half[2]}{'am' if half[1] in _MORNING else 'pm'}", text)
    text = _NUMBERED.sub(_numbered, text)
    text = _WORD.sub(lambda word: _MONTH_OF.get(word[0], word[0]), text)
    return _YEAR_FIRST.sub(r"\3 \2 \1 ", text)


def _numbered(match: re.Match[str]) -> str:
    """`26 1月 2024`: a date format of the West with a month of the East."""
    month = int(match[2])
    return f"{match[1]} {_ENGLISH[month - 1]} " if 1 <= month <= 12 else match[0]
