"""A figure in a cell: a difference never stands where a side's own figure would, and what was counted is named."""

from __future__ import annotations

import functools
import re

from evidence_studies import VOCABULARY, outcome, study

from kapcli.catalogue.claim import Link
from kapcli.catalogue.files import built_in, read_bytes
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.orientation import RATIOS
from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.evidence.estimates import people
from kapcli.views.claim import Linked
from kapcli.views.effect_words import effect_cell
from kapcli.views.linked import number_cell, size_words
from kapcli.views.phrases import figure

# Of such figures somebody was counted, and the measure says for what.
COUNTED = RATIOS | {"risk-difference", "response-rate", "remission-rate"}
EVENTS = re.compile(r"respon|remi|relapse|abstinen|improve|score 0|points down|quick drop|screen|drinking days", re.I)


@functools.cache
def live() -> Catalogue:
    return read_catalogue(read_bytes(built_in("studies.yaml")), "studies.yaml", VOCABULARY).catalogue


def cell(name: str, figure_id: str) -> str:
    (one,) = (one for one in live().studies if one.id == name)
    return effect_cell(next(found for found in one.outcomes if found.id == figure_id), one, VOCABULARY)


def test_a_difference_is_no_side() -> None:
    assert cell("dwyer2021", "madrs") == (
        "MADRS, MD -8.69 points (ketamine 15.44 vs midazolam 24.13) [-16.72 to -0.65], ketamine minus midazolam"
    )


def test_of_a_change_each_side_has_its_own() -> None:
    assert "esketamine 84 mg -15.1 points vs placebo -15.3 points" in cell("takahashi2021", "madrs-84")


def test_an_interval_alone_has_unit_event_and_sides() -> None:
    told = "MADRS remission, RD [2 to 30] percentage points, no point estimate in our sources, ECT minus ketamine"
    assert cell("ekstrand2022", "madrs") == told


def test_the_sides_of_a_difference_are_named_beside_it() -> None:
    one = outcome(value=-8.69, ci95=None, end=15.44, control_value=24.13, p="")
    assert "; ketamine 15.44 points; midazolam 24.13 points" in figure(one, VOCABULARY)
    assert "at the end" not in figure(one, VOCABULARY)
    assert effect_cell(one, study("a", one), VOCABULARY).startswith("a scale, MD -8.69 points (ketamine 15.44 vs")


def test_what_was_counted_is_named() -> None:
    """Without its event a risk difference or an odds ratio of a scale tells nothing."""
    unnamed = [
        (study.id, one.id, one.measure)
        for study in live().studies
        for one in study.outcomes
        if one.instrument and one.estimate in COUNTED and not EVENTS.search(one.measure)
    ]
    assert unnamed == []


def test_the_trials_of_a_pool_are_those_of_its_figure() -> None:
    trials = {(one.id, figure.id): figure.trials for one in live().studies for figure in one.outcomes}
    assert trials["dean2021", "madrs-24-h"] == 4
    assert trials["ploderl2025", "suicidal-behaviour-first-version"] == 66
    for one in live().studies:
        for pooled in one.outcomes:
            assert pooled.trials is None or pooled.comparison.startswith("pooled"), (one.id, pooled.id)


def test_people_of_the_sides_are_not_called_those_of_the_study() -> None:
    (one,) = (one for one in live().studies if one.id == "janik2025")
    figure = next(found for found in one.outcomes if found.id == "madrs-56")
    linked = Linked(Link(study=one.id, outcome=figure.id, because="It was measured."), one, figure)
    assert (size_words(linked), number_cell(linked)) == ("283 people randomised", "(283)")
    assert size_words(Linked(linked.link, one, None)) == "378 people in the study"


def test_one_dose_of_several_is_not_the_whole_trial() -> None:
    """An arm that stands for several doses has more people than a figure of one of them."""
    bundled = [
        (one.id, figure.id)
        for one in live().studies
        if any(arm.dose_min != arm.dose_max for arm in one.arms)
        for figure in one.outcomes
        if re.search(r"\d m(?:c)?g\b", figure.first) and people(figure, one)[0] == one.n.randomised is not None
    ]
    assert bundled == []
