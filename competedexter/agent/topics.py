"""What a question is about beside names, times, plans and prices: the words that nothing else has read."""

import re
from collections.abc import Sequence

from competedexter.market.evidence.terms import FILLER, stem, words

from .question_words import CHANGE

_READ_WORDS = """
    price pricing priced cost costs fee fees much cheap cheaper cheapest expensive dear dearer dearest rate pay paid
    charge charged charging plan plans tier edition package subscription billing billed affordable costliest priciest pricier money amount currently
    less more fewer below under above over least rundown
    publish published publishes disclose list listed save saves saving savings
    compare compared comparison comparing versus vs difference differ against lowest highest side than ratio total
    change changed changes raise raised raising rose rise risen rising increase hike lower lowered drop dropped decrease
    reduce cut cutting move moved update updated launch launched introduce add added remove removed rename renamed
    discontinue retire scrap axe stop stopped become became get got gotten getting go goes going went gone happen new
    timeline history recent recently latest last lately newest news event events development time times often frequently
    summary summarize summarise overview profile describe website domain tags home homepage position
    brief tell say said show give list find explain know think mention state write speak talk look see want need like please thanks
    percent percentage average sum multiply calculate month monthly year yearly annual annually week day today yesterday tomorrow
    now ago since when long before previous previously former formerly use used old original originally earlier prior
    biggest largest steepest greatest sharpest jump big large high many number
    user users people member members per each every everyone anyone anybody nobody everybody someone any all
    competitor competitors company companies market vendor vendors rival rivals provider player others whole there here right
    offer offers offered have has had include included includes including contain come comes support supported supports provide allow
    available least best better entry level start starts starting actual actually really still yet already ever even else
    thing things anything something nothing everything one two three first second per kind type also too just
    page pages site feature features limit limits detail details info information question answer data archive
    yes no why reason because cause usd eur gbp dollar dollars euro euros pound
    good bad fresh stale old checked crawled watched reachable outage down up etc us ours let i'd i'm we're it's what's who's
    that's there's where's how's when's isn't aren't doesn't don't didn't hasn't haven't wasn't won't can't couldn't
    dont doesnt didnt hasnt isnt whats whos hows set make made making do done exactly overall altogether total totals
    compares compared stack relative respect regarding concerning between terms term term roughly approximately about
    quick quickly simply only maybe perhaps hi hello hey ok okay great sure tiers observed seen noticed"""
_READ = frozenset(stem(word) for word in _READ_WORDS.split()) | frozenset(_READ_WORDS.split()) | FILLER
_OF_COMPANIES = frozenset({"tagline", "taglines", "slogan", "slogans", "claim", "claims", "positioning", "headline"})
_PER = re.compile(r"\b(?:per|by the|each|a) (?:seat|user|month|year)\b", re.IGNORECASE)
_SAME = (
    ("sso", "single sign on"), ("2fa", "two factor"), ("mfa", "multi factor"), ("ai", "artificial intelligence"),
    ("sla", "service levels"), ("kb", "knowledge base"), ("email", "e mail"), ("rbac", "roles"),
    ("on premises", "self hosted"), ("audit trail", "audit log"), ("reporting", "reports"), ("analytics", "reports"),
)  # fmt: skip


def topic_of(text: str) -> tuple[str, ...]:
    """The words of a question that are left, as written and in order; names, times and plans are taken out already.

    A tagline is asked of a company; that it changed is looked for like any other word.
    """
    left = [word for word in words(_PER.sub(" ", text)) if len(word) > 1 and not word.isdigit()]
    known = _READ if CHANGE.search(text) else _READ | _OF_COMPANIES
    kept = [word for word in left if word not in known and stem(word) not in known]
    return tuple(dict.fromkeys(kept))


def spelled(topic: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Every way to say a topic, each a set of stems: "SSO" is also "single sign-on"."""
    own = " ".join(topic)
    ways = [own]
    for pair in _SAME:
        for one, other in (pair, pair[::-1]):
            if f" {one} " in f" {own} ":
                ways.append(f" {own} ".replace(f" {one} ", f" {other} "))
    return tuple(frozenset(stem(word) for word in words(way) if word not in FILLER or len(way) < 4) for way in ways)


def carried(topic: Sequence[str], text: str) -> float:
    """The share of a topic that a text carries, in the way of saying it that fits best; 0 without a topic."""
    there = {stem(word) for word in words(text.replace("-", " "))}
    shares = [len(way & there) / len(way) for way in spelled(topic) if way]
    return max(shares, default=0.0) if topic else 0.0


def speaks_of(topic: Sequence[str], text: str) -> bool:
    """Whether a text carries the whole topic."""
    return carried(topic, text) >= 1.0
