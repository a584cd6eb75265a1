"""Who is looking."""

import reflex as rx

COOKIE = "competedexter_session"


class Session(rx.State):
    """What the frame shows of the person."""

    name: str = ""
    email: str = ""
    workspace: str = ""

    @rx.var
    def initial(self) -> str:
        return (self.name or self.email or "?")[:1].upper()
