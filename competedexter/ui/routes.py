"""Every page: its address, its title, what it loads. One module a page, so that each is its own chunk."""

import reflex as rx

from .landing.page import landing_page

PRIVATE = ("/overview", "/ask", "/inbox", "/competitors", "/changes", "/documents", "/sources", "/settings", "/welcome")


def add_pages(app: rx.App) -> None:
    app.add_page(landing_page, route="/", title="CompeteDexter")
