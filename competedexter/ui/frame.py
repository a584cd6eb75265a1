"""The frame of every page of the app: left rail, top bar, phone bottom bar, palette, keys."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from .components.basics import Child, NativeForm, icon, jump, kbd, link, said, some
from .components.live import Keyboard, ToastHost
from .components.rows import FactRow
from .frame_state import Frame
from .notes import Notes
from .session import Session


@dataclass(frozen=True)
class Place:
    """An entry of the navigation."""

    name: str
    path: str
    symbol: str


MORNING = (Place("Overview", "/overview", "layout-dashboard"), Place("Ask", "/ask", "message-circle-question"))
INBOX = Place("Inbox", "/inbox", "inbox")
MARKET = (Place("Competitors", "/competitors", "building-2"), Place("Changes", "/changes", "git-compare-arrows"))
SOURCES = Place("Sources", "/sources", "radio-tower")
SETTINGS = Place("Settings", "/settings", "settings-2")
PLACES = (*MORNING, INBOX, *MARKET, SOURCES, SETTINGS)


def mark() -> rx.Component:
    """The product's sign: a lens over rising bars."""
    return rx.el.svg(
        rx.el.path(
            d="M3 16.5V12.5M7.25 16.5V8.5M11.5 16.5V11", stroke="currentColor", stroke_width="2", stroke_linecap="round"
        ),
        rx.el.svg.circle(cx="13.5", cy="6.5", r="3.75", stroke="currentColor", stroke_width="2"),
        rx.el.path(d="m16.4 9.4 1.9 1.9", stroke="currentColor", stroke_width="2", stroke_linecap="round"),
        view_box="0 0 20 20",
        fill="none",
        class_name="brand-mark",
        aria_hidden="true",
    )


def brand(to: str = "/overview") -> rx.Component:
    return link(
        mark(), rx.el.span("CompeteDexter", class_name="word"), to=to, class_name="brand", aria_label="CompeteDexter"
    )


def unread_count() -> rx.Component:
    """How many alerts this person has not read; said with its unit."""
    label = said(Frame.unread) + rx.Var.create(" unread")
    return rx.cond(
        Frame.unread > 0,
        rx.el.span(Frame.unread_words, class_name="count", aria_label=label, role="img"),
        rx.fragment(),
    )


def failing_count() -> rx.Component:
    label = said(Frame.failing) + rx.Var.create(" sources need attention")
    return rx.cond(
        Frame.failing > 0,
        rx.el.span(Frame.failing, class_name="count quiet", aria_label=label, role="img"),
        rx.fragment(),
    )


def rail_link(place: Place, here: str, extra: rx.Component | None = None) -> rx.Component:
    current = {"aria_current": "page"} if place.name == here else {}
    return link(
        icon(place.symbol),
        rx.el.span(place.name, class_name="word"),
        extra or rx.fragment(),
        to=place.path,
        class_name="rail-link",
        title=place.name,
        **current,
    )


def theme_toggle() -> rx.Component:
    """Light or dark, remembered by this browser; no server involved."""
    return rx.el.button(
        rx.el.span(icon("moon"), class_name="theme-light-only"),
        rx.el.span(icon("sun"), class_name="theme-dark-only"),
        rx.el.span("Switch theme", class_name="word"),
        class_name="rail-link",
        type="button",
        data_act="theme",
        title="Switch theme",
    )


def sign_out() -> rx.Component:
    leave = rx.el.button(
        icon("log-out"), class_name="button quiet icon-only", type="submit", aria_label="Sign out", title="Sign out"
    )
    return NativeForm.create(leave, action="/auth/sign-out", method="post")


def workspace_menu() -> rx.Component:
    """Which workspace this is; with others, a menu that opens them."""

    def other(row: rx.Var[FactRow]) -> rx.Component:
        return rx.el.button(row.name, type="submit", name="workspace", value=row.value)

    name = rx.el.span(Session.workspace, class_name="clip")
    menu = rx.el.details(
        rx.el.summary(name, icon("chevrons-up-down", 13), class_name="workspace"),
        NativeForm.create(
            rx.foreach(Session.others, other), action="/auth/workspace", method="post", class_name="menu"
        ),
        class_name="menu-anchor word",
    )
    return rx.cond(some(Session.others), menu, rx.el.div(name, class_name="workspace"))


def rail(here: str) -> rx.Component:
    fold = rx.el.button(
        icon("panel-left"),
        rx.el.span("Fold", class_name="word"),
        class_name="rail-link",
        type="button",
        data_act="rail",
        title="Fold the navigation",
    )
    person = rx.el.div(
        rx.el.span(Session.initial, class_name="avatar", aria_hidden="true"),
        rx.el.span(Session.name, class_name="word grow clip", title=Session.email),
        rx.el.span(sign_out(), class_name="word"),
        class_name="person",
    )
    return rx.el.nav(
        brand(),
        workspace_menu(),
        *[rail_link(place, here) for place in MORNING],
        rail_link(INBOX, here, unread_count()),
        rx.el.div(class_name="rail-gap"),
        *[rail_link(place, here) for place in MARKET],
        rx.el.div(class_name="rail-gap"),
        rail_link(SOURCES, here, failing_count()),
        rail_link(SETTINGS, here),
        rx.el.div(theme_toggle(), fold, person, class_name="rail-foot"),
        class_name="rail",
        aria_label="Main",
    )


