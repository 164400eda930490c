"""How a sentence stands to a wording of a claim: slot by slot, never by likeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.checking.amounts import equal, exact_figures, hold_amounts
from kapcli.checking.content_words import TOLERATED, hold_words, measured
from kapcli.checking.match import Against, Match, Notes, Relation, same_study
from kapcli.checking.sides import hold_sides
from kapcli.checking.slots import hold_slot

if TYPE_CHECKING:
    from kapcli.checking.frame import Frame
    from kapcli.checking.kinship import Kinship


def relate(sentence: Frame, other: Against, kin: Kinship) -> Match:
    """Hold a sentence against one wording of a claim."""
    wording = other.frame
    notes = Notes()
    hold_sides(sentence, other, kin, notes)
    for slot in ("condition", "population", "route", "dosing_model", "design", "measure", "study"):
        hold_slot(slot, sentence, other, kin, notes)
    hold_amounts(sentence, other, notes)
    # One hedged wording does not answer for a sentence that is not, even if another wording is bolder.
    if sentence.strength > (other.strength if wording.strength else 0):
        notes.open.append("how surely it is said")
    elif not sentence.strength and wording.strength and not other.strict:
        notes.extra.append("how cautiously it is said")
    if wording.overstated and not sentence.overstated:
        # What is wrong with "works for everyone" is not wrong with "works".
        notes.apart.append("how far it goes")
    hold_words(sentence, other, notes)
    relation = _relation(notes, wording, sentence, strict=other.strict)
    return Match(
        relation,
        tuple(notes.open),
        tuple(notes.extra),
        tuple(notes.figures),
        tuple(notes.apart),
        _nearness(sentence, wording, notes),
        notes.opposite or sentence.denied != wording.denied,
    )


def _relation(notes: Notes, wording: Frame, sentence: Frame, *, strict: bool) -> Relation:
    if notes.apart:
        return "related"
    slots_open = [name for name in notes.open if not name.startswith("the word ")]
    slots_extra = [name for name in notes.extra if not name.startswith("the word ")]
    missing = len(notes.open) - len(slots_open)
    foreign = len(notes.extra) - len(slots_extra)
    named = same_study(sentence, wording)
    # Denial and another number are told apart from another subject by how much else is the same.
    few = max(1, len(wording.words) // (2 if named else TOLERATED))
    # What contradicts a study's figures need not name it, nor tell everything about it that the claim tells.
    anchored = any(equal(figure, one) for figure in exact_figures(sentence) for one in wording.figures)
    aside = named or not ({*slots_open} - {"study"} or slots_extra) or (anchored and not slots_extra)
    close = aside and missing <= few and notes.foreign <= max(1, len(sentence.words) // TOLERATED)
    if notes.opposite:
        if not strict and notes.foreign:
            # To deny what is open anyway settles nothing about another matter.
            return "related"
        exact = sentence.finding or (wording.words & sentence.words and not (missing or notes.foreign))
        about = {"condition", "measure"}
        subject = bool(about & sentence.slots.keys()) and bool(about & {*slots_open, *slots_extra})
        told = subject or notes.figures or any(name.startswith("the figure") for name in slots_extra)
        return "opposite" if close and exact and not told else "related"
    if notes.figures:
        # A study that is not named, and is another in size, course or what was counted, is another study.
        counted = sentence.words & measured() != wording.words & measured()
        other = (notes.another or counted) and not (named or anchored)
        return "different-figure" if close and not other else "related"
    if notes.open and notes.extra:
        return "related"
    if notes.extra:
        figures = any(name.startswith("the figure") for name in slots_extra)
        return "narrower" if slots_extra and not figures and foreign <= 1 else "related"
    if notes.open:
        return "broader" if slots_open and missing <= max(1, len(wording.words) // 2) else "related"
    return "same"


def _nearness(sentence: Frame, wording: Frame, notes: Notes) -> float:
    ours = _features(sentence)
    theirs = _features(wording)
    shared = len(ours & theirs) / max(1, len(ours | theirs))
    return round(max(0.0, shared - 0.05 * len(notes.apart)), 4)


def _features(frame: Frame) -> set[str]:
    found = {f"word {word}" for word in frame.words}
    found |= {f"treatment {code}" for code in frame.treatments}
    found |= {f"{slot} {code}" for slot, codes in frame.slots.items() for code in codes}
    found |= {f"{figure.unit} {figure.value:g}" for figure in frame.figures}
    found |= {f"hours {hour:g}" for hour in frame.hours}
    return found | ({f"finding {frame.finding}"} if frame.finding else set())
