"""The theme: one stylesheet, and colours one can read."""

import pytest

from competedexter.ui.theme import STYLESHEET, TOKENS, stylesheet

READABLE = 4.5  # WCAG AA for text of this size
VISIBLE = 3.0  # WCAG AA for the edges of controls
SURFACES = ("bg", "surface", "hover")
TEXTS = ("text", "muted", "faint", "accent")
ON_FILLS = ("low", "medium", "high", "critical", "added", "removed")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def colours(theme: str) -> dict[str, str]:
    return {token.name: getattr(token, theme) for token in TOKENS}


def test_the_stylesheet_is_the_one_the_theme_makes() -> None:
    assert STYLESHEET.read_text(encoding="utf-8") == stylesheet(), "run `python -m competedexter.ui.theme`"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_surface(theme: str) -> None:
    known = colours(theme)
    weak = {
        (text, on): round(contrast(known[text], known[on]), 2)
        for text in TEXTS
        for on in SURFACES
        if contrast(known[text], known[on]) < READABLE
    }
    assert not weak


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_severities_and_differences_can_be_read_on_their_fills(theme: str) -> None:
    known = colours(theme)
    weak = [name for name in ON_FILLS if contrast(known[name], known[f"{name}-fill"]) < READABLE]
    assert not weak
    assert contrast(known["on-accent"], known["accent"]) >= READABLE
    assert contrast(known["text"], known["mark"]) >= READABLE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edges_of_controls_can_be_seen(theme: str) -> None:
    known = colours(theme)
    assert all(contrast(known["control"], known[on]) >= VISIBLE for on in SURFACES)
