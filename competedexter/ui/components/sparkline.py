"""Small drawings: a line of steps, a strip of bars. What they show is said beside them; screen readers skip them."""

import reflex as rx

from .trend import HEIGHT, WIDTH, BarRow


def sparkline(path: rx.Var[str] | str) -> rx.Component:
    line = rx.el.path(d=path, custom_attrs={"vectorEffect": "non-scaling-stroke"})
    return rx.el.svg(line, view_box=f"0 0 {WIDTH} {HEIGHT}", class_name="sparkline", aria_hidden="true", fill="none")


def bar_strip(rows: rx.Var[list[BarRow]], label: rx.Var[str] | str) -> rx.Component:
    """Bars of one height scale; each says its figure on hover, `label` all of them in words."""

    def bar(row: rx.Var[BarRow]) -> rx.Component:
        return rx.el.span(rx.el.i(style={"height": row.height}), title=row.words, class_name="bar", aria_hidden="true")

    return rx.el.div(rx.foreach(rows, bar), class_name="bars", role="img", aria_label=label)
