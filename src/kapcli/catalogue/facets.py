"""The facets: what studies are narrowed, counted and mapped by. A row of `FACETS` is all that one needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.study_rules import NO_PSYCHOTHERAPY, ketamine_arms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary


class Facet(msgspec.Struct, frozen=True):
    """A facet, whose values are the codes of the vocabulary section of the same name.

    Attributes:
        name: Also the option's name, but for the hyphen.
        help: Beside the option.
        codes: A study's own values.
        hierarchical: Whether a broader value holds its narrower ones.
        of_arms: Whether it is a fact of one arm: with the other such facets it must hold on one and the same.
        mapped: Its place among the dimensions of a map; 0 where it is none.
        offered: Its place among the facets offered to narrow an answer; 0 where it is not.
        claimed: Whether a claim about an effect can be about it.
        topical: Whether the labels of its values are words by which a study is found.
        kinds: Its values in the plural, where the variety of a field is counted; empty where it is not.
    """

    name: str
    help: str
    codes: Callable[[Study], Iterable[str]]
    hierarchical: bool = False
    of_arms: bool = False
    mapped: int = 0
    offered: int = 0
    claimed: bool = False
    topical: bool = False
    kinds: str = ""

    @property
    def option(self) -> str:
        """As it is typed, such as ``--dosing-model``."""
        return option(self.name)


# Support that is no psychotherapy.
# Ketamine with any psychotherapy, whatever the therapy is and whatever its authors call it.
KAP = "kap"


def _therapies(study: Study) -> tuple[str, ...]:
    """The therapies of a study; with `KAP` where an arm had ketamine and psychotherapy."""
    together = any(arm.with_therapy for arm in ketamine_arms(study)) and set(study.therapy) - NO_PSYCHOTHERAPY
    return (*study.therapy, KAP) if together and KAP not in study.therapy else study.therapy


# In the order in which the options are listed.
_ROWS = (
    Facet(
        "condition",
        "ptsd, depression, alcohol-use ... (includes narrower terms)",
        lambda study: study.conditions,
        hierarchical=True,
        mapped=1,
        offered=1,
        claimed=True,
        topical=True,
    ),
    Facet(
        "route",
        "Route of the ketamine arm: oral, sublingual, iv, im ...",
        lambda study: (arm.route for arm in ketamine_arms(study) if arm.route),
        of_arms=True,
        mapped=2,
        offered=2,
        claimed=True,
        kinds="routes",
    ),
    Facet(
        "drug",
        "ketamine, esketamine, arketamine, midazolam ...",
        lambda study: (arm.drug for arm in study.arms),
        of_arms=True,
        mapped=5,
        claimed=True,
    ),
    Facet(
        "design",
        "rct, meta-analysis, single-arm-trial, case-series ...",
        lambda study: (study.design,),
        mapped=4,
        offered=4,
        topical=True,
    ),
    Facet(
        "therapy",
        "kap, emdr, prolonged-exposure, psychotherapy, none ...",
        _therapies,
        hierarchical=True,
        mapped=3,
        offered=3,
        claimed=True,
        topical=True,
        kinds="kinds of therapy",
    ),
    Facet(
        "comparator",
        "placebo, midazolam, ect, drug-only, none ...",
        lambda study: study.comparator,
        hierarchical=True,
        mapped=8,
        offered=6,
        claimed=True,
    ),
    Facet(
        "population",
        "veteran, military, civilian, adolescent ...",
        lambda study: study.population,
        hierarchical=True,
        mapped=6,
        offered=5,
        claimed=True,
        topical=True,
        kinds="groups",
    ),
    Facet(
        "dosing_model",
        "medical, psycholytic, psychedelic, mixed",
        lambda study: (study.dosing_model,),
        mapped=7,
        claimed=True,
        kinds="dosing models",
    ),
    Facet(
        "status",
        "published, preprint, recruiting, terminated ...",
        lambda study: (study.status,),
        mapped=9,
    ),
)
FACETS = {facet.name: facet for facet in _ROWS}
# Facts of arms: together they must hold on one and the same arm.
OF_ARMS = frozenset(facet.name for facet in _ROWS if facet.of_arms)


def facet_values(study: Study, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Facet and code of every value of a study, with the codes above it where the facet is hierarchical."""
    for facet in FACETS.values():
        for code in facet.codes(study):
            for above in vocabulary.broader(facet.name, code) if facet.hierarchical else (code,):
                yield facet.name, above


def option(name: str) -> str:
    """A name as an option is typed, such as ``--min-n``."""
    return "--" + name.replace("_", "-")


def placed(place: Callable[[Facet], int]) -> tuple[str, ...]:
    """The names of the facets that have a place in some order, such as ``lambda facet: facet.mapped``."""
    return tuple(facet.name for facet in sorted(FACETS.values(), key=place) if place(facet))
