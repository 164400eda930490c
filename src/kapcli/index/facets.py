"""Facets: the same narrowing on every command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import OF_ARMS, option
from kapcli.catalogue.study_rules import KETAMINES
from kapcli.catalogue.vocabulary import fold
from kapcli.catalogue.words import singular
from kapcli.index.schema import ANY, arm_token, token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary

_MOST_PEOPLE = 10**10
_UNIT = r"mg\s*/\s*(?:kg|day|h)|mg"
_AMOUNT = r"\d+(?:\.\d+)?"
# Blanks may stand between the parts, and never within a number.
_DOSE = (
    rf"(?P<low>{_AMOUNT})\s*(?P<first>{_UNIT})?"
    rf"(?:\s*(?:\.\.|-|–|to)\s*(?P<high>{_AMOUNT})\s*(?P<unit>{_UNIT})?)?"
)
# A hyphen does as well as two dots: that is how people write a span of years.
_YEAR = r"(\d{4})?\s*(\.\.|-|–)?\s*(\d{4})?"


class FacetError(ValueError):
    """A facet value that cannot be understood.

    Attributes:
        option: The option as it is typed, such as ``--route``.
        near: Values that may have been meant.
        choices: Where none is near: all of them, or examples of how one is written.
    """

    def __init__(self, option: str, message: str, near: Sequence[str] = (), choices: Sequence[str] = ()) -> None:
        self.option, self.near, self.choices = option, tuple(near), tuple(choices)
        super().__init__(message)


class Dose(msgspec.Struct, frozen=True):
    """A range of doses per session, in one unit."""

    low: float
    high: float
    unit: str


class Facets(msgspec.Struct, frozen=True):
    """A narrowing, all of whose parts must hold; values of one facet are alternatives.

    Attributes:
        codes: Facet name to codes.
        years: First and last year, either open.
        min_n: At least so many people (randomised, else analysed, else enrolled).
        dose: On the same arm as drug and route.
    """

    codes: dict[str, tuple[str, ...]] = {}
    years: tuple[int | None, int | None] | None = None
    min_n: int | None = None
    dose: Dose | None = None

    def __bool__(self) -> bool:
        return bool(self.codes or self.years or self.min_n is not None or self.dose)


def facets(
    vocabulary: Vocabulary,
    values: Mapping[str, Sequence[str]],
    year: str | None = None,
    min_n: int | None = None,
    dose: str | None = None,
) -> Facets:
    """Read facet values as people type them.

    Args:
        vocabulary: The codes, labels and synonyms.
        values: Facet name to the values typed for it.
        year: ``2020``, ``2014..2025``, ``2014..`` or ``..2025``.
        min_n: The least number of people.
        dose: ``0.2..0.5`` (mg/kg unless a unit is written, as in ``28..84mg``).

    Raises:
        FacetError: A value that no vocabulary has, or a range that cannot be read.
    """
    codes = {
        name: tuple(dict.fromkeys(_code(vocabulary, name, value) for value in typed))
        for name, typed in values.items()
        if typed
    }
    if min_n is not None and not 0 <= min_n <= _MOST_PEOPLE:
        raise FacetError("--min-n", f"{min_n} is not a number of participants (negative, or too large)")
    return Facets(codes, _years(year), min_n, _dose(dose))


def match(facets: Facets) -> str:
    """The part of a narrowing that the full-text table answers, as an FTS5 expression; empty if none."""
    parts = []
    for name, codes in facets.codes.items():
        if name in OF_ARMS:
            continue
        parts.append(_any_of([token(name, code) for code in codes]))
    routes = facets.codes.get("route", ())
    drugs = facets.codes.get("drug", ())
    if routes or drugs:
        pairs = [(drug, route) for drug in drugs or (ANY,) for route in routes or (ANY,)]
        parts.append(_any_of([arm_token(drug, route) for drug, route in pairs]))
    return " AND ".join(parts)


def arm_condition(facets: Facets, *, any_dose: bool = False) -> tuple[str, list[object]]:
    """SQL that holds for an arm with the drug, the route and a dose within the range.

    Args:
        facets: A narrowing with a dose.
        any_dose: Any dose in that unit will do.

    Returns:
        A condition on the table ``arm`` and its parameters.
    """
    assert facets.dose is not None
    drugs = facets.codes.get("drug", KETAMINES)
    routes = facets.codes.get("route", ())
    sql = f"arm.drug IN ({_marks(drugs)}) AND arm.unit = ?"
    parameters: list[object] = [*drugs, facets.dose.unit]
    if not any_dose:
        sql += " AND arm.low <= ? AND arm.high >= ?"
        parameters += [facets.dose.high, facets.dose.low]
    if routes:
        sql += f" AND arm.route IN ({_marks(routes)})"
        parameters += routes
    return sql, parameters


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _any_of(tokens: list[str]) -> str:
    return "facet : (" + " OR ".join(f'"{name}"' for name in tokens) + ")"


def _code(vocabulary: Vocabulary, name: str, value: str) -> str:
    names = vocabulary.names(name)
    folded = fold(value)
    for form in (folded, " ".join(singular(word) for word in folded.split())):
        if form in names:
            return names[form]
    singulars = {" ".join(singular(word) for word in key.split()): code for key, code in names.items()}
    if (form := " ".join(singular(word) for word in folded.split())) in singulars:
        return singulars[form]
    what = name.replace("_", " ")
    from kapcli.catalogue.nearest import nearest

    near = list(dict.fromkeys(names[key] for key in nearest(folded, names)))
    raise FacetError(
        option(name),
        f"unknown {what} {value!r}",
        near,
        [code for code in vocabulary.codes(name) if code not in ("none", "other")],
    )


def _years(text: str | None) -> tuple[int | None, int | None] | None:
    if text is None:
        return None
    found = re.fullmatch(_YEAR, text.strip())
    if not found or not (found[1] or found[3]) or bool(found[1] and found[3]) > bool(found[2]):
        raise FacetError(
            "--year", f"{text!r} is not a year or a range of years", choices=("2020", "2014..2025", "2014..", "..2019")
        )
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else (None if found[2] else first)
    if first is not None and last is not None and first > last:
        raise FacetError("--year", f"{first} is after {last}", (f"{last}..{first}",))
    return first, last


def _dose(text: str | None) -> Dose | None:
    if text is None:
        return None
    found = re.fullmatch(_DOSE, text.strip())
    units = {"".join(found[name].split()) for name in ("first", "unit") if found[name]} if found else set()
    if not found or len(units) > 1:
        raise FacetError(
            "--dose", f"{text!r} is not a dose or a range of doses", choices=("0.5", "0.2..0.5", "28..84mg")
        )
    low = float(found["low"])
    high = float(found["high"]) if found["high"] else low
    if low > high:
        raise FacetError("--dose", f"{low:g} is above {high:g}", (f"{high:g}..{low:g}",))
    return Dose(low, high, units.pop() if units else "mg/kg")
