"""Every page: its address, its title, what it loads. One module a page, so that each is its own chunk."""

import os

import reflex as rx

from .accounts.sign_in_page import sign_in_page
from .accounts.sign_up_page import sign_up_page
from .accounts.state import EntryForm
from .ask.ask_page import ask_page
from .ask.conversation_page import conversation_page
from .ask.state import AskPage, ConversationPage
from .changes.change_page import change_page
from .changes.ledger_page import changes_page
from .changes.state import ChangePage, ChangesPage
from .competitor.page import competitor_page
from .competitor.state import CompetitorPage
from .competitors.page import competitors_page
from .competitors.state import CompetitorTable
from .competitors.suggested import Suggested
from .demo.components import demo_card
from .demo.page import demo_page
from .demo.state import DemoPrice
from .documents.page import document_page
from .documents.state import DocumentPage
from .frame_state import Frame
from .imports.page import imports_page
from .imports.state import FollowedJob, ImportsPage
from .inbox.page import inbox_page
from .inbox.state import InboxPage
from .landing.page import landing_page
from .lost.page import error_page, not_found_page
from .overview.page import overview_page
from .overview.state import OverviewPage
from .settings.page import settings_page
from .settings.state import SettingsPage
from .sources.add_page import add_source_page
from .sources.add_state import AddSource
from .sources.bring_state import Brought
from .sources.page import sources_page
from .sources.source_page import source_page
from .sources.source_state import SourcePage
from .sources.state import SourcesPage
from .welcome.page import welcome_page
from .welcome.state import Welcome

# The first segment of every page that needs a session.
PRIVATE = (
    "/overview", "/ask", "/inbox", "/competitors", "/changes", "/documents", "/sources", "/imports", "/settings",
    "/welcome",
)  # fmt: skip
LEAD = "CompeteDexter reads your competitors' sites and tells you what changed, with the passage it read."


def _overview() -> rx.Component:
    return overview_page(demo_card(on_written=OverviewPage.load))


# Pages of the app: what draws it, its address, its name, what it loads.
_INSIDE = (
    (_overview, "/overview", "Overview", [OverviewPage.load, DemoPrice.wait]),
    (welcome_page, "/welcome", "First steps", Welcome.start),
    (inbox_page, "/inbox", "Inbox", InboxPage.load),
    (competitors_page, "/competitors", "Competitors", [CompetitorTable.load, Suggested.load]),
    (competitor_page, "/competitors/[competitor_id]", "Competitor", CompetitorPage.load),
    (ask_page, "/ask", "Ask", AskPage.load),
    (conversation_page, "/ask/[query_id]", "Answer", ConversationPage.load),
    (changes_page, "/changes", "Changes", ChangesPage.load),
    (change_page, "/changes/[change_id]", "Change", ChangePage.load),
    (document_page, "/documents/[document_id]", "Document", DocumentPage.load),
    (sources_page, "/sources", "Sources", SourcesPage.load),
    (add_source_page, "/sources/add", "Add source", AddSource.load),
    (source_page, "/sources/[source_id]", "Source", [SourcePage.load, Brought.load]),
    (imports_page, "/imports", "Import history", [ImportsPage.load, FollowedJob.follow]),
    (settings_page, "/settings", "Settings", SettingsPage.load),
)


def _title(page: str) -> str:
    return f"{page} \u00b7 CompeteDexter"


def add_pages(app: rx.App) -> None:
    """All of them; the gallery only in a development build (UI_GALLERY=1)."""
    app.add_page(landing_page, route="/", title="CompeteDexter", description=LEAD)
    app.add_page(sign_in_page, route="/sign-in", title=_title("Sign in"), on_load=EntryForm.read)
    app.add_page(sign_up_page, route="/sign-up", title=_title("Create an account"), on_load=EntryForm.read)
    app.add_page(demo_page, route="/demo", title=_title("Demo"))
    app.add_page(not_found_page, route="/404", title=_title("Not found"))
    app.add_page(error_page, route="/error", title=_title("Something went wrong"))
    for page, route, name, load in _INSIDE:
        app.add_page(
            page, route=route, title=_title(name), on_load=[Frame.load, *(load if isinstance(load, list) else [load])]
        )
    if os.environ.get("UI_GALLERY"):
        from .dev.gallery_page import gallery_page  # invented rows stay out of a customer's build

        app.add_page(gallery_page, route="/dev/ui", title=_title("Gallery"))
