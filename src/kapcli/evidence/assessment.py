"""What an assessment of a claim is: its effect, its steps, its certainty. The rules that make one stand beside it.

Kept apart from them, because a lookup reads what was assessed when the catalogue was compiled and needs no rule.
"""

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.study_rules import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Iterable

Certainty = Literal["high", "moderate", "low", "very-low"]
LADDER: tuple[Certainty, ...] = ("very-low", "low", "moderate", "high")
# Formal ratings of the same question: whose, which, and whether something weighed is newer.
Rated = tuple[tuple[str, Certainty, bool], ...]
# A comparison of groups formed by chance, of groups formed otherwise, of one group with its own beginning.
LEVELS = (*BETWEEN, "within")
# Why a study that was withdrawn is not weighed.
RETRACTED = "retracted"
Leaning = Literal["for", "against", "mixed", "none"]
Shows = Literal["better", "worse", "no-difference", "unsized", "improved", "worsened", "mixed", "nothing"]
# What is graded: a comparison of groups that says which does better, or that both do as well.
GRADED = frozenset({"better", "equal"})


def joined(parts: "Iterable[str]") -> str:
    """Names as a sentence lists them; empty for none."""
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} and {last}" if most else last


class Step(msgspec.Struct, frozen=True):
    """One reason to be less sure.

    Attributes:
        name: ``bias``, ``inconsistency``, ``indirectness``, ``imprecision``, ``publication`` or ``rating``.
        down: By how many levels.
        reason: In words.
        studies: Those that caused it.
    """

    name: str
    down: int
    reason: str
    studies: tuple[str, ...]


def side_of(value: float | None, low: float | None, high: float | None) -> int:
    """1 for a figure above 0, -1 for one below, 0 for neither; of an interval alone its middle counts."""
    middle = (low + high) / 2 if value is None and low is not None and high is not None else value
    return 0 if not middle else 1 if middle > 0 else -1


class Effect(msgspec.Struct, frozen=True):
    """The figure that a verdict on an effect rests on, turned so that above 0 is the claimed side.

    Attributes:
        value: ``None`` where only the interval was read; a ratio is a natural logarithm.
        low: Lower limit; ``None`` without an interval.
        origin: ``source`` or ``calculated (METHOD)``; empty without an interval.
    """

    study: str
    outcome: str
    value: float | None
    scale: str
    low: float | None = None
    high: float | None = None
    origin: str = ""
    instrument: str = ""

    @property
    def sign(self) -> int:
        """1 on the claimed side, -1 on the other, 0 on neither."""
        return side_of(self.value, self.low, self.high)


class Weighed(msgspec.Struct, frozen=True):
    """What the evidence on a claim shows, and how surely.

    Attributes:
        shows: What was found, whatever the claim says.
        leaning: To which side of the claim that points.
        level: The best level of comparison present: the one that was weighed; empty where there is nothing.
        people: People on the claimed side (where nobody is on it, all); ``None`` where no number is known.
        randomised: Whether some of these are only known to have been randomised.
        uncounted: Of these studies, those whose people are not known, so that ``people`` is a lower bound.
        begun: How many people were randomised in these in all; ``None`` where that is not known of each.
        everyone: People of all that was weighed, on whichever side, as far as their number is known.
        known: Whether it is known of all.
        start: Where the certainty started; ``None`` where there is nothing to grade.
        steps: Why it is lower than that.
        certainty: Where it ended.
        effect: The figure that a verdict rests on.
        favours: Ids of the studies whose estimate is on the claimed side.
        opposes: Of those whose estimate is on the other.
        unsized: Of those that state a difference without an estimate.
        silent: Of those that found none, in words, and of those whose estimate is none.
        every: Whether every estimate, within trials too, is on the claimed side.
        disagree: Whether estimates on opposite sides cannot both be chance.
        weighed: Ids of the studies that were weighed.
        beside: Ids of studies that were not, each with the reason.
        probable: Ids that stand for a probable pair of papers of one trial.
        one_group: Whether all that was weighed shares an author.
        rated: Formal ratings of the same question: whose, which, and whether something weighed is newer.
    """

    shows: Shows = "nothing"
    leaning: Leaning = "none"
    level: str = ""
    people: int | None = None
    randomised: bool = False
    uncounted: tuple[str, ...] = ()
    begun: int | None = None
    everyone: int | None = None
    known: bool = False
    start: Certainty | None = None
    steps: tuple[Step, ...] = ()
    certainty: Certainty | None = None
    effect: Effect | None = None
    favours: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()
    unsized: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    every: bool = False
    disagree: bool = False
    weighed: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    probable: tuple[str, ...] = ()
    one_group: bool = False
    rated: tuple[tuple[str, Certainty, bool], ...] = ()


class Assessed(msgspec.Struct, frozen=True):
    """A claim with what its evidence weighs.

    Attributes:
        weighed: Of an effect; of other kinds empty.
        origin: ``built-in``, or the file it came from.
    """

    claim: Claim
    weighed: Weighed
    origin: str
