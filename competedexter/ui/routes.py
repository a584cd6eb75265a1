"""Every page: its address, its title, what it loads. One module a page, so that each is its own chunk."""

import os

import reflex as rx

from .accounts.sign_in_page import sign_in_page
from .accounts.sign_up_page import sign_up_page
from .accounts.state import EntryForm
from .competitors.page import competitors_page
from .competitors.state import CompetitorTable
from .frame_state import Frame
from .landing.page import landing_page
from .lost.page import error_page, not_found_page

# The first segment of every page that needs a session.
PRIVATE = ("/overview", "/ask", "/inbox", "/competitors", "/changes", "/documents", "/sources", "/settings", "/welcome")
LEAD = "CompeteDexter reads your competitors' sites and tells you what changed, with the passage it read."


def _title(page: str) -> str:
    return f"{page} \u00b7 CompeteDexter"


def add_pages(app: rx.App) -> None:
    """All of them; the gallery only in a development build (UI_GALLERY=1)."""
    app.add_page(landing_page, route="/", title="CompeteDexter", description=LEAD)
    app.add_page(sign_in_page, route="/sign-in", title=_title("Sign in"), on_load=EntryForm.read)
    app.add_page(sign_up_page, route="/sign-up", title=_title("Create an account"), on_load=EntryForm.read)
    app.add_page(
        competitors_page, route="/competitors", title=_title("Competitors"), on_load=[Frame.load, CompetitorTable.load]
    )
    app.add_page(not_found_page, route="/404", title=_title("Not found"))
    app.add_page(error_page, route="/error", title=_title("Something went wrong"))
    if os.environ.get("UI_GALLERY"):
        from .dev.gallery_page import gallery_page  # invented rows stay out of a customer's build

        app.add_page(gallery_page, route="/dev/ui", title=_title("Gallery"))
