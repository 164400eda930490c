"""Figures, times and numbers of sessions of a sentence beside those of a wording and of its studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.checking.figures import DETAIL, Figure, same_time
from kapcli.checking.match import NOTHING, Against, Notes, same_study

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.checking.frame import Frame


# Figures below this are not rounded to whole numbers.
_ROUNDED = 4
# "About seven in ten" may stand for shares so many percentage points off.
_SHARE = 2.5
_COMMON = 50
# Figures that a study has once, whatever was measured.
OF_THE_STUDY = frozenset({"people", "dated", "mgkg", "mg", "age", "studies", "sites", "often"})


def hold_amounts(sentence: Frame, other: Against, notes: Notes) -> None:
    """Note which figures, times and numbers of sessions are open, added or different."""
    wording, facts = other.frame, other.facts if other.strict else NOTHING
    _times(sentence, other, notes)
    for one in sentence.sessions - wording.sessions - {"some"}:
        if not other.strict and "many" in wording.sessions and one != "1":
            continue
        many = one == "many" and any(n not in ("1", "some") for n in facts.sessions | wording.sessions)
        counted = one not in ("1", "many") and (one in facts.sessions)
        single = one == "1" and "1" in facts.sessions
        if many or counted or single:
            continue
        counts = {n for n in wording.sessions | facts.sessions if n not in ("many", "some")}
        if counts and one != "many":
            notes.another = notes.another or one != "1"
            notes.figures.append((f"{one} sessions", " or ".join(sorted(counts))))
        else:
            notes.extra.append("number of sessions")
    named = same_study(sentence, wording)
    if wording.sessions - {"some"} and not sentence.sessions - {"some"} and not (named or sentence.attributed):
        notes.open.append("number of sessions")
    allowed = other.figures | facts.figures
    if other.strict and not facts.single:
        # Of several outcomes each has its own figures and times: only a wording says which belong together.
        allowed = frozenset(wording.figures) | {one for one in facts.figures if one.unit in OF_THE_STUDY}
    for figure in sentence.figures:
        if not any(equal(figure, one) for one in allowed):
            said = sorted({one.value for one in _rivals(figure, other)})
            if any(equal(figure, one) for one in (*facts.elsewhere, *facts.figures, *other.figures)):
                # It was read there, and belongs to something else.
                notes.extra.append(f"the figure {figure.value:g}")
            elif said and figure.unit != "dated":
                # What a wording does not tell of a study may be true of another one.
                told = any(one.unit == figure.unit for one in wording.figures)
                notes.another = notes.another or figure.unit in OF_THE_STUDY or not told
                notes.figures.append((_shown(figure), " or ".join(f"{value:g}" for value in said[:6])))
            else:
                notes.extra.append(f"the figure {figure.value:g}")
    for figure in wording.figures:
        if figure.unit not in DETAIL and not any(equal(figure, one) for one in sentence.figures):
            notes.open.append(f"the figure {figure.value:g}")


def _times(sentence: Frame, other: Against, notes: Notes) -> None:
    wording, facts = other.frame, other.facts if other.strict else NOTHING
    figured = any(figure.unit not in OF_THE_STUDY for figure in sentence.figures)
    known = () if figured and not facts.single else facts.hours
    unmet = [one for one in sentence.hours if not any(same_time(one, two) for two in (*wording.hours, *known))]
    missing = [two for two in wording.hours if not any(same_time(one, two) for one in sentence.hours)]
    if unmet and any(abs(unmet[0] - two) <= two / 6 for two in other.facts.hours_elsewhere):
        notes.extra.append("time")
    elif unmet and (missing or wording.hours):
        notes.another = True
        notes.figures.append(
            (_duration(unmet[0]), " or ".join(_duration(two) for two in (missing or wording.hours)[:3]))
        )
    elif unmet:
        notes.extra.append("time")
    elif missing:
        notes.open.append("time")
    per = {one for one in sentence.vague if one.startswith("per ")}
    theirs = {one for one in wording.vague if one.startswith("per ")}
    if per and theirs and per != theirs:
        notes.figures.append((" or ".join(sorted(per)), " or ".join(sorted(theirs))))
    if wording.vague and not wording.vague & sentence.vague and not sentence.hours:
        notes.open.append("time")
    if {one for one in sentence.vague - wording.vague if not one.startswith("per ")}:
        notes.extra.append("time")


def _duration(hours: float) -> str:
    for name, length in (("months", 720.0), ("weeks", 168.0), ("days", 24.0)):
        if hours >= 2 * length and hours % length == 0:
            return f"{hours / length:g} {name}"
    return f"{hours:g} hours"


def exact_figures(sentence: Frame) -> list[Figure]:
    """The figures of a sentence that are unlikely to be those of two studies."""
    return [one for one in sentence.figures if one.unit != "dated" and (one.value > _COMMON or one.value % 1)]


def equal(one: Figure, two: Figure) -> bool:
    """Whether two figures are the same of the same kind, rounding allowed for."""
    units = {one.unit, two.unit}
    alike = one.unit == two.unit or "number" in units or (units <= {"points", "effect", "ci"} and "ci" not in units)
    if not alike:
        return False
    if one.value == two.value:
        return True
    # A share may be given rounded to whole per cent, any figure with "about".
    if one.about and one.unit == "percent" and abs(one.value - two.value) <= _SHARE:
        return True
    whole = one.value == int(one.value) and abs(one.value - two.value) <= 0.5
    return whole and (one.unit == "percent" or (one.about and two.value >= _ROUNDED))


def _rivals(figure: Figure, other: Against) -> Iterable[Figure]:
    kinds = {figure.unit} | ({"points", "effect"} if figure.unit in ("points", "effect") else set())
    own = [one for one in other.figures if one.unit in kinds]
    known = other.facts.figures if other.strict else frozenset()
    return own or [one for one in known if one.unit in kinds]


def _shown(figure: Figure) -> str:
    units = {"percent": "%", "mgkg": " mg/kg", "mg": " mg", "people": " people", "points": " points"}
    return f"{figure.value:g}{units.get(figure.unit, '')}"
