"""Which type of source a question is about: jobs, news, figures; and how their absence is told."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Literal

from competedexter.market.evidence.terms import FILLER, stem, words

from .facts import LookFact
from .money import day_words

SourceType = Literal[
    "jobs", "news", "social", "filings", "funding", "reviews", "patents", "financials", "tech_stack", "company_info",
    "ratings", "custom", "site",
]  # fmt: skip
"""What a question may be about, by the type of snapshot that answers it."""
HAPPENINGS: Final[tuple[SourceType, ...]] = ("news", "social", "filings", "funding", "reviews", "patents")
BAD: Final = ("blocked", "gone", "failing", "suspect")


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_WORDS: Final[tuple[tuple[SourceType, re.Pattern[str]], ...]] = (
    ("jobs", _any(r"jobs?|openings?|vacanc(?:y|ies)|hiring|hires?|hired|recruit\w*|careers?|open (?:roles?|positions?)")),
    ("filings", _any(r"filings?|filed|did .{0,40}\bfile|10-?[kq]|8-?k|s-1|20-f|6-k|form (?:4|d)|the sec|edgar")),
    ("patents", _any(r"patent\w*")),
    ("funding", _any(r"funding|investors?|invested|investments?|series [a-h]|seed round|funding rounds?|raised? (?:money|capital)|valuation")),
    ("reviews", _any(r"reviews?|reviewers?")),
    ("ratings", _any(r"ratings?|rated|how many stars|stars on")),
    ("financials", _any(
        r"revenues?|turnover|net income|net loss|profits?|profitable|earnings|operating income|operating loss|gross profit"
        r"|net cash|cash (?:does|do|did|flow|position|balance|at hand)|total assets|liabilities|financials|financial (?:results|figures)|eps|shares outstanding"
        r"|research and development|r&d"
    )),
    ("tech_stack", _any(r"technolog\w*|tech stack|built (?:with|on)|powered by|(?:which|what) (?:\w+ )?(?:stack|cms|cdn|framework|analytics)")),
    ("company_info", _any(
        r"headquarter\w*|headquartered|founded|founders?|founding|based (?:in|at|out)|where .{0,40}based|ceo|chief executive|employees|headcount"
        r"|how many (?:people|staff)|staff size|offices?|parent company|owned by|owns|ticker|stock exchange|(?:what|which) industry"
    )),
    ("social", _any(r"social (?:media|posts?)|tweet(?:s|ed)|(?:which|what|latest|any|their|recent|published) (?:\w+ )?(?:posts|videos)|posted|on (?:bluesky|mastodon|reddit|youtube|hacker news)")),
    ("news", _any(r"news|articles?|press releases?|in the press|blog(?: posts?)?|announce(?:d|ments?|s)?|published|press coverage")),
    ("custom", _any(r"custom sources?|(?:which|what|how many|list|new) (?:the )?records")),
    ("site", _any(r"sitemap|(?:which|what|how many|landing|comparison|site|new|added|removed) pages?")),
)  # fmt: skip
_OFFERS: Final = re.compile(
    r"^(?:does|do|can|is|are)\b.{0,80}?\b(?:support|offer|have|include|allow|provide|integrate)\b", re.IGNORECASE
)
_OF_COMPANIES: Final = ("jobs", "filings", "patents", "funding", "ratings", "financials")
_USES: Final = re.compile(r"^(?:does|do|did|is|are)\b.{0,60}\b(?:us(?:e|es|ing)|running on)\b", re.IGNORECASE)
_ABOUT: Final = re.compile(r"\b(?:about|regarding|mention(?:s|ing)?|that speak of)\s+(.{1,200})$", re.IGNORECASE)
_FRAME_WORDS: Final = """
    job jobs opening openings open vacancy vacancies hiring hire hires hired recruit recruiting career careers role roles
    position positions filing filings filed file sec edgar form patent patents funding investor investors money round rounds
    raised review reviews rating ratings rated star stars revenue revenues turnover net income loss profit profits earnings
    operating gross cash financial financials figures results quarter quarterly annual fiscal reported report technology
    technologies tech stack built powered use uses using used run runs running headquarters headquartered founded founder
    founders founding based ceo chief executive employees headcount staff people office offices work works company social tweet
    tweets post posts posted bluesky mastodon youtube news article articles press headline headlines blog announce
    announced announcement announcements published publish coverage record records custom source sources sitemap page pages
    new newly currently now list count total number board site website trend growth grow grew growing kind type team teams
    department departments close closed closing fill filled post release releases latest last recent recently say said does which that who where when many how
    country countries city cities location locations place places know known info where anything
    compare most fewest more less highest lowest best worst other"""
_FRAME: Final = frozenset(stem(word) for word in _FRAME_WORDS.split())
_CALLED: Final[dict[SourceType, tuple[str, str]]] = {
    "jobs": ("jobs", "openings"), "news": ("news", "news"), "social": ("social", "posts"),
    "filings": ("financials", "filings"), "funding": ("funding", "funding"), "reviews": ("reviews", "reviews"),
    "patents": ("patents", "patents"), "financials": ("financials", "figures"),
    "tech_stack": ("tech_stack", "technologies"), "company_info": ("company_info", "company facts"),
    "ratings": ("reviews", "ratings"), "custom": ("custom", "records"), "site": ("website", "pages"),
}  # fmt: skip
"""The type of source that brings it, and what it is called."""
_ALSO: Final[dict[SourceType, tuple[str, ...]]] = {
    "filings": ("filings", "funding"),
    "funding": ("financials", "news"),
}
"""Further types of source that may bring it."""


def types_in(text: str) -> tuple[SourceType, ...]:
    """The types that a question names, in the order of this table; at most two are answered at once."""
    found = [kind for kind, pattern in _WORDS if pattern.search(text)]
    if _OFFERS.search(text):  # "does it support code reviews": of the product
        found = [kind for kind in found if kind in _OF_COMPANIES]
    if "news" in found and len(found) > 1 and not re.search(r"\bnews|articles?\b", text, re.IGNORECASE):
        found.remove("news")  # "which filings were published", "did they announce funding"
    if "filings" in found and "financials" in found and not re.search(r"\bfil", text, re.IGNORECASE):
        found.remove("filings")
    if "jobs" in found and "company_info" in found:
        found.remove("jobs" if re.search(r"\b(?:ceo|chief|founders?)\b", text, re.IGNORECASE) else "company_info")
    if not found and _USES.search(text):
        return ("tech_stack",)
    return tuple(found[:2])


def subject_in(text: str) -> tuple[str, ...]:
    """What events are to be about, where a question says "about": those words name no price then."""
    match = _ABOUT.search(text)
    if match is None or not any(kind in HAPPENINGS for kind in types_in(text[: match.start()])):
        return ()
    return tuple(word for word in words(match[1]) if word not in FILLER and stem(word) not in _FRAME)


def own_topic(topic: Sequence[str]) -> tuple[str, ...]:
    """The words of a topic that are more than the name of a type of source."""
    return tuple(word for word in topic if stem(word) not in _FRAME)


def brings(kind: SourceType, look: LookFact) -> bool:
    """Whether a source is of a type that brings this."""
    return look.source_type == _CALLED[kind][0] or look.source_type == kind


def thing_words(kind: SourceType) -> str:
    return _CALLED[kind][1]


def own_looks(kind: SourceType, looks: Iterable[LookFact]) -> list[LookFact]:
    return [look for look in looks if brings(kind, look)]


def why_none(kind: SourceType, name: str, looks: Iterable[LookFact], until: datetime) -> str:
    """Why nothing of a type is known: not watched, not readable, not watched then, or nothing shown."""
    source, things = _CALLED[kind]
    own = own_looks(kind, looks)
    if not own:
        also = [look for look in looks if look.source_type in _ALSO.get(kind, ())]
        if also:
            read = f"No {things} of {name} had been read by {day_words(until)}"
            return f"{read}; no {source} source is watched, add one to have it read."
        return f"No {source} source of {name} is watched; add one to have its {things} read."
    bad = [look for look in own if look.health in BAD]
    seen = [look.first_seen_at for look in own if look.first_seen_at]
    if bad and len(bad) == len(own):
        reason = (bad[0].reason or bad[0].health).rstrip(".")
        return f"{name}'s {source} source could not be read ({reason}); that does not mean that it has no {things}."
    if not seen:
        return f"{name}'s {source} source had not been read by {day_words(until)}."
    if min(seen) > until:
        return f"{name}'s {things} have been watched since {day_words(min(seen))}; what they were by {day_words(until)} is not known."
    if kind == "site":
        return f"No sitemap of {name} had been read by {day_words(until)}; its pages are known one by one only."
    return f"{name}'s {source} source was read and shows no {things}."


def remarks(kind: SourceType, name: str, looks: Iterable[LookFact]) -> list[str]:
    """What a reader must know beside what was read: which of the sources cannot be read now."""
    own = own_looks(kind, looks)
    return failing_words(name, _CALLED[kind][0], own)


def failing_words(name: str, source: str, own: Sequence[LookFact]) -> list[str]:
    """One sentence for the sources of a type that cannot be read: all of them, or how many of how many."""
    bad = [look for look in own if look.health in BAD]
    if not bad:
        return []
    states = " and ".join(sorted({look.health for look in bad}))
    if len(own) == 1:
        return [f"{name}'s {source} source is {states}; what is told is what was read last."]
    if len(bad) == len(own):
        return [f"All {len(own)} {source} sources of {name} are {states}; what is told is what was read last."]
    verb = "is" if len(bad) == 1 else "are"
    which = ", ".join(look.url for look in bad[:2] if look.url)
    told = f"{len(bad)} of {len(own)} {source} sources of {name} {verb} {states}"
    return [f"{told}{f' ({which})' if which else ''}; the others are read."]
