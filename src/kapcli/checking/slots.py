"""Of whom, by which route, in which study: the codes of a sentence beside those of a wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.checking.lexicon import INSTRUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.checking.frame import Frame
    from kapcli.checking.kinship import Kinship
    from kapcli.checking.match import Against, Notes


# The sections whose codes have codes below them, by slot.
_SECTION = {"condition": "condition", "population": "population", "route": "route", "design": "design"}


def hold_slot(slot: str, sentence: Frame, other: Against, kin: Kinship, notes: Notes) -> None:
    """Note what one slot leaves open or adds; codes below a code are kinds of it."""
    ours = sentence.slots.get(slot, frozenset())
    theirs = other.frame.slots.get(slot, frozenset())
    # What a claim does not say is answered by its studies only where it is borne out by them.
    known = other.facts.slots.get(slot, frozenset()) if other.strict else frozenset()
    name = slot.replace("_", " ")
    if slot == "condition" and not theirs:
        # "MADRS scores" are about depression, whether it is said or not.
        theirs = frozenset(INSTRUMENTS[code] for code in other.frame.slots.get("measure", ()) if code in INSTRUMENTS)
        ours = ours or frozenset(INSTRUMENTS[code] for code in sentence.slots.get("measure", ()) if code in INSTRUMENTS)
    if ours == theirs:
        return
    if slot == "study":
        if not ours:
            if not sentence.attributed and not other.general:
                notes.open.append("study")
        elif not ours & (theirs or known):
            notes.apart.append("study")
        return
    if slot == "measure":
        _measure(ours, theirs, sentence, other, notes)
        return
    section = _SECTION.get(slot, slot)
    above = {code for one in ours for code in kin.broader(section, one)}
    if not ours:
        # A study that is named treats what it treats, whether the sentence says so or not; of a finding it must.
        described = bool(sentence.slots.get("study")) and not (sentence.finding or other.frame.finding)
        one_study = slot == "route" and (sentence.attributed or bool(sentence.slots.get("study")))
        if (
            slot != "design"
            and not described
            and not one_study
            and not (slot == "condition" and _measures(sentence, theirs, kin))
        ):
            notes.open.append(name)
    elif not theirs:
        # Of a study of several populations one alone was not what was found.
        whole = slot != "population" or ours == known
        if not whole or not all(_known(one, known, section, kin) for one in ours):
            notes.extra.append(name)
    elif theirs <= above:
        # Each of the wording's is named, or something below it: what is more must be so of the studies too.
        if not all(one in theirs or _known(one, known, section, kin) for one in ours):
            notes.extra.append(name)
    elif any(code in kin.broader(section, two) for two in theirs for code in ours) or ours & theirs:
        if slot in ("condition", "population") or ours <= {c for two in theirs for c in kin.broader(section, two)}:
            notes.open.append(name)
        else:
            notes.apart.append(name)
    elif slot in ("population", "route"):
        notes.extra.append(name)
    else:
        notes.apart.append(name)


def _measures(sentence: Frame, conditions: frozenset[str], kin: Kinship) -> bool:
    """Whether an instrument that is named is one for the condition that is not (the PCL-5 is about PTSD)."""
    found = {INSTRUMENTS[code] for code in sentence.slots.get("measure", ()) if code in INSTRUMENTS}
    return bool(found) and all(found & set(kin.broader("condition", one)) for one in conditions)


def _known(code: str, known: Iterable[str], section: str, kin: Kinship) -> bool:
    return any(code in kin.broader(section, other) for other in known)


def _measure(ours: frozenset[str], theirs: frozenset[str], sentence: Frame, other: Against, notes: Notes) -> None:
    """An instrument stands for its condition and the other way round; two instruments are two measures."""
    known = other.facts.slots.get("measure", frozenset())
    extra = ours - theirs - known
    if extra:
        (notes.apart if theirs else notes.extra).append("measure")
    elif theirs - ours and not ours and not sentence.slots.get("condition"):
        notes.open.append("measure")
