"""The two entry forms."""

import reflex as rx

from competedexter.ui.components.basics import NativeForm, button, field, icon, input_box
from competedexter.ui.components.live import PasswordRules
from competedexter.ui.components.placeholders import notice

from .state import EntryForm

SHORTEST_PASSWORD = 10  # characters; accounts/passwords.py refuses shorter ones


def problem_of(name: str) -> rx.Var[str]:
    """The sentence, where it belongs to this field."""
    return rx.cond(EntryForm.field == name, EntryForm.problem, "")


def general_problem() -> rx.Component:
    general = (EntryForm.problem != "") & ~rx.Var.create(["email", "name", "password"]).contains(EntryForm.field)
    return rx.cond(
        general, rx.el.div(notice(EntryForm.problem, kind="problem", symbol="circle-x"), role="alert"), rx.fragment()
    )


def next_page() -> rx.Component:
    return rx.el.input(type="hidden", name="next", value=EntryForm.next, read_only=True)


def email_field() -> rx.Component:
    box = input_box(
        id="email",
        name="email",
        type="email",
        auto_complete="username",
        required=True,
        class_name="large",
        default_value=EntryForm.email,
        key=EntryForm.email,
        aria_invalid=EntryForm.field == "email",
        max_length=320,
    )
    return field("E-mail", box, name="email", problem=problem_of("email"))


def sign_in_form() -> rx.Component:
    password = input_box(
        id="password",
        name="password",
        type="password",
        auto_complete="current-password",
        required=True,
        class_name="large",
        max_length=1024,
    )
    return NativeForm.create(
        general_problem(),
        email_field(),
        field("Password", password, name="password", problem=problem_of("password")),
        next_page(),
        button("Sign in", kind="primary", size="large", type="submit", class_name="wide"),
        action="/auth/sign-in",
        method="post",
        class_name="form",
    )


def sign_up_form() -> rx.Component:
    name = input_box(
        id="name",
        name="name",
        auto_complete="name",
        required=True,
        class_name="large",
        max_length=100,
        default_value=EntryForm.name,
        key=EntryForm.name,
        aria_invalid=EntryForm.field == "name",
    )
    password = input_box(
        id="password",
        name="password",
        type="password",
        auto_complete="new-password",
        required=True,
        class_name="large",
        min_length=SHORTEST_PASSWORD,
        max_length=256,
        aria_invalid=EntryForm.field == "password",
        aria_describedby="password-rules",
    )
    return NativeForm.create(
        general_problem(),
        field("Your name", name, name="name", problem=problem_of("name")),
        email_field(),
        field("Password", password, name="password", problem=problem_of("password")),
        PasswordRules.create(input_id="password", shortest=SHORTEST_PASSWORD),
        next_page(),
        button("Create account", kind="primary", size="large", type="submit", class_name="wide"),
        action="/auth/sign-up",
        method="post",
        class_name="form",
    )


def assurance() -> rx.Component:
    return rx.el.p(icon("lock", 14), "No card needed. Your workspace is yours alone.", class_name="line meta")
