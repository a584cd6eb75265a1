"""What a sign-up or sign-in form came back with."""

import reflex as rx

from competedexter.ui.session import cookie_header, cookie_value
from competedexter.ui.session_forms import FLASH_COOKIE, inside, read_flash


class EntryForm(rx.State):
    """The problem with the last attempt and what was typed; never a password."""

    problem: str = ""
    field: str = ""
    email: str = ""
    name: str = ""
    next: str = ""

    @rx.event
    def read(self) -> None:
        query = self.router.url.query_parameters
        said = read_flash(cookie_value(cookie_header(self), FLASH_COOKIE)) if query.get("problem") else {}
        self.problem, self.field = said.get("sentence", ""), said.get("field", "")
        self.email, self.name = said.get("email", ""), said.get("name", "")
        self.next = inside(said.get("next", "") or str(query.get("next", "")), "")
