"""The vendors' pages as HTML, for any day. Pure: the same vendor, page and day give the same bytes."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from html import escape

from .vendors import Offer, SiteState, Vendor

PAGES = ("", "pricing", "features", "changelog", "docs", "careers")
SLOTS = {
    "": "home",
    "pricing": "pricing",
    "features": "features",
    "changelog": "changelog",
    "docs": "docs",
    "careers": "careers",
}
_STYLE = """
body{font:16px/1.6 system-ui,sans-serif;margin:0;color:#1a1a18}header,main,footer{max-width:960px;margin:0 auto;padding:16px}
nav a{margin-right:16px}.plans{display:flex;gap:16px;flex-wrap:wrap}.plan{border:1px solid #ccc;border-radius:8px;padding:16px;flex:1 1 200px}
.price{font-size:28px;font-weight:600}.demo{background:#fff4d6;padding:4px 16px;text-align:center}"""


def render(vendor: Vendor, page: str, *, today: date, days_ago: int, prices: Mapping[str, Decimal]) -> str | None:
    """One page as it is `days_ago` before `today`; `prices` are changed by hand since. None for an unknown page."""
    if page not in PAGES:
        return None
    state = vendor.state(days_ago)
    for plan, amount in prices.items():
        state = state.priced(plan, amount)
    day = today - timedelta(days=days_ago)
    title, body = _BODIES[page](vendor, state, day)
    return _document(vendor, title, body, day, days_ago)


def _document(vendor: Vendor, title: str, body: str, day: date, days_ago: int) -> str:
    """Links are relative: all pages lie side by side, whatever address they are read at."""
    links = "".join(f'<a href="{page}">{escape(name)}</a>' for page, name in _MENU)
    week = day.isocalendar().week
    teams = vendor.teams + (365 - days_ago) * 7
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)} - {vendor.name}</title>
<meta name="description" content="{escape(vendor.state(days_ago).tagline)}"><meta name="csrf-token" content="{hash_of(day)}">
<link rel="alternate" type="application/atom+xml" title="{vendor.name} news" href="feed.xml"><style>{_STYLE}</style></head>
<body><div class="demo" role="note">{vendor.name} is an invented company. This site is part of the CompeteDexter demo.</div>
<header><a href="./"><b>{vendor.name}</b></a><nav aria-label="Main">{links}</nav></header>
<main>{body}<aside aria-label="Customers"><p>Trusted by {teams:,} teams.</p>
<blockquote class="testimonial">\u201c{escape(vendor.quotes[week % len(vendor.quotes)])}\u201d \u2013 a customer</blockquote></aside></main>
<footer><p>&copy; {day.year} {vendor.name} Inc. All rights reserved.</p><p><a href="docs">Documentation</a></p></footer></body></html>"""


_MENU = (
    ("pricing", "Pricing"),
    ("features", "Features"),
    ("changelog", "Changelog"),
    ("docs", "Docs"),
    ("careers", "Careers"),
)


def hash_of(day: date) -> str:
    """A token that is new every day, as real pages have: bytes differ, nothing visible does."""
    return f"{day.toordinal() * 2_654_435_761 % 2**32:08x}"


def _home(vendor: Vendor, state: SiteState, _day: date) -> tuple[str, str]:
    features = "".join(f"<li><h3>{escape(name)}</h3><p>{escape(text)}</p></li>" for name, text in state.features)
    return (
        state.tagline,
        f"<h1>{escape(state.tagline)}</h1><p>{vendor.name} brings e-mail, chat and forms into one place.</p><ul>{features}</ul>",
    )


def _pricing(vendor: Vendor, state: SiteState, _day: date) -> tuple[str, str]:
    plans = "".join(_plan(state, offer) for offer in state.offers)
    return (
        "Pricing",
        f"<h1>Pricing</h1><p>Plans for teams of every size. Cancel at any time.</p><section class=plans>{plans}</section>",
    )


def _plan(state: SiteState, offer: Offer) -> str:
    features = "".join(f"<li>{escape(feature)}</li>" for feature in offer.features)
    return (
        f'<div class="plan"><h2>{offer.name}</h2>{_price(state, offer)}<p>{escape(offer.seats)} included</p>'
        f"<ul>{features}</ul><a href='#start'>Start with {offer.name}</a></div>"
    )


def _price(state: SiteState, offer: Offer) -> str:
    if offer.monthly is None:
        return '<p class="price">Contact sales</p>'
    if offer.monthly == 0:
        return f'<p class="price">{state.sign}0</p><p>free for ever</p>'
    yearly = ""
    if state.annual_billing:
        a_month = (offer.monthly * Decimal("0.8")).quantize(Decimal(1))
        yearly = f"<p>or {state.sign}{a_month} per month, billed annually</p>"
    return f'<p class="price">{state.sign}{offer.monthly} <small>per month</small></p>{yearly}'


def _features(vendor: Vendor, state: SiteState, _day: date) -> tuple[str, str]:
    listed = "".join(
        f"<section><h2>{escape(name)}</h2><p>{escape(text)}</p></section>" for name, text in state.features
    )
    return "Features", f"<h1>What {vendor.name} does</h1>{listed}"


def _changelog(vendor: Vendor, state: SiteState, _day: date) -> tuple[str, str]:
    entries = "".join(
        f"<article><h2>{escape(title)}</h2><p>{escape(text)}</p></article>" for _, title, text in state.news
    )
    return (
        "Changelog",
        f"<h1>What is new in {vendor.name}</h1>{entries or '<p>Nothing yet. Come back soon for our first release notes.</p>'}",
    )


def _docs(vendor: Vendor, state: SiteState, _day: date) -> tuple[str, str]:
    guides = "".join(f"<li>How to use {escape(name.lower())}: a guide in five steps</li>" for name, _ in state.features)
    return "Documentation", (
        f"<h1>{vendor.name} documentation</h1><p>Connect a mailbox, invite your team and answer your first ticket.</p><ul>{guides}</ul>"
        "<h2>API</h2><p>The REST API accepts 600 requests per minute and signs its webhooks.</p>"
    )


def _careers(vendor: Vendor, state: SiteState, _day: date) -> tuple[str, str]:
    openings = "".join(f"<li><b>{escape(title)}</b>, {escape(place)}</li>" for title, place in state.openings)
    return (
        "Careers",
        f"<h1>Work at {vendor.name}</h1><p>We hire people who like clear sentences.</p><ul>{openings}</ul>",
    )


_BODIES = {
    "": _home,
    "pricing": _pricing,
    "features": _features,
    "changelog": _changelog,
    "docs": _docs,
    "careers": _careers,
}


def feed(vendor: Vendor, *, today: date) -> str:
    """The vendor's news as Atom."""
    entries = "".join(
        f"<entry><title>{escape(title)}</title><id>https://{vendor.domain}/changelog#{ago}</id><updated>{today - timedelta(days=ago)}T09:00:00Z</updated>"
        f"<summary>{escape(text)}</summary></entry>"
        for ago, title, text in vendor.state(0).news
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{vendor.name} news</title>'
        f"<id>https://{vendor.domain}/feed.xml</id><updated>{today}T09:00:00Z</updated>{entries}</feed>"
    )
