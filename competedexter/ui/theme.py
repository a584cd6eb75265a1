"""Every design token, and the one stylesheet made from them: `python -m competedexter.ui.theme` writes it.

Values are the table "Tokens" of the interface design: text pairs reach 4.5:1 on bg, surface and hover, control borders 3:1.
"""

from dataclasses import dataclass
from pathlib import Path

PARTS = Path(__file__).parent / "stylesheet"
STYLESHEET = Path(__file__).parents[2] / "assets" / "competedexter.css"
ORDER = ("base", "controls", "frame", "tables", "evidence", "changes", "sources", "company", "pages", "answer", "phone")


@dataclass(frozen=True)
class Token:
    """One CSS variable in both themes."""

    name: str
    light: str
    dark: str


TOKENS = (
    Token("bg", "#FBFBFA", "#111113"),
    Token("surface", "#FFFFFF", "#18181B"),
    Token("raised", "#FFFFFF", "#212125"),
    Token("hover", "#F3F3F1", "#242428"),
    Token("hairline", "#E4E4E0", "#2E2E33"),
    Token("control", "#8B8B84", "#70707A"),
    Token("text", "#1A1A18", "#EDEDEF"),
    Token("muted", "#5F5F59", "#A6A6AE"),
    Token("faint", "#6A6A63", "#8E8E97"),
    Token("accent", "#3451B2", "#9DB1FF"),
    Token("tint", "#EEF1FD", "#1D2440"),
    Token("on-accent", "#FFFFFF", "#111113"),
    Token("mark", "#FFF1C2", "#4A3B0A"),
    Token("low", "#5F5F59", "#A6A6AE"),
    Token("low-fill", "#F0F0ED", "#26262B"),
    Token("medium", "#8A5A00", "#F2C14E"),
    Token("medium-fill", "#FFF4D6", "#33280D"),
    Token("high", "#B23C00", "#FF9A5C"),
    Token("high-fill", "#FFEBDD", "#3A2010"),
    Token("critical", "#B4232B", "#FF8A8A"),
    Token("critical-fill", "#FDE8E8", "#3D1618"),
    Token("added", "#14663A", "#7FDDA6"),
    Token("added-fill", "#DFF3E6", "#12301F"),
    Token("removed", "#A3232B", "#FF9B9B"),
    Token("removed-fill", "#FBE4E4", "#3D1618"),
    Token("shadow", "0 8px 30px rgb(26 26 24 / 14%)", "0 8px 30px rgb(0 0 0 / 50%)"),
    Token("scrim", "rgb(26 26 24 / 32%)", "rgb(0 0 0 / 56%)"),
    Token("series-0", "#3451B2", "#8FA6FF"),
    Token("series-1", "#B4530A", "#F5A35C"),
    Token("series-2", "#0F766E", "#4FD1C0"),
    Token("series-3", "#9D2C8A", "#EE8FDB"),
    Token("series-4", "#4D7C0F", "#A9D65B"),
    Token("series-5", "#B4232B", "#FF8A8A"),
    Token("series-6", "#5B4FC7", "#B3A6FF"),
    Token("series-7", "#7A6A00", "#E0CC4E"),
    Token("series-8", "#0369A1", "#63B9F2"),
    Token("series-9", "#6B7280", "#A6A6AE"),
)


def variables(dark: bool) -> str:
    """The tokens of one theme as CSS declarations."""
    scheme = f"color-scheme: {'dark' if dark else 'light'};"
    lines = [f"--{token.name}: {token.dark if dark else token.light};" for token in TOKENS]
    return "\n".join(f"  {line}" for line in (scheme, *lines))


def stylesheet() -> str:
    """The whole stylesheet: tokens, then the parts in ORDER."""
    tokens = (
        f":root {{\n{variables(dark=False)}\n}}\n\n"
        f':root[data-theme="dark"] {{\n{variables(dark=True)}\n}}\n\n'
        "@media (prefers-color-scheme: dark) {\n"
        f':root:not([data-theme="light"]) {{\n{variables(dark=True)}\n}}\n}}\n'
    )
    parts = [(PARTS / f"{name}.css").read_text(encoding="utf-8") for name in ORDER]
    head = "/* Written by `python -m competedexter.ui.theme` from ui/theme.py and ui/stylesheet/. */\n\n"
    return head + "\n".join((tokens, *parts))


if __name__ == "__main__":
    STYLESHEET.write_text(stylesheet(), encoding="utf-8")
