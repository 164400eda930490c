"""Reported effects laid out for a forest plot: one axis for each kind of estimate on each instrument.

Nothing is pooled. What published meta-analyses found stands in panels of its own. What cannot be drawn is listed with
the reason, so that every outcome of every study is in a forest exactly once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.study_rules import is_secondary, trial_key
from kapcli.evidence.axis import Axis, axis
from kapcli.evidence.designs import REVIEWS
from kapcli.evidence.effects import CONTRASTS, KINDS, REASONS, Contrast, Effect, Reason, effect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary


class Row(msgspec.Struct, frozen=True):
    """A figure that is drawn.

    Attributes:
        number: From 1, through all panels.
        people: How many people it is of; ``None`` where no number was read.
        own: Whether that number is the figure's own; else it is the study's.
        again: Id of the work that has the same people and counts; empty where this one does.
        sure: Whether that is certain.
    """

    number: int
    study: Study
    outcome: Outcome
    effect: Effect
    people: int | None
    own: bool
    again: str = ""
    sure: bool = True


class Panel(msgspec.Struct, frozen=True):
    """Figures on one axis.

    Attributes:
        id: Names it within its forest.
        domain: What was measured.
        published: Whether these are results of published reviews, as published.
        kind: One of `kapcli.evidence.effects.KINDS`.
        contrast: One of `kapcli.evidence.effects.CONTRASTS`.
        instrument: The code of the instrument; empty where there is none.
        measure: The measure in words, where no instrument with one range of scores stands for it: then the panel is of
            one study.
        unit: Code of the unit; empty where none was given.
        left: Whom a figure left of the line favours; empty for shares and for before and after.
        right: Whom one right of it favours.
        axis: Shared by all rows.
        rows: Strongest design first, then oldest first.
    """

    id: str
    domain: str
    published: bool
    kind: str
    contrast: Contrast
    instrument: str
    measure: str
    unit: str
    left: str
    right: str
    axis: Axis
    rows: tuple[Row, ...]


class Undrawn(msgspec.Struct, frozen=True):
    """A figure that is listed and not drawn, and why."""

    study: Study
    outcome: Outcome
    reason: Reason


class Forest(msgspec.Struct, frozen=True):
    """All figures of some studies.

    Attributes:
        panels: By domain; in each the studies before the published reviews, comparisons before changes in one group.
        undrawn: By reason, then as the rows.
        domains: The domains that were asked for; empty where all were.
        studies: How many works have a figure that is drawn.
        trials: How many trials or works of their own these are.
    """

    panels: tuple[Panel, ...]
    undrawn: tuple[Undrawn, ...]
    domains: tuple[str, ...]
    studies: int
    trials: int

    def rows(self) -> tuple[Row, ...]:
        """All rows, in their order."""
        return tuple(row for panel in self.panels for row in panel.rows)

    def listed(self, *, elsewhere: bool = False) -> tuple[Undrawn, ...]:
        """What is not drawn: of the domains asked for, or ``elsewhere`` of the others."""
        return tuple(one for one in self.undrawn if (one.reason == "another-domain") == elsewhere)


class _Key(msgspec.Struct, frozen=True, order=True):
    domain: int
    published: bool
    contrast: int
    kind: int
    instrument: int
    ruler: str
    unit: str


def forest(studies: Iterable[Study], vocabulary: Vocabulary, domains: Collection[str] = ()) -> Forest:
    """Lay out the outcomes of some studies.

    Args:
        studies: Each once.
        vocabulary: For the order of designs, domains and instruments, and for the instruments' ranges.
        domains: Draw only outcomes of these domains; of all where empty.
    """
    ordered = sorted(studies, key=lambda study: _rank(study, vocabulary))
    again = _again(ordered)
    drawn: dict[_Key, list[tuple[Study, Outcome, Effect]]] = {}
    undrawn: list[Undrawn] = []
    for study in ordered:
        for outcome in study.outcomes:
            found = effect(outcome, study) if not domains or outcome.domain in domains else "another-domain"
            if isinstance(found, Effect):
                drawn.setdefault(_key(study, outcome, found, vocabulary), []).append((study, outcome, found))
            else:
                undrawn.append(Undrawn(study, outcome, found))
    panels: list[Panel] = []
    number = 1
    for key in sorted(drawn):
        rows = []
        for study, outcome, found in drawn[key]:
            people, own = _people(study, outcome)
            first, sure = again.get(study.id, ("", True))
            rows.append(Row(number, study, outcome, found, people, own, first, sure))
            number += 1
        panels.append(_panel(f"panel-{len(panels) + 1}", key, rows, vocabulary))
    shown = {row.study.id for panel in panels for row in panel.rows}
    trials = {again.get(name, (name, True))[0] for name in shown}
    undrawn.sort(key=lambda one: REASONS.index(one.reason))
    return Forest(tuple(panels), tuple(undrawn), tuple(domains), len(shown), len(trials))


def _rank(study: Study, vocabulary: Vocabulary) -> tuple[int, int, str]:
    strength = vocabulary.term("design", study.design).strength
    return (99 if strength is None else strength, study.year, study.id)


def _key(study: Study, outcome: Outcome, found: Effect, vocabulary: Vocabulary) -> _Key:
    instruments, domains = vocabulary.codes("instrument"), vocabulary.codes("domain")
    code = outcome.instrument or ""
    return _Key(
        _place(domains, outcome.domain),
        _published(study, outcome),
        CONTRASTS.index(found.contrast),
        KINDS.index(found.kind),
        _place(instruments, code),
        _ruler(study, outcome, vocabulary),
        outcome.unit or "",
    )


def _place(codes: Sequence[str], code: str) -> int:
    return codes.index(code) if code in codes else len(codes)


def _published(study: Study, outcome: Outcome) -> bool:
    return study.design in REVIEWS or outcome.comparison.startswith("pooled")


def _ruler(study: Study, outcome: Outcome, vocabulary: Vocabulary) -> str:
    """What else must be the same for two figures to share an axis.

    Nothing, for an instrument with one range of scores. Where there is no instrument, or one that exists in several
    versions or parts (then the vocabulary has no range), only figures of one study on one measure are known to have
    been measured alike.
    """
    if outcome.instrument and vocabulary.term("instrument", outcome.instrument).range is not None:
        return ""
    return f"{study.id}\t{stem(outcome.measure)}"


def stem(measure: str) -> str:
    """A measure without what is said of it after a comma or in brackets."""
    return measure.partition(" (")[0].partition(",")[0].strip()


def _people(study: Study, outcome: Outcome) -> tuple[int | None, bool]:
    """How many people a figure is of, and whether that is said of the figure itself.

    A review's number is of everything it holds and says nothing of one of its results.
    """
    if outcome.n is not None:
        return outcome.n, True
    if study.design in REVIEWS:
        return None, False
    counts = (study.n.analysed, study.n.randomised, study.n.enrolled)
    return next((count for count in counts if count is not None), None), False


def _again(studies: Sequence[Study]) -> dict[str, tuple[str, bool]]:
    """Id of each further work of one trial, to the id of the work that counts and whether that is certain."""
    found: dict[str, tuple[str, bool]] = {}
    ids = {study.id for study in studies}
    named: dict[str, dict[str, bool]] = {
        study.id: {same.id: same.sure == "yes" for same in study.same_trial if same.id in ids} for study in studies
    }
    # A link holds both ways, whichever of the two papers says it.
    for study in studies:
        for other, sure in list(named[study.id].items()):
            named[other].setdefault(study.id, sure)
    leaders: dict[str, str] = {}
    seen: set[str] = set()
    for study in sorted(studies, key=lambda one: (is_secondary(one), one.year, one.id)):
        key = trial_key(study)
        if key in leaders:
            first = leaders[key]
            found[study.id] = (first, named[study.id].get(first, True))
        elif earlier := [other for other in named[study.id] if other in seen]:
            other = earlier[0]
            first = found[other][0] if other in found else other
            found[study.id] = (first, named[study.id][other])
            leaders[key] = first
        else:
            leaders[key] = study.id
        seen.add(study.id)
    return found


def _panel(name: str, key: _Key, rows: Sequence[Row], vocabulary: Vocabulary) -> Panel:
    first = rows[0]
    marks = [mark for row in rows for mark in row.effect.marks]
    left, right = _sides(first.effect.contrast, [row.outcome for row in rows])
    return Panel(
        id=name,
        domain=first.outcome.domain,
        published=key.published,
        kind=first.effect.kind,
        contrast=first.effect.contrast,
        instrument=first.outcome.instrument or "",
        measure=stem(first.outcome.measure) if key.ruler else "",
        unit=first.outcome.unit or "",
        left=left,
        right=right,
        axis=axis(marks, log=first.effect.log, none=first.effect.none),
        rows=tuple(rows),
    )


def _sides(contrast: Contrast, outcomes: Sequence[Outcome]) -> tuple[str, str]:
    """Whom left and right favour: by name where all rows agree on it."""
    if contrast not in ("control", "other"):
        return "", ""
    firsts = {outcome.first for outcome in outcomes}
    seconds = {outcome.second for outcome in outcomes}
    if contrast == "control":
        drugs = {"esketamine" if "esketamine" in name.casefold() else "ketamine" for name in firsts}
        right = next(iter(firsts)) if len(firsts) == 1 else " or ".join(sorted(drugs, reverse=True))
        return next(iter(seconds)) if len(seconds) == 1 else "control", right
    if len(firsts) == len(seconds) == 1:
        return next(iter(seconds)), next(iter(firsts))
    return "the side named second", "the side named first"