def bottom_bar(here: str) -> rx.Component:
    """The phone's navigation; More opens the rest as a sheet."""

    def one(place: Place, extra: rx.Component | None = None) -> rx.Component:
        current = {"aria_current": "page"} if place.name == here else {}
        return link(icon(place.symbol, 20), place.name, extra or rx.fragment(), to=place.path, **current)

    more = rx.el.button(icon("ellipsis", 20), "More", type="button", data_opens="#more")
    return rx.el.nav(
        *[one(place) for place in MORNING],
        one(INBOX, unread_count()),
        one(MARKET[0]),
        more,
        class_name="bottom-bar",
        aria_label="Main, short",
    )


def more_sheet() -> rx.Component:
    from .components.basics import sheet

    rest = (MARKET[1], SOURCES, SETTINGS)
    links = [link(icon(p.symbol), p.name, to=p.path, class_name="rail-link row", data_closes="") for p in rest]
    person = rx.el.div(rx.el.span(Session.name, class_name="grow"), sign_out(), class_name="line")
    return sheet("more", "More", *links, theme_toggle(), person)


def palette() -> rx.Component:
    """Ctrl-K: go to a page or a competitor, or ask; filtered in the page."""

    def entry(symbol: str, words: Child, to: Any, meta: str) -> rx.Component:  # to: Any: an address or a Var of one
        return link(
            icon(symbol),
            words,
            rx.el.span(meta, class_name="meta"),
            to=to,
            data_entry="true",
            data_closes="",
            tab_index=-1,
        )

    ask = link(
        icon("message-circle-question"),
        rx.el.span("Ask: ", rx.el.span(custom_attrs={"data-words": "true"})),
        to="/ask",
        data_entry="true",
        data_always="true",
        data_closes="",
        tab_index=-1,
    )
    box = rx.el.input(
        class_name="input",
        type="text",
        placeholder="Go to, find a competitor, ask",
        aria_label="Find or ask",
        auto_complete="off",
        custom_attrs={"data-first": "true"},
    )
    entries = rx.el.div(
        *[entry(place.symbol, place.name, place.path, "page") for place in PLACES],
        rx.foreach(Frame.competitors, lambda one: entry("building-2", one.name, one.value, "competitor")),
        ask,
        class_name="palette-list",
    )
    return rx.el.dialog(box, entries, id="palette", class_name="palette", aria_label="Find or ask")


KEYS = (
    ("Ctrl K", "Find a page or a competitor, or ask"),
    ("/", "Search this page"),
    ("j k", "Next and previous row"),
    ("Enter", "Open"),
    ("e", "Mark read"),
    ("x", "Select a row"),
    ("g then o a i c h s", "Go to overview, ask, inbox, competitors, changes, sources"),
    ("?", "These keys"),
)


def keys_sheet() -> rx.Component:
    from .components.basics import sheet

    lines = [rx.fragment(rx.el.dt(*[kbd(key) for key in keys.split()]), rx.el.dd(words)) for keys, words in KEYS]
    return sheet("keys", "Keyboard", rx.el.dl(*lines, class_name="facts"))


def connection_bar() -> rx.Component:
    """A dropped connection is a quiet bar; what is shown stays."""
    words = rx.el.div(
        icon("wifi-off", 14), "Reconnecting. What you see may be a little old.", class_name="connection", role="status"
    )
    return rx.cond(has_connection_errors, words, rx.fragment())


def top_bar(crumbs: rx.Component) -> rx.Component:
    finder = rx.el.button(
        icon("search", 15),
        rx.el.span("Find or ask", class_name="word"),
        kbd("Ctrl K"),
        class_name="finder",
        type="button",
        data_opens="#palette",
        aria_label="Find or ask",
    )
    demo = rx.cond(Session.is_demo, rx.el.span(icon("flask-conical", 13), "Demo", class_name="chip on"), rx.fragment())
    return rx.el.header(crumbs, demo, rx.el.div(class_name="spacer"), finder, class_name="topbar")


def crumbs(*trail: tuple[Child, str]) -> rx.Component:
    """Breadcrumbs of (words, address); the last is where we are."""
    parts: list[rx.Component] = []
    for words, path in trail[:-1]:
        parts += [link(words, to=path), icon("chevron-right", 13)]
    parts.append(rx.el.span(trail[-1][0], class_name="here clip", aria_current="page"))
    return rx.el.nav(*parts, class_name="crumbs", aria_label="Breadcrumbs")


def frame(*children: Child, here: str, trail: rx.Component | None = None, width: str = "table-width") -> rx.Component:
    """A page of the app. `here` names the entry of the navigation; an empty `width` leaves the layout to the page."""
    inside = rx.el.div(*children, class_name=f"page {width}") if width else rx.fragment(*children)
    return rx.fragment(
        jump("Skip to content", "content", "skip-link"),
        rx.el.div(
            rail(here),
            rx.el.div(
                top_bar(trail or crumbs((here, ""))),
                connection_bar(),
                rx.el.main(inside, id="content", tab_index=-1),
                class_name="main",
            ),
            class_name="app",
        ),
        bottom_bar(here),
        more_sheet(),
        keys_sheet(),
        palette(),
        ToastHost.create(note=Notes.note),
        Keyboard.create(),
    )


def page_head(title: Child, words: Child = "", *actions: rx.Component) -> rx.Component:
    """The page's title, one line about it, and its main actions."""
    about = rx.el.p(words) if words != "" else rx.fragment()
    acts = rx.el.div(*actions, class_name="page-actions") if actions else rx.fragment()
    return rx.el.div(rx.el.div(rx.el.h1(title), about, class_name="grow"), acts, class_name="page-head")
