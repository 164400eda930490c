"""The signs of pictures in text: letters for designs, a shade for a gap, bars for intervals; none is a colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.designs import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

GAP = "░░"
# Of a share: what is so, and what nobody can tell.
YES, UNKNOWN = "█", "▒"

POINT, SECOND_POINT = "●", "○"
LINE, LEFT_END, RIGHT_END = "─", "├", "┤"
NO_EFFECT, CROSSING = "│", "┼"
BEYOND_LEFT, BEYOND_RIGHT = "◄", "►"
TICK = "┴"
# Behind a published number whose axis is turned.
TURNED = "†"

# How a statement as worded stands; `kapcli.writers.cleaning` has the twin of each for a terminal of ASCII.
VERDICTS = {
    "supported": "✓",
    "uncertain": "≈",
    "mixed": "±",
    "not-shown": "○",
    "contradicted": "✗",
    "overstated": "^",
    "untested": "?",
    "unverified": "¿",
}
# GRADE's signs.
CERTAINTIES = {"high": "⊕⊕⊕⊕", "moderate": "⊕⊕⊕◯", "low": "⊕⊕◯◯", "very-low": "⊕◯◯◯"}
# Of a figure: its interval includes no effect, or no difference was reported.
NO_DIFFERENCE = "◆"

# What a result was with treatment: better and worse, never higher and lower.
BETTER, WORSE, NO_DIFFERENCE, MIXED = "▲", "▼", "◆", "±"
# Better or worse than before, where nobody was compared.
ROSE, FELL = "△", "▽"
DIRECTIONS = {
    "favours-ketamine": BETTER,
    "improved": ROSE,
    "favours-control": WORSE,
    "worsened": FELL,
    "no-difference": NO_DIFFERENCE,
}
DIRECTION_WORDS = {
    BETTER: "better",
    WORSE: "worse",
    NO_DIFFERENCE: "no difference",
    ROSE: "better than before, not compared",
    FELL: "worse than before, not compared",
    MIXED: "main results differ",
}

LETTERS = {"randomised": "R", "compared": "C", "uncontrolled": "U", "review": "S", "other": "O", "planned": "P"}
WORDS = {
    "randomised": "randomised",
    "compared": "non-randomised comparison",
    "uncontrolled": "no comparison group, or none reported",
    "review": "systematic review or meta-analysis",
    "other": "other (mechanism, theory, guideline ...)",
    "planned": "planned or running",
}


def letters(kinds: Iterable[str]) -> str:
    """What the letters of some kinds mean, strongest first."""
    wanted = set(kinds)
    return "; ".join(f"{LETTERS[kind]}\N{NO-BREAK SPACE}{WORDS[kind]}" for kind in KINDS if kind in wanted)
