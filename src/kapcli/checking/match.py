"""How a sentence stands to a wording of a claim, and what is noted on the way to finding out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.checking.comparison import THERAPIES
from kapcli.checking.facts import Facts

if TYPE_CHECKING:
    from kapcli.checking.figures import Figure
    from kapcli.checking.frame import Frame


Relation = Literal["same", "narrower", "broader", "opposite", "different-figure", "related"]

NOTHING = Facts()


class Match(msgspec.Struct, frozen=True):
    """How a sentence stands to one wording.

    Attributes:
        relation: As in the JSON contract.
        open: What the wording restricts and the sentence leaves open.
        extra: What the sentence adds and the studies behind the claim do not answer for.
        figures: Numbers that differ: what the sentence says, and what the studies say in the same role.
        apart: Slots in which the two are about different things.
        nearness: 0 to 1, for the order of what is no match.
        denies: Whether one of the two is a denial and the other none, or they say the opposite.
    """

    relation: Relation
    open: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    apart: tuple[str, ...] = ()
    nearness: float = 0.0
    denies: bool = False


class Against(msgspec.Struct, frozen=True):
    """What a sentence is held against.

    Attributes:
        frame: One wording, read.
        words: Roots of the words of the claim's wordings, by what they say (see `stance`).
        facts: What the studies behind it answer for.
        figures: The figures of all wordings.
        strength: The greatest strength of any wording.
        orders: Every two treatments, as any wording names one before the other.
        general: Whether the claim is about an effect as such, of which a study named in a wording is only the source.
        strict: Whether every word must be accounted for: where the claim is supported.
    """

    frame: Frame
    words: dict[tuple[str, bool], frozenset[str]]
    facts: Facts
    figures: frozenset[Figure]
    strength: int
    orders: frozenset[tuple[str, str]]
    general: bool
    strict: bool


class Notes:
    """What is found out, slot by slot.

    Attributes are as those of `Match`, and two more: `foreign`, how many words no wording and no record of the claim
    has; `another`, whether a figure differs that says which study it is (of how many people, at how many sites).
    """

    def __init__(self) -> None:
        self.open: list[str] = []
        self.extra: list[str] = []
        self.figures: list[tuple[str, str]] = []
        self.apart: list[str] = []
        self.opposite = False
        self.foreign = 0
        self.another = False


def same_study(sentence: Frame, wording: Frame) -> bool:
    """Whether both name one and the same study."""
    return bool(sentence.slots.get("study", frozenset()) & wording.slots.get("study", frozenset()))


def stance(frame: Frame) -> tuple[str, bool]:
    """Which way a frame tells its matter: a word from a wording that tells it otherwise explains nothing."""
    return frame.finding, frame.denied


def ordered(frame: Frame) -> frozenset[tuple[str, str]]:
    """Every two treatments, the one named first before the other; drug and therapy are given together."""
    named = [code for code in frame.order if code not in THERAPIES]
    return frozenset((one, two) for place, one in enumerate(named) for two in named[place + 1 :])
