"""Settings: profile, workspace, members."""

import reflex as rx

from competedexter.ui.components.basics import NativeForm, button, field, input_box
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import notice, phases, skeleton_text
from competedexter.ui.components.tables import Column, cell, data_table
from competedexter.ui.frame import frame, page_head
from competedexter.ui.session import Session

from .state import MemberRow, SettingsPage


def _card(title: str, words: str, *children: rx.Component) -> rx.Component:
    head = rx.el.div(rx.el.h2(title), rx.el.p(words, class_name="muted"), class_name="stack tight")
    return rx.el.section(head, *children, class_name="card pad stack loose section")


def _profile() -> rx.Component:
    form = rx.el.form(
        field(
            "Name",
            input_box(
                id="profile-name",
                name="name",
                default_value=SettingsPage.name,
                key=SettingsPage.name,
                required=True,
                max_length=100,
            ),
            name="profile-name",
        ),
        field(
            "E-mail",
            input_box(id="profile-email", name="email", value=SettingsPage.email, read_only=True),
            name="profile-email",
            hint="It is how you sign in.",
        ),
        rx.el.div(button("Save profile", kind="primary", type="submit")),
        on_submit=SettingsPage.save_profile,
        class_name="form",
    )
    return _card("Profile", "How you appear to others.", form)


def _workspace() -> rx.Component:
    form = rx.el.form(
        field(
            "Name",
            input_box(
                id="workspace-name", name="name", default_value=SettingsPage.workspace, key=SettingsPage.workspace, required=True,
                max_length=100, read_only=~Session.may_edit,
            ),
            name="workspace-name",
        ),
        rx.cond(Session.may_edit, rx.el.div(button("Save workspace", type="submit")), rx.fragment()),
        on_submit=SettingsPage.save_workspace,
        class_name="form",
    )  # fmt: skip
    facts = rx.el.dl(
        rx.el.dt("Plan"), rx.el.dd(SettingsPage.plan),
        rx.el.dt("Your role"), rx.el.dd(SettingsPage.role),
        rx.el.dt("Questions this month"), rx.el.dd(SettingsPage.questions),
        class_name="facts",
    )  # fmt: skip
    return _card(
        "Workspace", "Competitors, changes and answers belong to it, and only its members see them.", form, facts
    )


def _member(row: rx.Var[MemberRow]) -> rx.Component:
    return rx.el.tr(
        cell("Name", rx.el.span(row.name, class_name="strong")),
        cell("E-mail", row.email),
        cell("Role", row.role),
        cell("Since", moment(row.since)),
        data_row="true",
    )


def settings_page() -> rx.Component:
    trouble = rx.cond(
        SettingsPage.trouble != "",
        rx.el.div(notice(SettingsPage.trouble, kind="problem", symbol="circle-x"), role="alert"),
        rx.fragment(),
    )
    columns = [Column("Name"), Column("E-mail"), Column("Role"), Column("Since")]
    members = rx.el.section(
        rx.el.div(rx.el.h2("Members"), class_name="section-head"),
        data_table("Members", columns, SettingsPage.members, _member),
        class_name="section",
    )
    leave = NativeForm.create(
        button("Sign out", type="submit", symbol="log-out"),
        action="/auth/sign-out",
        method="post",
        class_name="section",
    )
    ready = rx.fragment(trouble, _profile(), _workspace(), members, leave)
    body = phases(
        SettingsPage.status,
        ready=ready,
        loading=skeleton_text(8),
        problem=SettingsPage.problem,
        on_retry=SettingsPage.load,
    )
    return frame(page_head("Settings"), body, here="Settings", width="prose-width")
