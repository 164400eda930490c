"""Colours that stay apart for colour-blind eyes and in print without colour; none of them means anything alone.

Hues after Okabe and Ito (2008, Color Universal Design) for kinds, each of another lightness; one hue from light to
dark for numbers. Beside each stands a letter, a number, a shape or a hatch.
"""

from __future__ import annotations

INK, MUTED, RULE, BAND = "#1a1a1a", "#555555", "#b3b3b3", "#f4f4f4"
BLUE, VERMILION = "#0072B2", "#D55E00"

# Kind of design to its colour and the colour of the letter on it.
DESIGNS = {
    "randomised": ("#0072B2", "#ffffff"),
    "compared": ("#4FA3DC", "#000000"),
    "uncontrolled": ("#F0B53C", "#000000"),
    "review": ("#00523D", "#ffffff"),
    "other": ("#e2e2e2", "#000000"),
    "planned": ("#ffffff", "#000000"),
}
# From few to many, each darker than the one before; the colour of the number on it.
STEPS = (
    ("#eef4fb", "#000000"),
    ("#cfe1f2", "#000000"),
    ("#93c3df", "#000000"),
    ("#3f8fc4", "#000000"),
    ("#0b4d94", "#ffffff"),
)
GAP_EDGE = "#a6a6a6"
GAP_HATCH = "////"
