"""Whatever colour a terminal has, what kap writes can be read on it: contrast worked out as WCAG 2 does."""

from __future__ import annotations

import typing

import pytest

from kapcli.views.document import Span, Style
from kapcli.writers.layout import STYLES, styled

LEAST = 4.5
# Palettes as published, in the order of their numbers, and the backgrounds they are used on.
PALETTES = {
    "xterm": (
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
        "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
        ("ffffff", "000000"),
    ),
    "tango": (
        "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf "
        "555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec",
        ("ffffff", "2e3436"),
    ),
    "solarized": (
        "073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 "
        "002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3",
        ("fdf6e3", "002b36"),
    ),
}


def luminance(color: str) -> float:
    """Relative luminance of a colour of six hexadecimal digits."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least(color: int) -> float:
    """The worst contrast of a colour by its number, over all palettes and backgrounds."""
    return min(
        contrast(colors.split()[color], background)
        for colors, backgrounds in PALETTES.values()
        for background in backgrounds
    )


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("style", typing.get_args(Style))
def test_every_style_can_be_read_on_every_palette(style: Style) -> None:
    codes = [int(code) for code in STYLES[style].split(";") if code]
    colors = [code - 30 for code in codes if 30 <= code <= 37] + [code - 82 for code in codes if 90 <= code <= 97]
    assert all(least(color) >= LEAST for color in colors)
    # Faint text is half as dark on white: 2.8 to 4.0 of contrast.
    assert 2 not in codes
    # A second colour behind the text would have to be measured against each colour of the text.
    assert not any(38 <= code <= 49 or code >= 100 for code in codes)


def test_no_colour_can_be_read_on_every_palette() -> None:
    assert [color for color in range(16) if least(color) >= LEAST] == []


def test_what_is_not_styled_stays_as_it_is() -> None:
    lines = [(Span("a ", "limit"), Span("b", "heading"), Span(" c")), (), (Span("d", "warning"),)]
    assert styled(lines) == "a \x1b[1mb\x1b[0m c\n\n\x1b[1;7md\x1b[0m\n"
