"""Words of the interface itself: buttons, skip links, banners, assistants. They come and go with the site's software."""

import re

MAX_PRAISE = 1_500  # characters of a testimonial
MAX_CHROME_WORDS = 8  # an interface says little; a longer line is content

_WIDGET = (
    r"(?:main |mobile |primary |side |site )?(?:menu|side ?bar|search(?: bar| box)?|nav(?:igation)?(?: bar)?|panel|dialog|"
    r"modal|filters?|sub-?menu|table of contents|toc|banner|alert|notification|chat|drop-?down|tooltip|breadcrumbs?|tabs?|"
    r"section|accordion|details|all|more|less|window|popup|preview|keyboard shortcuts)"
)
_WIDGET_WORDS = _WIDGET.replace(" ", r"\ ")  # spaces count in a verbose pattern only when escaped
_CHROME = re.compile(
    rf"""(?:
      (?:open|close|collapse|expand|toggle|show|hide|dismiss|minimi[sz]e|maximi[sz]e|exit|enter)
      (?:\ (?:the\ )?{_WIDGET_WORDS})*
    | (?:skip|jump|go|back)\ to\ (?:search|content|main|navigation|nav|top|footer|home|the\ top)(?:\ \w+){{0,3}}
    | (?:skip\ to\ \w+\ ?){{1,3}}
    | scroll\ .*(?:left|right|up|down|top|bottom)
    | (?:select|choose|change|switch)\ (?:your\ |a\ |the\ )?(?:language|region|country|currency|theme|version|locale)\b.*
    | (?:current\ )?(?:language|region|theme)(?:\ is)?:?\ .*
    | search(?:\ (?:or|the|our|this|for|here|docs?|site|articles?|results|by|in)\b.*)?
    | search\ .*\b(?:docs|documentation|site|website|help|articles)
    | (?:copy|view|share|print|save|edit|open|download)\ (?:this\ )?(?:page|link|code|url|text|file|as|in|to\ clipboard)
      (?:\ (?:as|in|to|on|of)?\ ?[\w.]+){{0,4}}
    | (?:see|show|view|read|load|learn)\ (?:more|less|all|details|fewer)
    | ask\ (?:ai|a\ question|us|[\w-]+(?:\ (?:ai|assistant|bot))?)(?:\ your\ questions?)?
    | (?:search\ or\ ask.*) | (?:get\ (?:quick|instant)\ answers) | (?:chat|talk)\ with\ (?:us|our\ \w+|ai|support)
    | prev(?:ious)? | next | page\ \d+(?:\ (?:of|/)\ \d+)? | \d+\ (?:of|/)\ \d+
    | loading | please\ wait | menu | home | contents | table\ of\ contents | (?:in|on)\ this\ (?:article|page|section)
    | submit | cancel | ok | yes | no | more | less | share | print | cop(?:y|ied) | back | feedback | refresh | reload
    | (?:sign|log)[\ -]?(?:in|out) | light | dark | (?:light|dark|system)\ (?:theme|mode) | theme | auto
    | was\ this\ (?:page|article|answer|section)?\ ?helpful.* | (?:thanks|thank\ you)\ for\ your\ feedback
    | did\ you\ find\ .*(?:helpful|useful).* | rate\ this\ page | report\ (?:an\ issue|a\ problem)
    | you\ are\ here | breadcrumbs? | site\ navigation | main\ navigation | all\ products
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SOCIAL = re.compile(
    r"(?:(?:follow|find|join|connect with) us(?: on \w+)?|github|twitter|x|linkedin|facebook|youtube|instagram|mastodon|discord|"
    r"tiktok|reddit|bluesky|threads|rss(?: feed)?|atom|telegram|whatsapp)",
    re.IGNORECASE,
)
_CONSENT_ACT = re.compile(
    r"\b(accept|reject|decline|manage|customi[sz]e|allow|agree|consent|preferences|got it|akzeptieren|ablehnen|accepter|refuser)\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"\b(cookies?|consent|tracking technolog\w+)\b", re.IGNORECASE)
_CONSENT_BUTTON = re.compile(
    r"(?:accept|reject|decline|allow|deny|manage|customi[sz]e|necessary|only|essential|strictly)\b.{0,24}|"
    r"(?:your )?(?:cookie|privacy) (?:settings|preferences|choices|notice|policy)|your privacy choices|do not (?:sell|share).*",
    re.IGNORECASE,
)
_CONTRIBUTORS = re.compile(
    r"\b(?:last|recently) (?:edited|updated|modified|reviewed|changed) (?:by|on)\b|\b(?:edited|updated|written|authored|committed) by\b"
    r"|^\d* ?contributors?\b|^authors?:",
    re.IGNORECASE,
)
_NAME = re.compile(r"@?[\w.'-]+(?: [\w.'-]+){0,3}")
_TESTIMONIAL = re.compile(r"^[\"“«„'‘].{20,}[\"”»“'’]|[\"“«„].{20,}[\"”»“]\s*[-–—]", re.DOTALL)


def is_chrome(text: str) -> bool:
    """Whether a whole line is a word of the interface."""
    stripped = text.strip(" .!?:…").replace("’", "'")
    return len(stripped.split()) <= MAX_CHROME_WORDS and bool(_CHROME.fullmatch(stripped))


def is_social(text: str) -> bool:
    return bool(_SOCIAL.fullmatch(text.strip(" .!:")))


def is_consent(text: str, region: str) -> bool:
    """A cookie or privacy banner: anything in a dialog about cookies, or a short line that asks to accept them."""
    if region == "dialog":
        return bool(_COOKIES.search(text) or _CONSENT_BUTTON.fullmatch(text.strip(" .")))
    return (
        len(text.split()) <= 60 and bool(_COOKIES.search(text)) and bool(_CONSENT_ACT.search(text)) and region != "main"
    )


def tells_contributors(text: str) -> bool:
    """A line that says who wrote or edited the page."""
    return bool(_CONTRIBUTORS.search(text))


def is_name(text: str) -> bool:
    """A line that may be a person's name or handle; only asked beside a line that tells contributors."""
    return bool(_NAME.fullmatch(text)) and any(word[:1].isupper() or word.startswith("@") for word in text.split())


def is_testimonial(text: str) -> bool:
    """Words in quotation marks, of a length in which people praise."""
    return len(text) <= MAX_PRAISE and bool(_TESTIMONIAL.search(text))
