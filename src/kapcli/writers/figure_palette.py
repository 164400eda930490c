"""Colours of a file, by what they mean; they stay apart for colour-blind eyes and in print without colour.

Hues after Okabe and Ito (2008, Color Universal Design) for kinds, each of another lightness; one hue from light to
dark for numbers. None of them means anything alone: beside each stands a letter, a number, a shape or a hatch. In a
page of HTML the classes of a mark have colours instead, so that it can be light or dark.
"""

from __future__ import annotations

from kapcli.views.signs import LETTERS

# A kind of design, and the letter on it.
_KINDS = {
    "randomised": ("#0072B2", "#ffffff"),
    "compared": ("#4FA3DC", "#000000"),
    "uncontrolled": ("#F0B53C", "#000000"),
    "review": ("#00523D", "#ffffff"),
    "other": ("#e2e2e2", "#000000"),
    "planned": ("#ffffff", "#000000"),
}
# From few to many, each darker than the one before, and the number on it.
_SHADES = (
    ("#eef4fb", "#000000"),
    ("#cfe1f2", "#000000"),
    ("#93c3df", "#000000"),
    ("#3f8fc4", "#000000"),
    ("#0b4d94", "#ffffff"),
)
PALETTE = {
    "ground": "#ffffff",
    "ink": "#1a1a1a",
    "muted": "#555555",
    "rule": "#b3b3b3",
    "band": "#f4f4f4",
    "accent": "#D55E00",
    "gap": "#a6a6a6",
    "cell": "#9fb6c9",
    "total": "#ffffff",
    **{f"shade-{step}": fill for step, (fill, _) in enumerate(_SHADES)},
    **{f"on-{step}": ink for step, (_, ink) in enumerate(_SHADES)},
    **{f"sign-{LETTERS[kind]}": fill for kind, (fill, _) in _KINDS.items()},
    **{f"on-sign-{LETTERS[kind]}": ink for kind, (_, ink) in _KINDS.items()},
}
