"""The timeline tab: changes and source events, newest first."""

import reflex as rx


def timeline_tab() -> rx.Component:
    return rx.fragment()
